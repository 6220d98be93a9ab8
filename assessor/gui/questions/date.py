"""A date: a line that reads YYYY-MM-DD, and a calendar to pick from; blank is possible."""

from __future__ import annotations

import re

from PySide6.QtCore import QDate, QPoint, QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
)

from assessor.form.node import Node
from assessor.gui.questions.text import TypedQuestion
from assessor.gui.theme import dress

_WRITTEN = re.compile(r"^(\d{4})[-./ ]?(\d{1,2})[-./ ]?(\d{1,2})$")


class DateQuestion(TypedQuestion):
    """A day of the Gregorian calendar."""

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

    def make_edit(self) -> QLineEdit:
        """A line that takes figures and hyphens."""
        edit = QLineEdit(self)
        edit.setFixedWidth(self.widest())
        pattern = QRegularExpression(r"^\s*\d{0,4}[-./ ]?\d{0,2}[-./ ]?\d{0,2}\s*$")
        edit.setValidator(QRegularExpressionValidator(pattern, edit))
        edit.setPlaceholderText(self.context.words("YYYY-MM-DD"))
        edit.textEdited.connect(self.typed)
        edit.setProperty("figures", True)
        return edit

    def widest(self) -> int:
        """Ten characters."""
        return 160

    def read(self, text: str) -> str | None:
        """The day as YYYY-MM-DD; None for what is no day yet."""
        if not text.strip():
            return ""
        found = _WRITTEN.match(text.strip())
        if found is None:
            return None
        day = QDate(int(found[1]), int(found[2]), int(found[3]))
        return day.toString(Qt.DateFormat.ISODate) if day.isValid() else None

    def trouble(self, text: str) -> str:
        """The text is not a day."""
        words = self.context.words
        sentence = words(
            "“{text}” is not a day, so it is not saved. Write year-month-day: {example}."
        )
        return sentence.format(text=text, example="2026-03-09")

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
        shown = QDate.fromString(self.text(), Qt.DateFormat.ISODate)
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
        popup.move(self.edit.mapToGlobal(corner))
        popup.show()
        calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _picked(self, day: QDate) -> None:
        self.say(day.toString(Qt.DateFormat.ISODate))
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
