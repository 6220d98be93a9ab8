"""A figure of many missions as a table in words."""

from __future__ import annotations

from unicodedata import bidirectional

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from assessor import words
from assessor.gui.compare.stage_swatch import STAGE
from assessor.gui.plan.previous_recommendations import FATES
from assessor.gui.toolkit.text.captions import days
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.label_text import isolate
from assessor.gui.toolkit.widgets.table_view import fit_rows, keep_names
from assessor.registry.analysis import codebook
from assessor.registry.analysis.figure import Cell, Figure
from assessor.words import is_right_to_left

_HEADINGS = {
    "heat_map": {
        "name": "Row", "title": "Section or indicator", "evidenced": "Evidenced",
        "asserted": "Asserted", "low": "Lowest", "high": "Highest",
        "n": "Countries", "rated": "Rated", "of": "Of",
        "thin": "Thin data", "suppressed": "Too few", "other_wording": "Other wording",
        "contested": "Not agreed",
    },
    "slopes": {
        "title": "Section or indicator", "country": "Country", "start": "Mission began",
        "evidenced": "Evidenced", "asserted": "Asserted", "change": "Change",
        "matched": "Rated in both",
        "rated": "Rated", "of": "Of", "thin": "Thin data", "other_wording": "Other wording",
    },
    "needs_and_offers": {
        "country": "Country", "title": "Area", "verdict": "Need and offer",
        "priority": "Priority", "requested": "Requested", "payers": "Who pays",
        "budget_usd": "US dollars",
    },
    "donors": {
        "payer_name": "Who pays", "country": "Country", "title": "Area", "status": "State",
        "budget_usd": "US dollars", "needed": "Needed", "also": "Who else pays",
    },
    "rights_watch": {
        "country": "Country", "title": "Indicator", "evidenced": "Evidenced",
        "asserted": "Asserted", "powers_ahead": "Powers ahead by",
    },
    "legal_gaps": {
        "country": "Country", "title": "Question", "articles": "Articles",
        "said": "Answer",
    },
    "recommendations": {
        "country": "Country", "start": "Mission began",
        "recommendation": "Recommendation", "horizon": "By when",
        "priority": "Priority", "payers": "Who pays", "then": "Stage then",
        "now": "Stage now", "owner": "Owner",
        "became": "What became of it",
    },
    "consistency": {
        "assessor": "Assessor", "rated": "Rated",
        "capped": "Share that evidence does not carry",
        "contested": "Not agreed", "leaning": "Above or below the median",
    },
}  # fmt: skip
"""The columns of each figure in order: headings by field."""


def headings(phrases: Phrases) -> dict[str, dict[str, str]]:
    """Return the columns of each figure in order, by field and heading."""
    return {
        figure: {field: phrases(heading) for field, heading in columns.items()}
        for figure, columns in _HEADINGS.items()
    }


def figures(phrases: Phrases) -> dict[str, str]:
    """Return the names of the figures."""
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
    """Return the relations of need and offer in words."""
    return {
        codebook.UNFUNDED: phrases("Needed and unfunded"),
        codebook.CROWDED: phrases("Crowded"),
        codebook.UNCALLED: phrases("Funded without need"),
        codebook.MATCHED: phrases("Matched"),
    }


_WIDE = frozenset(("title", "recommendation"))
_LONG = {"recommendations": "payers", "donors": "also"}
"""A field that may hold a long list and wraps."""
_LIST = 150
"""Width of such a list in px."""
_STAGES = frozenset(("evidenced", "then", "now"))
"""Fields whose cells take the colour of their stage."""
_SHARE = "capped"
"""A field that is a fraction, shown in percent."""
_SHOWN = 5_000
"""Maximum number of rows on the screen; a saved file has all."""


def fill_figure(into: QTableWidget, figure: Figure, phrases: Phrases) -> str:
    """Show a figure with wrapped texts and centred numbers; return a note if rows are missing."""
    shown = headings(phrases)[figure.name]
    by_name = {
        "verdict": verdicts(phrases),
        "became": {code: phrases(text) for code, text in FATES.items()},
    }
    rows = figure.facts()[:_SHOWN]
    into.setColumnCount(len(shown))
    into.setRowCount(len(rows))
    into.setHorizontalHeaderLabels(list(shown.values()))
    keep_names(into)
    head = into.horizontalHeader()
    takers = _WIDE & shown.keys() or {next(iter(shown))}
    for column, field in enumerate(shown):
        long = _LONG.get(figure.name) == field
        mode = QHeaderView.ResizeMode.ResizeToContents
        if field in takers:
            mode = QHeaderView.ResizeMode.Stretch
        elif long:
            mode = QHeaderView.ResizeMode.Interactive
            into.setColumnWidth(column, _LIST)
        head.setSectionResizeMode(column, mode)
    for row, facts in enumerate(rows):
        for column, field in enumerate(shown):
            value = by_name.get(field, {}).get(str(facts[field]), facts[field])
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
    message = days(str(value), "", phrases.language) if field == "start" and value else None
    if field == _SHARE and isinstance(value, int | float):
        message = f"{words.format_number(value * 100, phrases.language)} %"
    text = message or _shown(value, phrases)
    item = QTableWidgetItem(_in_its_direction(text, phrases.language))
    item.setToolTip(text)
    if not isinstance(value, str):
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    if field in _STAGES and isinstance(value, int | float):
        item.setData(STAGE, max(1, min(5, int(value + 0.5))))
    return item


def _in_its_direction(text: str, language: str) -> str:
    """Return a text with the direction of its own language, so that its full stop stands right."""
    strong = (bidirectional(letter) for letter in text)
    turned = next((found != "L" for found in strong if found in ("L", "R", "AL")), None)
    return text if turned in (None, is_right_to_left(language)) else isolate(text)


def _shown(value: Cell, phrases: Phrases) -> str:
    if isinstance(value, bool):
        return phrases("Yes") if value else "–"
    if isinstance(value, int | float):
        return words.format_number(value, phrases.language, 0 if value == int(value) else 2)
    return value or "–"
