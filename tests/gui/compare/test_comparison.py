"""From the heat map down to a source by clicks and keys; what is saved is what is shown."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from assessor.gui.compare.stage_swatch import BENEATH
from assessor.registry.analysis.cases import AssistanceNeed
from tests.support.registry.cases import case, contested, rated
from tests.support.screens.headquarters.comparison import FORM, NEEDS, ROWS, WHICH
from tests.support.screens.headquarters.headquarters import HeadquartersScreen
from tests.support.screens.headquarters.inbox import WORDS

pytestmark = pytest.mark.window

SECTIONS = 12


@pytest.fixture
def compared(window, qtbot, registry_copy):
    """The tab that compares, over the four sample missions."""
    page = HeadquartersScreen(window)
    page.screen.open_registry(registry_copy)
    found = page.comparison()
    found.wait_until_compared()
    return found


def test_a_cell_opens_down_to_what_a_source_said_and_the_way_leads_back(compared, qtbot):
    heat = compared.heat
    assert heat.names == sorted(heat.names)
    assert len(heat.row(0)) == SECTIONS
    heat.click(2, 4)
    assert compared.says("Investigation capacity")
    assert len(heat.row(2)) == 5
    heat.go_to(2)
    heat.key(Qt.Key.Key_Return)
    shown = compared.trace.text
    for part in ("San Verano", "Shown: ", "Elena Robles", "Not agreed", "Visita a la sede"):
        assert part in shown
    compared.press("All sections")
    assert len(heat.row(0)) == SECTIONS
    assert heat.current == (2, 4)
    assert not compared.trace.is_visible


def test_from_a_stage_that_is_not_agreed_to_its_decision_and_back(compared, window, qtbot):
    page = HeadquartersScreen(window)
    inbox = page.inbox()
    inbox.fill(WORDS, "nothing is called so")
    inbox.choose("Waiting or postponed", True)
    assert inbox.questions == []
    page.comparison()
    heat = compared.heat
    for column in (4, 0):
        assert "◆" in heat.cell(2, column)
        heat.click(2, column)
    compared.press("Go to the decision")
    assert page.tab == "To decide" and inbox.list.view.hasFocus()
    decision = inbox.decision
    conflict = decision.root.conflict
    assert conflict.key.endswith("/inv_unit_criteria") and decision.is_visible
    decision.take(conflict.heads[0].author)
    before = compared.root.compared
    page.comparison().wait_until_compared(before)
    assert "◆" not in compared.heat.cell(2, 0) and not compared.trace.is_visible


def test_regions_tell_a_median_and_years_of_too_few_do_not(compared):
    compared.pick(ROWS, 1)
    heat = compared.heat
    assert heat.names == ["Demonstration (fictional)"]
    cell, [first, *_] = heat.index(0, 0), compared.root.figure().facts()
    low, high = (f"{first[end]:.2f}" for end in ("low", "high"))
    assert cell.data(BENEATH) == f"{low}–{high}\nn=4"
    assert f"Median of 4 countries, from {low} to {high}" in heat.spoken(0, 0)
    assert "the lowest and the highest stage" in compared.text
    compared.pick(ROWS, 2)
    assert "n= alone" in compared.text


def test_every_figure_shows_and_is_saved_as_a_table_and_a_picture(
    compared, qtbot, tmp_path, monkeypatch
):
    for place in range(len(compared.options(WHICH))):
        compared.pick(WHICH, place)
        name = compared.choices(WHICH).currentData()
        for kind in range(2):
            compared.pick_form(kind)
            path = tmp_path / "figures" / f"{name} {kind}"
            path.parent.mkdir(exist_ok=True)
            monkeypatch.setattr(
                QFileDialog, "getSaveFileName", lambda *_, path=path: (str(path), "")
            )
            for text in ("Save the table…", "Save the picture…"):
                compared.press(text)
            with path.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
                assert len(list(csv.DictReader(file))) == len(compared.root.figure().rows)
            assert QImage(str(path.with_suffix(".png"))).height() > 30 * compared.rows
            if kind == 1:
                assert compared.rows == len(compared.root.figure().rows)


def test_needs_and_offers_are_three_lists(compared):
    compared.choose(WHICH, "needs_and_offers")
    legend = compared.text
    assert all(sign in legend for sign in ("! Needed and unfunded", "= Crowded"))
    compared.pick(FORM, 1)
    whole = compared.rows
    rows = 0
    for place, text in enumerate(("Needed and unfunded", "Crowded", "Funded without need"), 1):
        compared.pick(NEEDS, place)
        plain = compared.plain
        assert set(plain.column(2)) <= {text} and len(compared.root.figure().rows) == len(plain)
        rows += len(plain)
    assert 0 < rows < whole


def test_gaps_in_law_are_a_matrix_of_countries(compared):
    compared.choose(WHICH, "legal_gaps")
    rows = compared.root.figure().facts()
    plain = compared.plain
    countries = plain.headings[2:]
    assert countries == list(dict.fromkeys(row["country"] for row in rows))
    assert len(plain) * len(countries) == len(rows)
    first = rows[0]
    column = 2 + countries.index(first["country"])
    assert plain.cell(0, column) == str(first["rank"] + 1)
    assert first["said"] in plain.tip(0, column)
    assert f"{first['rank'] + 1}: " in compared.text


def test_the_regional_report_is_written_beside_the_window(compared, tmp_path, monkeypatch):
    path = tmp_path / "region.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    compared.press("Regional report…")
    assert path.read_bytes().startswith(b"%PDF")


def test_what_is_not_agreed_has_a_mark_and_its_words(compared, window):
    cases = [contested(case("aaa", rated(2))), case("bbb", rated(3))]
    show(compared, window, cases)
    heat = compared.heat
    assert "◆" in heat.cell(0) and "◆" not in heat.cell(1)
    assert "Indicators not agreed yet: 1" in heat.spoken(0)
    assert "Not agreed" not in heat.spoken(1)
    assert "◆: not agreed yet" in compared.text
    compared.pick(FORM, 1)
    assert compared.plain.column("Not agreed")[:2] == ["1", "0"]


def test_two_hundred_countries_keep_their_names_in_sight_and_are_walked_cell_by_cell(
    compared, window
):
    cases = [case(f"X{at:03}", rated(1 + at % 5), name=f"Land {at:03}") for at in range(200)]
    show(compared, window, cases)
    found, heat = compared.heat, compared.heat.view
    heat.setFocus()
    found.go_to(0)
    for _ in range(150):
        found.key(Qt.Key.Key_Down)
    assert found.current == (150, 0)
    assert heat.viewport().rect().contains(heat.visualRect(found.index(150)))
    assert heat.verticalHeader().isVisible() and heat.horizontalHeader().isVisible()
    assert found.names[150] in found.spoken(150)
    heat.resize(heat.width() // 4, heat.height())
    heat.horizontalScrollBar().setValue(heat.horizontalScrollBar().maximum())
    assert heat.verticalHeader().isVisible()


def test_countries_across_by_the_dozen_leave_names_in_sight_and_rows_by_the_thousand_are_shown(
    compared, window
):
    needs = (AssistanceNeed("lab", 2.0), AssistanceNeed("train", 3.0))
    cases = [case(f"X{at:03}", rated(2), name=f"Land {at:03}", needs=needs) for at in range(60)]
    show(compared, window, cases)
    compared.choose(WHICH, "needs_and_offers")
    plain = compared.plain
    assert plain.view.verticalHeader().isVisible() and plain.view.isColumnHidden(0)
    assert plain.names[0] == plain.cell(0) != ""
    compared.pick(WHICH, 0)
    compared.pick(FORM, 1)
    assert compared.rows == 60 * SECTIONS > 600
    assert not plain.view.verticalHeader().isVisible() and not plain.view.isColumnHidden(0)
    drawn = compared.root.picture()
    assert 20_000 < drawn.height() / drawn.devicePixelRatio() < 25_000


def test_what_comes_in_while_a_figure_is_made_is_compared_as_well(compared, window, monkeypatch):
    monkeypatch.setattr("assessor.gui.compare.comparison_page.MAX_MADE_AT_ONCE", 0)
    before = compared.root.compared
    compared.choose(WHICH, "needs_and_offers")
    assert compared.root.is_busy
    HeadquartersScreen(window).screen.show_registry()  # as when files were received
    compared.wait_until_compared(before)


def show(compared, window, cases):
    """Show these missions in place of those of the registry."""
    compared.show(HeadquartersScreen(window).office, cases)


def endless(tell):
    """Work that goes on until it is stopped."""
    while True:
        tell("", 1, 2)
        QThread.msleep(5)


@pytest.fixture
def comparing_without_end(compared, window):
    """Headquarters whose registry is being compared, which does not end by itself."""
    page = HeadquartersScreen(window)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page.office, "comparing", lambda: endless)
        page.screen.show_registry()
    assert compared.root.is_busy
    return page


def test_work_that_was_stopped_says_so_and_can_be_tried_again(compared, comparing_without_end):
    before = compared.root.compared
    compared.press("Cancel")
    compared.wait_for_text("Cancelled")
    compared.press("Try again")
    compared.wait_until_compared(before)
    assert "Cancelled" not in compared.text and not compared.shows("Cancel")


def test_a_registry_is_closed_while_it_is_compared(compared, comparing_without_end, tmp_path):
    comparing_without_end.screen.create_registry(tmp_path / "other.registry")
    compared.wait_for_text("No scores yet")
    assert not compared.root.is_busy and not compared.shows("Save the table…")
    assert compared.root.compared is None or not compared.root.compared.cases
