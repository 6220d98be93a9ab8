"""Joining is one act: an invitation opens on a fresh laptop, and one field is filled."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from assessor.assessment.base.classify_files import classify_files
from assessor.assessment.entries.evidence import files_of
from assessor.assessment.exchange.exchange_folder import exchange, team_keys
from assessor.assessment.exchange.invitation_files import write_invitation
from assessor.assessment.exchange.team_keys import team_names
from assessor.assessment.report.report_export import export_report
from assessor.gui.app.drag_and_drop.desk_drop import apply_drop, describe_drop
from assessor.gui.feedback.prompts import Prompt
from assessor.gui.files import storage_banner
from assessor.gui.files.passphrase_fields import UnlockDialog
from assessor.gui.team import invitation_steps
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.parcel.keys.age_sealing import create_headquarters_key
from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.page import Page, wait_until
from tests.support.windows.home import drop

pytestmark = pytest.mark.window

HEADINGS = {
    "es": "{}, de María Núñez: ¿su nombre?",
    "ar": "{}، من María Núñez: ما اسمك؟",
}


@pytest.fixture
def maria(tmp_path):
    """The home of Maria Nunez, who began a mission."""
    own = laptop(tmp_path, "María Núñez")
    own.create(small_form(tmp_path)).close()
    return own


@pytest.fixture
def fresh(window):
    """The window of a laptop that knows nobody."""
    (window.session.preferences.folder / "identity.json").unlink()
    window.session.preferences.put("assessor", "")
    return window


@pytest.mark.parametrize("language", ["es", "ar"])
@pytest.mark.parametrize("through", ["file", "folder"])
def test_one_field_and_one_click_lead_to_the_first_question(
    fresh, maria, tmp_path, when_asked, monkeypatch, language, through
):
    """Two fresh homes: Maria's wrote the file, this one opens it."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with maria.open() as mission:
        title, path = mission.title, write_invitation(mission, stick)
    monkeypatch.setattr(storage_banner, "documents", lambda: tmp_path / "documents")
    fresh.session.speak(language)

    headings = []

    def answer(dialog):
        edit = dialog.findChild(QLineEdit)
        headings.append(re.sub("[\u2066-\u2069]", "", edit.accessibleName()))
        QTest.keyClicks(edit, "Ben Adam")
        [keeps] = [each for each in dialog.findChildren(QPushButton) if each.isDefault()]
        QTest.mouseClick(keeps, Qt.MouseButton.LeftButton)

    met = when_asked(answer, Prompt)
    fresh.open_mission(path if through == "file" else stick)
    assert headings == [HEADINGS[language].format(title)]
    assert len(met) == 1 and fresh.screen_name == "desk"
    own = fresh.session.assessment
    assert own.path.parent == tmp_path / "documents" / "Assessor"
    assert own.identity.name == "Ben Adam" and "María" not in own.path.name
    assert own.identity.public.hex() in own.mission.authority(own.uuid).members
    wait_until(lambda: fresh.place() == "/data/police/reports")


def test_an_invitation_dropped_on_another_mission_asks_to_join_it(
    window, maria, tmp_path, monkeypatch
):
    with maria.open() as mission:
        title, path = mission.title, write_invitation(mission, tmp_path)
    monkeypatch.setattr(storage_banner, "documents", lambda: tmp_path / "documents")
    window.session.rename("Ben Adam")
    window.session.create(tmp_path / "our.mission", small_form(tmp_path))
    window.show_desk("/data/police/reports")
    found = classify_files([path])
    phrases = Phrases(window.session.language)
    assert describe_drop(window, [path], found, phrases) == ("Let go to join this mission", True)
    apply_drop(window, found)
    own = window.session.assessment
    assert own.title == title and own.path.parent == tmp_path / "documents" / "Assessor"
    assert window.screen_name == "desk" and not files_of(own)


@pytest.mark.parametrize(
    ("choice", "screen"),
    [("Join this mission", "desk"), ("Receive at headquarters", "headquarters"), ("", "home")],
)
def test_a_parcel_dropped_on_the_first_screen_offers_to_join(
    window, maria, tmp_path, when_asked, monkeypatch, choice, screen
):
    with maria.open() as mission:
        path = exchange(mission, tmp_path).path
    monkeypatch.setattr(storage_banner, "documents", lambda: tmp_path / "documents")
    window.session.rename("Ben Adam")

    def choose(dialog):
        assert path.name in Page(dialog).text and "María Núñez" in Page(dialog).text
        Page(dialog).press(choice) if choice else dialog.reject()

    met = when_asked(choose, MessageDialog)
    drop(window.show_screen("home"), [path])
    assert met and window.screen_name == screen


def test_who_declines_to_say_a_name_opens_nothing(fresh, maria, when_asked):
    when_asked(lambda dialog: dialog.reject(), Prompt)
    fresh.open_mission(maria.mission)
    assert fresh.session.open_assessment is None
    assert not fresh.session.identity().name


def test_the_menu_writes_an_invitation(window, tmp_path, when_asked, monkeypatch):
    stick = tmp_path / "stick"
    stick.mkdir()
    window.session.create(tmp_path / "our.mission", small_form(tmp_path))
    monkeypatch.setattr(invitation_steps, "choose_folder", lambda *_: stick)
    told = []

    def read(dialog):
        told.append(Page(dialog).text)
        dialog.accept()

    when_asked(read, MessageDialog)
    window.menu_actions["invite"].trigger()
    [path] = stick.iterdir()
    assert path.suffix == ".invitation" and path.name in told[0]
    assert len(team_names(window.session.assessment).invitations()) == 1


@pytest.fixture
def protected(fresh, tmp_path, monkeypatch):
    """The file that Maria leaves in the exchange of her protected mission; Ben has a fresh home."""
    monkeypatch.setattr(storage_banner, "documents", lambda: tmp_path / "documents")
    own = laptop(tmp_path, "María Núñez")
    with own.create(small_form(tmp_path), passphrase="orange tram") as mission:
        return exchange(mission, tmp_path, keys=team_keys(mission, "orange tram")).path


def unlock(when_asked, *words):
    """Type these passphrases, one a question; return what the questions said."""
    texts, left = [], list(words)

    def type_one(dialog):
        texts.append(Page(dialog).text)
        word = left.pop(0)
        if left:
            when_asked(type_one, UnlockDialog)
        QTest.keyClicks(dialog.findChild(QLineEdit), word)
        dialog.accept() if word else dialog.reject()

    when_asked(type_one, UnlockDialog)
    return texts


def test_a_sealed_file_of_the_exchange_asks_for_the_passphrase_of_the_team(
    fresh, protected, when_asked
):
    def write_name(dialog):
        dialog.findChild(QLineEdit).setText("Ben Adam")
        Page(dialog).press("Keep")

    met = when_asked(write_name, Prompt)
    texts = unlock(when_asked, "green boat", "orange tram")
    fresh.session.remember_passphrase("orange tram")  # typed for a file at headquarters
    fresh.open_mission(protected)
    assert len(texts) == 2 and len(met) == 1
    assert "That passphrase does not open it." in texts[1]
    own = fresh.session.assessment
    assert own.mission.encrypted and own.mission.accepts_passphrase("orange tram")


def test_a_sealed_file_dropped_on_the_first_screen_offers_to_join(
    window, protected, when_asked, monkeypatch
):
    window.session.rename("Ben Adam")
    texts = []

    def choose(dialog):
        texts.append(Page(dialog).text)
        Page(dialog).press("Join this mission")

    when_asked(choose, MessageDialog)
    asked = unlock(when_asked, "orange tram")
    drop(window.show_screen("home"), [protected])
    assert "sealed with the passphrase of a mission" in texts[0] and len(asked) == 1
    assert window.session.assessment.mission.encrypted


def test_what_is_sealed_to_somebody_else_says_so(fresh, maria, tmp_path, when_asked):
    key = create_headquarters_key(tmp_path)
    with maria.open() as mission:
        path = export_report(mission, tmp_path / "for hq.assessor", to=[key]).path
    texts = []

    def read(dialog):
        texts.append(Page(dialog).text)
        dialog.accept()

    when_asked(read, MessageDialog)
    fresh.open_mission(path)
    assert "sealed to somebody else" in texts[0] and "ask the sender" in texts[0]
    assert fresh.session.open_assessment is None


def test_what_is_no_invitation_says_so(fresh, tmp_path, when_asked):
    path = tmp_path / "x.invitation"
    path.write_bytes(b"ASSESSOR INVITATION nothing")
    texts = []

    def read(dialog):
        texts.append(Page(dialog).text)
        dialog.accept()

    when_asked(read, MessageDialog)
    fresh.open_mission(path)
    assert "This is no invitation, report or parcel of Assessor" in texts[0]
