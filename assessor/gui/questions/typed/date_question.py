"""A day, typed or picked from a month of the calendar in use."""

from __future__ import annotations

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QFrame, QWidget

from assessor.form.live.node import Node
from assessor.gui.questions.typed.typed_date_question import TypedDateQuestion
from assessor.gui.toolkit.controls.month_grid import MonthGrid
from assessor.gui.toolkit.style.basic_widgets import rows, tool
from assessor.report.projection.date_formats import GREGORIAN


class DateQuestion(TypedDateQuestion):
    """A day, typed or picked."""

    def build(self) -> None:
        super().build()
        words = self.context.words
        self.pick = tool(self, "calendar", "accent", words("Pick a day"), self._open)
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
