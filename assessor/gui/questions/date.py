"""A day, a month or a year: a line to type in, for days a calendar to pick from."""

from __future__ import annotations

import re

from PySide6.QtCore import QCalendar, QDate, QPoint, QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assessor.form.node import Node
from assessor.gui.caption import locale
from assessor.gui.questions.looks import looks
from assessor.gui.questions.text import TypedQuestion
from assessor.gui.theme import dress
from assessor.gui.wording import Words

_WRITTEN = re.compile(r"^(\d{4})[-./ ]?(\d{1,2})[-./ ]?(\d{1,2})$")


def day_of(text: str) -> str | None:
    """A day written year, month, day as YYYY-MM-DD; None for what is no day of the calendar."""
    found = _WRITTEN.match(text.strip())
    if found is None:
        return None
    day = QDate(int(found[1]), int(found[2]), int(found[3]))
    return day.toString(Qt.DateFormat.ISODate) if day.isValid() else None


_SYSTEMS = {
    "islamic": QCalendar.System.IslamicCivil,
    "persian": QCalendar.System.Jalali,
}
"""The other calendars Qt knows, by ODK's word for them."""

_NAMES = {
    "ethiopian": "Ethiopian calendar",
    "coptic": "Coptic calendar",
    "bikram-sambat": "Bikram Sambat calendar",
    "myanmar": "Myanmar calendar",
}
"""The calendars that are passed over, as they are named to people."""


class TypedDateQuestion(TypedQuestion):
    """A day of the Gregorian calendar, typed; beneath it the day in the calendar the form asks."""

    def build(self) -> None:
        """The line, and room for the day in another calendar."""
        super().build()
        self.other = Words("hint", self)
        self._column.addWidget(self.other)

    def show_value(self, node: Node) -> None:
        """Show the day, in the other calendar too."""
        super().show_value(node)
        self.other.say(self._in_other_calendar(node))

    def _in_other_calendar(self, node: Node) -> str:
        words, asked = self.context.words, looks(node)
        for name in sorted(asked & _NAMES.keys()):
            sentence = words(
                "The form asks for another calendar ({calendar}); here days are Gregorian."
            )
            return sentence.format(calendar=words(_NAMES[name]))
        system = next((_SYSTEMS[name] for name in sorted(asked & _SYSTEMS.keys())), None)
        day = QDate.fromString(node.value[:10], Qt.DateFormat.ISODate)
        if system is None or not day.isValid():
            return ""
        calendar = QCalendar(system)
        parts = calendar.partsFromDate(day)
        month = calendar.monthName(locale(self.context.language), parts.month, parts.year)
        return f"{parts.day} {month} {parts.year}"

    pattern = r"^\s*\d{0,4}[-./ ]?\d{0,2}[-./ ]?\d{0,2}\s*$"

    def make_edit(self) -> QLineEdit:
        """A line that takes figures and hyphens."""
        edit = QLineEdit(self)
        edit.setFixedWidth(self.widest())
        edit.setValidator(QRegularExpressionValidator(QRegularExpression(self.pattern), edit))
        edit.setPlaceholderText(self.model())
        edit.textEdited.connect(self.typed)
        edit.setProperty("figures", True)
        return edit

    def widest(self) -> int:
        """Ten characters."""
        return 160

    def model(self) -> str:
        """How it is to be written, as the empty line says it."""
        return self.context.words("YYYY-MM-DD")

    def read(self, text: str) -> str | None:
        """The day as YYYY-MM-DD; None for what is no day yet."""
        return day_of(text) if text.strip() else ""

    def trouble(self, text: str) -> str:
        """The text is not a day."""
        words = self.context.words
        sentence = words(
            "“{text}” is not a day, so it is not saved. Write year-month-day: {example}."
        )
        return sentence.format(text=text, example="2026-03-09")


class MonthQuestion(TypedDateQuestion):
    """A month of a year; kept as its first day, as ODK does."""

    pattern = r"^\s*\d{0,4}[-./ ]?\d{0,2}\s*$"

    def model(self) -> str:
        """Year and month."""
        return self.context.words("YYYY-MM")

    def read(self, text: str) -> str | None:
        """The first day of the month; None for what is no month yet."""
        return day_of(f"{text.strip()}-1") if text.strip() else ""

    def wording(self, value: str) -> str:
        """The month without the day."""
        return value[:7]

    def trouble(self, text: str) -> str:
        """The text is not a month."""
        words = self.context.words
        sentence = words(
            "“{text}” is not a month, so it is not saved. Write year-month: {example}."
        )
        return sentence.format(text=text, example="2026-03")


class YearQuestion(TypedDateQuestion):
    """A year; kept as its first day, as ODK does."""

    pattern = r"^\s*\d{0,4}\s*$"

    def model(self) -> str:
        """The year."""
        return self.context.words("YYYY")

    def read(self, text: str) -> str | None:
        """The first day of the year; None for less than four figures."""
        return day_of(f"{text.strip()}-1-1") if text.strip() else ""

    def wording(self, value: str) -> str:
        """The year alone."""
        return value[:4]

    def trouble(self, text: str) -> str:
        """The text is not a year."""
        words = self.context.words
        sentence = words(
            "“{text}” is not a year, so it is not saved. Write four figures: {example}."
        )
        return sentence.format(text=text, example="2026")


class DateQuestion(TypedDateQuestion):
    """A day of the Gregorian calendar, typed or picked."""

    def build(self) -> None:
        """The line and the button that opens the calendar."""
        super().build()
        words = self.context.words
        self.editor.removeWidget(self.edit)
        row = QHBoxLayout()
        row.setSpacing(4)
        self.pick = QToolButton(self)
        dress(self.pick, "calendar", "accent", 18)
        self.pick.setToolTip(words("Pick a day"))
        self.pick.setAccessibleName(words("Pick a day"))
        self.pick.clicked.connect(self._open)
        row.addWidget(self.edit)
        row.addWidget(self.pick)
        row.addStretch(1)
        self.editor.addLayout(row)

    def editors(self) -> list[QWidget]:
        """The line, then the button."""
        return [self.edit, self.pick]

    def show_value(self, node: Node) -> None:
        """Show the day."""
        super().show_value(node)
        self.pick.setEnabled(not self.locked)

    def _open(self) -> None:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setProperty("role", "popup")
        column = QVBoxLayout(popup)
        column.setContentsMargins(4, 4, 4, 4)
        calendar = QCalendarWidget(popup)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setGridVisible(False)
        shown = QDate.fromString(self.text()[:10], Qt.DateFormat.ISODate)
        if shown.isValid():
            calendar.setSelectedDate(shown)
        calendar.clicked.connect(self._picked)
        calendar.activated.connect(self._picked)
        calendar.clicked.connect(popup.close)
        calendar.activated.connect(popup.close)
        column.addWidget(calendar)
        popup.adjustSize()
        corner = self.edit.rect().bottomLeft()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            corner = self.edit.rect().bottomRight() - QPoint(popup.width(), 0)
        popup.setLayoutDirection(self.layoutDirection())
        popup.move(self.edit.mapToGlobal(corner))
        popup.show()
        calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _picked(self, day: QDate) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.put_day(day.toString(Qt.DateFormat.ISODate))

    def put_day(self, day: str) -> None:
        """The person picked a day (YYYY-MM-DD)."""
        self.say(day)
