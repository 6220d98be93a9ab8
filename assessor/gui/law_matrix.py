"""Gaps in law as a matrix: questions down, countries across, each answer by place and colour."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from assessor.gui.heatmap import STAGE
from assessor.gui.phrases import Phrases
from assessor.registry.figure import Figure

_MOST = 5
"""Shades there are: the form's first answer has the darkest."""


def fill_law(into: QTableWidget, figure: Figure, phrases: Phrases) -> str:
    """Show the figure of gaps in law in a table whose cells are swatches; the legend."""
    rows = figure.facts()
    names = list(dict.fromkeys(str(row["name"]) for row in rows))
    asked = list(dict.fromkeys((str(row["title"]), str(row["articles"])) for row in rows))
    into.setRowCount(len(asked))
    into.setColumnCount(2 + len(names))
    into.setHorizontalHeaderLabels([phrases("Question"), phrases("Articles"), *names])
    head = into.horizontalHeader()
    head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    places = {each: at for at, each in enumerate(asked)}
    for at, (title, articles) in enumerate(asked):
        for column, text in enumerate((title, articles)):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            into.setItem(at, column, item)
    said: dict[int, dict[str, None]] = {}
    for row in rows:
        rank, answer = int(row["rank"]), str(row["said"])
        item = QTableWidgetItem("–" if rank < 0 else str(rank + 1))
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        told = f"{row['name']}: {answer or phrases('Not answered')}"
        item.setToolTip(told)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row['title']}. {told}")
        if rank >= 0:
            item.setData(STAGE, max(1, _MOST - rank))
            said.setdefault(rank, {})[answer] = None
        at = places[str(row["title"]), str(row["articles"])]
        into.setItem(at, 2 + names.index(str(row["name"])), item)
    into.resizeRowsToContents()
    return "   ".join(f"{rank + 1}: {' / '.join(said[rank])}" for rank in sorted(said))
