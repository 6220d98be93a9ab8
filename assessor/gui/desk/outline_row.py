"""Rows of the outline: a progress ring, a wrapped title, marks at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from assessor.gui.toolkit.style import text_measure
from assessor.gui.toolkit.style.painting import at_side, direction, paint_focus_ring, set_ink
from assessor.gui.toolkit.style.theme import BASE, pixmap, tokens

REFERENCE = Qt.ItemDataRole.UserRole + 1
FACE = Qt.ItemDataRole.UserRole + 2
_PAD = 8
_RING = 18
_GAP = 10
_LINE = 18
_SIGN = 19
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class SectionCount:
    """Numbers of one part of the form. `asked` counts open questions of headquarters, `points` what
    else is open (see open_points)."""

    answered: int
    relevant: int
    wrong: int
    conflicts: int
    asked: int = 0
    points: int = 0

    @property
    def percent(self) -> int:
        """0 to 100; a part without relevant questions is complete."""
        return min(100, 100 * self.answered // self.relevant) if self.relevant else 100


@dataclass(frozen=True, slots=True)
class RowAppearance:
    """The content of a row; `quiet` is one elided line, `percent` below 0 draws no ring.

    `holder` names the owner on a line under the title; blank for no such line.
    """

    title: str
    percent: int = -1
    count: str = ""
    wrong: int = 0
    conflicts: int = 0
    asked: int = 0
    points: int = 0
    quiet: bool = False
    holder: str = ""
    own: bool = False
    contested: bool = False

    @classmethod
    def of_section(cls, title: str, count: SectionCount) -> RowAppearance:
        """Return the row of a section."""
        text = f"{count.answered}/{count.relevant}" if count.relevant else ""
        marks = count.wrong, count.conflicts, count.asked, count.points
        return cls(title, count.percent, text, *marks)

    def spoken(self, words: Callable[[str], str]) -> str:
        """Return the text for screen readers."""
        parts = [self.title]
        if self.count:
            answered, _, relevant = self.count.partition("/")
            sentence = words("{answered} of {relevant} answered")
            parts.append(sentence.format(answered=answered, relevant=relevant))
        if self.wrong:
            parts.append(words("{count} to correct").format(count=self.wrong))
        if self.conflicts:
            parts.append(words("{count} in conflict").format(count=self.conflicts))
        if self.asked:
            parts.append(words("{count} headquarters asks about").format(count=self.asked))
        if self.points:
            parts.append(words("open points: {count}").format(count=self.points))
        if self.contested:
            parts.append(words("handed to several people"))
        if self.holder:
            parts.append(self.holder)
        return ", ".join(parts)


class RowPainter(QStyledItemDelegate):
    """Paint a RowAppearance."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view

    def _row_width(self, index: Index) -> int:
        depth = 0
        above = index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        return self._view.viewport().width() - (depth + 1) * self._view.indentation()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the title, or of count and marks if that is more."""
        face = index.data(FACE)
        if not isinstance(face, RowAppearance) or face.quiet:
            return QSize(80, 30)
        room = self._row_width(index) - 2 * _PAD - _RING - _GAP - self._marks_width(face) - 8
        marked = bool(self._row_marks(face))
        tall = max(_RING, text_measure.height(face.title, max(60, room), BASE))
        tall += _LINE if face.holder else 0
        return QSize(80, max(tall, 2 * _LINE if marked else 0) + 2 * _PAD)

    @staticmethod
    def _row_marks(face: RowAppearance) -> list[tuple[str, str, str]]:
        numbers = (
            ("danger", face.wrong, "danger"),
            ("conflict", face.conflicts, "conflict"),
            ("help", face.asked, "warn"),
            ("flag", face.points, "warn"),
        )
        return [(name, str(number), token) for name, number, token in numbers if number]

    def _marks_width(self, face: RowAppearance) -> int:
        signs = sum(
            _SIGN + text_measure.width(text, 12) + 6 for _, text, _ in self._row_marks(face)
        )
        return max(text_measure.width(face.count, 12), signs - 6 if signs else 0) + 8

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint background, ring, title and marks."""
        face = index.data(FACE)
        if not isinstance(face, RowAppearance):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box: QRect = option.rect.adjusted(2, 1, -6, -1)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        if mirrored:
            box = option.rect.adjusted(6, 1, -2, -1)
        state = option.state
        current = bool(state & QStyle.StateFlag.State_Selected)
        self._paint_background(painter, box, current, state)
        inner = box.adjusted(_PAD, 0, -_PAD, 0)
        if face.percent >= 0:
            ring = QRect(inner.left(), box.center().y() - _RING // 2 + 1, _RING, _RING)
            if mirrored:
                ring.moveRight(inner.right())
            self._paint_ring(painter, ring, face.percent)
            inner = inner.adjusted(0 if mirrored else _RING + _GAP, 0, 0, 0)
            inner.setRight(inner.right() - (_RING + _GAP if mirrored else 0))
        inner = self._paint_marks(painter, inner, face, mirrored)
        if face.holder:
            tall = text_measure.height(face.title, max(60, inner.width()), BASE)
            top = inner.center().y() + 1 - (tall + _LINE) // 2
            self._paint_owner(painter, QRect(inner.left(), top + tall, inner.width(), _LINE), face)
            inner = QRect(inner.left(), top, inner.width(), tall)
        self._paint_title(painter, inner, face, current, mirrored)
        painter.restore()

    def _paint_background(
        self, painter: QPainter, box: QRect, current: bool, state: QStyle.StateFlag
    ) -> None:
        colours = tokens()
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        if current or over:
            set_ink(painter, fill=colours.accent_soft if current else colours.hover)
            painter.drawRoundedRect(box, 6, 6)
        if current and self._view.hasFocus():
            paint_focus_ring(painter, QRectF(box).adjusted(1, 1, -1, -1))

    @staticmethod
    def _paint_ring(painter: QPainter, box: QRect, percent: int) -> None:
        colours = tokens()
        if percent >= 100:
            painter.drawPixmap(box.topLeft(), pixmap("check-circle", colours.ok, _RING))
            return
        area = QRectF(box).adjusted(2, 2, -2, -2)
        set_ink(painter, colours.line, 2.5)
        painter.drawEllipse(area)
        if percent:
            pen = QPen(QColor(colours.accent), 2.5)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(area, 90 * 16, -percent * 360 * 16 // 100)

    def _paint_marks(
        self, painter: QPainter, inner: QRect, face: RowAppearance, mirrored: bool
    ) -> QRect:
        """Paint the count and the marks under it; return the room left for the title."""
        if face.quiet and not self._row_marks(face):
            return inner
        painter.setFont(text_measure.widget_font(12))
        signs = self._row_marks(face)
        lines = (1 if face.count else 0) + (1 if signs else 0)
        top = inner.center().y() + 1 - lines * _LINE // 2
        if face.count:
            self._paint_mark(painter, inner, top, 0, ("", face.count, "muted"), mirrored)
            top += _LINE
        taken = 0
        for sign in reversed(signs):
            taken += self._paint_mark(painter, inner, top, taken, sign, mirrored) + 6
        taken = self._marks_width(face)
        return inner.adjusted(taken if mirrored else 0, 0, 0 if mirrored else -taken, 0)

    @staticmethod
    def _paint_mark(
        painter: QPainter,
        inner: QRect,
        top: int,
        taken: int,
        sign: tuple[str, str, str],
        mirrored: bool,
    ) -> int:
        """Paint a mark `taken` px from the end of the row; return its width in px."""
        name, text, role = sign
        colour = getattr(tokens(), role)
        width = text_measure.width(text, 12) + (_SIGN if name else 0)
        left = inner.left() + taken if mirrored else inner.right() + 1 - taken - width
        spot = QRect(left, top, width, _LINE)
        if name:
            at = spot.right() - 14 if mirrored else spot.left()
            painter.drawPixmap(at, spot.center().y() - 7, pixmap(name, colour, 15))
        painter.setPen(QColor(colour))
        painter.drawText(spot, int(at_side(not mirrored)), text)
        return width

    def _paint_owner(self, painter: QPainter, box: QRect, face: RowAppearance) -> None:
        """Paint an icon and the owner; another icon where several people claim the section."""
        mirrored = self._view.isRightToLeft()
        role = "conflict" if face.contested else "accent" if face.own else "muted"
        colour = getattr(tokens(), role)
        at = box.right() - 13 if mirrored else box.left()
        sign = "conflict" if face.contested else "user"
        painter.drawPixmap(at, box.center().y() - 6, pixmap(sign, colour, 13))
        painter.setFont(text_measure.widget_font(12))
        painter.setPen(QColor(colour))
        room = box.adjusted(0 if mirrored else _SIGN, 0, -_SIGN if mirrored else 0, 0)
        text = QFontMetrics(painter.font()).elidedText(
            face.holder, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(at_side(mirrored)), text)

    @staticmethod
    def _paint_title(
        painter: QPainter, box: QRect, face: RowAppearance, current: bool, mirrored: bool
    ) -> None:
        colours = tokens()
        painter.setFont(text_measure.widget_font(12 if face.quiet else BASE))
        quiet = colours.muted if face.quiet else colours.ink
        painter.setPen(QColor(colours.accent_deep if current else quiet))
        painter.setLayoutDirection(direction(mirrored))
        flags = int(at_side(mirrored))
        if face.quiet:
            metrics = QFontMetrics(painter.font())
            title = metrics.elidedText(face.title, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, flags, title)
        else:
            painter.drawText(box, flags | text_measure.WRAP, face.title)
