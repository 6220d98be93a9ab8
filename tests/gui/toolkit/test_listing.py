"""Figures stand at the end of their column, and so does what stands above them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from assessor.gui.toolkit.style.basic_widgets import Label
from assessor.gui.toolkit.widgets.lazy_table import LazyTable
from assessor.gui.toolkit.widgets.table_view import Cell, are_figures, fill_table, table_widget


@pytest.mark.parametrize(
    ("cells", "figures"),
    [
        ([3, "–", 0], True),
        (["100 %", "7 %"], True),
        (["–", "–"], False),
        ([], False),
        (["2026", "San Verano"], False),
        ([("3", "link", "accent")], False),
    ],
)
def test_a_column_holds_figures_where_nothing_else_stands_in_it(
    cells: list[Cell | str | int], figures: bool
) -> None:
    assert are_figures(cells) == figures


def test_heads_stand_where_their_cells_stand(qtbot: object) -> None:
    lines: list[list[Cell | str | int]] = [["a.pdf", 3, "–"], ["b.pdf", "–", "–"]]
    parent = QWidget()
    shown, lazy = table_widget(parent, 0, 3), LazyTable(parent, 0, lambda: None)
    shown.setHorizontalHeaderLabels(["File", "New", "Response"])
    fill_table(shown, lines)
    lazy.show_lines(["File", "New", "Response"], len(lines), lines.__getitem__)
    role, across = Qt.ItemDataRole.TextAlignmentRole, Qt.Orientation.Horizontal
    for one in (shown, lazy):
        model = one.model()
        for column, figures in enumerate((False, True, False)):
            stands = {Qt.AlignmentFlag(model.headerData(column, across, role))}
            stands |= {
                Qt.AlignmentFlag(model.data(model.index(row, column), role)) for row in (0, 1)
            }
            assert len(stands) == 1
            assert bool(stands.pop() & Qt.AlignmentFlag.AlignTrailing) == figures


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Qui autorise les mesures ?", "Qui autorise les mesures\u00a0?"),
        ("Priorité : haute ; « oui »", "Priorité\u00a0: haute\u00a0; « oui\u00a0»"),
        ("a :b", "a :b"),
        ("Who reads it?", "Who reads it?"),
    ],
)
def test_no_mark_of_a_french_sentence_begins_a_line_alone(qtbot: object, text, shown):
    parent = QWidget()
    label = Label(text, parent)
    assert label.text() == text
    assert QLabel.text(label).strip("\u200e") == shown
