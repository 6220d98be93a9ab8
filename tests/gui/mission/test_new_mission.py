"""Beginning a mission by hand: what is typed reaches the file, what is wrong is said beside it."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from assessor.errors import WrongPassphrase
from assessor.gui.files.passphrase_fields import UnlockDialog
from assessor.parcel.keys.identity import load_identity
from assessor.store.write.mission import Mission
from tests.support.form.markdown_forms import read_markdown
from tests.support.screens.mission.new_mission import (
    AGAIN,
    COUNTRY,
    FORM,
    LANGUAGE,
    NAME,
    PASSPHRASE,
    NewMissionScreen,
)
from tests.support.screens.page import Page
from tests.support.windows.new_mission import page as page

pytestmark = pytest.mark.window

UNLOCK = "Passphrase of this mission"


def test_the_form_tells_its_facts(page):
    assert re.search(r"\b\d{3} questions, some only after certain answers", page.text)
    assert len(page.options(LANGUAGE)) == 5
    assert len(page.options(COUNTRY)) == 203


def test_a_name_that_the_laptop_has_is_filled_in(window):
    """It was given to a verb (--assessor), so that the preferences do not have it."""
    load_identity(window.session.preferences.folder, "Ana Ortiz")
    window.session.preferences.put("assessor", "")
    window.begin(None)
    assert Page(window.current_screen).read(NAME) == "Ana Ortiz"


def test_the_form_is_called_as_its_sheets_do_in_the_language_of_the_window(window, page):
    window.session.speak("fr")
    assert page.options(FORM)[0].startswith("Réponse nationale")


def test_a_mission_begins_and_its_country_is_in_the_file(window, page, qtbot, tmp_path):
    page.decline()
    page.begin(tmp_path / "a.mission", country="san verano (fictional)")
    assert window.screen_name == "desk"
    assert window.windowTitle() == "San Verano (fictional) – Assessor"
    window.go_home()
    with Mission.open(tmp_path / "a.mission") as mission:
        [row] = mission.assessments()
        said = {
            entry.key.rsplit("/", 1)[-1]: entry.body["value"]
            for entry in mission.entries(row.uuid, "answer")
        }
        assert said["country"] == "XSV"
        assert {entry.author for entry in mission.entries(row.uuid)} == {"Maria Ospina"}


def test_a_protected_mission_opens_with_its_passphrase_alone(
    window, page, qtbot, tmp_path, when_asked
):
    secret = "orange tram window seven"
    page.begin(tmp_path / "a.mission", secret=(secret, secret))
    assert window.screen_name == "desk"
    window.go_home()
    with pytest.raises(WrongPassphrase):
        Mission.open(tmp_path / "a.mission")
    assert window.session.preferences.caption(tmp_path / "a.mission") == ""

    def answer(dialog):
        assert isinstance(dialog, UnlockDialog)
        Page(dialog).fill(UNLOCK, secret)
        qtbot.keyClick(Page(dialog).field(UNLOCK), Qt.Key.Key_Return)

    when_asked(answer)
    window.open_mission(tmp_path / "a.mission")
    assert window.screen_name == "desk"


def test_a_wrong_passphrase_asks_again_and_can_be_given_up(
    window, page, qtbot, tmp_path, when_asked
):
    secret = "orange tram window seven"
    page.begin(tmp_path / "a.mission", secret=(secret, secret))
    window.go_home()
    met = []

    def wrong(dialog):
        Page(dialog).fill(UNLOCK, "something else")
        met.extend(when_asked(lambda again: again.reject()) or [dialog])
        dialog.accept()

    when_asked(wrong)
    window.open_mission(tmp_path / "a.mission")
    assert met
    assert window.screen_name == "home"


WRONG = [
    ({"name": ""}, "Write your name"),
    ({"country": "Atlantis"}, "not in the form's list"),
    ({"path": "relative.mission"}, "whole path"),
    ({"path": "{tmp}/a.txt"}, "ends in .mission"),
    ({"path": "{tmp}/there.mission"}, "already"),
    ({}, "Type a passphrase"),
    ({"secret": ("one thing", "another thing")}, "differ"),
]


def test_what_is_wrong_is_said_and_nothing_is_made(page, qtbot, tmp_path):
    """On one page, whose building costs more than all the rest; each wish finds empty fields."""
    (tmp_path / "there.mission").touch()
    for wish, sentence in WRONG:
        page.write_country("")
        page.fill(PASSPHRASE, "")
        page.fill(AGAIN, "")
        path = wish.get("path", "{tmp}/new.mission").format(tmp=tmp_path)
        others = {name: said for name, said in wish.items() if name != "path"}
        page.begin(Path(path), **others)
        assert sentence in page.text, wish
        assert not (tmp_path / "new.mission").exists()


@pytest.mark.parametrize(("pressed", "shown"), [("Use it anyway", "desk"), ("Cancel", "new")])
def test_a_form_whose_mistakes_can_be_passed_over_is_used_only_if_one_says_so(
    window, qtbot, tmp_path, when_asked, pressed, shown
):
    source = read_markdown(
        "| survey | | | |\n| | type | name | label |\n| | integer | a | How many |\n"
    )
    odd = source.xform.replace("</h:body>", '<input ref="/data/none"/></h:body>')
    (tmp_path / "odd.xml").write_text(odd, encoding="utf-8")
    page = NewMissionScreen.anew(window, tmp_path / "odd.xml").wait_until_ready()
    page.decline()

    def press(dialog):
        assert "/data/none" in Page(dialog).text
        Page(dialog).press(pressed)

    assert not when_asked(press)
    page.begin(tmp_path / "a.mission")
    assert window.screen_name == shown
    assert (tmp_path / "a.mission").exists() == (shown == "desk")


def test_a_form_with_a_mistake_says_where(window, qtbot, tmp_path):
    (tmp_path / "odd.md").write_text(
        "| survey | | | |\n| | type | name | label |\n| | intger | a | How many |\n"
    )
    page = NewMissionScreen.anew(window, tmp_path / "odd.md")
    page.wait_for_text("This form cannot be used.")
    assert "row" in page.text
    assert not page.is_ready
