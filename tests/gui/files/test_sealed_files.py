"""Files sealed with a passphrase ask for it in the window."""

from __future__ import annotations

import re

import pytest

from assessor.assessment.report.report_export import export_report
from assessor.gui.files.passphrase_fields import UnlockDialog
from assessor.gui.receiving.receive_from_colleagues import ReceiveFromColleaguesDialog
from assessor.parcel.keys.age_sealing import passphrase_identity
from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.headquarters.receiving import ReceivingScreen
from tests.support.screens.page import Page, wait_until
from tests.support.windows.headquarters import office

pytestmark = pytest.mark.window

PASSPHRASE = "a few plain words"
FIELD = "Passphrase of this mission"
ASK_THE_TEAM = "ask who sent it for the passphrase"
__all__ = ["office"]


def plain(text):
    """A text without the marks that keep names apart."""
    return text.replace("\u2068", "").replace("\u2069", "")


def names(text):
    """The names of the sealed files in a text."""
    return re.findall(r"\w+\.pdf\.age", text)


@pytest.fixture
def folder(tmp_path):
    """Two reports that leave one protected mission, sealed with its passphrase."""
    folder = tmp_path / "stick"
    folder.mkdir()
    with laptop(tmp_path, "Ana").create(small_form(tmp_path), passphrase=PASSPHRASE) as mission:
        for stage in ("2", "3"):
            mission.answer("/data/police/stage", stage)
            export_report(mission, folder / f"stage{stage}.pdf", passphrase=PASSPHRASE)
    assert [path.suffix for path in folder.iterdir()] == [".age", ".age"]
    return folder


@pytest.fixture
def answer_with(when_asked):
    """Answer each question for a passphrase by the next word, None cancels; list the questions."""

    def answering(*typed):
        asked, words = [], iter(typed)

        def answer(dialog):
            assert isinstance(dialog, UnlockDialog)
            asked.append(Page(dialog).text)
            word = next(words)
            if len(asked) < len(typed):
                when_asked(answer)
            if word is None:
                dialog.reject()
                return
            Page(dialog).fill(FIELD, word)
            dialog.accept()

        when_asked(answer)
        return asked

    return answering


def test_one_passphrase_is_asked_for_once_and_the_files_are_received(office, folder, answer_with):
    """Headquarters without a key gets two files of one team, and first mistypes."""
    asked = answer_with("something else", PASSPHRASE)
    page = office.look_at(sorted(folder.iterdir()))
    assert len(asked) == 2
    assert "stage2.pdf.age is protected" in plain(asked[0]) and "does not open it" not in asked[0]
    assert "stage2.pdf.age is protected" in plain(asked[1])
    assert "That passphrase does not open it. Nothing was changed." in asked[1]
    assert not any(ASK_THE_TEAM in why for why in page.files.column("Why"))
    page.go.click()
    office.wait_for_registry()
    assert len(office.received()) == 2
    assert office.office.mission.assessments() != ()


def test_a_file_in_a_folder_is_left_out_when_nobody_knows_its_passphrase(
    office, folder, answer_with
):
    """The second question is for the other file, since a cancelled one is not repeated."""
    asked = answer_with(None, None)
    page = office.look_at([folder])
    assert [names(text) for text in asked] == [["stage2.pdf.age"], ["stage3.pdf.age"]]
    assert all(ASK_THE_TEAM in why for why in page.files.column("Why"))
    assert office.office.mission.assessments() == ()


def test_a_watched_folder_shows_that_a_file_waits(
    office, folder, tmp_path, monkeypatch, answer_with
):
    """Nothing asks by itself; a click does."""
    monkeypatch.setattr("assessor.registry.receive.watched_folder.UNCHANGED_SECONDS", 0.0)
    office.watched.root.watch(folder)
    office.watched.wait_until_idle()
    office.watched.root.look()
    office.watched.wait_until_idle()
    assert "Waiting for a passphrase: 2." in office.watched.text
    assert "refused" not in office.watched.text
    asked = answer_with(PASSPHRASE)
    office.watched.press("Show what they bring…")
    wait_until(lambda: asked and not office.receiving.is_busy)
    assert not any(ASK_THE_TEAM in why for why in office.receiving.files.column("Why"))
    assert len(asked) == 1


def test_a_colleague_is_asked_for_the_passphrase(window, folder, tmp_path, answer_with):
    """A colleague drops the file on a mission of their own that has no passphrase."""
    window.session.preferences.put("assessor", "Ben")
    window.session.create(tmp_path / "bens.mission", small_form(tmp_path))
    asked = answer_with(PASSPHRASE)
    dialog = ReceiveFromColleaguesDialog(window, window.session, [*folder.iterdir()])
    dialog.show()
    page = ReceivingScreen(dialog.receiving)
    wait_until(lambda: asked and not page.is_busy)
    assert not any(ASK_THE_TEAM in why for why in page.files.column("Why"))
    assert passphrase_identity(PASSPHRASE) in window.session.opens()
    window.session.close()
    assert window.session.opens() == ()
