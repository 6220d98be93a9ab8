"""A figure as a self-contained picture: title, rows and legend."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QTableWidget, QWidget

from assessor.gui.toolkit.style.basic_widgets import fill, label, rows
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases

_EDGE = 8
"""Px of a table beyond its headings and rows."""
_TALLEST = 24_000
"""Maximum px of rows in a picture; further rows are left out with a note."""


def picture(
    parent: QWidget,
    phrases: Phrases,
    width: int,
    title: str,
    table_widget: QTableWidget,
    items: Sequence[str],
) -> QPixmap:
    """Draw a whole table between its title and its legend.

    `width` is the minimum in px; `table_widget` is deleted afterwards.
    """
    items = [*items, _shorten(table_widget, phrases)]
    sheet = QWidget(parent)
    set_role(sheet, "ground")
    column = rows(sheet, gap=12, margins=(16, 16, 16, 16))
    fill(column, label(sheet, "heading", text=title), table_widget)
    for text in items:
        if text:
            column.addWidget(label(sheet, "secondary", text=text, wrap=True))
    table_widget.resize(width, 100)
    table_widget.ensurePolished()
    head, names = table_widget.horizontalHeader(), table_widget.verticalHeader()
    beside = 0 if names.isHidden() else min(names.maximumWidth(), names.sizeHint().width())
    width = max(width, head.length() + beside + _EDGE)
    table_widget.setFixedSize(width, head.sizeHint().height() + names.length() + _EDGE)
    column.activate()
    sheet.resize(sheet.sizeHint())
    sheet.resize(sheet.width(), max(sheet.height(), column.totalHeightForWidth(sheet.width())))
    found = sheet.grab()
    sheet.deleteLater()
    return found


def _shorten(table_widget: QTableWidget, phrases: Phrases) -> str:
    """Remove rows beyond the maximum height; return a note."""
    names, whole = table_widget.verticalHeader(), table_widget.rowCount()
    if names.length() <= _TALLEST:
        return ""
    kept = max(1, names.logicalIndexAt(_TALLEST))
    table_widget.setRowCount(kept)
    return phrases(
        "Shown are {shown} of {all} rows; the table that is saved has all.", shown=kept, all=whole
    )
