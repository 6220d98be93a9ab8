"""Cards of a scale, side by side or one under another: a number, a title, what it asks."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from assessor.gui.toolkit.style.text_measure import WRAP, height, widget_font
from assessor.gui.toolkit.style.theme import font, tokens
from assessor.gui.toolkit.style.visibility import set_shown

_PAD = 12
_CHIP = 28
_GAP = 8


@dataclass(frozen=True, slots=True)
class CardAppearance:
    """What a card says and its colours when chosen; `tint` marks a step below the chosen one."""

    number: str
    title: str
    text: str = ""
    fill: str = ""
    ink: str = ""


class StageCard(QAbstractButton):
    """One step of a scale as a card to choose; lit when chosen, tinted when already passed."""

    def __init__(self, look: CardAppearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.face = look
        self.wide = False
        self.passed = False
        self.setText(f"{look.number} {look.title}".strip())
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(look.text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def tell(self, *, wide: bool, passed: bool) -> None:
        """Lie flat across the page (`wide`) or stand; and whether the chosen step is higher."""
        if (wide, passed) != (self.wide, self.passed):
            self.wide, self.passed = wide, passed
            self.update()

    def sizeHint(self) -> QSize:
        """A card among five."""
        return QSize(130, self.height_at(130, wide=False))

    def height_at(self, width: int, *, wide: bool) -> int:
        """The height its words take at a width."""
        room = width - 2 * _PAD - (_CHIP + _PAD if wide else 0)
        title = height(self.face.title, room, 13, bold=True)
        text = height(self.face.text, room, 12)
        words = title + (4 + text if text else 0)
        if wide:
            return max(_CHIP, words) + 2 * _PAD - 4
        return _PAD + (_CHIP + 8 if self.face.number else 0) + words + _PAD

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, chip, words, ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        inner = self.rect().adjusted(_PAD, _PAD, -_PAD, -_PAD)
        if self.wide:
            inner = self.rect().adjusted(_PAD, _PAD - 2, -_PAD, -_PAD + 2)
        chip = QRect(inner.left(), inner.top(), _CHIP, _CHIP)
        if mirrored:
            chip.moveRight(inner.right())
        if self.face.number:
            self._paint_chip(painter, chip)
        self._paint_words(painter, self._words_box(inner, mirrored), mirrored)

    def _words_box(self, inner: QRect, mirrored: bool) -> QRect:
        if not self.face.number:
            return inner
        if not self.wide:
            return inner.adjusted(0, _CHIP + 8, 0, 0)
        side = _CHIP + _PAD
        return inner.adjusted(0 if mirrored else side, 0, -side if mirrored else 0, 0)

    def _lit(self) -> tuple[str, str]:
        """The fill and ink of a chosen card."""
        colours = tokens()
        return self.face.fill or colours.accent, self.face.ink or colours.on_accent

    def _paint_ground(self, painter: QPainter) -> None:
        colours = tokens()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        fill, _ = self._lit()
        ground, edge, width = QColor(colours.paper), QColor(colours.line), 1.0
        if self.isChecked():
            ground, edge, width = QColor(fill), QColor(colours.accent), 2.0
        elif self.underMouse() and self.isEnabled():
            ground, edge = QColor(colours.hover), QColor(colours.accent)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 9, 9)
            box = box.adjusted(3, 3, -3, -3)
        painter.setPen(QPen(edge, width))
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 7, 7)

    def _paint_chip(self, painter: QPainter, chip: QRect) -> None:
        colours = tokens()
        fill, ink = self._lit()
        box = QRectF(chip).adjusted(1, 1, -1, -1)
        painter.setFont(font(14, QFont.Weight.Bold))
        if self.isChecked():
            painter.setPen(QPen(QColor(ink), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        elif self.passed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill))
        else:
            painter.setPen(QPen(QColor(colours.faint), 1.25))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
        lit = self.isChecked() or self.passed
        painter.setPen(QColor(ink if lit else colours.muted))
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), self.face.number)

    def _paint_words(self, painter: QPainter, box: QRect, mirrored: bool) -> None:
        colours = tokens()
        _, ink = self._lit()
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute) | WRAP
        painter.setLayoutDirection(self.layoutDirection())
        painter.setFont(widget_font(13, bold=True))
        painter.setPen(QColor(ink if self.isChecked() else colours.ink))
        title = height(self.face.title, box.width(), 13, bold=True)
        alone = self.wide and not self.face.text
        head = QRect(box.left(), box.top(), box.width(), _CHIP if alone else title)
        middle = int(Qt.AlignmentFlag.AlignVCenter) if alone else 0
        painter.drawText(head, flags | middle, self.face.title)
        if self.face.text:
            painter.setFont(widget_font(12))
            painter.setPen(QColor(ink if self.isChecked() else colours.muted))
            painter.drawText(box.adjusted(0, title + 4, 0, 4), flags, self.face.text)


class CardRow(QWidget):
    """Cards in one row of equal height where there is room, else one under another."""

    def __init__(self, parent: QWidget, *, narrowest: int) -> None:
        super().__init__(parent)
        self.cards: list[StageCard] = []
        self._narrowest = narrowest
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def put(self, cards: list[StageCard]) -> None:
        """Take these cards; those before are the caller's to delete."""
        self.cards = cards
        for card in cards:
            set_shown(card, True)
        self.updateGeometry()
        self._arrange()

    def light(self, at: int) -> None:
        """Show the steps below position `at` as passed; -1: none."""
        for place, card in enumerate(self.cards):
            card.tell(wide=card.wide, passed=place < at)

    def stacked(self, width: int) -> bool:
        """Whether cards lie one under another at a width."""
        each = (width - _GAP * (len(self.cards) - 1)) // max(1, len(self.cards))
        return each < self._narrowest

    def hasHeightForWidth(self) -> bool:
        """A narrow page stacks the cards."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at a width."""
        if not self.cards:
            return 0
        heights = self._heights(width)
        if self.stacked(width):
            return sum(heights) + _GAP * (len(heights) - 1)
        return max(heights)

    def sizeHint(self) -> QSize:
        """A page's usual width."""
        return QSize(640, self.heightForWidth(640))

    def minimumSizeHint(self) -> QSize:
        """It stacks before it asks for more."""
        return QSize(200, 40)

    def _heights(self, width: int) -> list[int]:
        stacked = self.stacked(width)
        each = width if stacked else self._each(width)
        return [card.height_at(each, wide=stacked) for card in self.cards]

    def _each(self, width: int) -> int:
        return (width - _GAP * (len(self.cards) - 1)) // max(1, len(self.cards))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the cards anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        width = self.width()
        stacked = self.stacked(width)
        heights = self._heights(width)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        each, x, y = self._each(width), 0, 0
        for card, tall in zip(self.cards, heights, strict=True):
            card.tell(wide=stacked, passed=card.passed)
            if stacked:
                card.setGeometry(0, y, width, tall)
                y += tall + _GAP
                continue
            left = width - x - each if mirrored else x
            card.setGeometry(left, 0, each, max(heights))
            x += each + _GAP
