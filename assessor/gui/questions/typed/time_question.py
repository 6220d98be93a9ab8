"""A time of day: a line that accepts 9:05, 0905 or 9:05 pm."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLineEdit

from assessor.form.model.datatypes import canonical_text
from assessor.gui.questions.typed.text_question import TypedQuestion
from assessor.report.projection.date_formats import format_time

_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h ]?([0-5]\d))?(?:[:.]([0-5]\d))?\s*([ap])?\.?(?:m\.?)?\Z", re.IGNORECASE
)


def clock(text: str) -> str | None:
    """Parse a time such as 21:05, 9:05 pm, 905 or 9h05 to HH:MM:SS, or return None."""
    found = _CLOCK.match(text.strip())
    if found is None:
        return None
    hour, half = int(found[1]), (found[4] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02d}:{found[2] or '00'}:{found[3] or '00'}" if hour < 24 else None


class TimeQuestion(TypedQuestion):
    """A local time, stored without an offset."""

    def make_edit(self) -> QLineEdit:
        edit = self.make_figures(self.max_editor_width(), self.context.words("HH:MM"))
        edit.setMinimumWidth(self.max_editor_width())
        return edit

    def max_editor_width(self) -> int:
        return 120

    def parse_text(self, text: str) -> str | None:
        if not text.strip():
            return ""
        found = clock(text)
        return None if found is None else canonical_text("time", found)

    def format_value(self, value: str) -> str:
        return format_time(value)

    def error_message(self, text: str) -> str:
        sentence = self.context.words(
            "“{text}” is not a time, so it is not saved. Write hours and minutes: 14:30."
        )
        return sentence.format(text=text)
