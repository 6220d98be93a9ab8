"""Several invitations in a folder, several files of other missions, and a copy that is here."""

from __future__ import annotations

import os

import pytest

from assessor.assessment.base.classify_files import classify_files
from assessor.assessment.exchange.exchange_folder import exchange
from assessor.assessment.exchange.invitation_files import (
    join_mission,
    open_invitation,
    write_invitation,
)
from assessor.gui.app.drag_and_drop.desk_drop import apply_drop
from assessor.gui.files import storage_banner
from assessor.gui.receiving.receive_from_colleagues import ReceiveFromColleaguesDialog
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import OF_COUNTRIES, laptop, small_form
from tests.support.screens.page import Page, wait_until
from tests.support.windows.dialogs import answers
from tests.support.windows.home import drop

pytestmark = pytest.mark.window


@pytest.fixture
def ben(window, tmp_path, monkeypatch):
    """The window of Ben, who has a name and no mission."""
    monkeypatch.setattr(storage_banner, "documents", lambda: tmp_path / "documents")
    window.session.rename("Ben Adam")
    return window


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def away(tmp_path, name, country="SVE"):
    """The mission of another team, on the laptop of its founder."""
    folder = tmp_path / f"at {name}"
    folder.mkdir()
    return laptop(folder, name).create(small_form(tmp_path, OF_COUNTRIES), country=country)


def two_invitations(tmp_path, stick):
    """Invitations of two teams in one folder, the older first."""
    paths = []
    for at, (name, country) in enumerate((("Amal", "NMB"), ("María", "SVE"))):
        with away(tmp_path, name, country) as mission:
            paths.append(write_invitation(mission, stick))
        os.utime(paths[-1], (1_000_000 + at, 1_000_000 + at))
    return paths


@pytest.mark.parametrize("how", ["drop the folder", "drop the files", "open"])
def test_which_of_several_invitations_is_meant_is_asked(ben, tmp_path, stick, when_asked, how):
    older, newer = two_invitations(tmp_path, stick)
    texts = answers(when_asked, older.name)
    if how == "open":
        ben.open_mission(stick)
    else:
        drop(ben.show_screen("home"), [stick] if "folder" in how else [older, newer])
    assert "Which one is yours?" in texts[0]
    assert f"{newer.name}: San Verano, from María" in texts[0]
    assert f"{older.name}: Nambia, from Amal" in texts[0]
    assert ben.session.assessment.title == "Nambia"


def test_who_chooses_no_invitation_opens_nothing(ben, tmp_path, stick, when_asked):
    two_invitations(tmp_path, stick)
    texts = answers(when_asked, "")
    ben.open_mission(stick)
    assert len(texts) == 1 and ben.session.open_assessment is None


def test_a_folder_whose_mission_is_here_already_opens_the_copy(ben, tmp_path, stick, when_asked):
    with away(tmp_path, "María") as mission:
        write_invitation(mission, stick)
    ben.open_mission(stick)
    copy = ben.session.assessment.path
    ben.session.assessment.answer("/data/police/reports", "7")
    ben.go_home()
    texts = answers(when_asked, "Close")
    ben.open_mission(stick)
    assert "Your copy is open" in texts[0] and copy.name in texts[0]
    own = ben.session.assessment
    assert own.path == copy and own.node("/data/police/reports").value == "7"
    assert list(copy.parent.glob("*.mission")) == [copy]


def test_a_copy_from_a_parcel_enters_the_team_by_the_invitation(ben, tmp_path, stick, when_asked):
    with away(tmp_path, "María") as mission:
        parcel, path = exchange(mission, stick).path, write_invitation(mission, stick)
    join_mission(tmp_path / "b.mission", open_invitation(parcel), ben.session.identity()).close()
    ben.session.open(tmp_path / "b.mission")
    ben.go_home()
    texts = answers(when_asked, "Close")
    ben.open_mission(path)
    own = ben.session.assessment
    assert "You belong to the team" in texts[0] and own.path == tmp_path / "b.mission"
    assert own.identity.public.hex() in own.mission.authority(own.uuid).members


def test_several_files_of_other_teams_ask_once_for_each_mission(ben, tmp_path, stick, when_asked):
    """One of the own team, two of Maria's, one of Amal's: two questions."""
    form = small_form(tmp_path, OF_COUNTRIES)
    ben.session.create(tmp_path / "our.mission", form, country="SVE")
    with away(tmp_path, "María") as theirs:
        theirs.answer("/data/police/reports", "7")
        files = [exchange(theirs, stick).path]
        theirs.answer("/data/police/reports", "8")
        other = stick / "other"
        other.mkdir()
        files.append(exchange(theirs, other).path)
    with away(tmp_path, "Amal", "NMB") as third:
        files.append(exchange(third, stick).path)
    texts = answers(when_asked, "Join the two missions", "Close", "Do not receive it")

    def take(dialog):
        wait_until(lambda: not dialog.receiving.busy)
        dialog.receiving.leave()

    met = when_asked(take, ReceiveFromColleaguesDialog)
    apply_drop(ben, classify_files(files))
    assert "San Verano, from María" in texts[0] and "Nambia, from Amal" in texts[2]
    assert len(texts) == 3 and met
    own = ben.session.assessment
    assert len(own.joint) == 2
    with Mission.open(own.path, read_only=True) as mission:
        assert len(mission.assessments()) == 2  # nothing of Amal's


def test_several_files_on_the_first_screen_offer_each_mission(ben, tmp_path, stick, when_asked):
    files = []
    for name, country in (("María", "SVE"), ("Amal", "NMB")):
        with away(tmp_path, name, country) as mission:
            files.append(exchange(mission, stick).path)
    phrases = Phrases("en")
    amal = phrases("{mission}, from {name}", mission=files[1].stem, name="Amal")
    texts = answers(when_asked, phrases("Join: {mission}", mission=amal))
    drop(ben.show_screen("home"), files)
    assert "bring several missions" in texts[0]
    assert ben.session.assessment.title == "Nambia"


def test_several_files_of_one_mission_are_joined_and_received(ben, tmp_path, stick, when_asked):
    with away(tmp_path, "María") as mission:
        files = [exchange(mission, stick).path]
        mission.answer("/data/police/reports", "8")
        other = stick / "other"
        other.mkdir()
        files.append(exchange(mission, other).path)
    texts = answers(when_asked, "Join this mission")
    seen = []

    def look(dialog):
        seen.append(Page(dialog).text)
        wait_until(lambda: not dialog.receiving.busy)
        dialog.receiving.leave()

    when_asked(look, ReceiveFromColleaguesDialog)
    drop(ben.show_screen("home"), files)
    assert len(texts) == 1 and seen
    assert ben.session.assessment.title == "San Verano"
