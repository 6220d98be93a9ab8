"""The criteria of an indicator, by stage: a row each, with a button for each state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from assessor.gui.toolkit.style import text_measure
from assessor.gui.toolkit.style.painting import paint_focus_ring, set_ink, smooth_painter
from assessor.gui.toolkit.style.theme import tokens
from assessor.gui.toolkit.widgets.flow_layout import WrappingPanel
from assessor.gui.toolkit.widgets.label_text import FormLabel
from assessor.scoring.criteria import CriterionState, States

_HEIGHT = 26
_PAD = 9
_GAP = 4
_ROW_GAP = 12
_NARROWEST = 220
"""Pixels that a criterion needs beside its buttons; with less room they stand below it."""

KEYS: Mapping[str, CriterionState] = {
    "+": CriterionState.SHOWN, ".": CriterionState.SAID, "-": CriterionState.UNMET,
    "*": CriterionState.NOT_ARISING,
}  # fmt: skip
"""The key of each state, on every keyboard."""


class StateButton(QAbstractButton):
    """One state of a criterion as a small button: a word, coloured if the criterion has it."""

    def __init__(self, state: CriterionState, word: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self.setText(word)
        self.setAccessibleName(word)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the size of the word in bold, so that a choice moves nothing."""
        return QSize(text_measure.width(self.text(), 12, bold=True) + 2 * _PAD, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a word is never cut."""
        return self.sizeHint()

    def _colours(self) -> tuple[str, str, str]:
        """Return ground, edge and ink."""
        colours = tokens()
        if not self.isChecked():
            over = self.underMouse() and self.isEnabled()
            edge = colours.accent if over else colours.line
            return (colours.hover if over else colours.paper), edge, colours.muted
        return {
            CriterionState.SHOWN: (colours.accent, colours.accent, colours.on_accent),
            CriterionState.SAID: (colours.accent_soft, colours.accent, colours.ink),
            CriterionState.UNMET: (colours.warn_soft, colours.warn, colours.warn),
        }.get(self._state, (colours.hover, colours.muted, colours.ink))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, the word and the focus ring."""
        painter = smooth_painter(self)
        ground, edge, ink = self._colours()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.hasFocus():
            paint_focus_ring(painter, box, 7)
            box = box.adjusted(2.5, 2.5, -2.5, -2.5)
        set_ink(painter, edge, 1, fill=ground)
        painter.drawRoundedRect(box, 5, 5)
        painter.setFont(text_measure.widget_font(12, bold=self.isChecked()))
        painter.setPen(QColor(ink))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())


@dataclass(frozen=True, slots=True)
class CriterionText:
    """A criterion as the table shows it: its code, sentence, what shows it, and its states."""

    code: str
    text: str
    shown_by: str
    states: tuple[CriterionState, ...]


@dataclass(frozen=True, slots=True)
class StageTexts:
    """The heading of a stage and its criteria."""

    heading: str
    criteria: tuple[CriterionText, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    label: FormLabel
    text: str
    shown_by: str
    stage: str
    buttons: Mapping[CriterionState, StateButton]

    def say(self, previous: str = "") -> None:
        """Show the criterion and what the previous mission knew of it, and let it be heard."""
        self.label.say(f"{self.text}\n{previous}" if previous else self.text)
        heard = ". ".join(filter(None, (self.text, previous, self.shown_by, self.stage)))
        for button in self.buttons.values():
            button.setAccessibleDescription(heard)


class CriteriaTable(WrappingPanel):
    """Rows of criteria below the headings of their stages; one stop of the Tab key.

    `mark` is called with a criterion's code and the state chosen. Arrows move among the buttons, a
    key of KEYS sets a state and goes on to the next row, Delete takes the state away.
    """

    def __init__(
        self,
        mark: Callable[[str, CriterionState], None],
        leave: Callable[[], None],
        words: Mapping[CriterionState, str],
        parent: QWidget,
    ) -> None:
        """`leave` is called by the Up key in the first row; `words` name the states in order."""
        super().__init__(parent)
        self._mark, self._leave, self._words = mark, leave, words
        self._headings: list[tuple[FormLabel, list[str]]] = []
        self._rows: dict[str, _Row] = {}

    def put(self, stages: Sequence[StageTexts]) -> None:
        """Replace the criteria."""
        for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            child.hide()
            child.deleteLater()
        self._headings, self._rows = [], {}
        for stage in stages:
            heading = FormLabel("overline", self, stage.heading)
            self._headings.append((heading, [each.code for each in stage.criteria]))
            for each in stage.criteria:
                self._rows[each.code] = self._row(each, stage.heading)
        self.updateGeometry()
        self.arrange(self.width(), place=True)

    def _row(self, criterion: CriterionText, stage: str) -> _Row:
        label = FormLabel("row", self, criterion.text)
        label.setToolTip(criterion.shown_by)
        buttons = {}
        for state in criterion.states:
            button = StateButton(state, self._words[state], self)
            button.setToolTip(criterion.shown_by)
            button.installEventFilter(self)
            button.clicked.connect(lambda _, code=criterion.code, to=state: self._click(code, to))
            button.show()
            buttons[state] = button
        label.show()
        row = _Row(label, criterion.text, criterion.shown_by, stage, buttons)
        row.say()
        return row

    def show_states(self, states: States, *, enabled: bool) -> None:
        """Show the state of each criterion."""
        for code, row in self._rows.items():
            for state, button in row.buttons.items():
                button.setChecked(states[code] is state)
                button.setEnabled(enabled)
        self._let_tab_in()

    def show_previous(self, words: Mapping[str, str]) -> None:
        """Show below each criterion what the previous mission knew of it, by its code."""
        before = [row.label.plain for row in self._rows.values()]
        for code, row in self._rows.items():
            row.say(words.get(code, ""))
        if [row.label.plain for row in self._rows.values()] != before:
            self.updateGeometry()
            self.arrange(self.width(), place=True)

    def buttons(self) -> list[QWidget]:
        """Return the buttons row by row."""
        return [button for row in self._rows.values() for button in row.buttons.values()]

    def take_focus(self) -> None:
        """Give the keyboard to the first row."""
        for button in self.buttons()[:1]:
            button.setFocus(Qt.FocusReason.TabFocusReason)

    def _let_tab_in(self) -> None:
        """Let Tab stop at one button: the one with the keyboard, else the first."""
        buttons = self.buttons()
        stop = next((each for each in buttons if each.hasFocus()), next(iter(buttons), None))
        for button in buttons:
            tab = button is stop
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tab else Qt.FocusPolicy.ClickFocus)

    def _click(self, code: str, state: CriterionState) -> None:
        """Set a state; the state that it has already is taken away."""
        is_on = self._rows[code].buttons[state].isChecked()
        self._mark(code, state if is_on else CriterionState.UNKNOWN)

    # Keyboard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle arrows, Enter, Delete and the keys of states."""
        if event.type() == QEvent.Type.FocusIn:
            self._let_tab_in()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return isinstance(watched, StateButton) and self._pressed(watched, event)
        return False

    def _pressed(self, button: StateButton, event: QKeyEvent) -> bool:
        plain = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & ~plain:
            return False
        code, at = next(
            (code, list(row.buttons.values()).index(button))
            for code, row in self._rows.items()
            if button in row.buttons.values()
        )
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            forward = (key == Qt.Key.Key_Right) != self.isRightToLeft()
            self._focus(code, at + (1 if forward else -1))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(code, at, 1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            button.click()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._mark(code, CriterionState.UNKNOWN)
        elif (state := KEYS.get(event.text())) and state in self._rows[code].buttons:
            self._move(code, at, 1)
            self._mark(code, state)
        else:
            return False
        return True

    def _move(self, code: str, at: int, step: int) -> None:
        codes = list(self._rows)
        to = codes.index(code) + step
        if to < 0:
            self._leave()
        elif to < len(codes):
            self._focus(codes[to], at)

    def _focus(self, code: str, at: int) -> None:
        buttons = list(self._rows[code].buttons.values())
        if at >= 0:
            buttons[min(at, len(buttons) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    # Geometry

    def sizeHint(self) -> QSize:
        """Return the usual width of a page."""
        return QSize(640, self.heightForWidth(640))

    def minimumSizeHint(self) -> QSize:
        """Return a small size: the buttons go below the criterion."""
        return QSize(200, 40)

    def arrange(self, width: int, *, place: bool) -> int:
        """Return the height at a width, and place headings, criteria and buttons if wanted."""
        places = list(self._places(width))
        if place:
            for widget, x, y, wide, tall in places:
                left = width - x - wide if self.isRightToLeft() else x
                widget.setGeometry(left, y, wide, tall)
            self.update()
        return max((y + tall for _, _, y, _, tall in places), default=0)

    def _places(self, width: int) -> Iterator[tuple[QWidget, int, int, int, int]]:
        """Yield each widget with its place from the leading side: x, y, width and height."""
        cells = self._cells()
        taken = sum(cells.values()) + _GAP * len(cells)
        beside = width - taken >= _NARROWEST
        wide, y = (width - taken - _ROW_GAP if beside else width), 0
        for heading, codes in self._headings:
            tall = heading.heightForWidth(width)
            yield heading, 0, y, width, tall
            y += tall + _GAP
            for code in codes:
                row = self._rows[code]
                text = row.label.heightForWidth(wide)
                yield row.label, 0, y + (max(0, _HEIGHT - text) // 2 if beside else 0), wide, text
                x, top = (width - taken, y) if beside else (0, y + text + _GAP)
                for state, cell in cells.items():
                    if x + cell > width:
                        x, top = 0, top + _HEIGHT + _GAP
                    if state in row.buttons:
                        yield row.buttons[state], x, top, cell, _HEIGHT
                    x += cell + _GAP
                y = max(y + text, top + _HEIGHT) + _GAP
            y += _ROW_GAP

    def _cells(self) -> dict[CriterionState, int]:
        """Return the width of each column, wide enough for all its buttons."""
        widths: dict[CriterionState, int] = {}
        for row in self._rows.values():
            for state, button in row.buttons.items():
                widths[state] = max(widths.get(state, 0), button.sizeHint().width())
        return {state: widths[state] for state in self._words if state in widths}

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a hairline below each row."""
        painter = QPainter(self)
        set_ink(painter, tokens().line)
        for row in self._rows.values():
            below = max(each.geometry().bottom() for each in (row.label, *row.buttons.values()))
            painter.drawLine(0, below + 3, self.width(), below + 3)
