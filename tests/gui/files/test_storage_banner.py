"""A mission in a cloud folder says so, and moves to this computer's own disk."""

import pytest

from assessor.assessment.base.storage_place import REMOVABLE
from assessor.gui.files import storage_banner
from assessor.gui.files.storage_banner import StorageBanner, own_folder, storage_text
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.gui.toolkit.text.phrases import Phrases
from tests.support.assessment.laptops import small_form
from tests.support.screens.page import Page, wait_until

pytestmark = pytest.mark.window

REPORTS = "/data/police/reports"


@pytest.fixture
def in_cloud(window, tmp_path, monkeypatch):
    """The path of a mission in a folder of OneDrive that is open in the window."""
    monkeypatch.setattr(storage_banner, "documents", lambda: tmp_path / "documents")
    window.session.rename("Noor")
    path = tmp_path / "OneDrive - UNODC" / "a.mission"
    path.parent.mkdir()
    window.session.create(path, small_form(tmp_path), passphrase="orange tram 7")
    window.session.answer(REPORTS, {"value": "1"})
    return path


def banner_of(window):
    return window.findChild(StorageBanner)


@pytest.mark.parametrize("choice", ["Keep the old file", "Remove the old file"])
def test_a_mission_in_a_cloud_moves_with_all_its_answers(window, in_cloud, when_asked, choice):
    banner = banner_of(window)
    assert banner.isVisible() and "a folder of OneDrive" in Page(banner).text
    told = []

    def choose(dialog):
        told.append(Page(dialog).text)
        Page(dialog).press(choice)

    when_asked(choose, MessageDialog)
    Page(banner).press("Move to this computer…")
    wait_until(lambda: bool(told))
    own = window.session.assessment
    assert own.path.parent == own_folder() and own.instance.answers()[REPORTS] == "1"
    assert own.mission.encrypted and window.session.passphrase == "orange tram 7"
    assert own.path.name in told[0] and in_cloud.name in told[0]
    assert in_cloud.exists() == (choice == "Keep the old file")
    assert not banner.isVisible()


def test_a_mission_on_this_disk_has_no_banner_and_later_hides_it(window, in_cloud, tmp_path):
    banner = banner_of(window)
    Page(banner).press("Later")
    assert not banner.isVisible()
    window.session.close()
    window.session.create(tmp_path / "b.mission", small_form(tmp_path))
    assert not banner.isVisible()


def test_a_stick_is_told_otherwise_than_a_cloud():
    assert "stick or removable disk" in storage_text(REMOVABLE, Phrases("en"))


def test_documents_in_a_cloud_are_not_this_computers_own_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(storage_banner, "documents", lambda: tmp_path / "OneDrive" / "Documents")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert own_folder() == tmp_path / "Assessor"
