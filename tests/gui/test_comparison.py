"""From the heat map down to a source by clicks and keys; what is saved is what is shown."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from assessor.assessment.comparing import Compared
from assessor.gui.swatch import BENEATH
from assessor.registry.cases import Need
from tests.support.registry.cases import case, contested, rated
from tests.support.windows.comparison import choose
from tests.support.windows.headquarters import button
from tests.support.windows.home import text_of

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


def spoken(item):
    return item.data(Qt.ItemDataRole.AccessibleTextRole)


def table_rows(compared):
    return (compared._plain if compared._heat.isHidden() else compared._heat).rowCount()


def click(qtbot, table, row, column):
    place = table.visualItemRect(table.item(row, column)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_cell_opens_down_to_what_a_source_said_and_the_way_leads_back(compared, qtbot):
    heat = compared._heat
    names = [heat.verticalHeaderItem(row).text() for row in range(heat.rowCount())]
    assert names == sorted(names)
    assert len(texts(heat, 0)) == SECTIONS
    click(qtbot, heat, 2, 4)
    assert compared._title.text() == "Investigation capacity"
    assert len(texts(heat, 2)) == 5
    heat.setCurrentCell(2, 0)
    qtbot.keyClick(heat, Qt.Key.Key_Return)
    shown = text_of(compared._trace)
    for part in ("San Verano", "Evidence:", "Elena Robles", "Not agreed", "Visita a la sede"):
        assert part in shown
    qtbot.mouseClick(button(compared, "All sections"), Qt.MouseButton.LeftButton)
    assert len(texts(heat, 0)) == SECTIONS
    assert (heat.currentRow(), heat.currentColumn()) == (2, 4)
    assert compared._trace.isHidden()


def test_from_a_stage_that_is_not_agreed_to_its_decision_and_back(compared, window, qtbot):
    screen = window.show_screen("headquarters")
    inbox = screen._inbox
    inbox.filter.words.setText("nothing is called so")
    inbox.filter.states.setCurrentIndex(1)
    inbox._list_again()
    assert inbox._list.count() == 0
    heat = compared._heat
    for column in (4, 0):
        assert "◆" in heat.item(2, column).text()
        click(qtbot, heat, 2, column)
    qtbot.mouseClick(button(compared, "Go to the decision"), Qt.MouseButton.LeftButton)
    assert screen._tabs.currentWidget() is inbox and inbox._list.hasFocus()
    decision = inbox._decision
    assert decision.conflict.key.endswith("/inv_unit_stage") and decision.isVisible()
    decision._take(decision.conflict.heads[0])
    before = compared._compared
    screen._tabs.setCurrentWidget(compared)
    qtbot.waitUntil(lambda: compared._compared is not before, timeout=20_000)
    assert "◆" not in heat.item(2, 0).text() and compared._trace.isHidden()


def test_regions_tell_a_median_and_years_of_too_few_do_not(compared):
    choose(compared._by, 1)
    assert compared._heat.rowCount() == 1
    assert compared._heat.verticalHeaderItem(0).text() == "Demonstration (fictional)"
    cell, [first, *_] = compared._heat.item(0, 0), compared._figure().facts()
    low, high = (f"{first[end]:.2f}" for end in ("low", "high"))
    assert cell.data(BENEATH) == f"{low}–{high}\nn=4"
    assert f"Median of 4 countries, from {low} to {high}" in spoken(cell)
    assert "the lowest and the highest stage" in compared._legend.text()
    choose(compared._by, 2)
    assert "n= alone" in compared._legend.text()


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


def test_what_is_not_agreed_has_a_mark_and_its_words(compared):
    cases = [contested(case("aaa", rated(2))), case("bbb", rated(3))]
    compared._show(compared._office, Compared(cases))
    first, second = compared._heat.item(0, 0), compared._heat.item(1, 0)
    assert "◆" in first.text() and "◆" not in second.text()
    assert "Indicators not agreed yet: 1" in spoken(first)
    assert "Not agreed" not in spoken(second)
    assert "◆: not agreed yet" in compared._legend.text()
    choose(compared._as, 1)
    heads = [
        compared._plain.horizontalHeaderItem(at) for at in range(compared._plain.columnCount())
    ]
    column = [head.text() for head in heads].index("Not agreed")
    assert [compared._plain.item(row, column).text() for row in (0, 1)] == ["1", "0"]


def test_two_hundred_countries_keep_their_names_in_sight_and_are_walked_cell_by_cell(
    compared, qtbot
):
    cases = [case(f"X{at:03}", rated(1 + at % 5), name=f"Land {at:03}") for at in range(200)]
    compared._show(compared._office, Compared(cases))
    heat = compared._heat
    heat.setFocus()
    heat.setCurrentCell(0, 0)
    for _ in range(150):
        qtbot.keyClick(heat, Qt.Key.Key_Down)
    assert (heat.currentRow(), heat.currentColumn()) == (150, 0)
    assert heat.viewport().rect().contains(heat.visualItemRect(heat.item(150, 0)))
    assert heat.verticalHeader().isVisible() and heat.horizontalHeader().isVisible()
    assert heat.verticalHeaderItem(150).text() in spoken(heat.item(150, 0))
    heat.resize(heat.width() // 4, heat.height())
    heat.horizontalScrollBar().setValue(heat.horizontalScrollBar().maximum())
    assert heat.verticalHeader().isVisible()


def test_countries_across_by_the_dozen_leave_names_in_sight_and_rows_by_the_thousand_are_shown(
    compared,
):
    needs = (Need("lab", 2.0), Need("train", 3.0))
    cases = [case(f"X{at:03}", rated(2), name=f"Land {at:03}", needs=needs) for at in range(60)]
    compared._show(compared._office, Compared(cases))
    choose(compared._which, NEEDS)
    plain = compared._plain
    assert plain.verticalHeader().isVisible() and plain.isColumnHidden(0)
    assert plain.verticalHeaderItem(0).text() == plain.item(0, 0).text() != ""
    choose(compared._which, 0)
    choose(compared._as, 1)
    assert plain.rowCount() == 60 * SECTIONS > 600
    assert not plain.verticalHeader().isVisible() and not plain.isColumnHidden(0)
    drawn = compared._picture()
    assert 20_000 < drawn.height() / drawn.devicePixelRatio() < 25_000


def test_what_comes_in_while_a_figure_is_made_is_compared_as_well(compared, qtbot, monkeypatch):
    monkeypatch.setattr("assessor.gui.comparison._AT_ONCE", 0)
    before = compared._compared
    choose(compared._which, NEEDS)
    assert compared._line.busy
    compared.show_office(compared._office)  # as when files were received
    qtbot.waitUntil(lambda: not compared._line.busy, timeout=20_000)
    qtbot.waitUntil(lambda: compared._compared is not before, timeout=20_000)


def endless(tell):
    """Work that goes on until it is stopped."""
    while True:
        tell("", 1, 2)
        QThread.msleep(5)


def test_work_that_was_stopped_says_so_and_can_be_tried_again(compared, qtbot):
    before = compared._compared
    compared._line.begin(endless, compared._show, compared._fail)
    qtbot.mouseClick(button(compared, "Cancel"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not compared._line.busy)
    assert "Cancelled" in compared._trouble.text()
    qtbot.mouseClick(button(compared, "Try again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: compared._compared is not before, timeout=20_000)
    assert compared._trouble.isHidden() and not compared._line.isVisible()


def test_a_registry_is_closed_while_it_is_compared(compared, window, qtbot, tmp_path):
    screen = window.show_screen("headquarters")
    compared._line.begin(endless, compared._show, compared._fail)
    screen.create_registry(tmp_path / "other.registry")
    qtbot.waitUntil(lambda: not compared._line.busy, timeout=20_000)
    assert compared._compared is None or not compared._compared.cases
    assert compared._none.isVisible() and not compared._all.isVisible()
