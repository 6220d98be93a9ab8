"""A day, month or year, typed in the form's calendar and stored as a Gregorian day."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from assessor.form.labels.calendars import CALENDARS
from assessor.form.live.node import Node
from assessor.gui.questions.typed.text_question import TypedQuestion
from assessor.gui.toolkit.controls.calendar_dates import CalendarDates, in_both_calendars
from assessor.gui.toolkit.style.basic_widgets import columns
from assessor.gui.toolkit.style.visibility import set_shown
from assessor.gui.toolkit.widgets.label_text import FormLabel, isolate
from assessor.report.projection.date_formats import GREGORIAN, calendar_name

_WRITTEN = re.compile(r"^(\d{4})[-./ ]?(\d{1,2})[-./ ]?(\d{1,2})$")

_NARROWEST = 120
"""Minimum width in pixels for a day and a time."""


class TypedDateQuestion(TypedQuestion):
    """A day, typed in the form's calendar, with the day in words below.

    The value is the Gregorian day. If the form asks for another calendar, the person may type in
    the Gregorian one instead; the widget remembers that choice, it is not part of the answer.
    """

    pattern = r"^\s*\d{0,4}[-./ ]?\d{0,2}[-./ ]?\d{0,2}\s*$"
    chooses: ClassVar[bool] = True
    """Whether the person may type in the Gregorian calendar instead."""

    def build(self) -> None:
        self._form_calendar = self.almanac = self.gregorian()
        self._choice: CalendarChoice | None = None
        super().build()
        self.editor.removeWidget(self.edit)
        self.row = columns(None, self.edit, 1, gap=4)
        self.editor.addLayout(self.row)
        self.other = FormLabel("hint", self)
        self._column.addWidget(self.other)

    def embed(self, name: str) -> None:
        super().embed(name)
        self.edit.setMinimumWidth(_NARROWEST)

    def editors(self) -> list[QWidget]:
        return [self.edit] if self._choice is None else [self.edit, self._choice]

    def show_value(self, node: Node) -> None:
        self._follow_form(node)
        super().show_value(node)
        self.other.say(self._explanation(node))

    # The calendar

    def gregorian(self) -> CalendarDates:
        """Return the Gregorian calendar."""
        return CalendarDates(GREGORIAN, self.context.words, self.context.language)

    def _follow_form(self, node: Node) -> None:
        """Follow the form's calendar, unless the person chose another."""
        word = calendar_name(node.appearance)
        if word == self._form_calendar.word:
            return
        self._form_calendar = CalendarDates(word, self.context.words, self.context.language)
        self.almanac = self._form_calendar if self._form_calendar.is_known else self.gregorian()
        if self.chooses and word in CALENDARS and self._choice is None:
            self._choice = CalendarChoice(self._change_calendar, self)
            if self._embedded_label:  # no room for a calendar choice beside the line
                self.editor.addWidget(self._choice)
            else:
                self.row.insertWidget(self.row.count() - 1, self._choice)
        if self._choice is not None:
            self._choice.offer((self._form_calendar, self.gregorian()))
            set_shown(self._choice, word in CALENDARS)
        self._put_model()

    def _change_calendar(self, almanac: CalendarDates) -> None:
        self.flush()
        day = self._editor_value()
        self.almanac = almanac
        self._put_model()
        if self.node is not None and day is not None:
            self._set_text(self.format_value(self.node.value))
            self.show_notice("info", "")

    def _explanation(self, node: Node) -> str:
        if not self._form_calendar.is_known:
            sentence = self.context.words(
                "The form asks for another calendar ({calendar}); here days are Gregorian."
            )
            return sentence.format(calendar=self._form_calendar.name)
        if self._form_calendar.word == GREGORIAN:
            return ""
        return self.day_in_words(node) or ("" if self.chooses else self._form_calendar.name)

    def day_in_words(self, node: Node) -> str:
        """Return the day in words, in both calendars."""
        return in_both_calendars(self._form_calendar, self.gregorian(), node.value)

    # The line

    def make_edit(self) -> QLineEdit:
        edit = self.make_figures(self.max_editor_width(), self.format_hint(), self.pattern)
        edit.setMinimumWidth(self.max_editor_width())
        return edit

    def _put_model(self) -> None:
        self.edit.setAccessibleDescription(f"{self.format_hint()} ({self.almanac.name})")

    def max_editor_width(self) -> int:
        return 160

    def format_hint(self) -> str:
        """Return the expected format, shown in the empty line."""
        return self.context.words("YYYY-MM-DD")

    def day_of(self, text: str) -> str | None:
        """Return a typed day as YYYY-MM-DD, or None if the calendar has no such day."""
        found = _WRITTEN.match(text.strip())
        return self.almanac.day(*map(int, found.groups())) if found is not None else None

    def parse_text(self, text: str) -> str | None:
        return self.day_of(text) if text.strip() else ""

    def format_value(self, value: str) -> str:
        parts = None if self.almanac.word == GREGORIAN else self.almanac.parts(value)
        if parts is None:
            return value
        year, month, day = parts
        return f"{year:04}-{month:02}-{day:02}"

    def error_message(self, text: str) -> str:
        sentence = self.context.words(
            "“{text}” is not a day, so it is not saved. Write year-month-day: {example}."
        )
        return sentence.format(text=text, example=self.format_value("2026-03-09"))


class PeriodQuestion(TypedDateQuestion):
    """A month or a year, stored as its first day, typed only in the form's calendar."""

    chooses = False

    def day_in_words(self, node: Node) -> str:
        """The period in the form's calendar, and its first Gregorian day."""
        parts = self.almanac.parts(node.value)
        if parts is None:
            return ""
        text = self.context.words("{period}, from {day}")
        day = self.gregorian().day_text(node.value)
        return text.format(period=isolate(self.day_text(*parts[:2])), day=isolate(day))

    def day_text(self, year: int, _month: int) -> str:
        """Return the name of the period."""
        return str(year)


class MonthQuestion(PeriodQuestion):
    """A month of a year."""

    pattern = r"^\s*\d{0,4}[-./ ]?\d{0,2}\s*$"

    def format_hint(self) -> str:
        return self.context.words("YYYY-MM")

    def parse_text(self, text: str) -> str | None:
        return self.day_of(f"{text.strip()}-1") if text.strip() else ""

    def format_value(self, value: str) -> str:
        return super().format_value(value)[:7]

    def day_text(self, year: int, month: int) -> str:
        return self.almanac.month_text(year, month)

    def error_message(self, text: str) -> str:
        sentence = self.context.words(
            "“{text}” is not a month, so it is not saved. Write year-month: {example}."
        )
        return sentence.format(text=text, example=self.format_value("2026-03-09"))


class YearQuestion(PeriodQuestion):
    """A year."""

    pattern = r"^\s*\d{0,4}\s*$"

    def format_hint(self) -> str:
        return self.context.words("YYYY")

    def parse_text(self, text: str) -> str | None:
        """The first day of the year; None for less than four figures."""
        return self.day_of(f"{text.strip()}-1-1") if text.strip() else ""

    def format_value(self, value: str) -> str:
        return super().format_value(value)[:4]

    def error_message(self, text: str) -> str:
        sentence = self.context.words(
            "“{text}” is not a year, so it is not saved. Write four figures: {example}."
        )
        return sentence.format(text=text, example=self.format_value("2026-03-09"))


class CalendarChoice(QComboBox):
    """A list of calendars; `chosen` is called on a change by the person."""

    def __init__(self, chosen: Callable[[CalendarDates], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._offered: tuple[CalendarDates, ...] = ()
        self.activated.connect(lambda at: self._chosen(self._offered[at]))

    def offer(self, almanacs: Sequence[CalendarDates]) -> None:
        """Offer calendars and choose the first."""
        self._offered = tuple(almanacs)
        self.clear()
        self.addItems([each.name for each in almanacs])
        words = almanacs[0].words
        self.setAccessibleName(words("The calendar the day is typed in"))
        self.setToolTip(self.accessibleName())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()
