"""Headquarters by clicks: people onto the roster, revoked, and mission packs made."""

import pytest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QPushButton

from assessor.assessment.mission.mission_start_packs import open_pack
from assessor.assessment.report.report_export import export_report
from assessor.gui.publish.pack_dialog import PackDialog
from assessor.gui.team.introduction_dialog import IntroductionDialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.parcel.keys.age_sealing import headquarters_public
from assessor.parcel.keys.contact_card import make_card
from assessor.parcel.keys.identity import load_identity
from assessor.registry.trust.trust_roster import read_roster, trust_key
from tests.support.assessment.laptops import SMALL, laptop, small_form
from tests.support.screens.headquarters.headquarters import HeadquartersScreen
from tests.support.screens.page import Page
from tests.support.windows.home import drop, text_of

pytestmark = pytest.mark.window

ROSTER = "The roster of this registry"


@pytest.fixture
def screen(window, tmp_path):
    window.session.preferences.put("assessor", "Headquarters")
    page = HeadquartersScreen(window)
    page.screen.create_registry(tmp_path / "hq.registry")
    page.roster()
    return page


@pytest.fixture
def ana(tmp_path):
    identity = load_identity(tmp_path / "ana", "Ana")
    (tmp_path / "Ana.card").write_bytes(make_card(identity, "UN"))
    return identity


def meeting(when_asked, answer):
    def look(dialog):
        if isinstance(dialog, IntroductionDialog):
            answer(dialog)
        else:
            when_asked(look)

    when_asked(look)


def agree(dialog):
    page = Page(dialog)
    assert not page.can_press("Put on the roster")
    page.child(QCheckBox).click()
    page.press("Put on the roster")


def test_a_card_dropped_on_headquarters_goes_on_the_roster_after_its_words(
    window, screen, ana, tmp_path, when_asked
):
    assert "There is no roster" in screen.roster().text
    meeting(when_asked, lambda dialog: dialog.reject())
    drop(screen.screen, [tmp_path / "Ana.card"])
    assert read_roster(window.office.mission) == {}
    meeting(when_asked, agree)
    drop(screen.screen, [tmp_path / "Ana.card"])
    both = ["Ana", "Headquarters"]
    assert sorted(one.name for one in read_roster(window.office.mission).values()) == both
    assert screen.roster().table(ROSTER).column("Name") == both
    assert ana.words in screen.roster().table(ROSTER).cell(0, "Six words")
    assert screen.count("Roster") == 2


def test_a_key_is_revoked_after_a_question_and_put_back(window, screen, ana, when_asked):
    trust_key(window.office.mission, ana.public.hex(), "Ana")
    screen.screen.show_registry()
    part = screen.roster()
    assert not part.can_press("Revoke…")
    part.table(ROSTER).go_to(0)

    def say(choice):
        def answer(dialog):
            assert isinstance(dialog, MessageDialog) and "Ana" in dialog.accessibleName()
            Page(dialog).press(choice)

        return answer

    when_asked(say("Not now"))
    part.press("Revoke…")
    assert not read_roster(window.office.mission)[ana.public.hex()].revoked_at
    when_asked(say("Revoke"))
    part.press("Revoke…")
    assert read_roster(window.office.mission)[ana.public.hex()].revoked_at
    assert "Revoked on" in part.table(ROSTER).column("Standing")[0]
    part.table(ROSTER).go_to(0)
    assert not part.can_press("Revoke…")
    part.press("Back in force")
    assert part.table(ROSTER).column("Standing") == ["In force"]


def made(window, dialog, path, when_asked, form):
    """Fill the dialog and make the pack; what was said at the end."""
    dialog.show()
    dialog.form.insertItem(0, "small", str(form))
    dialog.form.setCurrentIndex(0)
    dialog.title.setText("San Verano 2026")
    dialog.office_name.setText("HQ Geneva")
    dialog.path.setText(str(path))
    said = []

    def told(shown):
        if isinstance(shown, MessageDialog):
            said.append(shown.accessibleName())
            shown.accept()
        else:
            when_asked(told)

    when_asked(told)
    dialog.go.click()
    return said


def test_a_pack_is_made_and_headquarters_key_with_the_first(
    window, screen, ana, tmp_path, when_asked
):
    trust_key(window.office.mission, ana.public.hex(), "Ana")
    form = tmp_path / "small.md"
    form.write_text(SMALL, encoding="utf-8")
    home = window.session.preferences.folder
    dialog = PackDialog(window, window.session, window.office)
    dialog.show()
    assert "no headquarters key on this computer" in text_of(dialog)
    [said] = made(window, dialog, tmp_path / "packs" / "a.pack", when_asked, form)
    assert window.session.identity().words in said and "2 people" in said
    pack = open_pack(tmp_path / "packs" / "a.pack")
    assert (pack.title, pack.headquarters) == ("San Verano 2026", "HQ Geneva")
    assert pack.recipients == headquarters_public(home) and len(pack.roster) == 2
    again = PackDialog(window, window.session, window.office)
    again.show()
    assert "no headquarters key" not in text_of(again)
    again.secret.setText("orange tram")
    made(window, again, tmp_path / "b.pack", when_asked, form)
    assert open_pack(tmp_path / "b.pack", passphrase="orange tram").recipients == pack.recipients


def test_the_mission_before_goes_along_and_what_is_none_is_said(
    window, screen, tmp_path, when_asked, monkeypatch
):
    old = laptop(tmp_path, "Old")
    with old.create(small_form(tmp_path)) as mission:
        mission.answer("/data/police/reports", "7")
        report = export_report(mission, tmp_path / "old.assessor").path
    dialog = PackDialog(window, window.session, window.office)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(report), ""))
    dialog.show()
    first, *_ = Page(dialog).all(QPushButton, "Choose…")
    first.click()
    made(window, dialog, tmp_path / "a.pack", when_asked, tmp_path / "small.md")
    assert open_pack(tmp_path / "a.pack").previous
    wrong = PackDialog(window, window.session, window.office)
    wrong.previous.setText(str(tmp_path / "small.md"))
    wrong.form.insertItem(0, "small", str(tmp_path / "small.md"))
    wrong.form.setCurrentIndex(0)
    wrong.path.setText(str(tmp_path / "c.pack"))
    wrong.show()
    wrong.go.click()
    assert "small.md" in text_of(wrong) and not (tmp_path / "c.pack").exists()
    wrong.previous.clear()
    wrong.path.setText(str(tmp_path / "c.zip"))
    wrong.go.click()
    assert "ends in .pack" in text_of(wrong)
