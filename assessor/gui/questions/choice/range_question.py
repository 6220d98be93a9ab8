"""A number in a range: a slider, a list of steps, or stars; blank until answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QLabel, QVBoxLayout, QWidget

from assessor.form.live.node import Node
from assessor.form.model.datatypes import canonical_text
from assessor.gui.questions.base.question import FocusOutFilter, Question
from assessor.gui.questions.choice.select_one_question import SearchQuestion
from assessor.gui.questions.typed.text_question import QUIET
from assessor.gui.toolkit.buttons.choice_button import Options
from assessor.gui.toolkit.buttons.star_button import StarButton
from assessor.gui.toolkit.style.basic_widgets import columns, fill, rows
from assessor.gui.toolkit.widgets.flow_layout import FlowPanel
from assessor.gui.toolkit.widgets.label_text import FormLabel
from assessor.gui.toolkit.widgets.range_slider import RangeSlider

MOST_LISTED = 2000
"""A longer list is replaced by the slider."""


@dataclass(frozen=True, slots=True)
class RangeSteps:
    """The numbers of a range: `start`, then every `step` up or down to `end`."""

    start: Decimal
    end: Decimal
    step: Decimal
    datatype: str

    @staticmethod
    def of(node: Node) -> RangeSteps:
        """Read the range of a node; ODK's defaults are 1 to 10 by 1."""
        start, end, step = (_decimal(node.settings, *each) for each in _DEFAULTS)
        step = abs(step) or Decimal(1)
        return RangeSteps(start, end, step if end >= start else -step, node.type)

    @property
    def last(self) -> int:
        """The index of the last number, from 0."""
        return int((self.end - self.start) / self.step)

    def value(self, place: int) -> str:
        """Return the number at an index as stored."""
        number = self.start + self.step * place
        kind = "int" if self.datatype == "int" and number == int(number) else "decimal"
        return canonical_text(kind, format(number.normalize(), "f"))

    def place(self, value: str) -> int | None:
        """Return the nearest index of a number; None for blank or an invalid number."""
        try:
            at = (Decimal(value) - self.start) / self.step
        except InvalidOperation:
            return None
        return round(at) if at.is_finite() and 0 <= round(at) <= self.last else None


_DEFAULTS = (("start", "1"), ("end", "10"), ("step", "1"))


def _decimal(settings: Mapping[str, str], name: str, default: str) -> Decimal:
    text = settings.get(name, "")
    try:
        found = Decimal(text or default)
    except InvalidOperation:
        return Decimal(default)
    return found if found.is_finite() else Decimal(default)


class RangeQuestion(Question):
    """A horizontal or vertical slider; submits on release, after a second, or on leaving."""

    clearable = True

    def build(self) -> None:
        self._steps: RangeSteps | None = None
        self._clock = QTimer(self, singleShot=True, interval=QUIET)
        self._clock.timeout.connect(self.flush)
        self.slider = RangeSlider(self)
        self.slider.actionTriggered.connect(self._moved)
        self.slider.sliderReleased.connect(self.flush)
        self.slider.blanked = self._cleared
        FocusOutFilter(self.slider, self.flush, self)
        self._low, self._high = QLabel(self), QLabel(self)
        self.figure = FormLabel("range-figure", self)
        self._row = columns(None, gap=12)
        self.editor.addLayout(self._row)

    def editors(self) -> list[QWidget]:
        return [self.slider]

    def show_value(self, node: Node) -> None:
        """Show the number, except while the person moves the slider."""
        steps = RangeSteps.of(node)
        if steps != self._steps:
            self._steps = steps
            self._lay_out(node, steps)
        self.slider.setEnabled(not self.locked)
        if not self._clock.isActive() and not self.slider.isSliderDown():
            spoken = node.value or self.context.words("No answer yet")
            self.slider.show_place(steps.place(node.value), spoken)
            self._show_number(node.value)

    def _lay_out(self, node: Node, steps: RangeSteps) -> None:
        words = node.appearance.split()
        standing = "vertical" in words
        ticks = steps.last <= 40 and "no-ticks" not in words
        self.slider.lay_out(steps.last, vertical=standing, ticks=ticks)
        for label, place, role in ((self._low, 0, "low"), (self._high, steps.last, "high")):
            label.setText(steps.value(place))
            label.setProperty("role", f"range-{role}")
        while self._row.count():
            self._row.takeAt(0)
        if standing:
            column = _column(self._high, self.slider, self._low)
            fill(self._row, column, (self.figure, 1, Qt.AlignmentFlag.AlignVCenter))
            return
        self.figure.setMinimumWidth(72)
        fill(self._row, self._low, (self.slider, 1), self._high, self.figure)

    def _show_number(self, value: str) -> None:
        self.figure.say(value or "–")

    def _pending(self) -> str:
        return self._steps.value(self.slider.sliderPosition()) if self._steps else ""

    def _moved(self, _action: int) -> None:
        if self.locked or self.node is None or self._steps is None:
            return
        self.slider.mark_answered(self._pending())
        self._show_number(self._pending())
        if not self._clock.isActive():
            self.context.typing()
        self._clock.start()

    def flush(self) -> None:
        if self._clock.isActive() and not self.slider.isSliderDown():
            self._clock.stop()
            pending = self._pending()
            if self.node is not None and pending == self.node.value:
                self.context.settled()
            self.submit_value(pending)


def _column(*widgets: QWidget) -> QVBoxLayout:
    column = rows(None, gap=4)
    for each in widgets:
        column.addWidget(each, 0, Qt.AlignmentFlag.AlignHCenter)
    return column


class PickerQuestion(SearchQuestion):
    """The steps of a range as a searchable list."""

    def offered_choices(self, node: Node) -> list[tuple[str, str]]:
        steps = RangeSteps.of(node)
        values = [steps.value(place) for place in range(min(steps.last, MOST_LISTED) + 1)]
        if node.value and node.value not in values:
            values.append(node.value)
        return [(value, value) for value in values]


class StarsQuestion(Question):
    """A star rating; arrow keys move, Space and figures choose."""

    clearable = True

    def build(self) -> None:
        self._drawn = 0
        self.options = Options(self.submit_value, self)
        self._row = FlowPanel(self, gap=0)
        self.editor.addWidget(self._row)

    def editors(self) -> list[QWidget]:
        return self.options.in_order()

    def show_value(self, node: Node) -> None:
        steps = RangeSteps.of(node)
        if steps.last + 1 != self._drawn:
            self._drawn = steps.last + 1
            self._lay_out(steps)
        self.options.check(node.value, enabled=not self.locked)
        place = steps.place(node.value)
        for at, star in enumerate(self.options.buttons.values()):
            if isinstance(star, StarButton):
                star.fill(place is not None and at <= place)

    def _lay_out(self, steps: RangeSteps) -> None:
        row = FlowPanel(self, gap=0)
        buttons: dict[str, QAbstractButton] = {}
        many = steps.value(steps.last)
        sentence = self.context.words("{number} of {count}")
        for place in range(steps.last + 1):
            value = steps.value(place)
            star = StarButton(row)
            star.setToolTip(sentence.format(number=value, count=many))
            star.setAccessibleName(sentence.format(number=value, count=many))
            star.setAccessibleDescription(self.accessibleName())
            row.add(star)
            buttons[value] = star
        self.options.put(buttons)
        self.options.keys = {value: value for value in buttons if len(value) == 1}
        self.editor.replaceWidget(self._row, row)
        self._row.deleteLater()
        self._row = row
