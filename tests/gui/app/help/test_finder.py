"""The command palette: found in every language, by few letters, and gone to by Enter."""

import pytest
from PySide6.QtCore import Qt

from assessor.assessment.entries.sources import add_source
from assessor.assessment.review.answer_search import searchable_items
from assessor.gui.app.help.command_palette import PaletteEntry, rank_entries
from assessor.gui.team.meetings_dialog import MeetingsDialog
from assessor.gui.toolkit.text.search_folding import fold_text
from tests.support.assessment.laptops import laptop, small_form
from tests.support.windows.home import text_of

REPORTS, FINDING = "/data/police/reports", "/data/police/finding"

TONGUES = """
| survey | | | | |
| | type | name | label::English (en) | label::Arabic (ar) |
| | begin_group | police | Police | الشرطة |
| | integer | reports | Reports received | البلاغات المستلمة |
| | text | finding | What we found | ما الذي وجدناه |
| | end_group | | | |
| settings | | | | |
| | form_id | default_language | | |
| | tongues | English (en) | | |
"""


@pytest.fixture
def at_work(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path, TONGUES)).close()
    window.open_mission(ana.mission)
    return window


def go(window, qtbot, when_asked, letters, *keys):
    def type_(dialog):
        dialog.search.setText(letters)  # QTest types no Arabic
        assert dialog.tree.topLevelItemCount()  # else Enter would not close it
        for key in (*keys, Qt.Key.Key_Return):
            qtbot.keyClick(dialog.search, key)

    met = when_asked(type_)
    window.menu_actions["find"].trigger()
    return met[0]


@pytest.mark.window
@pytest.mark.parametrize("letters", ["rep rec", "بلاغات", "reports", "4711"])
def test_a_question_is_found_by_label_other_language_name_and_answer(
    at_work, qtbot, when_asked, letters
):
    at_work.session.answer(REPORTS, {"value": "4711"})
    go(at_work, qtbot, when_asked, letters)
    assert at_work.place() == REPORTS


@pytest.mark.window
def test_arrows_choose_among_what_fits(at_work, qtbot, when_asked):
    go(at_work, qtbot, when_asked, "we found", Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert at_work.place() == FINDING


@pytest.mark.window
def test_an_action_is_done(at_work, qtbot, when_asked):
    at_work.session.answer(REPORTS, {"value": "4711"})
    go(at_work, qtbot, when_asked, "undo")
    assert at_work.session.assessment.answer_at(REPORTS).value == ""


@pytest.mark.window
def test_without_a_mission_there_are_the_actions(window, when_asked, qtbot):
    go(window, qtbot, when_asked, "dark")
    assert window.menu_actions["look-dark"].isChecked()
    assert window.session.preferences.get("look") == "dark"


@pytest.mark.window
def test_a_source_is_shown(at_work, qtbot, when_asked):
    at_work.session.do(lambda now: add_source(now, institution="Ministère de l'Intérieur") and {})
    seen = []

    def look(dialog):
        assert isinstance(dialog, MeetingsDialog)
        seen.append(text_of(dialog))
        dialog.reject()

    def type_(dialog):
        qtbot.keyClicks(dialog.search, "interieur")
        when_asked(look)
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)

    when_asked(type_)
    at_work.menu_actions["find"].trigger()
    assert "Ministère de l'Intérieur" in seen[0].split("\n")


@pytest.mark.window
def test_nothing_fits_is_said(at_work, qtbot, when_asked):
    def type_(dialog):
        qtbot.keyClicks(dialog.search, "xyzzy")
        assert "No match" in dialog.hint.text()
        qtbot.keyClick(dialog.search, Qt.Key.Key_Escape)

    when_asked(type_)
    at_work.menu_actions["find"].trigger()


def way(title, other=""):
    return PaletteEntry(
        "question", title, "", fold_text(title), fold_text(f"{title} {other}"), lambda: None
    )


def test_what_is_named_so_comes_before_what_only_has_the_words():
    ways = [way("Staff of the unit"), way("Old unit", "x"), way("Unit"), way("Budget", "unit")]
    assert [each.title for each in rank_entries(ways, "unit")] == [
        "Unit",
        "Staff of the unit",
        "Old unit",
        "Budget",
    ]
    assert rank_entries(ways, "  ") == []
    assert len(rank_entries([way(f"Unit {n}") for n in range(100)], "unit", 7)) == 7


def test_what_is_not_asked_is_not_found(tmp_path):
    form = """
    | survey | | | | |
    | | type | name | label | relevant |
    | | text | gate | Gate | |
    | | text | behind | Behind | ${gate} = 'yes' |
    """
    with laptop(tmp_path, "Ana").create(small_form(tmp_path, form)) as mission:
        assert [one.title for one in searchable_items(mission)] == ["Gate"]
        mission.answer("/data/gate", "yes")
        assert [one.title for one in searchable_items(mission)] == ["Gate", "Behind"]


TWINS = """
| survey | | | |
| | type | name | label |
| | begin_group | police | Police |
| | text | finding | What we found |
| | end_group | | |
| | begin_group | courts | Courts |
| | text | found | What we found |
| | integer | judges | Judges |
| | end_group | | |
| | begin_repeat | offers | Offer |
| | text | what | What is offered |
| | text | payer | Who pays? |
| | end_repeat | | |
"""


@pytest.mark.window
@pytest.mark.parametrize(
    ("letters", "told"),
    [
        ("what we", ["What we found · Police", "What we found · Courts"]),
        ("who pays", ["Who pays? · 1 Training", "Who pays? · 2 Hardware"]),
        ("hardware", ["What is offered · 2 Hardware", "Who pays? · 2 Hardware"]),
        ("judges", ["Judges"]),
    ],
)
def test_questions_of_one_name_are_told_apart(window, tmp_path, when_asked, letters, told):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path, TWINS)).close()
    window.open_mission(ana.mission)
    do = window.session.do
    do(lambda now: now.add_repeat("/data/offers"))
    lines = window.session.assessment.node("/data/offers").children
    for line, offered in zip(lines, ("Training", "Hardware"), strict=True):
        do(lambda now, at=line.reference, what=offered: now.answer(f"{at}/what", what))
    shown = []

    def look(dialog):
        dialog.search.setText(letters)
        shown.extend(
            dialog.tree.topLevelItem(at).text(0) for at in range(dialog.tree.topLevelItemCount())
        )
        dialog.reject()

    when_asked(look)
    window.menu_actions["find"].trigger()
    assert shown == told
