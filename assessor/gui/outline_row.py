"""How a row of the outline is painted: a ring, the title on as many lines as it needs, marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from assessor.gui import measure
from assessor.gui.theme import font, pixmap, tokens

if TYPE_CHECKING:
    from assessor.gui.outline import Count

REFERENCE = Qt.ItemDataRole.UserRole + 1
FACE = Qt.ItemDataRole.UserRole + 2
_PAD = 8
_RING = 18
_GAP = 10
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Face:
    """What a row says; `percent` below 0 draws no ring, `quiet` is one line, cut with …"""

    title: str
    percent: int = -1
    count: str = ""
    wrong: int = 0
    conflicts: int = 0
    quiet: bool = False

    @classmethod
    def of_section(cls, title: str, count: Count) -> Face:
        """The face of a section."""
        text = f"{count.answered}/{count.relevant}" if count.relevant else ""
        return cls(title, count.percent, text, count.wrong, count.conflicts)

    def spoken(self, words: Callable[[str], str]) -> str:
        """The row read aloud."""
        parts = [self.title]
        if self.count:
            answered, _, relevant = self.count.partition("/")
            sentence = words("{answered} of {relevant} answered")
            parts.append(sentence.format(answered=answered, relevant=relevant))
        if self.wrong:
            parts.append(words("{count} to correct").format(count=self.wrong))
        if self.conflicts:
            parts.append(words("{count} in conflict").format(count=self.conflicts))
        return ", ".join(parts)


class RowPainter(QStyledItemDelegate):
    """Paints a Face."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view

    def _inner(self, index: Index) -> int:
        """The width of a row."""
        depth = 0
        above = index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        return self._view.viewport().width() - (depth + 1) * self._view.indentation()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As tall as the title's lines."""
        face = index.data(FACE)
        if not isinstance(face, Face) or face.quiet:
            return QSize(80, 30)
        room = self._inner(index) - 2 * _PAD - _RING - _GAP - self._marks(face) - 10
        return QSize(80, max(_RING, self._lines(face.title, room)) + 2 * _PAD)

    @staticmethod
    def _lines(title: str, room: int) -> int:
        return measure.height(title, max(60, room), 13, bold=True)

    @staticmethod
    def _marks(face: Face) -> int:
        """The width of what stands at the end of a row."""
        width = measure.width(face.count, 12) + 8 if face.count else 0
        for number in (face.wrong, face.conflicts):
            width += 18 + measure.width(str(number), 12) + 8 if number else 0
        return width

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, ring, title, marks."""
        face = index.data(FACE)
        if not isinstance(face, Face):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box: QRect = option.rect.adjusted(2, 1, -6, -1)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        if mirrored:
            box = option.rect.adjusted(6, 1, -2, -1)
        state = option.state
        current = bool(state & QStyle.StateFlag.State_Selected)
        self._ground(painter, box, current, state)
        inner = box.adjusted(_PAD, 0, -_PAD, 0)
        if face.percent >= 0:
            ring = QRect(inner.left(), box.center().y() - _RING // 2 + 1, _RING, _RING)
            if mirrored:
                ring.moveRight(inner.right())
            self._ring(painter, ring, face.percent)
            inner = inner.adjusted(0 if mirrored else _RING + _GAP, 0, 0, 0)
            inner.setRight(inner.right() - (_RING + _GAP if mirrored else 0))
        inner = self._paint_marks(painter, inner, face, mirrored)
        self._title(painter, inner, face, current, mirrored)
        painter.restore()

    def _ground(
        self, painter: QPainter, box: QRect, current: bool, state: QStyle.StateFlag
    ) -> None:
        colours = tokens()
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        if current or over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft if current else colours.hover))
            painter.drawRoundedRect(box, 6, 6)
        if current and self._view.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 6, 6)

    @staticmethod
    def _ring(painter: QPainter, box: QRect, percent: int) -> None:
        colours = tokens()
        if percent >= 100:
            painter.drawPixmap(box.topLeft(), pixmap("check-circle", colours.ok, _RING))
            return
        area = QRectF(box).adjusted(2, 2, -2, -2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.line), 2.5))
        painter.drawEllipse(area)
        if percent:
            pen = QPen(QColor(colours.accent), 2.5)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(area, 90 * 16, -percent * 360 * 16 // 100)

    def _paint_marks(self, painter: QPainter, inner: QRect, face: Face, mirrored: bool) -> QRect:
        colours = tokens()
        painter.setFont(font(12))
        taken = 0
        signs = [
            ("danger", face.wrong, colours.danger),
            ("conflict", face.conflicts, colours.conflict),
        ]
        texts = [("", face.count, colours.muted)] if face.count else []
        for name, text, colour in [
            *texts,
            *((name, str(number), colour) for name, number, colour in signs if number),
        ]:
            width = measure.width(text, 12) + (18 if name else 0)
            left = inner.left() + taken if mirrored else inner.right() - taken - width
            spot = QRect(left, inner.top(), width, inner.height())
            if name:
                at = spot.right() - 15 if mirrored else spot.left()
                painter.drawPixmap(at, spot.center().y() - 7, pixmap(name, colour, 15))
            painter.setPen(QColor(colour))
            side = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
            flags = int(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)
            painter.drawText(spot, flags, text)
            taken += width + 8
        return inner.adjusted(taken if mirrored else 0, 0, 0 if mirrored else -taken, 0)

    @staticmethod
    def _title(painter: QPainter, box: QRect, face: Face, current: bool, mirrored: bool) -> None:
        colours = tokens()
        weight = QFont.Weight.DemiBold if current and not face.quiet else QFont.Weight.Normal
        painter.setFont(font(12 if face.quiet else 13, weight))
        painter.setPen(QColor(colours.muted if face.quiet and not current else colours.ink))
        painter.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
        )
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)
        if face.quiet:
            metrics = QFontMetrics(painter.font())
            title = metrics.elidedText(face.title, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, flags, title)
        else:
            painter.drawText(box, flags | measure.WRAP, face.title)
