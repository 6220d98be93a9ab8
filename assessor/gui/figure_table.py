"""A figure of many missions as a table in the reader's words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from assessor import words
from assessor.gui.phrases import Phrases
from assessor.gui.plan_before import FATES
from assessor.registry import watching
from assessor.registry.figure import Cell, Figure


def headings(phrases: Phrases) -> dict[str, dict[str, str]]:
    """The columns that are shown of each figure, in order, by field and heading."""
    country, section = phrases("Country"), phrases("Section")
    evidenced, asserted = phrases("Evidenced"), phrases("Asserted")
    priority, paid = phrases("Priority"), phrases("Who pays")
    return {
        "slopes": {
            "title": section, "name": country, "start": phrases("Mission began"),
            "evidenced": evidenced, "asserted": asserted, "change": phrases("Change"),
        },
        "needs_and_offers": {
            "name": country, "title": phrases("Area"), "verdict": phrases("Need and offer"),
            "priority": priority, "requested": phrases("Requested"), "payers": paid,
            "budget_usd": phrases("US dollars"),
        },
        "rights_watch": {
            "name": country, "title": phrases("Indicator"), "evidenced": evidenced,
            "asserted": asserted, "powers_ahead": phrases("Powers ahead by"),
        },
        "recommendations": {
            "name": country, "start": phrases("Mission began"),
            "recommendation": phrases("Recommendation"), "horizon": phrases("By when"),
            "priority": priority, "payers": paid, "then": phrases("Stage then"),
            "now": phrases("Stage now"), "owner": phrases("Owner"),
            "became": phrases("What became of it"),
        },
        "consistency": {
            "assessor": phrases("Assessor"), "rated": phrases("Rated"),
            "capped": phrases("Share that evidence does not carry"),
            "contested": phrases("Not agreed"), "leaning": phrases("Above or below the median"),
        },
    }  # fmt: skip


def verdicts(phrases: Phrases) -> dict[str, str]:
    """What need and offer come to, in words."""
    return {
        watching.UNFUNDED: phrases("Needed and unfunded"),
        watching.CROWDED: phrases("Crowded"),
        watching.UNCALLED: phrases("Funded without need"),
        watching.MATCHED: phrases("Matched"),
    }


_WIDE = frozenset(("title", "recommendation"))


def fill_figure(into: QTableWidget, figure: Figure, phrases: Phrases) -> None:
    """Show a figure; texts wrap, numbers stand in the middle of their column."""
    shown = headings(phrases)[figure.name]
    said = {
        "verdict": verdicts(phrases),
        "became": {code: phrases(text) for code, text in FATES.items()},
    }
    into.setColumnCount(len(shown))
    into.setRowCount(len(figure.rows))
    into.setHorizontalHeaderLabels(list(shown.values()))
    head = into.horizontalHeader()
    for column, field in enumerate(shown):
        wide = field in _WIDE
        mode = QHeaderView.ResizeMode.Stretch if wide else QHeaderView.ResizeMode.ResizeToContents
        head.setSectionResizeMode(column, mode)
    for row, facts in enumerate(figure.facts()):
        for column, field in enumerate(shown):
            value = said.get(field, {}).get(str(facts[field]), facts[field])
            item = QTableWidgetItem(_shown(value, phrases))
            item.setToolTip(item.text())
            if not isinstance(value, str):
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            into.setItem(row, column, item)
    into.resizeRowsToContents()


def _shown(value: Cell, phrases: Phrases) -> str:
    if isinstance(value, bool):
        return phrases("Yes") if value else "–"
    if isinstance(value, int | float):
        return words.number(value, phrases.language, 0 if value == int(value) else 2)
    return value or "–"
