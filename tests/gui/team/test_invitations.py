"""Who was invited and joined, and taking an invitation back, through the window."""

from __future__ import annotations

import pytest

from assessor.assessment.exchange.invitation_files import (
    join_mission,
    open_invitation,
    write_invitation,
)
from assessor.assessment.exchange.team_keys import team_names
from assessor.assessment.report.report_export import export_report
from assessor.gui.team.invitations_dialog import InvitationsDialog
from assessor.gui.team.team_dialog import TeamDialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.parcel.keys.identity import load_identity
from assessor.registry.receive.receiver import receive
from tests.support.assessment.laptops import small_form
from tests.support.screens.page import Page

pytestmark = pytest.mark.window

REPORTS = "/data/police/reports"
LIST, TAKE_BACK = "Who was invited", "Take the invitation back…"


@pytest.fixture
def joined(window, tmp_path):
    """Noor's mission, which Ben joined and where he answered; another file was not used."""
    window.session.create(tmp_path / "our.mission", small_form(tmp_path))
    own = window.session.assessment
    own.answer(REPORTS, "120")
    ben = load_identity(tmp_path / "ben", "Ben Adam")
    found = open_invitation(write_invitation(own, tmp_path))
    with join_mission(tmp_path / "ben.mission", found, ben) as theirs:
        theirs.answer(REPORTS, "")
        receive(own.mission, [export_report(theirs, tmp_path / "b.assessor").path])
    write_invitation(own, tmp_path)
    window.session.reload()
    return window


def opened(window, when_asked, act):
    """Open the list from the menu and act on its page."""

    def look(dialog):
        try:
            act(Page(dialog))
        finally:
            dialog.accept()

    when_asked(look, InvitationsDialog)
    window.menu_actions["invited"].trigger()


def test_an_invitation_is_taken_back_with_what_joined_by_it(joined, when_asked):
    texts = []

    def confirm(dialog):
        texts.append(Page(dialog).text.replace("\u2068", "").replace("\u2069", ""))
        Page(dialog).press("Take it back")

    def take_back(page):
        table = page.table(LIST)
        assert table.column("Who joined") == ["Nobody yet", "Ben Adam (unverified)"]
        assert table.column("Invited by") == ["Noor", "Noor"]
        table.go_to(1)
        when_asked(confirm, MessageDialog)
        page.press(TAKE_BACK)
        assert page.table(LIST).column("Counts") == ["Valid", "Taken back"]
        table.go_to(1)
        assert not page.can_press(TAKE_BACK)

    own = joined.session.assessment
    assert own.node(REPORTS).value == ""
    opened(joined, when_asked, take_back)
    assert "by which Ben Adam (unverified) joined?" in texts[0]
    assert "belong to the team no more: Ben Adam (unverified)." in texts[0]
    assert "This cannot be undone." in texts[0]
    assert joined.session.assessment.node(REPORTS).value == "120"
    assert [each.counts for each in team_names(own).invitations()] == [True, False]


def test_each_key_of_the_team_has_a_line(joined, qtbot):
    """The window's Team page names who let each key in."""
    dialog = TeamDialog(joined, joined.session, lambda: None)
    qtbot.addWidget(dialog)
    dialog.show()
    table = Page(dialog).table("Whose keys speak for the team")
    assert table.column("Member") == ["Noor", "Ben Adam (unverified)"]
    assert table.column("Let in by") == ["began the mission", "an invitation of Noor"]


def test_who_has_another_way_in_does_not_fall(joined, tmp_path, when_asked):
    """Ben has a second invitation; the question says that nobody falls with the first."""
    own = joined.session.assessment
    ben = load_identity(tmp_path / "ben", "Ben Adam")
    found = open_invitation(write_invitation(own, tmp_path))
    with join_mission(tmp_path / "ben2.mission", found, ben) as theirs:
        receive(own.mission, [export_report(theirs, tmp_path / "b2.assessor").path])
    joined.session.reload()
    texts = []

    def cancel(dialog):
        texts.append(Page(dialog).text)
        Page(dialog).press("Cancel")

    def take_back(page):
        assert page.table(LIST).column("Who joined")[0] == "Ben Adam (unverified)"
        when_asked(cancel, MessageDialog)
        page.press(TAKE_BACK)

    opened(joined, when_asked, take_back)
    assert "Nobody falls with it: who joined by it has another way into the team." in texts[0]


def test_who_cancels_takes_nothing_back(joined, when_asked):
    def cancel(page):
        when_asked(lambda dialog: Page(dialog).press("Cancel"), MessageDialog)
        page.press(TAKE_BACK)

    opened(joined, when_asked, cancel)
    assert all(each.counts for each in team_names(joined.session.assessment).keys)


def test_who_invited_nobody_reads_so(window, tmp_path, when_asked):
    window.session.create(tmp_path / "our.mission", small_form(tmp_path))

    def read(page):
        assert "Nobody was invited yet." in page.text and not page.can_press(TAKE_BACK)

    opened(window, when_asked, read)


def test_without_a_mission_nobody_is_invited(window):
    assert not window.menu_actions["invite"].isEnabled()
    assert not window.menu_actions["invited"].isEnabled()
