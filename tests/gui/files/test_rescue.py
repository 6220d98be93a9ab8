"""A damaged file is opened in the window: what still verifies can be rescued there."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog

from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.page import Page

pytestmark = pytest.mark.window
PAGE = 4096
RESCUE = "Rescue what still verifies…"


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A closed mission, and the name that is chosen for what is rescued."""
    ana = laptop(tmp_path, "Ana")
    with ana.create(small_form(tmp_path)) as assessment:
        assessment.answer("/data/police/stage", "2")
    new = tmp_path / "new.mission"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(new), ""))
    return ana.mission, new


@pytest.fixture
def rescued(window, when_asked):
    """Open a mission, take the offer, and answer the account; return offer and account."""

    def rescue(path, answer):
        texts = []

        def take(dialog):
            texts.append(dialog.accessibleName())
            Page(dialog).press(RESCUE)
            when_asked(close, MessageDialog)

        def close(dialog):
            texts.append(dialog.accessibleName())
            Page(dialog).press(answer)

        when_asked(take, MessageDialog)
        window.open_mission(path)
        return texts

    return rescue


def test_a_file_that_does_not_open_is_rescued(window, made, rescued):
    path, new = made
    damaged = bytes(PAGE) + path.read_bytes()[PAGE:]
    path.write_bytes(damaged)
    offer, account = rescued(path, "Open the new file")
    assert "our.mission is damaged on its first page" in offer
    assert f"What still verifies was copied to {new}:" in account
    assert window.screen_name == "desk" and window.session.assessment.path == new
    assert path.read_bytes() == damaged
    with Mission.open(new, read_only=True) as mission:
        assert mission.check() == () and mission.size > 0


def test_a_file_with_changed_bytes_opens_and_is_rescued(window, made, rescued):
    path, new = made
    content = path.read_bytes()
    path.write_bytes(content.replace(b'{"value":"2"}', b'{"value":"3"}'))
    assert path.read_bytes() != content
    offer, _ = rescued(path, "Close")
    assert "our.mission is not as it was when it was last closed" in offer
    assert window.session.assessment.path == path and window.session.assessment.mission.read_only
    assert new.exists()


def test_an_offer_that_is_declined_changes_nothing(window, made, when_asked):
    path, new = made
    damaged = bytes(PAGE) + path.read_bytes()[PAGE:]
    path.write_bytes(damaged)
    when_asked(lambda dialog: Page(dialog).press("Close"), MessageDialog)
    window.open_mission(path)
    assert window.screen_name == "home"
    assert path.read_bytes() == damaged and not new.exists()
