"""Invitations: one file brings a colleague the mission and lets their key into the team."""

from __future__ import annotations

import os
import stat

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.storage_place import REMOVABLE
from assessor.assessment.exchange import invitation_files
from assessor.assessment.exchange.invitation_files import (
    enter_team,
    join_mission,
    open_invitation,
    write_invitation,
)
from assessor.assessment.exchange.team_keys import find_key, take_back, team_keys, team_names
from assessor.assessment.report.report_export import export_report
from assessor.assessment.review.previous_mission import compare_with_previous, follow_mission
from assessor.errors import Nameless, ParcelError, Refused, WrongPassphrase
from assessor.parcel.keys.identity import load_identity
from assessor.registry.receive.receiver import receive
from tests.support.assessment.laptops import laptop, small_form

REPORTS = "/data/police/reports"


@pytest.fixture
def maria(tmp_path):
    """Maria's mission with one answer, and a folder that is a stick."""
    (tmp_path / "stick").mkdir()
    own = laptop(tmp_path, "Maria")
    with own.create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "120")
        yield mission


def ben(tmp_path):
    return load_identity(tmp_path / "ben", "Ben")


def test_who_joins_is_a_member_and_what_they_say_supersedes(maria, tmp_path):
    path = write_invitation(maria, tmp_path / "stick")
    assert "Maria" not in path.name
    found = open_invitation(path)
    assert (found.inviter, found.title) == ("Maria", maria.title)
    with join_mission(tmp_path / "ben.mission", found, ben(tmp_path)) as own:
        assert own.uuid == maria.uuid and own.node(REPORTS).value == "120"
        own.answer(REPORTS, "130")
        sent = export_report(own, tmp_path / "stick" / "b.assessor").path
    receive(maria.mission, [sent])
    maria.reload()
    assert maria.node(REPORTS).value == "130" and not maria.conflicts()
    assert ben(tmp_path).public.hex() in maria.mission.authority(maria.uuid).members


def test_the_mission_before_comes_along(maria, tmp_path):
    """What changed since is in every laptop's report, not in that of who chose it alone."""
    before = laptop(tmp_path, "Vera")
    with before.create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "80")
        follow_mission(maria, export_report(mission, tmp_path / "before.pdf").path)
    found = open_invitation(write_invitation(maria, tmp_path / "stick"))
    with join_mission(tmp_path / "ben.mission", found, ben(tmp_path)) as own:
        [was] = compare_with_previous(own)
        assert (was.reference, was.before, was.now) == (REPORTS, "80", "120")


def test_who_chose_another_mission_before_keeps_it(maria, tmp_path):
    """An invitation that comes later replaces nobody's choice."""
    for name, reports in (("Vera", "80"), ("Zoé", "90")):
        with laptop(tmp_path, name).create(small_form(tmp_path)) as mission:
            mission.answer(REPORTS, reports)
            export_report(mission, tmp_path / f"{name}.assessor")
    plain = open_invitation(export_report(maria, tmp_path / "m.assessor").path)
    follow_mission(maria, tmp_path / "Vera.assessor")
    found = open_invitation(write_invitation(maria, tmp_path / "stick"))
    with join_mission(tmp_path / "ben.mission", plain, ben(tmp_path)) as own:
        follow_mission(own, tmp_path / "Zoé.assessor")
        enter_team(own, found)
        own.reload()
        assert [each.before for each in compare_with_previous(own)] == ["90"]


def test_a_stolen_invitation_is_seen_and_taken_back(maria, tmp_path):
    """A thief joined by the invitation of somebody else and blanked an answer."""
    found = open_invitation(write_invitation(maria, tmp_path / "stick"))
    thief = load_identity(tmp_path / "thief", "Ben")
    with join_mission(tmp_path / "thief.mission", found, thief) as own:
        own.answer(REPORTS, "")
        sent = export_report(own, tmp_path / "t.assessor").path
    receive(maria.mission, [sent])
    maria.reload()
    assert maria.node(REPORTS).value == ""
    _, invited, joined = team_keys(maria)
    assert (joined.public, joined.counts, invited.counts) == (thief.public.hex(), True, True)
    team = team_names(maria)
    assert [team.path(each) for each in team.keys] == [
        "began the mission", "Maria", "an invitation of Maria",
    ]  # fmt: skip
    take_back(maria, invited.public)
    maria.reload()
    assert maria.node(REPORTS).value == "120"
    assert [each.counts for each in team_keys(maria)] == [True, False, False]


def test_an_invitation_taken_back_lets_nobody_in(maria, tmp_path):
    path = write_invitation(maria, tmp_path / "stick")
    _, given = team_keys(maria)
    take_back(maria, find_key(maria, given.public[:8]).public)
    with pytest.raises(Refused, match="0 invited keys"):
        find_key(maria, given.public[:8])
    found = open_invitation(path)
    with join_mission(tmp_path / "ben.mission", found, ben(tmp_path)) as own:
        receive(own.mission, [export_report(maria, tmp_path / "m.assessor").path])
        assert ben(tmp_path).public.hex() not in own.mission.authority(own.uuid).members


def test_only_who_gave_a_membership_takes_it_back(maria, tmp_path):
    found = open_invitation(write_invitation(maria, tmp_path / "stick"))
    _, given = team_keys(maria)
    with (
        join_mission(tmp_path / "ben.mission", found, ben(tmp_path)) as own,
        pytest.raises(Refused, match="Only who invited"),
    ):
        take_back(own, given.public)


def test_a_protected_mission_invites_by_its_passphrase(tmp_path):
    own = laptop(tmp_path, "Maria")
    with own.create(small_form(tmp_path), passphrase="six green owls") as mission:
        with pytest.raises(Refused, match="sealed with its passphrase"):
            write_invitation(mission, tmp_path)
        path = write_invitation(mission, tmp_path, passphrase="six green owls")
    with pytest.raises(WrongPassphrase):
        open_invitation(path)
    found = open_invitation(path, passphrase="six green owls")
    target = tmp_path / "ben.mission"
    with join_mission(target, found, ben(tmp_path), passphrase="six green owls") as joined:
        assert joined.mission.encrypted


def test_a_changed_invitation_is_refused(maria, tmp_path):
    path = write_invitation(maria, tmp_path / "stick")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ParcelError, match="damaged or changed"):
        open_invitation(path)


def test_nobody_joins_without_a_name(maria, tmp_path):
    found = open_invitation(write_invitation(maria, tmp_path / "stick"))
    with pytest.raises(Nameless):
        join_mission(tmp_path / "x.mission", found, load_identity(tmp_path / "nobody"))
    assert not (tmp_path / "x.mission").exists()


def test_a_parcel_of_the_exchange_brings_the_mission_but_no_membership(maria, tmp_path):
    found = open_invitation(export_report(maria, tmp_path / "m.assessor").path)
    with join_mission(tmp_path / "ben.mission", found, ben(tmp_path)) as own:
        assert (found.inviter, own.node(REPORTS).value) == ("Maria", "120")
        assert ben(tmp_path).public.hex() not in own.mission.authority(own.uuid).members


@pytest.mark.skipif(os.name != "posix", reason="Windows has no modes")
@pytest.mark.parametrize(("place", "mode"), [("", 0o600), (REMOVABLE, 0o644)])
def test_an_invitation_on_a_stick_can_be_read_by_whom_it_is_handed_to(
    maria, tmp_path, monkeypatch, place, mode
):
    """On a disk it is its owner's alone; a report stays so on a stick, too."""
    monkeypatch.setattr(invitation_files, "storage_here", lambda _: place)
    before = os.umask(0o022)
    try:
        invitation = write_invitation(maria, tmp_path / "stick")
        report = export_report(maria, tmp_path / "stick" / "m.assessor").path
    finally:
        os.umask(before)
    assert stat.S_IMODE(invitation.stat().st_mode) == mode
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("language", "expected"), [("es", "Spanish (es)"), ("zh", "English (en)"), ("", "English (en)")]
)
def test_whoever_joins_reads_the_questions_in_their_language(tmp_path, language, expected):
    """Maria works in English, and the form speaks Spanish, too."""
    text = """
| survey |      |         |                     |                     |
|        | type | name    | label::English (en) | label::Spanish (es) |
|        | text | finding | Finding             | Hallazgo            |
| settings |                  |
|          | default_language |
|          | English (en)     |
"""
    with laptop(tmp_path, "María").create(small_form(tmp_path, text)) as mission:
        found = open_invitation(write_invitation(mission, tmp_path))
    me = load_identity(tmp_path / "home", "Juan")
    with join_mission(tmp_path / "own.mission", found, me, language=language) as joined:
        assert joined.language == expected
    with Assessment.open(tmp_path / "own.mission", identity=me) as again:
        assert again.language == expected
