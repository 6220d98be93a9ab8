"""A registry that a team shares, in the window: reached, read, worked in beside others, lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton

from assessor.assessment.assessment import Assessment
from assessor.cli.main import main
from assessor.gui.conflicts.inbox_page import InboxPosition
from assessor.gui.headquarters.open_registry_dialog import OpenRegistryDialog
from assessor.gui.headquarters.registry_connection import Password
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.registry.receive.receiver import receive as take_in
from assessor.store.model.database_address import DatabaseAddress, parse_location
from assessor.store.postgres.registry_database import grant_statements
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import sent_by_two
from tests.support.screens.headquarters.headquarters import HeadquartersScreen
from tests.support.screens.headquarters.inbox import REASON
from tests.support.screens.page import Page
from tests.support.windows.headquarters import FINDING, STAGE
from tests.support.windows.home import text_of

pytestmark = pytest.mark.window


@pytest.fixture
def address(postgres):
    made = postgres.database()
    Mission.create(made, role="registry").close()
    postgres.run(grant_statements(), made.name)
    return made


@pytest.fixture
def parcels(tmp_path):
    """What two laptops send that answered two questions differently."""

    def say(own, name, stage):
        own.answer(STAGE, stage)
        own.answer(FINDING, stage)

    return sent_by_two(tmp_path, say)


@pytest.fixture
def office(window, address):
    """Headquarters with the registry of the team."""
    page = HeadquartersScreen(window)
    page.screen.open_registry(address)
    return page


def anywhere(screen, text):
    """The button of that text, on whichever tab."""
    every = screen.findChildren(QPushButton)
    return next(each for each in every if text in (each.text(), each.accessibleName()))


def test_the_dialog_tests_and_opens_and_keeps_no_password(window, address, when_asked):
    screen = window.show_screen("headquarters")
    url = address.url.replace("keeper@", "keeper:secret@")
    said = []

    def fill(dialog):
        assert not dialog.opens.isEnabled() and "Name the database" in dialog.opens.toolTip()
        dialog.fields["host"].setText(url)  # as pasted
        dialog.fields["host"].textEdited.emit(url)
        assert dialog.fields["database"].text() == address.name
        Page(dialog).press("Test the connection")
        said.append(text_of(dialog))
        dialog.opens.click()

    when_asked(fill, OpenRegistryDialog)
    screen.run_action("open-registry")
    assert "as a keeper" in said[0]
    assert screen.office.name == address.name
    known = window.session.preferences.registries()
    assert known[0].parts == address.parts
    kept = (window.session.preferences.folder / "window.ini").read_text()
    assert address.name in kept and "secret" not in kept


def test_what_was_opened_before_is_offered_again(office, window, address, when_asked, tmp_path):
    office.screen.create_registry(tmp_path / "own.registry")
    assert office.office.name == "own"

    def choose(dialog):
        known = dialog.known
        texts = [known.item(row).toolTip() for row in range(known.count())]
        assert texts == [str(tmp_path / "own.registry"), str(address)]
        dialog.known.itemActivated.emit(known.item(1))

    when_asked(choose, OpenRegistryDialog)
    office.screen.run_action("open-registry")
    assert office.office.name == address.name


def test_a_password_is_asked_for_until_it_fits(window, postgres, address, when_asked, qtbot):
    postgres.run("CREATE ROLE locked LOGIN PASSWORD 'right' IN ROLE assessor_analyst")
    screen = window.show_screen("headquarters")
    asked = []

    def wrong(dialog):
        asked.append(dialog)
        when_asked(right, Password)
        Page(dialog).child(QLineEdit).setText("wrong")
        Page(dialog).press("Connect")

    def right(dialog):
        if dialog in asked:
            when_asked(right, Password)
            return
        assert "password" in text_of(dialog)
        Page(dialog).child(QLineEdit).setText("right")
        Page(dialog).press("Connect")

    with postgres.asking_for_passwords("locked"):
        when_asked(wrong, Password)
        screen.open_registry(parse_location(postgres.url(address.name, "locked")))
        assert screen.office is not None and screen.office.mission.can_manage is False


def test_an_empty_database_is_made_a_registry_if_one_wants(window, postgres, when_asked):
    empty = postgres.database()
    screen = window.show_screen("headquarters")
    when_asked(lambda box: Page(box).press("Make a registry"), MessageDialog)
    screen.open_registry(empty)
    assert screen.office.mission.receipts() == ()


def test_a_server_that_is_not_there_says_so_and_nothing_is_open(window, when_asked, tmp_path):
    screen = window.show_screen("headquarters")
    met = when_asked(lambda box: box.accept(), MessageDialog)
    screen.open_registry(DatabaseAddress.of("hq", host=str(tmp_path)))
    assert "cannot be reached" in met[0].accessibleName()
    assert screen.office is None and Page(screen).shows("New registry…")


def test_what_others_did_is_shown_and_nothing_typed_or_chosen_is_lost(
    office, window, address, parcels
):
    with Mission.open(address) as other:
        take_in(other, parcels)
    office.look_at_others()
    assert "Files they received: 2" in office.alongside.text
    assert office.waiting == 2
    inbox = office.inbox()
    inbox.list.go_to(1)
    at = inbox.root.at
    inbox.decision.fill(REASON, "I saw it")
    with Mission.open(address) as other:
        other.set_setting("watched", "other")
    office.look_at_others()
    assert inbox.root.at == InboxPosition(at.conflict, at.question, "I saw it")
    assert inbox.list.current[0] == 1
    [first, second] = office.office.shelf.conflicts()
    gone = first if first.id == at.conflict else second
    kept = second if gone is first else first
    with Mission.open(address) as other:
        live = Assessment.of(other, gone.assessment, window.session.identity())
        live.decide(gone, take=gone.heads[0].name, note="")
        live.seal()
    office.look_at_others()
    told = office.alongside.text
    assert "has been decided" in told and "You had written: I saw it." in told
    assert inbox.root.at.conflict == kept.id
    before = office.alongside.text
    inbox.decision.take("Ana")
    office.look_at_others()
    assert office.waiting == 0 and office.alongside.text == before  # one's own is no news


def test_a_reader_sees_why_nothing_can_be_changed(window, postgres, address, parcels, qtbot):
    with Mission.open(address) as other:
        take_in(other, parcels)
    postgres.run("CREATE ROLE reads LOGIN IN ROLE assessor_reader")
    page = HeadquartersScreen(window)
    screen = page.screen
    screen.open_registry(parse_location(postgres.url(address.name, "reads")))
    page.missions()
    inbox = page.inbox()
    names = ("Receive files…", "Receive a folder…", "Watch a folder…", "Settle by a rule…",
             "Undo import", "Put somebody on it…", "Join them", "Postpone",
             "Take the answer of Ana", "Decide for this value")  # fmt: skip
    for name in names:
        found = anywhere(screen, name)
        assert not found.isEnabled() and "role of an analyst" in found.toolTip(), name
    assert inbox.decision.field(REASON) and screen.alongside.isVisible()
    assert "You may read this registry" in screen.alongside.told.text()
    assert inbox.choices("Missions shown").isEnabled()
    assert "Taking it back" not in page.receipts().text


def test_an_analyst_takes_nothing_back(window, postgres, address, parcels):
    postgres.run("CREATE ROLE analyses LOGIN IN ROLE assessor_analyst")
    screen = window.show_screen("headquarters")
    screen.open_registry(parse_location(postgres.url(address.name, "analyses")))
    take_in(screen.office.mission, parcels)
    screen.show_registry()
    assert "keeper" in anywhere(screen, "Undo import").toolTip()
    assert "keeper" in anywhere(screen, "Put somebody on it…").toolTip()
    assert anywhere(screen, "Receive files…").isEnabled()
    assert screen.alongside.isHidden()


def test_a_lost_server_is_said_and_tried_again(office, qtbot, postgres, address, parcels):
    with Mission.open(address) as other:
        take_in(other, parcels)
    office.look_at_others()
    decision = office.inbox().decision
    decision.fill(REASON, "half a sentence")
    others = f"FROM pg_stat_activity WHERE datname='{address.name}'"
    postgres.run(f"SELECT pg_terminate_backend(pid) {others}")
    office.look_at_others()
    assert office.screen.alongside.lost and "tried again" in office.alongside.text
    assert decision.read(REASON) == "half a sentence"
    office.press("Try now")
    office.wait_until_idle()
    assert not office.screen.alongside.lost and "is back" in office.alongside.text
    decision.take("Ana")
    assert office.waiting == 1


def test_the_address_alone_opens_the_window(monkeypatch, capsys):
    opened = []
    monkeypatch.setattr(
        "assessor.gui.app.startup.run_application", lambda files: opened.extend(files) or 0
    )
    assert main(["postgresql://ana@db/hq"]) == 0
    assert opened == [DatabaseAddress("postgresql://ana@db/hq")]
    assert main(["postgresql://ana@db/hq", "inbox"]) == 2
    assert "name the verb first" in capsys.readouterr().err


def test_files_are_received_there_and_the_file_registry_stays_as_it_was(office, qtbot, parcels):
    office.receive(parcels)
    assert office.received().column(0) == ["Received", "Received"]
    office.look_at_others()
    assert not office.alongside.is_visible
    assert replace(office.office.where, password="x") == office.office.where
