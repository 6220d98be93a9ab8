"""Cards of a scale, in a row or stacked: number, title and description."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from assessor.gui.toolkit.style.basic_widgets import follow_width
from assessor.gui.toolkit.style.painting import at_side, paint_card, set_ink, smooth_painter
from assessor.gui.toolkit.style.text_measure import WRAP, height, widget_font
from assessor.gui.toolkit.style.theme import font, tokens
from assessor.gui.toolkit.style.visibility import set_shown

_PAD = 12
_CHIP = 28
_GAP = 8


@dataclass(frozen=True, slots=True)
class CardAppearance:
    """Texts of a card and its colours when chosen."""

    number: str
    title: str
    text: str = ""
    fill: str = ""
    ink: str = ""


class StageCard(QAbstractButton):
    """One step of a scale as a card; highlighted when chosen, tinted below the chosen step."""

    def __init__(self, appearance: CardAppearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.appearance = appearance
        self.is_flat = False
        self.passed = False
        self.setText(f"{appearance.number} {appearance.title}".strip())
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(appearance.text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_state(self, *, is_flat: bool, passed: bool) -> None:
        """Set the flat or upright shape, and whether the chosen step is higher."""
        if (is_flat, passed) != (self.is_flat, self.passed):
            self.is_flat, self.passed = is_flat, passed
            self.update()

    def say(self, text: str) -> None:
        """Set the text below the title."""
        if text != self.appearance.text:
            self.appearance = replace(self.appearance, text=text)
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size of a card among five."""
        return QSize(130, self.height_at(130, is_flat=False))

    def height_at(self, width: int, *, is_flat: bool) -> int:
        """Return the height of the texts at a width."""
        text_width = width - 2 * _PAD - (_CHIP + _PAD if is_flat else 0)
        title = height(self.appearance.title, text_width, 13, bold=True)
        text = height(self.appearance.text, text_width, 12)
        texts_height = title + (4 + text if text else 0)
        if is_flat:
            return max(_CHIP, texts_height) + 2 * _PAD - 4
        return _PAD + (_CHIP + 8 if self.appearance.number else 0) + texts_height + _PAD

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint background, number, texts and focus ring."""
        painter = smooth_painter(self)
        self._paint_ground(painter)
        mirrored = self.isRightToLeft()
        inner = self.rect().adjusted(_PAD, _PAD, -_PAD, -_PAD)
        if self.is_flat:
            inner = self.rect().adjusted(_PAD, _PAD - 2, -_PAD, -_PAD + 2)
        chip = QRect(inner.left(), inner.top(), _CHIP, _CHIP)
        if mirrored:
            chip.moveRight(inner.right())
        if self.appearance.number:
            self._paint_chip(painter, chip)
        self._paint_words(painter, self._words_box(inner, mirrored), mirrored)

    def _words_box(self, inner: QRect, mirrored: bool) -> QRect:
        if not self.appearance.number:
            return inner
        if not self.is_flat:
            return inner.adjusted(0, _CHIP + 8, 0, 0)
        offset = _CHIP + _PAD
        return inner.adjusted(0 if mirrored else offset, 0, -offset if mirrored else 0, 0)

    def _chosen_colours(self) -> tuple[str, str]:
        colours = tokens()
        return self.appearance.fill or colours.accent, self.appearance.ink or colours.on_accent

    def _paint_ground(self, painter: QPainter) -> None:
        colours = tokens()
        fill, _ = self._chosen_colours()
        ground, edge, width = colours.paper, colours.line, 1.0
        if self.isChecked():
            ground, edge, width = fill, colours.accent, 2.0
        elif self.underMouse() and self.isEnabled():
            ground, edge = colours.hover, colours.accent
        paint_card(painter, self, ground, edge, width)

    def _paint_chip(self, painter: QPainter, chip: QRect) -> None:
        colours = tokens()
        fill, ink = self._chosen_colours()
        box = QRectF(chip).adjusted(1, 1, -1, -1)
        painter.setFont(font(14, QFont.Weight.Bold))
        if self.isChecked():
            set_ink(painter, ink, 1.5)
        elif self.passed:
            set_ink(painter, fill=fill)
        else:
            set_ink(painter, colours.faint, 1.25)
        painter.drawEllipse(box)
        is_filled = self.isChecked() or self.passed
        painter.setPen(QColor(ink if is_filled else colours.muted))
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), self.appearance.number)

    def _paint_words(self, painter: QPainter, box: QRect, mirrored: bool) -> None:
        colours = tokens()
        _, ink = self._chosen_colours()
        flags = int(at_side(mirrored, Qt.AlignmentFlag.AlignTop)) | WRAP
        painter.setLayoutDirection(self.layoutDirection())
        painter.setFont(widget_font(13, bold=True))
        painter.setPen(QColor(ink if self.isChecked() else colours.ink))
        title = height(self.appearance.title, box.width(), 13, bold=True)
        title_only = self.is_flat and not self.appearance.text
        title_box = QRect(box.left(), box.top(), box.width(), _CHIP if title_only else title)
        vertical = int(Qt.AlignmentFlag.AlignVCenter) if title_only else 0
        painter.drawText(title_box, flags | vertical, self.appearance.title)
        if self.appearance.text:
            painter.setFont(widget_font(12))
            painter.setPen(QColor(ink if self.isChecked() else colours.muted))
            painter.drawText(box.adjusted(0, title + 4, 0, 4), flags, self.appearance.text)


class CardRow(QWidget):
    """Cards of equal height in one row if there is room, else stacked."""

    def __init__(self, parent: QWidget, *, narrowest: int) -> None:
        super().__init__(parent)
        self.cards: list[StageCard] = []
        self._narrowest = narrowest
        follow_width(self)

    def put(self, cards: list[StageCard]) -> None:
        """Set the cards; the caller deletes the old ones."""
        self.cards = cards
        for card in cards:
            set_shown(card, True)
        self.updateGeometry()
        self._arrange()

    def mark_passed(self, chosen_index: int) -> None:
        """Mark the cards below position `chosen_index` as passed; -1 for none."""
        for index, card in enumerate(self.cards):
            card.set_state(is_flat=card.is_flat, passed=index < chosen_index)

    def stacked(self, width: int) -> bool:
        """Whether cards are stacked at a width."""
        return self._card_width(width) < self._narrowest

    def hasHeightForWidth(self) -> bool:
        """Return True: a narrow page stacks the cards."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        if not self.cards:
            return 0
        heights = self._heights(width)
        if self.stacked(width):
            return sum(heights) + _GAP * (len(heights) - 1)
        return max(heights)

    def sizeHint(self) -> QSize:
        """Return the usual width of a page."""
        return QSize(640, self.heightForWidth(640))

    def minimumSizeHint(self) -> QSize:
        """Return a small size: cards stack before the row needs more."""
        return QSize(200, 40)

    def _heights(self, width: int) -> list[int]:
        stacked = self.stacked(width)
        card_width = width if stacked else self._card_width(width)
        return [card.height_at(card_width, is_flat=stacked) for card in self.cards]

    def _card_width(self, width: int) -> int:
        return (width - _GAP * (len(self.cards) - 1)) // max(1, len(self.cards))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the cards again."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        width = self.width()
        stacked = self.stacked(width)
        heights = self._heights(width)
        mirrored = self.isRightToLeft()
        card_width, x, y = self._card_width(width), 0, 0
        for card, card_height in zip(self.cards, heights, strict=True):
            card.set_state(is_flat=stacked, passed=card.passed)
            if stacked:
                card.setGeometry(0, y, width, card_height)
                y += card_height + _GAP
                continue
            left = width - x - card_width if mirrored else x
            card.setGeometry(left, 0, card_width, max(heights))
            x += card_width + _GAP
