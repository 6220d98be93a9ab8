"""A figure as a table: whatever language a country writes, its sentences end where they should."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QTableWidget

from assessor.gui.compare.figure_table import fill_figure, headings
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.registry.analysis.figure import Figure

ARABIC, LATIN = "تدريب القضاة.", "Train the judges."


@pytest.mark.parametrize(
    ("language", "apart", "together"), [("en", ARABIC, LATIN), ("ar", LATIN, ARABIC)]
)
def test_a_text_of_the_other_direction_is_kept_together(qtbot, language, apart, together):
    phrases = Phrases(language)
    columns = tuple(headings(phrases)["rights_watch"])
    figure = Figure(
        "rights_watch",
        columns,
        tuple((text, text, 3.0, 2.0, 1.0)[: len(columns)] for text in (apart, together)),
    )
    table = QTableWidget()
    qtbot.addWidget(table)
    fill_figure(table, figure, phrases)
    assert table.item(0, 0).text() == f"\u2068{apart}\u2069"
    assert table.item(1, 0).text() == together
    assert table.item(0, 0).toolTip() == apart
