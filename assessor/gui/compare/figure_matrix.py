"""Figures as matrices: countries in columns, questions or needs in rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from assessor import words
from assessor.gui.compare.figure_table import verdicts
from assessor.gui.compare.stage_swatch import STAGE
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.table_view import fit_rows, keep_names
from assessor.registry.analysis import codebook
from assessor.registry.analysis.figure import Figure

_MOST = 5
"""Number of shades; the form's first answer has the darkest."""
_SIGNS = {
    codebook.UNFUNDED: ("!", 5),
    codebook.CROWDED: ("=", 3),
    codebook.MATCHED: ("+", 2),
    codebook.UNCALLED: ("?", 1),
}
"""Sign and shade for each relation of need and offer, as in the regional report."""
_WIDE, _NARROW = 240, 44


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell: text, stage 1 to 5 for the colour or 0, and a description."""

    text: str
    stage: int
    said: str


Cells = dict[tuple[tuple[str, ...], str], MatrixCell]


@dataclass(frozen=True, slots=True)
class FigureMatrix:
    """Headings of the row columns, names across, and cells by row and name."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    cells: Cells
    legend: str


Row = Mapping[str, Any]


def matrix_of(figure: Figure, phrases: Phrases) -> FigureMatrix | None:
    """Return a figure as a matrix; None if it exists only as a table."""
    makes: dict[str, Callable[[Sequence[Row], Phrases], FigureMatrix]] = {
        "legal_gaps": _law,
        "needs_and_offers": _needs,
        "rights_watch": _rights,
        "donors": _donors,
    }
    make = makes.get(figure.name)
    return make(figure.facts(), phrases) if make is not None else None


def fill_matrix(into: QTableWidget, found: FigureMatrix) -> str:
    """Show a matrix in a table with coloured cells; return the legend."""
    first = len(found.heads)
    into.setRowCount(len(found.rows))
    into.setColumnCount(first + len(found.names))
    into.setHorizontalHeaderLabels([*found.heads, *found.names])
    head = into.horizontalHeader()
    head.setMinimumSectionSize(_NARROW)
    head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for at, row in enumerate(found.rows):
        for column, text in enumerate(row):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            into.setItem(at, column, item)
        for column, name in enumerate(found.names, first):
            spot = found.cells.get((row, name), MatrixCell("–", 0, f"{name}: –"))
            item = QTableWidgetItem(spot.text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            item.setToolTip(spot.said)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row[0]}. {spot.said}")
            if spot.stage:
                item.setData(STAGE, spot.stage)
            into.setItem(at, column, item)
    others = sum(head.sectionSizeHint(column) for column in range(1, into.columnCount()))
    many = others + _WIDE > into.width()  # too many columns for the first one to have room
    keep_names(into, [row[0] for row in found.rows] if many else ())
    fit_rows(into)
    return found.legend


def _names(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(row["country"]) for row in rows))


def _law(rows: Sequence[Row], phrases: Phrases) -> FigureMatrix:
    """One row for each question; the shade shows the position of the answer."""
    items = tuple(dict.fromkeys((str(row["title"]), str(row["articles"])) for row in rows))
    mapping: dict[int, dict[str, None]] = {}
    cells: Cells = {}
    for row in rows:
        rank, answer = int(row["rank"]), str(row["said"])
        text = f"{row['country']}: {answer or phrases('Not answered')}"
        if rank >= 0:
            mapping.setdefault(rank, {})[answer] = None
        shade = max(1, _MOST - rank) if rank >= 0 else 0
        cell = MatrixCell("–" if rank < 0 else str(rank + 1), shade, text)
        cells[(str(row["title"]), str(row["articles"])), str(row["country"])] = cell
    legend = "   ".join(f"{rank + 1}: {' / '.join(mapping[rank])}" for rank in sorted(mapping))
    heads = phrases("Question"), phrases("Articles")
    return FigureMatrix(heads, items, _names(rows), cells, legend)


def _needs(rows: Sequence[Row], phrases: Phrases) -> FigureMatrix:
    """One row for each area: the relation of need and offer by country."""
    told = verdicts(phrases)
    cells: Cells = {}
    for row in rows:
        sign, shade = _SIGNS[str(row["verdict"])]
        words_ = [f"{row['country']}: {told[str(row['verdict'])]}"]
        words_ += [str(row["payers"])] if row["payers"] else []
        cells[(str(row["title"]),), str(row["country"])] = MatrixCell(
            sign, shade, ". ".join(words_)
        )
    areas = sorted({(str(row["title"]),) for row in rows})
    legend = "   ".join(f"{_SIGNS[code][0]} {text}" for code, text in told.items())
    return FigureMatrix((phrases("Area"),), tuple(areas), _names(rows), cells, legend)


def _rights(rows: Sequence[Row], phrases: Phrases) -> FigureMatrix:
    """One row for each indicator: the evidenced stage by country, and powers without safeguards."""
    cells: Cells = {}
    for row in rows:
        stage, ahead = row["evidenced"], row["powers_ahead"]
        evidenced, asserted = _shown(stage, phrases), _shown(row["asserted"], phrases)
        stages = {"evidenced": evidenced, "asserted": asserted}
        said = phrases("evidenced {evidenced}, asserted {asserted}", **stages)
        items = [f"{row['country']}: {said}"]
        if ahead:
            items.append(phrases("Powers run ahead by {count} stages.", count=ahead))
        text = evidenced + (f" ▲{_shown(ahead, phrases)}" if ahead else "")
        cell = MatrixCell(text, int(stage or 0), ". ".join(items))
        cells[(str(row["title"]),), str(row["country"])] = cell
    titles = tuple(dict.fromkeys((str(row["title"]),) for row in rows))
    legend = phrases("Evidenced stage, 1 to 5. ▲: by how many stages powers run ahead.")
    return FigureMatrix((phrases("Indicator"),), titles, _names(rows), cells, legend)


def _donors(rows: Sequence[Row], phrases: Phrases) -> FigureMatrix:
    """One row for each donor, areas in columns: the number of countries."""
    mapping: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for row in rows:
        key = (str(row["payer_name"]),), str(row["title"])
        mapping.setdefault(key, []).append(str(row["country"]))
    cells: Cells = {}
    for where, names in mapping.items():
        number = words.format_number(len(names), phrases.language)
        shade = min(_MOST, 1 + len(names))
        cells[where] = MatrixCell(number, shade, f"{where[1]}: {', '.join(names)}")
    payers = tuple(dict.fromkeys((str(row["payer_name"]),) for row in rows))
    areas = tuple(sorted({str(row["title"]) for row in rows}))
    legend = phrases("In how many countries each pays for an area now.")
    return FigureMatrix((phrases("Who pays"),), payers, areas, cells, legend)


def _shown(value: object, phrases: Phrases) -> str:
    return "–" if value is None else words.format_number(float(str(value)), phrases.language)
