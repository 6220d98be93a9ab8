"""A day, or a day and a time, typed or picked from a month of the calendar in use."""

from __future__ import annotations

import re
from datetime import datetime

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QWidget

from assessor.form.live.node import Node
from assessor.form.model.datatypes import moment_text
from assessor.gui.questions.typed.time_question import clock
from assessor.gui.questions.typed.typed_date_question import TypedDateQuestion
from assessor.gui.toolkit.controls.month_grid import MonthGrid
from assessor.gui.toolkit.style.basic_widgets import rows, tool
from assessor.report.projection.date_formats import GREGORIAN, format_time


class DateQuestion(TypedDateQuestion):
    """A day, typed or picked."""

    def build(self) -> None:
        super().build()
        self.pick = tool(self, "calendar", "accent", self.context.words("Pick a day"), self._open)
        self.row.insertWidget(1, self.pick)

    def editors(self) -> list[QWidget]:
        line, *others = super().editors()
        return [line, self.pick, *others]

    def show_value(self, node: Node) -> None:
        super().show_value(node)
        self.pick.setEnabled(not self.locked)

    def _open(self) -> None:
        month = self.parse_text(self.text()) or (self.node.value if self.node is not None else "")
        popup = self._month(month) if self.almanac.word == GREGORIAN else self._other_month(month)
        popup.adjustSize()
        corner = self.edit.rect().bottomLeft()
        if self.isRightToLeft():
            corner = self.edit.rect().bottomRight() - QPoint(popup.width(), 0)
        popup.setLayoutDirection(self.layoutDirection())
        popup.move(self.edit.mapToGlobal(corner))
        popup.show()
        taking = popup.focusProxy()
        assert taking is not None
        taking.setFocus(Qt.FocusReason.PopupFocusReason)

    def _month(self, month: str) -> QFrame:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setProperty("role", "popup")
        column = rows(popup, gap=-1, margins=(4, 4, 4, 4))
        calendar = QCalendarWidget(popup)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setGridVisible(False)
        day = QDate.fromString(month[:10], Qt.DateFormat.ISODate)
        if day.isValid():
            calendar.setSelectedDate(day)
        for picked in (calendar.clicked, calendar.activated):
            picked.connect(lambda day: self._choice_picked(day.toString(Qt.DateFormat.ISODate)))
            picked.connect(popup.close)
        column.addWidget(calendar)
        popup.setFocusProxy(calendar)
        return popup

    def _other_month(self, month: str) -> MonthGrid:
        return MonthGrid(self.almanac, month, self._choice_picked, self)

    def _choice_picked(self, day: str) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.set_day(day)

    def set_day(self, day: str) -> None:
        """Submit the picked day (YYYY-MM-DD)."""
        self.submit_value(day)


_APART = re.compile(r"(\d{4}[-./ ]?\d{1,2}[-./ ]?\d{1,2})(?:[T ,]+(.+))?\Z")


class DateTimeQuestion(DateQuestion):
    """A moment in the time zone it was written in; a typed one gets this computer's, as in ODK
    Collect.
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
        sentence = self.context.words(
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
