"""The window asks before an undo by which somebody gains authority, and tells it afterwards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.stolen_invitation import Theft, steal_invitation
from tests.support.screens.headquarters.headquarters import HeadquartersScreen
from tests.support.windows.dialogs import answers
from tests.support.windows.headquarters import REPORTS
from tests.support.windows.headquarters import office as office

pytestmark = pytest.mark.window


def details(office: HeadquartersScreen) -> str:
    """Return what is told of the chosen file, without the marks around names."""
    return office.receipts().text.replace("\u2068", "").replace("\u2069", "")


@pytest.fixture
def theft(office: HeadquartersScreen, tmp_path) -> Theft:
    """Headquarters received the report that puts a thief out of Elena's team."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as elena:
        elena.answer(REPORTS, "6210")
        files = steal_invitation(tmp_path, elena, {REPORTS: "1"})
    office.receive([files.before, files.thief])
    office.receive([files.after])
    office.received().go_to(0)
    return files


def test_one_file_is_undone_only_after_a_question(office, theft, when_asked):
    """It names the key that speaks for the team again, before and after."""
    again = f"Elena ({theft.key}) belongs to the team again: what this key says counts."
    assert f"entries aside and changes who speaks for a team: {again}" in details(office)
    [asked] = [answers(when_asked, "Cancel")]
    office.receipts().press("Undo import")
    assert "Undoing the import of after.assessor changes who speaks for a team." in asked[0]
    assert f"• {again}" in asked[0] and "lets people into the team again" in asked[0]
    assert office.received().column(0)[0] == "Received" and office.waiting == 1
    answers(when_asked, "Undo import")
    office.receipts().press("Undo import")
    assert office.received().column(0)[0] == "Import undone" and office.waiting == 0
    office.received().go_to(0)
    assert again in details(office)


@pytest.mark.parametrize(("answer", "undone"), [("Cancel", 1), ("Undo import", 2)])
def test_several_files_ask_for_the_one_that_changes_the_team(
    office, theft, when_asked, answer, undone
):
    """The thief's file goes first; what was undone before the question stays undone."""
    office.received().key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    asked = answers(when_asked, answer)
    office.press("Undo import of 2 selected files")
    assert len(asked) == 1 and "lets people into the team again" in asked[0]
    assert office.received().column(0).count("Import undone") == undone


def test_all_that_is_known_of_a_mission_goes_without_a_question(office, theft):
    """The invitation goes before the order that takes it back: nobody gains anything."""
    office.received().view.selectAll()
    office.press("Undo import of 3 selected files")
    assert office.received().column(0).count("Import undone") == 3
