"""A watched folder: what arrives is looked at, and taken in by one click, never before."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtWidgets import QFileDialog

from assessor.gui.headquarters.watched_folder_panel import by_file
from assessor.store.model.receipt import PREVIEW, Receipt
from tests.support.windows.accessibility import check as check_access
from tests.support.windows.headquarters import office, parcels

pytestmark = pytest.mark.window
__all__ = ["office", "parcels"]


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "mailbox"
    made.mkdir()
    return made


@pytest.fixture
def watched(office, folder, monkeypatch):
    """The strip of a registry that watches a folder, looked into by hand."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    monkeypatch.setattr("assessor.registry.receive.watched_folder.UNCHANGED_SECONDS", 0.0)
    assert not office.watched.is_visible
    office.screen.run_action("watch")
    return office.watched


def look(watched, qtbot):
    watched.wait_until_idle()
    watched.root.look()
    watched.wait_until_idle()


def test_what_arrives_waits_and_one_click_takes_it_in(office, watched, folder, qtbot, parcels):
    look(watched, qtbot)
    assert watched.text == "Watching mailbox. Nothing new has arrived."
    assert not watched.root.takes.isVisible()
    shutil.copy(parcels[0], folder)
    (folder / "letter.pdf").write_bytes(b"%PDF-1.4 nothing inside %%EOF")
    look(watched, qtbot)
    assert "something new: 1." in watched.text
    assert "Would be refused: 1." in watched.text
    assert office.office.mission.assessments() == ()
    check_access(watched.root)
    watched.root.takes.click()
    office.wait_for_registry()
    assert office.received().column("File") == ["Ana.assessor"]
    look(watched, qtbot)
    assert "Nothing new has arrived." in watched.text
    office.received().go_to(0)
    office.press("Undo import")
    look(watched, qtbot)
    assert "something new: 1." in watched.text


def test_another_folder_is_watched_while_the_first_is_looked_at(
    watched, folder, tmp_path, qtbot, parcels
):
    look(watched, qtbot)
    shutil.copy(parcels[0], folder)
    (tmp_path / "other").mkdir()
    watched.root.look()
    watched.root.watch(tmp_path / "other")
    watched.wait_until_idle()
    assert watched.text == "Watching other. Nothing new has arrived."


def test_they_are_shown_before_they_are_taken_in(office, watched, folder, qtbot, parcels):
    for path in parcels:
        shutil.copy(path, folder)
    look(watched, qtbot)
    watched.press("Show what they bring…")
    office.wait_until_idle()
    assert "2 of 2 files bring something new" in office.receiving.text
    office.receiving.back.click()
    assert office.office.mission.assessments() == ()


def test_the_folder_is_remembered_for_its_registry(office, watched, folder, tmp_path, qtbot):
    look(watched, qtbot)
    office.screen.create_registry(tmp_path / "other.registry")
    assert not watched.is_visible
    office.screen.open_registry(tmp_path / "hq.registry")
    assert watched.is_visible
    look(watched, qtbot)
    watched.press("Stop watching")
    office.screen.open_registry(tmp_path / "other.registry")
    office.screen.open_registry(tmp_path / "hq.registry")
    assert not watched.is_visible


def test_a_folder_that_went_says_so(watched, folder, qtbot):
    look(watched, qtbot)
    folder.rmdir()
    look(watched, qtbot)
    assert "cannot be watched" in watched.text


def test_receipts_are_told_apart_by_file(tmp_path):
    def receipt(name):
        return Receipt("", name, "", PREVIEW)

    paths = [tmp_path / "1" / "a.pdf", tmp_path / "2" / "a.pdf", tmp_path / "b.zip"]
    names = ["a.pdf", "a.files.assessor", "a.pdf", "b.zip › x.pdf", "b.zip › y.pdf"]
    found = by_file(paths, [receipt(name) for name in names])
    assert [[one.file for one in each] for each in found.values()] == [
        names[:2],
        names[2:3],
        names[3:],
    ]
