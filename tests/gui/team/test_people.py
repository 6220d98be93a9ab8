"""Meeting people by clicks: a card goes out and comes in; trust waits for the six words."""

import pytest
from PySide6.QtWidgets import QCheckBox, QFileDialog

from assessor.assessment.report.report_export import export_report
from assessor.errors import KeyUnusable
from assessor.gui.team.introduction_dialog import IntroductionDialog
from assessor.gui.team.people_dialog import PeopleDialog, QrCode, meet_from
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.parcel.keys.contact_card import make_card, read_card
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.keys.known_people import known_people
from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.page import Page
from tests.support.windows.home import drop, text_of

pytestmark = pytest.mark.window

NAME, MET = "Your name, as it will stand beside your answers", "People you have met"
TRUST = "Trust this person"


@pytest.fixture
def ben(tmp_path):
    return load_identity(tmp_path / "ben", "Ben")


@pytest.fixture
def card(tmp_path, ben):
    path = tmp_path / "Ben.card"
    path.write_bytes(make_card(ben, "UN Office"))
    return path


@pytest.fixture
def people(window):
    made = PeopleDialog(window, window.session)
    made.show()
    return made


def known(window):
    return known_people(window.session.preferences.folder)


def through_busy(when_asked, answer):
    """Answer the dialog that comes after the short one that shows the file being read."""

    def look(dialog):
        if isinstance(dialog, IntroductionDialog):
            answer(dialog)
        else:
            when_asked(look)

    return when_asked(look)


def trust(dialog):
    page = Page(dialog)
    assert not page.can_press(TRUST) and "first" in page.button(TRUST).toolTip()
    page.child(QCheckBox).click()
    page.press(TRUST)


def test_a_card_dropped_on_the_first_screen_introduces(window, card, ben, when_asked):
    seen = []

    def answer(dialog):
        seen.append(text_of(dialog))
        trust(dialog)

    through_busy(when_asked, answer)
    home = window.show_screen("home")
    assert "Let go to see whom this card introduces" in drop(home, [card])
    assert "Ben" in seen[0] and "UN Office" in seen[0] and ben.words in seen[0]
    [met] = known(window).values()
    assert (met.name, met.public) == ("Ben", ben.public.hex())


def test_without_the_words_nobody_is_trusted(window, card, when_asked):
    through_busy(when_asked, lambda dialog: dialog.reject())
    meet_from(window, window.session, [card])
    assert known(window) == {}


def test_a_report_introduces_its_sender(window, tmp_path, when_asked):
    ana = laptop(tmp_path, "Ana")
    with ana.create(small_form(tmp_path)) as mission:
        mission.answer("/data/police/reports", "3")
        sent = export_report(mission, tmp_path / "ana.assessor").path
    through_busy(when_asked, trust)
    meet_from(window, window.session, [sent])
    assert [one.name for one in known(window).values()] == ["Ana"]


def test_a_forged_card_is_refused_in_a_sentence(window, card, when_asked):
    card.write_bytes(card.read_bytes().replace(b"Ben", b"Eva"))
    said = []

    def answer(dialog):
        text = text_of(dialog)
        if "changed after" in text:
            said.append(text)
            dialog.accept()
        else:
            when_asked(answer)

    when_asked(answer)
    meet_from(window, window.session, [card])
    assert said and known(window) == {}


def test_the_own_card_is_saved_and_reads_as_oneself(window, people, tmp_path, monkeypatch, qtbot):
    page = Page(people)
    page.fill(NAME, "Ana Maria")
    page.fill("Organisation", "Ministry")
    path = tmp_path / "me"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    page.press("Save the card…")
    contact = read_card((tmp_path / "me.card").read_bytes())
    mine = window.session.identity()
    assert (contact.name, contact.organisation) == ("Ana Maria", "Ministry")
    assert contact.words == mine.words and mine.words in page.text
    assert page.child(QrCode).squares  # and as a QR code


@pytest.fixture
def nobody(window):
    """This laptop knows nobody."""
    window.session.preferences.put("assessor", "")
    (window.session.preferences.folder / "identity.json").unlink()


def test_without_a_name_there_is_no_card_yet(nobody, people, when_asked):
    met = when_asked(lambda dialog: dialog.accept())
    Page(people).press("Save the card…")
    assert isinstance(met[0], MessageDialog) and "needs a name" in met[0].accessibleName()
    assert Page(people).child(QrCode).squares == ()


def test_somebody_met_is_listed_and_can_be_forgotten(window, people, card, ben, when_asked):
    assert "Nobody yet" in text_of(people)
    told = []
    window.session.changed.connect(told.append)
    through_busy(when_asked, trust)
    drop(people, [card])
    assert Page(people).table(MET).column("Name") == ["Ben"]
    assert any("people" in each.get("", ()) for each in told)
    Page(people).table(MET).go_to(0)
    Page(people).press("Trust no longer")
    assert known(window) == {} and "Nobody yet" in text_of(people)


def test_who_is_known_already_needs_no_second_look(window, card, ben, when_asked):
    through_busy(when_asked, trust)
    meet_from(window, window.session, [card])
    again = IntroductionDialog(window, window.session, [read_card(card.read_bytes())])
    again.show()
    assert "You know this key" in text_of(again)
    assert not Page(again).all(QCheckBox) and not Page(again).shows(TRUST)
    mine = window.session.identity()
    own = IntroductionDialog(
        window, window.session, [read_card(make_card(load_identity(mine.home, "I"), ""))]
    )
    own.show()
    assert "your own key" in text_of(own) and not Page(own).shows(TRUST)


def test_what_follows_on_trust_may_fail_and_says_so(window, card, when_asked):
    def refuse(_contact):
        raise KeyUnusable("There is no room on the roster.")

    asked = IntroductionDialog(window, window.session, [read_card(card.read_bytes())], then=refuse)
    asked.show()
    trust(asked)
    assert asked.isVisible() and "no room" in text_of(asked)


def test_the_menu_leads_there(window, when_asked):
    met = when_asked(lambda dialog: dialog.accept())
    window.menu_actions["people"].trigger()
    assert isinstance(met[0], PeopleDialog)


def test_every_part_is_reached_by_tab(window, people, qtbot):
    people.activateWindow()
    page = Page(people)
    fields = {page.field(NAME), page.field("Organisation")}
    page.field(NAME).setFocus()
    assert fields <= set(page.reached_by_tab(12))
