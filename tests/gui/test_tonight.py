"""Tonight in the window: counts, filters, and Enter to the question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from assessor.gui.folding import folded
from assessor.gui.tonight import TonightDialog
from tests.assessment.laptops import laptop, small_form
from tests.assessment.test_meetings import CLUSTERED

REPORTS, STAGE = "/data/police/reports", "/data/police/stage"


@pytest.fixture
def window_at_work(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path, CLUSTERED)).close()
    window.open_mission(ana.mission)
    window.session.answer(REPORTS, {"value": "12", "evidence": "claimed"})
    return window


def listed(dialog):
    tree = dialog.tree
    rows = (tree.topLevelItem(at) for at in range(tree.topLevelItemCount()))
    return [(row.text(0), row.text(1)) for row in rows]


@pytest.mark.window
def test_chips_count_and_narrow(window_at_work):
    dialog = TonightDialog(window_at_work, window_at_work.session, window_at_work.doors)
    assert dialog._title.text() == "4 things wait"
    assert listed(dialog)[0] == ("Reports received", "Only claimed")
    assert dialog.chips["unanswered"].text() == "Unanswered  3"
    assert not dialog.chips["conflict"].isEnabled()
    dialog.chips["claimed"].click()
    assert listed(dialog) == [("Reports received", "Only claimed")]
    dialog.chips[""].click()
    dialog.asked.setCurrentIndex(dialog.asked.findData("pro"))
    dialog._narrow()
    assert listed(dialog) == [("Reports received", "Only claimed")]


@pytest.mark.window
def test_words_find_and_enter_goes(window_at_work, qtbot, when_asked):
    def go(dialog):
        qtbot.keyClicks(dialog.search, "sta")
        assert listed(dialog) == [("Stage", "Unanswered")]
        qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)

    when_asked(go)
    window_at_work.menu_actions["tonight"].trigger()
    assert window_at_work.place() == STAGE


@pytest.mark.window
def test_where_nothing_fits_the_dialog_says_so(window_at_work):
    dialog = TonightDialog(window_at_work, window_at_work.session, window_at_work.doors)
    dialog.search.setText("xyzzy")
    assert listed(dialog) == []
    assert "filter" in dialog.none.text()
    assert not dialog._goes.isEnabled()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Évaluation", "evaluation"),
        ("إجابة", "اجابه"),
        ("مُحَقِّق", "محقق"),
        ("ﻻ", "لا"),
        ("مصطفى", "مصطفي"),
        ("١٢", "12"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
    ],
)
def test_what_people_write_for_each_other_is_the_same_to_a_search(one, other):
    assert folded(one) == folded(other)


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)
