"""Somebody outside the team joins assessments, invites in vain, or shares an invitation."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.membership import make_member, take_back_member
from assessor.assessment.exchange.invitation_files import (
    join_mission,
    open_invitation,
    write_invitation,
)
from assessor.assessment.exchange.team_keys import take_back, team_keys
from assessor.assessment.report.report_export import export_report
from assessor.errors import ParcelError, Refused
from assessor.parcel.keys.identity import load_identity
from assessor.registry.receive.receiver import receive
from assessor.store.model.authority import MEMBER_KIND
from assessor.store.model.entry import Draft
from assessor.store.read.joint_assessments import ALIAS_KIND
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form

REPORTS = "/data/police/reports"
JOINT = "SELECT count(*) FROM joint"


@pytest.fixture
def elena(tmp_path):
    """Elena's mission, which she founded."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "120")
        yield mission


def away(tmp_path: Path) -> Path:
    """Return a folder for somebody else's laptop."""
    folder = tmp_path / "away"
    folder.mkdir()
    return folder


def alias(mission: Mission, uuid: str, other: str) -> None:
    """Write the entry that joins an assessment with another."""
    mission.write(uuid, [Draft(ALIAS_KIND, other, {}, (), 1_900_000_000_000)], "Elena")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_stranger_joins_a_mission_of_their_own_to_hers(tmp_path, elena, order):
    """They found a mission under her name, answer there, and say that it is one with hers."""
    genuine = export_report(elena, tmp_path / "elena.assessor").path
    stranger = laptop(away(tmp_path), "Elena", hour=11)
    with stranger.create(small_form(tmp_path)) as own:
        own.answer(REPORTS, "9999")
        alias(own.mission, own.uuid, elena.uuid)
        files = [genuine, export_report(own, tmp_path / "own.assessor").path]
        key, uuid = own.identity.public.hex(), own.uuid
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        for number in order:
            receive(registry, [files[number]])
        assert registry.joined(elena.uuid) == (elena.uuid,)
        assert registry.joined(uuid) == (uuid,) and registry.conflicts() == ()
        assert registry.connection.value(JOINT) == 0
        registry.vouch_for([key])
        assert registry.joined(elena.uuid) == (elena.uuid, uuid)
        assert registry.connection.value(JOINT) == 1
    receive(elena.mission, [files[1]])
    elena.reload()
    assert elena.joint == (elena.uuid,) and elena.node(REPORTS).value == "120"


def test_a_stranger_without_a_founder_stops_no_export(tmp_path, elena):
    """Two keys sign two forms for an invented id, which an alias joins with hers."""
    genuine = export_report(elena, tmp_path / "elena.assessor").path
    invented = "ab" * 16
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [genuine])
        for name, form in (("Ana", "cd" * 32), ("Ben", "ef" * 32)):
            with Mission.create(tmp_path / f"{name}.mission") as copy:
                copy.add_assessment(invented, form)
                alias(copy, invented, elena.uuid)
                copy.seal(None, load_identity(tmp_path / name, name))
                registry.add(copy.changesets())
        assert registry.form_binding(invented).disputed
        assert registry.joined(elena.uuid) == (elena.uuid,)


def test_headquarters_joins_what_it_received(tmp_path, elena):
    """Its own key decides in its own registry."""
    genuine = export_report(elena, tmp_path / "elena.assessor").path
    with laptop(away(tmp_path), "Ben", hour=11).create(small_form(tmp_path)) as own:
        other, uuid = export_report(own, tmp_path / "ben.assessor").path, own.uuid
    office = load_identity(tmp_path / "office", "Office")
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [genuine, other])
        alias(registry, elena.uuid, uuid)
        registry.seal(None, office)
        assert registry.joined(elena.uuid) == (elena.uuid, uuid)


def test_a_stranger_who_invites_a_colleague_keeps_nobody_out(tmp_path, elena):
    """Their entry names Bob's key first; Elena invites him all the same, and it is not listed."""
    zoe, bob = (load_identity(tmp_path / name, name) for name in ("Zoe", "Bob"))
    path = tmp_path / "copy.mission"
    elena.mission.backup(path)
    with Mission.open(path) as copy:
        copy.write(elena.uuid, [Draft(MEMBER_KIND, bob.public.hex(), {}, (), 1)], "Zoe")
        copy.seal(None, zoe)
        elena.mission.add(copy.changesets())
    assert bob.public.hex() not in {each.public for each in team_keys(elena)}
    make_member(elena.mission, elena.uuid, bob.public.hex(), elena.identity)
    assert bob.public.hex() in elena.mission.authority(elena.uuid).members
    assert [each.by for each in team_keys(elena)] == [(), (elena.identity.public.hex(),)]


def test_who_joined_by_a_stolen_invitation_joins_again_by_a_new_one(tmp_path, elena):
    """The thief's invitation was taken back, and Ben's membership with it."""
    ben = load_identity(tmp_path / "ben", "Ben")
    first = open_invitation(write_invitation(elena, tmp_path))
    with join_mission(tmp_path / "1.mission", first, ben) as own:
        receive(elena.mission, [export_report(own, tmp_path / "1.assessor").path])
    [invited] = [each for each in team_keys(elena) if each.is_invitation]
    take_back(elena, invited.public)
    elena.reload()
    assert ben.public.hex() not in elena.mission.authority(elena.uuid).members
    second = open_invitation(write_invitation(elena, tmp_path))
    with join_mission(tmp_path / "2.mission", second, ben) as own:
        assert ben.public.hex() in own.mission.authority(own.uuid).members


def test_a_key_that_was_taken_back_itself_stays_out(tmp_path, elena):
    """A sentence says so, and what to do."""
    ben = load_identity(tmp_path / "ben", "Ben").public.hex()
    make_member(elena.mission, elena.uuid, ben, elena.identity)
    take_back_member(elena.mission, elena.uuid, ben, elena.identity)
    with pytest.raises(Refused, match="taken back, and stays so: compare the six words"):
        make_member(elena.mission, elena.uuid, ben, elena.identity)


def test_two_people_with_one_invitation_are_no_copied_computer(tmp_path, elena):
    """Ben and Carl join by the same file, whose key signs for both."""
    found = open_invitation(write_invitation(elena, tmp_path))
    for name in ("Ben", "Carl"):
        person = load_identity(tmp_path / name, name)
        with join_mission(tmp_path / f"{name}.mission", found, person) as own:
            own.answer(REPORTS, "7")
            receive(elena.mission, [export_report(own, tmp_path / f"{name}.assessor").path])
    assert elena.mission.clones() == ()


def test_who_joins_twice_stands_in_the_list_once(tmp_path, elena):
    """Ben opens his invitation on two computers with one key: both files count, nothing is lost."""
    ben = load_identity(tmp_path / "ben", "Ben")
    found = open_invitation(write_invitation(elena, tmp_path))
    told = []
    for number, (question, value) in enumerate(((REPORTS, "7"), ("/data/police/cases", "3"))):
        with join_mission(tmp_path / f"{number}.mission", found, ben) as own:
            own.answer(question, value)
            sent = export_report(own, tmp_path / f"{number}.assessor").path
        [receipt] = receive(elena.mission, [sent])
        told += map(str, receipt.reasons)
    elena.reload()
    people = [each for each in team_keys(elena) if not each.is_invitation]
    assert [each.names for each in people] == [("Elena",), ("Ben",)]
    assert (elena.node(REPORTS).value, elena.node("/data/police/cases").value) == ("7", "3")
    assert elena.conflicts() == () and elena.mission.check() == ()
    assert any("Two computers sign as Ben" in each for each in told)


def test_a_mission_file_is_no_invitation(tmp_path, elena):
    """A thief joins by a backup of hers; opened as it is, it makes them no member either."""
    backup = tmp_path / "backup.mission"
    elena.mission.seal(elena.uuid, elena.identity)
    elena.mission.backup(backup)
    for name in ("backup.mission", "backup.invitation"):
        backup = backup.rename(tmp_path / name)
        with pytest.raises(ParcelError, match="To let you into its team, a member has to invite"):
            open_invitation(backup)
    thief = load_identity(tmp_path / "thief", "Thief")
    with Assessment.open(backup.rename(tmp_path / "b.mission"), identity=thief) as own:
        own.mission.vouch_for([thief.public.hex()])
        own.answer(REPORTS, "9")
        own.seal()
        stolen = own.path
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [stolen])
        assert thief.public.hex() not in registry.authority(elena.uuid).members
        heads = registry.heads(elena.uuid)["answer", REPORTS]
        assert [head.body["value"] for head in heads] == ["120", "9"]
        assert [each.key for each in registry.conflicts()] == [REPORTS]
