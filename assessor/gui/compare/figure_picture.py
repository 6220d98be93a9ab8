"""A figure as a picture that stands for itself: its title, all its rows, what its marks mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QTableWidget, QWidget

from assessor.gui.toolkit.style.basic_widgets import label, rows
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases

_EDGE = 8
"""Px that a table takes beyond its heads and rows."""
_TALLEST = 24_000
"""Px of rows in a picture; of a longer table the rest is left out, and that is said."""


def picture(
    parent: QWidget,
    phrases: Phrases,
    wide: int,
    title: str,
    shown: QTableWidget,
    told: Sequence[str],
) -> QPixmap:
    """Draw a table whole, however far it would scroll, between its title and its legend.

    `wide` px at least, more where its columns need them; `shown` goes with the drawing.
    """
    told = [*told, _shorten(shown, phrases)]
    sheet = QWidget(parent)
    set_role(sheet, "ground")
    down = rows(sheet, gap=12, margins=(16, 16, 16, 16))
    down.addWidget(label(sheet, "heading", text=title))
    down.addWidget(shown)
    for text in told:
        if text:
            down.addWidget(label(sheet, "secondary", text=text, wrap=True))
    shown.resize(wide, 100)
    shown.ensurePolished()
    head, names = shown.horizontalHeader(), shown.verticalHeader()
    beside = 0 if names.isHidden() else min(names.maximumWidth(), names.sizeHint().width())
    wide = max(wide, head.length() + beside + _EDGE)
    shown.setFixedSize(wide, head.sizeHint().height() + names.length() + _EDGE)
    down.activate()
    sheet.resize(sheet.sizeHint())
    sheet.resize(sheet.width(), max(sheet.height(), down.totalHeightForWidth(sheet.width())))
    found = sheet.grab()
    sheet.deleteLater()
    return found


def _shorten(shown: QTableWidget, phrases: Phrases) -> str:
    """Leave out the rows that no picture has room for; what is to be said of that."""
    names, whole = shown.verticalHeader(), shown.rowCount()
    if names.length() <= _TALLEST:
        return ""
    kept = max(1, names.logicalIndexAt(_TALLEST))
    shown.setRowCount(kept)
    return phrases(
        "Shown are {shown} of {all} rows; the table that is saved has all.", shown=kept, all=whole
    )
