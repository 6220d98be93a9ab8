"""A month of any calendar to choose a day from, with the Gregorian date of each day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from assessor.gui.toolkit.controls.calendar_dates import CalendarDates
from assessor.gui.toolkit.style.basic_widgets import columns, fill, label, rows, tool
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.captions import locale
from assessor.report.projection.date_formats import GREGORIAN

_WEEKS, _DAYS = 6, 7
_WIDE, _TALL, _ROOM = 40, 32, 18
"""Of a cell in px: minimum width, height, and free space beside the name of a day."""
_DAY = Qt.ItemDataRole.UserRole


class MonthGrid(QFrame):
    """One month. Arrows move by day, Page Up and Down by month, Enter or a click chooses."""

    def __init__(
        self, calendar: CalendarDates, day: str, on_choose: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        set_role(self, "popup")
        self._calendar, self._on_choose = calendar, on_choose
        self._gregorian = CalendarDates(GREGORIAN, calendar.words, calendar.language)
        self._first_weekday = locale(calendar.language).firstDayOfWeek().value
        today = date.today().isoformat()
        self._year, self._month, self._day = (
            calendar.parts(day) or calendar.parts(today) or (1,) * 3
        )
        row = columns(None, gap=4)
        column = rows(self, row, margins=(12, 12, 12, 12))
        words = calendar.words
        for icon, name, months in (
            ("chevron-left", words("The month before"), -1),
            ("chevron-right", words("The month after"), 1),
        ):
            row.addWidget(tool(self, icon, "accent", name, partial(self.move_months, months)))
        self.title = label(self, "heading")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.insertWidget(1, self.title, 1)
        self.table = _Days(self, self._key)
        self.table.setAccessibleName(calendar.name)
        self.table.currentCellChanged.connect(lambda *_: self._moved())
        self.table.clicked.connect(self._chosen)
        self.table.activated.connect(self._chosen)
        self.gregorian_label = label(self, "secondary")
        self.gregorian_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        fill(column, self.table, self.gregorian_label)
        self._fill()
        self.setFocusProxy(self.table)

    def move_months(self, months: int) -> None:
        """Move by months; the day stays if the month has it."""
        count = self._calendar.months()
        index = self._year * count + self._month - 1 + months
        year, month = index // count, index % count + 1
        if self._calendar.day(year, month, 1) is None:
            return
        self._year, self._month = year, month
        self._fill()

    def _fill(self) -> None:
        calendar = self._calendar
        first = calendar.day(self._year, self._month, 1)
        assert first is not None
        self.title.setText(calendar.month_text(self._year, self._month))
        self.title.setAccessibleName(f"{calendar.name}: {self.title.text()}")
        locale_ = locale(calendar.language)
        weekdays = [(self._first_weekday - 1 + index) % 7 + 1 for index in range(_DAYS)]
        short = locale_.FormatType.ShortFormat
        self.table.name_days([locale_.dayName(weekday, short) for weekday in weekdays])
        self.table.clear_days()
        start = date.fromisoformat(first)
        offset = weekdays.index(start.isoweekday())
        cell = None
        for number in range(1, 33):
            day = calendar.day(self._year, self._month, number)
            if day is None:
                break
            item = QTableWidgetItem(str(number))
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            item.setData(_DAY, day)
            description = f"{calendar.day_text(day)} ({self._gregorian.day_text(day)})"
            item.setToolTip(description)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, description)
            if start + timedelta(number - 1) == date.today():
                bold = item.font()
                bold.setBold(True)
                bold.setUnderline(True)
                item.setFont(bold)
            cell = divmod(offset + number - 1, _DAYS)
            self.table.setItem(*cell, item)
            if number == self._day:
                self.table.setCurrentCell(*cell)
        if cell is not None and self.table.currentItem() is None:
            self.table.setCurrentCell(*cell)

    def _moved(self) -> None:
        item = self.table.currentItem()
        day = item.data(_DAY) if item is not None else None
        if day:
            self._day = int(item.text())
            self.gregorian_label.setText(self._gregorian.day_text(day))

    def _chosen(self, index: QModelIndex) -> None:
        day = index.data(_DAY)
        if day:
            self._on_choose(day)
            self.close()

    def _key(self, event: QKeyEvent) -> bool:
        """Page keys change the month, as do arrows beyond its ends."""
        if event.matches(QKeySequence.StandardKey.MoveToPreviousPage):
            self.move_months(-1)
            return True
        if event.matches(QKeySequence.StandardKey.MoveToNextPage):
            self.move_months(1)
            return True
        step = {Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}.get(Qt.Key(event.key()))
        if step is None:
            back = self.isRightToLeft()
            sides = {Qt.Key.Key_Left: 1 if back else -1, Qt.Key.Key_Right: -1 if back else 1}
            step = sides.get(Qt.Key(event.key()))
        if step is None:
            return False
        self._go(step)
        return True

    def _go(self, step: int) -> None:
        current = self._calendar.day(self._year, self._month, self._day)
        if current is None:
            return
        target = (date.fromisoformat(current) + timedelta(step)).isoformat()
        parts = self._calendar.parts(target)
        if parts is not None:
            self._year, self._month, self._day = parts
            self._fill()


class _Days(QTableWidget):
    """Six weeks of seven days; the month handles its keys first."""

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
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(_TALL)
            header.setDefaultSectionSize(_TALL)
        self.horizontalHeader().setHighlightSections(False)

    def name_days(self, names: list[str]) -> None:
        """Set the column headings and widths."""
        self.setHorizontalHeaderLabels(names)
        header = self.horizontalHeader()
        bold = header.font()
        bold.setBold(True)
        widest = max(map(QFontMetrics(bold).horizontalAdvance, names))
        column_width = max(_WIDE, widest + _ROOM)
        header.setDefaultSectionSize(column_width)
        self.setFixedSize(
            column_width * _DAYS + 2 * self.frameWidth(),
            _TALL * _WEEKS + header.sizeHint().height() + 2,
        )

    def clear_days(self) -> None:
        """Empty the month; cells without a day cannot be reached."""
        self.setCurrentCell(-1, -1)
        for week in range(_WEEKS):
            for day in range(_DAYS):
                blank = QTableWidgetItem("")
                blank.setFlags(Qt.ItemFlag.NoItemFlags)
                self.setItem(week, day, blank)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the month's keys, then those of every table."""
        if not self._keys(event):
            super().keyPressEvent(event)
