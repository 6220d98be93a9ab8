"""The days of a month of any calendar to pick from, with the Gregorian day of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QWidget,
)

from assessor.gui.toolkit.controls.calendar_dates import CalendarDates
from assessor.gui.toolkit.style.basic_widgets import columns, label, named, rows, tool
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.captions import locale
from assessor.report.projection.date_formats import GREGORIAN

_WEEKS, _DAYS = 6, 7
_WIDE, _TALL, _ROOM = 40, 32, 18
"""Of a cell in px: its least width, its height, and what stands free beside a day's name."""
_DAY = Qt.ItemDataRole.UserRole


class MonthGrid(QFrame):
    """One month; arrows move by day, Page Up and Down by month, Enter or a click picks."""

    def __init__(
        self, almanac: CalendarDates, shown: str, picked: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        set_role(self, "popup")
        self._almanac, self._picked = almanac, picked
        self._plain = CalendarDates(GREGORIAN, almanac.words, almanac.language)
        self._first_weekday = locale(almanac.language).firstDayOfWeek().value
        today = date.today().isoformat()
        self._year, self._month, self._day = (
            almanac.parts(shown) or almanac.parts(today) or (1,) * 3
        )
        down = rows(self, gap=8, margins=(12, 12, 12, 12))
        across = columns(None, gap=4)
        down.addLayout(across)
        words = almanac.words
        for icon, name, months in (
            ("chevron-left", words("The month before"), -1),
            ("chevron-right", words("The month after"), 1),
        ):
            across.addWidget(self._turner(icon, name, months))
        self.title = label(self, "heading")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        across.insertWidget(1, self.title, 1)
        self.table = _Days(self, self._key)
        self.table.setAccessibleName(almanac.name)
        self.table.currentCellChanged.connect(lambda *_: self._moved())
        self.table.clicked.connect(self._chosen)
        self.table.activated.connect(self._chosen)
        down.addWidget(self.table)
        self.beneath = label(self, "secondary")
        self.beneath.setAlignment(Qt.AlignmentFlag.AlignCenter)
        down.addWidget(self.beneath)
        self._fill()
        self.setFocusProxy(self.table)

    def _turner(self, icon: str, name: str, months: int) -> QToolButton:
        made = tool(self, icon, "accent")
        named(made)(name)
        made.clicked.connect(lambda: self.turn(months))
        return made

    def turn(self, months: int) -> None:
        """Go some months on or back; the day stays, as far as the month has it."""
        count = self._almanac.months()
        at = self._year * count + self._month - 1 + months
        year, month = at // count, at % count + 1
        if self._almanac.day(year, month, 1) is None:
            return
        self._year, self._month = year, month
        self._fill()

    def _fill(self) -> None:
        almanac = self._almanac
        first = almanac.day(self._year, self._month, 1)
        assert first is not None
        self.title.setText(almanac.told_month(self._year, self._month))
        self.title.setAccessibleName(f"{almanac.name}: {self.title.text()}")
        tongue = locale(almanac.language)
        weekdays = [(self._first_weekday - 1 + at) % 7 + 1 for at in range(_DAYS)]
        short = tongue.FormatType.ShortFormat
        self.table.name_days([tongue.dayName(each, short) for each in weekdays])
        self.table.clear_days()
        start = date.fromisoformat(first)
        place = weekdays.index(start.isoweekday())
        last = None
        for number in range(1, 33):
            day = almanac.day(self._year, self._month, number)
            if day is None:
                break
            item = QTableWidgetItem(str(number))
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            item.setData(_DAY, day)
            spoken = f"{almanac.told(day)} ({self._plain.told(day)})"
            item.setToolTip(spoken)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            if start + timedelta(number - 1) == date.today():
                bold = item.font()
                bold.setBold(True)
                bold.setUnderline(True)
                item.setFont(bold)
            last = divmod(place + number - 1, _DAYS)
            self.table.setItem(*last, item)
            if number == self._day:
                self.table.setCurrentCell(*last)
        if last is not None and self.table.currentItem() is None:
            self.table.setCurrentCell(*last)

    def _moved(self) -> None:
        item = self.table.currentItem()
        day = item.data(_DAY) if item is not None else None
        if day:
            self._day = int(item.text())
            self.beneath.setText(self._plain.told(day))

    def _chosen(self, place: QModelIndex) -> None:
        day = place.data(_DAY)
        if day:
            self._picked(day)
            self.close()

    def _key(self, event: QKeyEvent) -> bool:
        """Page keys turn the month, and so do arrows beyond its ends."""
        if event.matches(QKeySequence.StandardKey.MoveToPreviousPage):
            self.turn(-1)
            return True
        if event.matches(QKeySequence.StandardKey.MoveToNextPage):
            self.turn(1)
            return True
        step = {Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}.get(Qt.Key(event.key()))
        if step is None:
            back = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            sides = {Qt.Key.Key_Left: 1 if back else -1, Qt.Key.Key_Right: -1 if back else 1}
            step = sides.get(Qt.Key(event.key()))
        if step is None:
            return False
        self._go(step)
        return True

    def _go(self, step: int) -> None:
        here = self._almanac.day(self._year, self._month, self._day)
        if here is None:
            return
        there = (date.fromisoformat(here) + timedelta(step)).isoformat()
        parts = self._almanac.parts(there)
        if parts is not None:
            self._year, self._month, self._day = parts
            self._fill()


class _Days(QTableWidget):
    """Six weeks of seven days; its keys are asked of the month first."""

    def __init__(self, parent: QWidget, keys: Callable[[QKeyEvent], bool]) -> None:
        super().__init__(_WEEKS, _DAYS, parent)
        self._keys = keys
        set_role(self, "days")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            head.setMinimumSectionSize(_TALL)
            head.setDefaultSectionSize(_TALL)
        self.horizontalHeader().setHighlightSections(False)

    def name_days(self, names: list[str]) -> None:
        """Head the columns, which are as wide as the longest name needs."""
        self.setHorizontalHeaderLabels(names)
        head = self.horizontalHeader()
        bold = head.font()
        bold.setBold(True)
        widest = max(map(QFontMetrics(bold).horizontalAdvance, names))
        wide = max(_WIDE, widest + _ROOM)
        head.setDefaultSectionSize(wide)
        self.setFixedSize(
            wide * _DAYS + 2 * self.frameWidth(), _TALL * _WEEKS + head.sizeHint().height() + 2
        )

    def clear_days(self) -> None:
        """An empty month: cells that hold no day cannot be reached."""
        self.setCurrentCell(-1, -1)
        for week in range(_WEEKS):
            for day in range(_DAYS):
                blank = QTableWidgetItem("")
                blank.setFlags(Qt.ItemFlag.NoItemFlags)
                self.setItem(week, day, blank)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The month's keys, then those of every table."""
        if not self._keys(event):
            super().keyPressEvent(event)
