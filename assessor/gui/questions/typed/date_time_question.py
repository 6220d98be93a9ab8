"""A day and a time on one line, with a calendar for the day."""

from __future__ import annotations

import re
from datetime import datetime

from PySide6.QtWidgets import QLineEdit

from assessor.form.model.datatypes import moment_text
from assessor.gui.questions.typed.date_question import DateQuestion
from assessor.gui.questions.typed.time_question import clock
from assessor.report.projection.date_formats import format_time

_APART = re.compile(r"(\d{4}[-./ ]?\d{1,2}[-./ ]?\d{1,2})(?:[T ,]+(.+))?\Z")


class DateTimeQuestion(DateQuestion):
    """A moment, shown in the time zone in which it was written.

    Typed moments get this computer's UTC offset of that day, as in ODK Collect.
    """

    pattern = r"^[\d\-./ :T,hHaApPmM]*$"

    def max_editor_width(self) -> int:
        return 200

    def format_hint(self) -> str:
        return self.context.words("YYYY-MM-DD HH:MM")

    def parse_text(self, text: str) -> str | None:
        if not text.strip():
            return ""
        found = _APART.match(text.strip())
        day = self.day_of(found[1]) if found else None
        time = clock(found[2]) if found and found[2] else None
        if day is None or time is None:
            return None
        return moment_text(datetime.fromisoformat(f"{day}T{time}").astimezone())

    def format_value(self, value: str) -> str:
        day, _, time = value.partition("T")
        day = super().format_value(day)
        return f"{day} {format_time(time)}" if time else day

    def error_message(self, text: str) -> str:
        words = self.context.words
        sentence = words(
            "“{text}” is not a day with a time, so it is not saved. Write both: {example}."
        )
        return sentence.format(text=text, example=self.format_value("2026-03-09T14:30"))

    def set_day(self, day: str) -> None:
        """Set the day before the typed time; without one, the time is typed next."""
        edit = self.edit
        if not isinstance(edit, QLineEdit) or self.locked:
            return
        _, _, time = edit.text().strip().partition(" ")
        edit.setText(f"{super().format_value(day)} {time}")
        edit.setCursorPosition(len(edit.text()))
        self.on_text_changed()
        if time:
            self.flush()
