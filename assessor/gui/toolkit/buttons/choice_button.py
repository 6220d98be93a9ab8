"""Radio buttons and check boxes with wrapping labels, in groups with keyboard support."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from assessor.gui.toolkit.style import text_measure
from assessor.gui.toolkit.style.basic_widgets import follow_width
from assessor.gui.toolkit.style.painting import at_side, paint_focus_ring, set_ink, smooth_painter
from assessor.gui.toolkit.style.theme import BASE, tokens

_SIGN = 18
_GAP = 8
_PAD_X = 6
_PAD_Y = 5


class WrappingButton(QAbstractButton):
    """A checkable button, exclusive in its group or checked by itself."""

    def __init__(self, text: str, parent: QWidget, *, exclusive: bool) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(exclusive)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        follow_width(self)

    def hasHeightForWidth(self) -> bool:
        """Return True: a narrow button needs more lines."""
        return True


class ChoiceButton(WrappingButton):
    """One choice: a radio button if `exclusive`, else a check box."""

    def heightForWidth(self, width: int) -> int:
        """Return the height of the sign and the wrapped label."""
        room = max(20, width - 2 * _PAD_X - (_SIGN + _GAP if self.text() else 0))
        return max(_SIGN, text_measure.height(self.text(), room, BASE)) + 2 * _PAD_Y

    def sizeHint(self) -> QSize:
        """Return the size of one line, up to a comfortable width."""
        text_width = text_measure.width(self.text(), BASE)
        width = (min(text_width + 4, 420) + _GAP if self.text() else 0) + _SIGN + 2 * _PAD_X + 1
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return room for a usual long word."""
        return QSize(min(self.sizeHint().width(), 150), _SIGN + 2 * _PAD_Y)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sign, the label and the focus ring."""
        colours = tokens()
        painter = smooth_painter(self)
        if self.underMouse() and self.isEnabled():
            set_ink(painter, fill=colours.hover)
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        mirrored = self.isRightToLeft()
        self._paint_sign(painter, mirrored)
        if self.text():
            self._paint_text(painter, mirrored)
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_text(self, painter: QPainter, mirrored: bool) -> None:
        colours = tokens()
        left = _PAD_X if mirrored else _PAD_X + _SIGN + _GAP
        box = QRect(left, _PAD_Y, self.width() - 2 * _PAD_X - _SIGN - _GAP, self.height())
        box.setHeight(self.height() - 2 * _PAD_Y)
        painter.setPen(QColor(colours.ink if self.isEnabled() else colours.muted))
        painter.setLayoutDirection(self.layoutDirection())
        painter.drawText(box, int(at_side(mirrored)) | text_measure.WRAP, self.text())

    def _sign_box(self, mirrored: bool) -> QRectF:
        if not self.text():
            left = (self.width() - _SIGN) / 2
            return QRectF(left + 1, (self.height() - _SIGN) / 2 + 1, _SIGN - 2, _SIGN - 2)
        left = self.width() - _PAD_X - _SIGN if mirrored else _PAD_X
        line = text_measure.height(self.text() or "X", 9999, BASE)
        one_line = self.height() - 2 * _PAD_Y <= max(_SIGN, line)
        top = (self.height() - _SIGN) / 2 if one_line else _PAD_Y + (line - _SIGN) / 2
        return QRectF(left + 1, top + 1, _SIGN - 2, _SIGN - 2)

    def _paint_sign(self, painter: QPainter, mirrored: bool) -> None:
        colours = tokens()
        box = self._sign_box(mirrored)
        on = self.isChecked()
        strong = colours.accent if self.isEnabled() else colours.muted
        edge = strong if on or (self.underMouse() and self.isEnabled()) else colours.faint
        if self.autoExclusive():
            set_ink(painter, edge, 5 if on else 1.25, fill=colours.paper)
            inset = 2.5 if on else 0.6
            painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
            return
        set_ink(painter, edge, 1.25, fill=strong if on else colours.paper)
        painter.drawRoundedRect(box, 4, 4)
        if on:
            pen = QPen(QColor(colours.on_accent), 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            x, y = box.left(), box.top()
            corners = ((3.6, 8.4), (6.8, 11.6), (12.4, 5))
            painter.drawPolyline([QPointF(x + right, y + down) for right, down in corners])


class Options(QObject):
    """A group of buttons of which one is chosen, by Space, Enter or the characters in `keys`.

    Arrows move the focus without choosing, because every choice becomes a stored entry.
    """

    def __init__(self, chosen: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self.buttons: dict[str, QAbstractButton] = {}
        self.keys: dict[str, str] = {}

    def put(self, buttons: Mapping[str, QAbstractButton]) -> None:
        """Replace the buttons, given by value; the old ones are deleted."""
        for old in self.buttons.values():
            old.hide()
            old.deleteLater()
        self.buttons = dict(buttons)
        for button in self.buttons.values():
            button.installEventFilter(self)
            button.clicked.connect(self._clicked)

    def in_order(self) -> list[QWidget]:
        """Return the buttons, the chosen one first: Tab goes there."""
        return [*sorted(self.buttons.values(), key=lambda button: not button.isChecked())]

    def check(self, value: str, *, enabled: bool) -> None:
        """Check the button of a value; none if the value has no button."""
        for button_value, button in self.buttons.items():
            button.setAutoExclusive(False)
            button.setChecked(button_value == value)
            button.setEnabled(enabled)
        for button in self.buttons.values():
            button.setAutoExclusive(True)
        current = self.buttons.get(value) or next(iter(self.buttons.values()), None)
        for button in self.buttons.values():
            is_current = button is current or button.hasFocus()
            button.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if is_current else Qt.FocusPolicy.ClickFocus
            )

    def _clicked(self) -> None:
        sender = self.sender()
        for value, button in self.buttons.items():
            if button is sender:
                self._chosen(value)
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle arrows, Enter, Delete and the keys of values."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(watched, event)
        return False

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and isinstance(watched, QWidget):
            mirrored = watched.isRightToLeft()
            step = 1 if (event.key() == Qt.Key.Key_Right) != mirrored else -1
        if step:
            row = [button for button in self.buttons.values() if button.isEnabled()]
            index = next((n for n, button in enumerate(row) if button is watched), -1)
            if 0 <= index + step < len(row):
                row[index + step].setFocus(Qt.FocusReason.TabFocusReason)
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
