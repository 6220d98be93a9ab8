"""The choice of the calendar for typing: the form's, or the Gregorian one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from assessor.gui.toolkit.controls.calendar_dates import CalendarDates


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
