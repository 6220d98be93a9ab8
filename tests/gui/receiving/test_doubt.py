"""Words of an untrusted signer are marked in the window, and one click takes in what waits."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from assessor.assessment.entries.membership import make_member
from assessor.assessment.entries.sources import add_source, add_statement
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.report.report_export import export_report
from assessor.gui.receiving.receipts_panel import ReceivedFilesDialog
from assessor.gui.receiving.receive_from_colleagues import ReceiveFromColleaguesDialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.parcel.keys.contact_card import make_card, read_card
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.keys.known_people import confirm_contact, forget_contact
from assessor.registry.trust.trust_roster import read_roster, revoke_key, trust_key
from assessor.store.model.entry import Draft
from assessor.store.model.published_answers import PUBLISHED_KIND, publication_key
from tests.support.assessment.laptops import laptop, small_form
from tests.support.parcel.parcel_files import stranger_parcel
from tests.support.screens.headquarters.headquarters import HeadquartersScreen
from tests.support.screens.headquarters.receiving import ReceivingScreen
from tests.support.screens.page import Page
from tests.support.windows.home import text_of

pytestmark = pytest.mark.window

REPORTS, STAGE = "/data/police/reports", "/data/police/stage"


@pytest.fixture
def ben(tmp_path):
    return laptop(tmp_path, "Ben", hour=11)


@pytest.fixture
def sent(window, tmp_path, ben):
    """A mission that is open in the window; and what Ben's copy of it says, as a file."""
    path = tmp_path / "mine.mission"
    window.session.preferences.put("assessor", "Ana")
    window.session.create(path, small_form(tmp_path))
    window.session.assessment.answer(STAGE, "2")
    window.session.assessment.seal()
    ben.mission.write_bytes(path.read_bytes())
    with ben.open() as his:
        his.answer(STAGE, "3")
        source = add_source(his, title="Registrar")
        add_statement(his, STAGE, "3", source)
        return export_report(his, tmp_path / "ben.assessor").path


def tags(widget):
    return [
        each.text()
        for each in widget.findChildren(QLabel)
        if each.property("role") == "tag-warn" and each.isVisible() and each.text()
    ]


def inspect(window, qtbot, reference):
    desk = window.show_screen("desk")
    desk.go_to(reference)
    qtbot.waitUntil(lambda: desk.inspector.reference == reference)
    return desk.inspector


def test_history_and_statements_mark_a_stranger_until_met(window, sent, ben, qtbot):
    receive_files(window.session.assessment, [sent])
    window.session.do(lambda now: now.reload())
    inspector = inspect(window, qtbot, STAGE)
    qtbot.waitUntil(lambda: tags(inspector.history) == ["not a member of the team"])
    assert "not a member of the team" in tags(inspector.statements)
    identity = ben.identity()
    card = read_card(make_card(identity, ""))
    confirm_contact(window.session.preferences.folder, card, identity.words, 1)
    window.session.changed.emit({"": frozenset({"people"})})
    qtbot.waitUntil(lambda: tags(inspector.history) == [])
    assert "not a member of the team" not in tags(inspector.statements)


def test_what_was_published_in_anothers_place_is_said_to_be_who_published_its(
    window, sent, ben, qtbot
):
    mission = window.session.assessment.mission
    eve = laptop(ben.folder, "Eve").identity()
    own = window.session.identity()
    make_member(mission, window.session.assessment.uuid, ben.identity().public.hex(), own)
    with ben.open() as his:
        [one] = [each for each in his.mission.changesets() if each.header.author == "Ben"]
        kinds = [one.header.topics[topic][0] for topic in one.header.of]
    mission.add([one.without_bodies([kinds.index("answer")])])
    key = publication_key("government", f"{one.id}:{kinds.index('answer')}", eve.public.hex())
    told = Draft(PUBLISHED_KIND, key, {"value": "1"}, (), 1)
    mission.write(one.header.assessment, [told], "Eve")
    mission.seal(None, eve)
    window.session.do(lambda now: now.reload())
    inspector = inspect(window, qtbot, STAGE)
    qtbot.waitUntil(lambda: "As published by" in text_of(inspector.history))
    assert "Eve (unverified)" in text_of(inspector.history).replace("\u2068", "").replace(
        "\u2069", ""
    )


def test_a_dispute_marks_the_side_of_a_stranger(window, sent, ben, qtbot):
    window.session.do(lambda now: now.answer(STAGE, "1"))
    receive_files(window.session.assessment, [sent])
    window.session.do(lambda now: now.reload())
    inspector = inspect(window, qtbot, STAGE)
    qtbot.waitUntil(lambda: tags(inspector.conflict) == ["not a member of the team"])


def test_the_field_sees_what_waits_and_one_click_takes_it_in(window, sent, ben, qtbot, when_asked):
    mission = window.session.assessment.mission
    trust_key(mission, "ab" * 32, "Somebody")
    dialog = ReceiveFromColleaguesDialog(window, window.session, [sent])
    dialog.show()
    page = ReceivingScreen(dialog.receiving)
    qtbot.waitUntil(lambda: not page.is_busy)
    assert "not on the roster" in page.files.cell(0, "Why")
    seen = []

    def on_received(shown):
        seen.append(text_of(shown))
        Page(shown).press("Trust and import")
        seen.append(text_of(shown))
        shown.accept()

    def on_message(shown):
        assert isinstance(shown, MessageDialog) and "waits" in shown.accessibleName()
        when_asked(on_received)
        shown.findChild(QPushButton).click()

    when_asked(on_message)
    page.go.click()
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert "Set aside" not in seen[1] and ben.identity().words in seen[0]
    assert mission.quarantine() == ()
    assert {one.name for one in read_roster(mission).values()} == {"Somebody", "Ben"}
    assert window.session.assessment.answer_at(STAGE).value == "3"


def test_headquarters_takes_in_a_revoked_key_once(window, sent, ben, qtbot, tmp_path):
    window.session.close()
    office = HeadquartersScreen(window)
    office.screen.create_registry(tmp_path / "hq.registry")
    registry, key = office.office.mission, ben.identity().public.hex()
    trust_key(registry, key, "Ben")
    revoke_key(registry, key, 5)
    office.receive([sent])
    assert "wait until their signers are trusted: 1" in office.notice
    assert office.received().column(0) == ["Set aside"]
    assert "key revoked" in tags(office.receipts().root)
    office.press("Accept once")
    assert office.received().cell(0) in ("Received", "Received in part")
    assert read_roster(registry)[key].revoked_at
    assert "Ben (key revoked)" in office.receipts().text


def test_the_newest_receipt_is_shown_in_a_mirrored_window_too(window, sent, qtbot, tmp_path):
    window.session.close()
    window.session.speak("ar")
    office = HeadquartersScreen(window)
    office.screen.create_registry(tmp_path / "hq.registry")
    office.receive([sent])
    assert "ben.assessor" in office.receipts().text


def test_receipts_say_who_signed(window, sent, qtbot, tmp_path):
    window.session.close()
    office = HeadquartersScreen(window)
    office.screen.create_registry(tmp_path / "hq.registry")
    office.receive([sent])
    assert "Signed by" in office.receipts().text
    assert "Ben (not a member of the team)" in office.receipts().text


def test_the_menu_leads_to_what_was_received(window, sent, when_asked):
    met = when_asked(lambda dialog: dialog.accept())
    window.menu_actions["received"].trigger()
    assert isinstance(met[0], ReceivedFilesDialog)


def test_headquarters_sees_a_false_name_until_the_words_were_compared(window, sent, tmp_path):
    """Somebody else called Ana answers; once her six words were compared, her value stands."""
    mission, stranger = window.session.assessment, load_identity(tmp_path / "stranger", "Ana")
    genuine = export_report(mission, tmp_path / "ana.assessor").path
    files = [genuine, stranger_parcel(tmp_path, mission.mission, stranger, {STAGE: "1"})]
    window.session.close()
    page = HeadquartersScreen(window)
    page.screen.create_registry(tmp_path / "hq.registry")
    page.receive(files)
    assert page.waiting == 1
    shown = tags(page.inbox().wait_for_decision().root)
    marks = [text.replace("\u2068", "").replace("\u2069", "") for text in shown]
    assert marks == ["says it is Ana, with another key"]
    home, card = window.session.preferences.folder, read_card(make_card(stranger, ""))
    confirm_contact(home, card, card.words, 1)
    window.session.changed.emit({"": frozenset({"people"})})
    assert page.waiting == 0
    forget_contact(home, card.public)
    window.session.changed.emit({"": frozenset({"people"})})
    assert page.waiting == 1
