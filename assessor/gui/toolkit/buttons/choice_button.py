"""A radio button or check box whose label wraps, and a set of them that answers to the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from assessor.gui.toolkit.buttons.wrapping_button import WrappingButton
from assessor.gui.toolkit.style import text_measure
from assessor.gui.toolkit.style.theme import BASE, tokens

_SIGN = 18
_GAP = 8
_PAD_X = 6
_PAD_Y = 5


class ChoiceButton(WrappingButton):
    """One choice. `exclusive` makes it a radio button, else it is a check box."""

    def heightForWidth(self, width: int) -> int:
        """The height of the sign and the wrapped label."""
        room = max(20, width - 2 * _PAD_X - (_SIGN + _GAP if self.text() else 0))
        return max(_SIGN, text_measure.height(self.text(), room, BASE)) + 2 * _PAD_Y

    def sizeHint(self) -> QSize:
        """One line, up to a comfortable width."""
        wide = text_measure.width(self.text(), BASE)
        width = (min(wide + 4, 420) + _GAP if self.text() else 0) + _SIGN + 2 * _PAD_X + 1
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Room for the longest usual word."""
        return QSize(min(self.sizeHint().width(), 150), _SIGN + 2 * _PAD_Y)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The sign, the label, and a ring around both while the keyboard is here."""
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._paint_sign(painter, mirrored)
        if self.text():
            self._paint_text(painter, mirrored)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_text(self, painter: QPainter, mirrored: bool) -> None:
        colours = tokens()
        left = _PAD_X if mirrored else _PAD_X + _SIGN + _GAP
        box = QRect(left, _PAD_Y, self.width() - 2 * _PAD_X - _SIGN - _GAP, self.height())
        box.setHeight(self.height() - 2 * _PAD_Y)
        painter.setPen(QColor(colours.ink if self.isEnabled() else colours.muted))
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignVCenter) | text_measure.WRAP
        painter.setLayoutDirection(self.layoutDirection())
        painter.drawText(box, flags | int(Qt.AlignmentFlag.AlignAbsolute), self.text())

    def _sign_box(self, mirrored: bool) -> QRectF:
        if not self.text():
            left = (self.width() - _SIGN) / 2
            return QRectF(left + 1, (self.height() - _SIGN) / 2 + 1, _SIGN - 2, _SIGN - 2)
        left = self.width() - _PAD_X - _SIGN if mirrored else _PAD_X
        line = text_measure.height(self.text() or "X", 9999, BASE)
        one = self.height() - 2 * _PAD_Y <= max(_SIGN, line)
        top = (self.height() - _SIGN) / 2 if one else _PAD_Y + (line - _SIGN) / 2
        return QRectF(left + 1, top + 1, _SIGN - 2, _SIGN - 2)

    def _paint_sign(self, painter: QPainter, mirrored: bool) -> None:
        colours = tokens()
        box = self._sign_box(mirrored)
        on = self.isChecked()
        strong = colours.accent if self.isEnabled() else colours.muted
        edge = strong if on or (self.underMouse() and self.isEnabled()) else colours.faint
        if self.autoExclusive():
            painter.setPen(QPen(QColor(edge), 5 if on else 1.25))
            painter.setBrush(QColor(colours.paper))
            inset = 2.5 if on else 0.6
            painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
            return
        painter.setPen(QPen(QColor(edge), 1.25))
        painter.setBrush(QColor(strong if on else colours.paper))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            pen = QPen(QColor(colours.on_accent), 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            x, y = box.left(), box.top()
            painter.drawPolyline(
                [_at(x + 3.6, y + 8.4), _at(x + 6.8, y + 11.6), _at(x + 12.4, y + 5)]
            )


def _at(x: float, y: float) -> QPointF:
    """A point."""
    return QPointF(x, y)


class Options(QObject):
    """Buttons of which one is chosen: shown from a value, moved through by arrows.

    Arrows move the keyboard without choosing, since every choice is an entry kept for ever;
    Space or Enter chooses, as do `keys`: the characters that name a value outright.
    """

    def __init__(self, chosen: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self.buttons: dict[str, QAbstractButton] = {}
        self.keys: dict[str, str] = {}

    def put(self, buttons: Mapping[str, QAbstractButton]) -> None:
        """Take these buttons, by value, in place of those before, which are deleted."""
        for old in self.buttons.values():
            old.hide()
            old.deleteLater()
        self.buttons = dict(buttons)
        for button in self.buttons.values():
            button.installEventFilter(self)
            button.clicked.connect(self._clicked)

    def in_order(self) -> list[QWidget]:
        """The buttons, the chosen one first: Tab goes there."""
        return [*sorted(self.buttons.values(), key=lambda button: not button.isChecked())]

    def check(self, value: str, *, enabled: bool) -> None:
        """Show the button of a value as chosen, none for a value that has no button."""
        for each, button in self.buttons.items():
            button.setAutoExclusive(False)
            button.setChecked(each == value)
            button.setEnabled(enabled)
        for button in self.buttons.values():
            button.setAutoExclusive(True)
        current = self.buttons.get(value) or next(iter(self.buttons.values()), None)
        for button in self.buttons.values():
            here = button is current or button.hasFocus()
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    def _clicked(self) -> None:
        sender = self.sender()
        for value, button in self.buttons.items():
            if button is sender:
                self._chosen(value)
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter, Delete and the keys of values."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(watched, event)
        return False

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and isinstance(watched, QWidget):
            mirrored = watched.layoutDirection() == Qt.LayoutDirection.RightToLeft
            step = 1 if (event.key() == Qt.Key.Key_Right) != mirrored else -1
        if step:
            self._move(watched, step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(watched, QAbstractButton):
                watched.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._chosen("")
        elif event.text() in self.keys:
            self._chosen(self.keys[event.text()])
        else:
            return False
        return True

    def _move(self, watched: QObject, step: int) -> None:
        row = [button for button in self.buttons.values() if button.isEnabled()]
        at = next((n for n, button in enumerate(row) if button is watched), -1)
        if 0 <= at + step < len(row):
            row[at + step].setFocus(Qt.FocusReason.TabFocusReason)
