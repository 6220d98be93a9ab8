"""A figure of many missions as a table in the reader's words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from assessor import words
from assessor.gui.caption import days
from assessor.gui.listing import fit_rows, keep_names
from assessor.gui.phrases import Phrases
from assessor.gui.plan_before import FATES
from assessor.gui.swatch import STAGE
from assessor.registry import watching
from assessor.registry.figure import Cell, Figure


def headings(phrases: Phrases) -> dict[str, dict[str, str]]:
    """The columns that are shown of each figure, in order, by field and heading."""
    country, inside = phrases("Country"), phrases("Section or indicator")
    evidenced, asserted = phrases("Evidenced"), phrases("Asserted")
    priority, paid = phrases("Priority"), phrases("Who pays")
    began, other = phrases("Mission began"), phrases("Other wording")
    area, dollars, thin = phrases("Area"), phrases("US dollars"), phrases("Thin data")
    return {
        "heat_map": {
            "name": phrases("Row"), "title": inside, "evidenced": evidenced,
            "asserted": asserted, "low": phrases("Lowest"), "high": phrases("Highest"),
            "n": phrases("Countries"), "rated": phrases("Rated"), "of": phrases("Of"),
            "thin": thin, "suppressed": phrases("Too few"), "other_wording": other,
            "contested": phrases("Not agreed"),
        },
        "slopes": {
            "title": inside, "name": country, "start": began,
            "evidenced": evidenced, "asserted": asserted, "change": phrases("Change"),
            "rated": phrases("Rated"), "of": phrases("Of"), "thin": thin, "other_wording": other,
        },
        "needs_and_offers": {
            "name": country, "title": area, "verdict": phrases("Need and offer"),
            "priority": priority, "requested": phrases("Requested"), "payers": paid,
            "budget_usd": dollars,
        },
        "donors": {
            "payer_name": paid, "name": country, "title": area, "status": phrases("State"),
            "budget_usd": dollars, "needed": phrases("Needed"), "also": phrases("Who else pays"),
        },
        "rights_watch": {
            "name": country, "title": phrases("Indicator"), "evidenced": evidenced,
            "asserted": asserted, "powers_ahead": phrases("Powers ahead by"),
        },
        "legal_gaps": {
            "name": country, "title": phrases("Question"), "articles": phrases("Articles"),
            "said": phrases("Answer"),
        },
        "recommendations": {
            "name": country, "start": began,
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


def figures(phrases: Phrases) -> dict[str, str]:
    """What may be compared, by the figure's name, as it is offered."""
    return {
        "heat_map": phrases("Stages"),
        "slopes": phrases("From mission to mission"),
        "needs_and_offers": phrases("Needs and offers"),
        "donors": phrases("Who pays"),
        "rights_watch": phrases("Rights"),
        "legal_gaps": phrases("Gaps in law"),
        "recommendations": phrases("Recommendations"),
        "consistency": phrases("How assessors rate"),
    }


def verdicts(phrases: Phrases) -> dict[str, str]:
    """What need and offer come to, in words."""
    return {
        watching.UNFUNDED: phrases("Needed and unfunded"),
        watching.CROWDED: phrases("Crowded"),
        watching.UNCALLED: phrases("Funded without need"),
        watching.MATCHED: phrases("Matched"),
    }


_WIDE = frozenset(("title", "recommendation"))
_LONG = {"recommendations": "payers", "donors": "also"}
"""A field of a figure that may hold a long list and wraps as well."""
_STAGES = frozenset(("evidenced", "then", "now"))
"""Fields whose cells take the colour of their stage."""
_SHOWN = 5_000
"""Rows that are shown at once; the file that is saved has all."""


def fill_figure(into: QTableWidget, figure: Figure, phrases: Phrases) -> str:
    """Show a figure; texts wrap, numbers stand in the middle of their column. What is to be said
    of it: that not all of it is shown, or nothing."""
    shown = headings(phrases)[figure.name]
    said = {
        "verdict": verdicts(phrases),
        "became": {code: phrases(text) for code, text in FATES.items()},
    }
    rows = figure.facts()[:_SHOWN]
    into.setColumnCount(len(shown))
    into.setRowCount(len(rows))
    into.setHorizontalHeaderLabels(list(shown.values()))
    keep_names(into)
    head = into.horizontalHeader()
    for column, field in enumerate(shown):
        wide = field in _WIDE or (_LONG.get(figure.name) == field and any(r[field] for r in rows))
        mode = QHeaderView.ResizeMode.Stretch if wide else QHeaderView.ResizeMode.ResizeToContents
        head.setSectionResizeMode(column, mode)
    for row, facts in enumerate(rows):
        for column, field in enumerate(shown):
            value = said.get(field, {}).get(str(facts[field]), facts[field])
            into.setItem(row, column, _item(field, value, phrases))
    fit_rows(into)
    if len(rows) == len(figure.rows):
        return ""
    return phrases(
        "Shown are {shown} of {all} rows; the table that is saved has all.",
        shown=len(rows),
        all=len(figure.rows),
    )


def _item(field: str, value: Cell, phrases: Phrases) -> QTableWidgetItem:
    shown = days(str(value), "", phrases.language) if field == "start" and value else None
    item = QTableWidgetItem(shown or _shown(value, phrases))
    item.setToolTip(item.text())
    if not isinstance(value, str):
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    if field in _STAGES and isinstance(value, int | float):
        item.setData(STAGE, max(1, min(5, int(value + 0.5))))
    return item


def _shown(value: Cell, phrases: Phrases) -> str:
    if isinstance(value, bool):
        return phrases("Yes") if value else "–"
    if isinstance(value, int | float):
        return words.number(value, phrases.language, 0 if value == int(value) else 2)
    return value or "–"
