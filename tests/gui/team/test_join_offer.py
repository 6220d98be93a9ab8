"""Two missions about the same thing: a file of the other one offers to join them."""

from __future__ import annotations

import pytest

from assessor.assessment.base.classify_files import classify_files
from assessor.assessment.exchange.exchange_folder import exchange
from assessor.assessment.exchange.invitation_files import (
    join_mission,
    open_invitation,
    write_invitation,
)
from assessor.assessment.report.report_export import export_report
from assessor.gui.app.drag_and_drop.desk_drop import apply_drop
from assessor.gui.files import storage_banner
from assessor.parcel.keys.identity import load_identity
from assessor.store.read.joint_assessments import ALIAS_KIND
from tests.support.assessment.laptops import OF_COUNTRIES, laptop, small_form
from tests.support.windows.dialogs import answers

pytestmark = pytest.mark.window

JOIN, ALONE, LEAVE = "Join the two missions", "Open it by itself", "Do not receive it"


@pytest.fixture
def own(window, tmp_path, monkeypatch):
    """The window with Noor's mission about San Verano."""
    monkeypatch.setattr(storage_banner, "documents", lambda: tmp_path / "documents")
    form = small_form(tmp_path, OF_COUNTRIES)
    window.session.create(tmp_path / "our.mission", form, country="SVE")
    return window


def theirs(tmp_path, country="SVE"):
    """Maria's parcel of a mission of her own."""
    folder = tmp_path / "away"
    folder.mkdir()
    form = small_form(tmp_path, OF_COUNTRIES)
    with laptop(folder, "María").create(form, country=country) as mission:
        mission.answer("/data/police/reports", "7")
        return exchange(mission, folder).path


@pytest.mark.parametrize("by", ["drop", "open"])
def test_a_file_of_another_team_offers_to_join_the_two_missions(own, tmp_path, when_asked, by):
    path = theirs(tmp_path)
    texts = answers(when_asked, JOIN, "Close")
    apply_drop(own, classify_files([path])) if by == "drop" else own.open_mission(path)
    assert f"{path.name} is of another mission" in texts[0] and "from María" in texts[0]
    assert "Both are about San Verano." in texts[0] and "belong to both teams" in texts[0]
    assert "The two missions are one now. To decide: 0." in texts[1]
    mission = own.session.assessment
    assert mission.path == tmp_path / "our.mission" and len(mission.joint) == 2
    assert mission.node("/data/police/reports").value == "7"
    assert mission.mission.heads(mission.uuid, ALIAS_KIND)


def test_who_declines_takes_nothing_in(own, tmp_path, when_asked):
    texts = answers(when_asked, LEAVE)
    own.receive_from_colleagues([theirs(tmp_path)])
    assert len(texts) == 1
    assert len(own.session.assessment.mission.assessments()) == 1


def test_the_other_mission_opens_by_itself(own, tmp_path, when_asked):
    texts = answers(when_asked, ALONE)
    own.open_mission(theirs(tmp_path))
    assert "Both are about San Verano." in texts[0]
    assert own.session.assessment.path.parent == tmp_path / "documents" / "Assessor"


def test_a_mission_about_another_country_opens_by_itself_without_a_question(own, tmp_path):
    own.open_mission(theirs(tmp_path, country="NMB"))
    assert own.session.assessment.path.parent == tmp_path / "documents" / "Assessor"


def test_a_mission_about_another_country_is_told_as_such(own, tmp_path, when_asked):
    texts = answers(when_asked, LEAVE)
    own.receive_from_colleagues([theirs(tmp_path, country="NMB")])
    assert "It is about Nambia, this one about San Verano." in texts[0]


def test_an_invitation_to_the_open_mission_lets_into_its_team(window, tmp_path, when_asked):
    """Noor began with a parcel, which lets nobody in."""
    maria = laptop(tmp_path, "María")
    with maria.create(small_form(tmp_path)) as mission:
        parcel, path = exchange(mission, tmp_path).path, write_invitation(mission, tmp_path)
    me = load_identity(window.session.preferences.folder)
    join_mission(tmp_path / "n.mission", open_invitation(parcel), me).close()
    window.session.open(tmp_path / "n.mission")
    mission = window.session.assessment
    key = me.public.hex()
    assert key not in mission.mission.authority(mission.uuid).members
    texts = answers(when_asked, "Close")
    window.open_mission(path)
    assert "You belong to the team" in texts[0]
    mission = window.session.assessment
    assert mission.path == tmp_path / "n.mission"
    assert key in mission.mission.authority(mission.uuid).members


def test_a_protected_mission_is_joined_with_an_open_one_only_by_word(own, tmp_path, when_asked):
    """Noor's mission has no passphrase, and María's has one; her report was sealed with it."""
    folder, word = tmp_path / "away", "orange tram window"
    folder.mkdir()
    form = small_form(tmp_path, OF_COUNTRIES)
    with laptop(folder, "María").create(form, country="SVE", passphrase=word) as mission:
        mission.answer("/data/police/reports", "7")
        path = export_report(mission, tmp_path / "theirs.assessor", passphrase=word).path
    own.session.remember_passphrase(word)
    texts = answers(when_asked, JOIN, "Cancel")
    own.receive_from_colleagues([path])
    assert "theirs.assessor is sealed, and our.mission has no passphrase" in texts[1]
    assert len(own.session.assessment.mission.assessments()) == 1
    texts = answers(when_asked, JOIN, "Readable by anybody who gets the file", "Close")
    own.receive_from_colleagues([path])
    assert "The two missions are one now" in texts[2]
    assert own.session.assessment.node("/data/police/reports").value == "7"
