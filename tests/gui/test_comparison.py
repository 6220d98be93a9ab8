"""From the heat map down to a source by clicks and keys; what is saved is what is shown."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from tests.gui.test_headquarters import button
from tests.gui.test_home import text_of

pytestmark = pytest.mark.window

SECTIONS, NEEDS = 12, 2


@pytest.fixture
def compared(window, qtbot, tmp_path, samples_received):
    """The tab that compares, over the four sample missions."""
    registry = tmp_path / "hq.registry"
    registry.write_bytes(samples_received.registry.read_bytes())
    screen = window.show_screen("headquarters")
    screen.open_registry(registry)
    screen._tabs.setCurrentWidget(screen._comparison)
    qtbot.waitUntil(lambda: screen._comparison._compared is not None, timeout=20_000)
    return screen._comparison


def texts(table, row):
    return [table.item(row, column).text() for column in range(table.columnCount())]


def table_rows(compared):
    return (compared._plain if compared._heat.isHidden() else compared._heat).rowCount()


def click(qtbot, table, row, column):
    place = table.visualItemRect(table.item(row, column)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def choose(box, place):
    box.setCurrentIndex(place)
    box.activated.emit(place)  # as a click in its list does


def test_a_cell_opens_down_to_what_a_source_said_and_the_way_leads_back(compared, qtbot):
    heat = compared._heat
    names = [texts(heat, row)[0] for row in range(heat.rowCount())]
    assert names == sorted(names)
    assert len(texts(heat, 0)) == SECTIONS + 1
    click(qtbot, heat, 2, 5)
    assert compared._title.text() == "Investigation capacity"
    assert len(texts(heat, 2)) == 6
    heat.setCurrentCell(2, 1)
    qtbot.keyClick(heat, Qt.Key.Key_Return)
    shown = text_of(compared._trace)
    for part in ("San Verano", "Evidence:", "Elena Robles", "Not agreed", "Visita a la sede"):
        assert part in shown
    qtbot.mouseClick(button(compared, "All sections"), Qt.MouseButton.LeftButton)
    assert len(texts(heat, 0)) == SECTIONS + 1
    assert compared._trace.isHidden()


def test_regions_tell_a_median_and_years_of_too_few_do_not(compared):
    choose(compared._by, 1)
    [region] = [texts(compared._heat, row) for row in range(compared._heat.rowCount())]
    assert region[0] == "Demonstration (fictional)"
    assert "from" in compared._heat.item(0, 1).toolTip()


def test_every_figure_shows_and_is_saved_as_a_table_and_a_picture(
    compared, qtbot, tmp_path, monkeypatch
):
    for place in range(compared._which.count()):
        choose(compared._which, place)
        name = compared._which.currentData()
        for kind in range(2):
            choose(compared._as, kind)
            path = tmp_path / "figures" / f"{name} {kind}"
            path.parent.mkdir(exist_ok=True)
            monkeypatch.setattr(
                QFileDialog, "getSaveFileName", lambda *_, path=path: (str(path), "")
            )
            for text in ("Save the table…", "Save the picture…"):
                qtbot.mouseClick(button(compared, text), Qt.MouseButton.LeftButton)
            with path.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
                assert len(list(csv.DictReader(file))) == len(compared._figure().rows)
            assert QImage(str(path.with_suffix(".png"))).height() > 30 * table_rows(compared)
            if kind == 1:
                assert compared._plain.rowCount() == len(compared._figure().rows)


def test_needs_and_offers_are_three_lists(compared):
    choose(compared._which, NEEDS)
    legend = compared._codes.text()
    assert all(sign in legend for sign in ("! Needed and unfunded", "= Crowded"))
    choose(compared._as, 1)
    whole = compared._plain.rowCount()
    rows = 0
    for place, text in enumerate(("Needed and unfunded", "Crowded", "Funded without need"), 1):
        choose(compared._only, place)
        plain = compared._plain
        said = {plain.item(row, 2).text() for row in range(plain.rowCount())}
        assert said <= {text} and len(compared._figure().rows) == plain.rowCount()
        rows += plain.rowCount()
    assert 0 < rows < whole


def test_gaps_in_law_are_a_matrix_of_countries(compared):
    choose(compared._which, compared._which.findData("legal_gaps"))
    rows = compared._figure().facts()
    plain = compared._plain
    countries = [plain.horizontalHeaderItem(at).text() for at in range(2, plain.columnCount())]
    assert countries == list(dict.fromkeys(row["name"] for row in rows))
    assert plain.rowCount() * len(countries) == len(rows)
    first = rows[0]
    cell = plain.item(0, 2 + countries.index(first["name"]))
    assert cell.text() == str(first["rank"] + 1) and first["said"] in cell.toolTip()
    assert f"{first['rank'] + 1}: " in compared._codes.text()
    assert compared._codes.isVisible()


def test_the_regional_report_is_written_beside_the_window(compared, tmp_path, monkeypatch):
    path = tmp_path / "region.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    button(compared, "Regional report…").click()
    assert path.read_bytes().startswith(b"%PDF")
