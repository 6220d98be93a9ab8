"""Members under the names of others are seen, and no honest one falls with a thief."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assessor.assessment.core.signer_trust import vouch_for_known
from assessor.assessment.entries.membership import make_member
from assessor.assessment.exchange.invitation_files import (
    enter_team,
    join_mission,
    open_invitation,
    write_invitation,
)
from assessor.assessment.exchange.team_keys import namesake_notices, take_back, team_names
from assessor.assessment.report.report_export import export_report
from assessor.parcel.keys.contact_card import make_card, read_card
from assessor.parcel.keys.identity import Identity, load_identity
from assessor.registry.receive.receiver import receive
from tests.support.assessment.laptops import laptop, small_form

REPORTS = "/data/police/reports"
OTHER_KEY = "says it is {}, with another key"


@pytest.fixture
def elena(tmp_path):
    """Elena's mission, which she founded and where she answered."""
    with laptop(tmp_path, "Elena Marin").create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "6210")
        yield mission


def person(tmp_path: Path, name: str, folder: str) -> Identity:
    return load_identity(tmp_path / folder, name)


def join(tmp_path: Path, elena, found, who: Identity, *, invites: Identity | None = None) -> None:
    """Let somebody join and answer; they may let another key in; Elena receives it."""
    name = f"{who.public.hex()[:8]}{'' if invites is None else 'x'}"
    with join_mission(tmp_path / f"{name}.mission", found, who) as own:
        if invites is not None:
            make_member(own.mission, own.uuid, invites.public.hex(), who)
        own.answer(REPORTS, "777")
        receive(elena.mission, [export_report(own, tmp_path / f"{name}.assessor").path])
    elena.reload()


def listed(mission) -> list[tuple[str, str]]:
    """Return the members as the list has them, each with who let them in."""
    team = team_names(mission)
    return [(team.name(each), team.path(each)) for each in team.people()]


def test_a_chain_of_members_under_known_names_is_listed_key_by_key(tmp_path, elena):
    """The holder of an invitation joins as "Omar", lets in a third key, which writes as Elena."""
    found = open_invitation(write_invitation(elena, tmp_path))
    second, third = person(tmp_path, "Omar", "k2"), person(tmp_path, "ELENA  MARIN", "k3")
    join(tmp_path, elena, found, second, invites=third)
    with join_mission(tmp_path / "3.mission", _parcel(tmp_path, elena), third) as own:
        own.answer(REPORTS, "3")
        receive(elena.mission, [export_report(own, tmp_path / "3.assessor").path])
    elena.reload()
    assert listed(elena) == [
        ("Elena Marin", "began the mission"),
        ("Omar (unverified)", "an invitation of Elena Marin"),
        (OTHER_KEY.format("ELENA MARIN"), "Omar (unverified)"),
    ]
    head = elena.mission.heads(elena.uuid)["answer", REPORTS][0]
    named = elena.trust().named(head.author, head.signer, str)
    assert named == OTHER_KEY.format("ELENA MARIN")
    [notice] = map(str, namesake_notices(elena.mission, elena.identity))
    assert "two keys of the team use names that look alike" in notice
    assert f"ELENA MARIN ({third.fingerprint})" in notice
    team = team_names(elena)
    [invitation, *_] = [each for each in team.invitations() if each.is_invitation]
    assert [each.public for each in team.falling_with(invitation)] == [
        second.public.hex(), third.public.hex(),
    ]  # fmt: skip


def _parcel(tmp_path, elena):
    return open_invitation(export_report(elena, tmp_path / "all.assessor").path)


def test_two_members_of_one_name_are_both_marked_until_words_are_compared(tmp_path, elena):
    """A thief joins as "Omar Haddad" by a stolen invitation, as the true one did by his."""
    for folder in ("omar", "thief"):
        found = open_invitation(write_invitation(elena, tmp_path))
        join(tmp_path, elena, found, person(tmp_path, "Omar Haddad", folder))
    marked = OTHER_KEY.format("Omar Haddad")
    assert [name for name, _ in listed(elena)] == ["Elena Marin", marked, marked]
    assert len(list(namesake_notices(elena.mission, elena.identity))) == 1


def test_who_is_known_by_six_words_has_no_mark(tmp_path, elena):
    """Elena compared the words with the true Omar: the other one alone is in doubt."""
    from assessor.parcel.keys.known_people import confirm_contact

    omar, thief = person(tmp_path, "Omar", "omar"), person(tmp_path, "Omar", "thief")
    for who in (omar, thief):
        join(tmp_path, elena, open_invitation(write_invitation(elena, tmp_path)), who)
    contact = read_card(make_card(omar, ""))
    confirm_contact(elena.identity.home, contact, contact.words, 1)
    vouch_for_known(elena.mission, elena.identity)
    elena.reload()
    assert [name for name, _ in listed(elena)] == [
        "Elena Marin", "Omar", OTHER_KEY.format("Omar"),
    ]  # fmt: skip


def test_headquarters_reads_that_two_members_use_one_name(tmp_path, elena, capsys):
    """The inbox says so, though nothing is in conflict."""
    from assessor.cli.main import main

    join(tmp_path, elena, open_invitation(write_invitation(elena, tmp_path)),
         person(tmp_path, "Elena Marin", "thief"))  # fmt: skip
    registry = tmp_path / "hq.registry"
    sent = export_report(elena, tmp_path / "elena.assessor").path
    assert main(["receive", str(registry), str(sent)]) == 0
    capsys.readouterr()
    main(["inbox", str(registry)])
    told = capsys.readouterr().out
    assert "two keys of the team use names that look alike: Elena Marin (" in told
    assert "compare the six words with each" in told
    main(["inbox", str(registry), "--json"])
    [notice] = json.loads(capsys.readouterr().out)
    assert notice["kind"] == "namesakes" and notice["notice"] in told
    main(["show", str(registry), "--reference", REPORTS, "--history"])
    assert OTHER_KEY.format("Elena Marin") in capsys.readouterr().out
    main(["show", str(registry), "--reference", REPORTS])
    assert f"author     {OTHER_KEY.format('Elena Marin')}" in capsys.readouterr().out


@pytest.mark.parametrize("is_copy_here", [False, True])
def test_who_joined_by_a_good_invitation_stays_when_a_thief_falls(tmp_path, elena, is_copy_here):
    """The thief, who joined by the first invitation, let Omar's key in before he came himself."""
    first = open_invitation(write_invitation(elena, tmp_path))
    omar, thief = person(tmp_path, "Omar", "omar"), person(tmp_path, "Somebody", "thief")
    join(tmp_path, elena, first, thief, invites=omar)
    second = open_invitation(write_invitation(elena, tmp_path))
    if is_copy_here:
        with join_mission(tmp_path / "o.mission", _parcel(tmp_path, elena), omar) as own:
            enter_team(own, second)
            receive(elena.mission, [export_report(own, tmp_path / "o.assessor").path])
    join(tmp_path, elena, second, omar)
    team = team_names(elena)
    [stolen] = [each for each in team.keys if each.public == first.identity("").public.hex()]
    assert [each.public for each in team.falling_with(stolen)] == [thief.public.hex()]
    take_back(elena, stolen.public)
    members = elena.mission.authority(elena.uuid).members
    assert omar.public.hex() in members and thief.public.hex() not in members
    assert listed(elena)[1] == ("Omar (unverified)", "an invitation of Elena Marin")
