"""Whoever holds an invitation signs with the key inside it, or joins under a colleague's name."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.signer_trust import trust_of
from assessor.assessment.exchange.invitation_files import (
    join_mission,
    open_invitation,
    write_invitation,
)
from assessor.assessment.report.report_export import export_report
from assessor.parcel.keys.identity import Identity, load_identity
from assessor.parcel.pack.parcel_pack import pack_parcel
from assessor.registry.receive.receiver import receive
from assessor.store.model.authority import INVITATION_BODY, MEMBER_KIND, Claim
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.parcel.parcel_files import stranger_parcel

REPORTS = "/data/police/reports"


@pytest.fixture
def elena(tmp_path):
    """Elena's mission, which she founded and where she answered."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "6210")
        yield mission


def stolen_key(tmp_path: Path, elena, name: str) -> Identity:
    """Return the key inside an invitation, under a name of the thief's choice."""
    return open_invitation(write_invitation(elena, tmp_path)).identity(name)


def orders_parcel(tmp_path: Path, elena, signer: Identity, key: str, body: dict | None) -> Path:
    """Return a parcel in which a key signs an order about the membership of another."""
    copy_path = tmp_path / "copy.mission"
    elena.mission.backup(copy_path)
    with Mission.open(copy_path) as copy:
        heads = copy.heads(elena.uuid, MEMBER_KIND).get((MEMBER_KIND, key), ())
        parents = tuple(head.name for head in heads)
        draft = Draft(MEMBER_KIND, key, body, parents, 1_900_000_000_000)
        copy.write(elena.uuid, [draft], signer.name)
        copy.seal(None, signer)
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.assessor"
        path.write_bytes(pack_parcel(copy, [elena.uuid]))
    copy_path.unlink()
    return path


def shown(tmp_path: Path, files: list[Path]) -> tuple[list[str], list[str]]:
    """Return the answers that headquarters shows, hers first, each with its author."""
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, files)
        [row] = registry.assessments()
        heads = registry.heads(row.uuid)["answer", REPORTS]
        values = [str((head.body or {}).get("value")) for head in heads]
        return values, [conflict.key for conflict in registry.conflicts()]


@pytest.mark.parametrize("name", ["Elena", "Somebody"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_key_inside_an_invitation_answers_nothing(tmp_path, elena, order, name):
    """It signed answers as "Elena", and counted as a member."""
    forged = stranger_parcel(
        tmp_path, elena.mission, stolen_key(tmp_path, elena, name), {REPORTS: "3"}
    )
    files = [export_report(elena, tmp_path / "elena.assessor").path, forged]
    assert shown(tmp_path, [files[at] for at in order]) == (["6210", "3"], [REPORTS])


def test_the_key_inside_an_invitation_neither_invites_itself_nor_throws_out(tmp_path, elena):
    """It signs a membership of its own, another invitation, and the end of a colleague's."""
    found = open_invitation(write_invitation(elena, tmp_path))
    thief, ben = found.identity("Ben"), load_identity(tmp_path / "ben", "Ben")
    with join_mission(tmp_path / "ben.mission", found, ben) as own:
        receive(elena.mission, [export_report(own, tmp_path / "ben.assessor").path])
    other = load_identity(tmp_path / "other", "Other").public.hex()
    before = elena.mission.authority(elena.uuid)
    members, invitations = before.members, before.invitations
    assert ben.public.hex() in members
    for key, body in ((thief.public.hex(), {}), (other, dict(INVITATION_BODY)),
                      (ben.public.hex(), None)):  # fmt: skip
        receive(elena.mission, [orders_parcel(tmp_path, elena, thief, key, body)])
        after = elena.mission.authority(elena.uuid)
        assert (after.members, after.invitations) == (members, invitations)
    assert elena.mission.check() == ()


def test_who_joins_by_an_invitation_needs_no_word_beside_it(tmp_path, elena):
    """The entry that lets Ben in counts in each order of arrival, and none of it waits."""
    found = open_invitation(write_invitation(elena, tmp_path))
    ben = load_identity(tmp_path / "ben", "Ben")
    with join_mission(tmp_path / "ben.mission", found, ben) as own:
        own.answer(REPORTS, "7")
        own.seal()
        changesets = tuple(own.mission.changesets())
    for order in itertools.permutations(changesets):
        with Mission.in_memory(role="registry") as registry:
            for changeset in order:
                registry.add([changeset])
            standing = {entry.standing for entry in registry.entries(elena.uuid)}
            assert (standing, registry.conflicts(), registry.check()) == ({0}, (), ())
            assert [head.body["value"] for head in registry.heads(elena.uuid)["answer", REPORTS]] \
                == ["7"]  # fmt: skip


def test_a_receipt_calls_the_key_of_an_invitation_what_it_is(tmp_path, elena):
    """It said "Ben (unverified)", as if he had answered."""
    found = open_invitation(write_invitation(elena, tmp_path))
    with join_mission(tmp_path / "ben.mission", found, load_identity(tmp_path / "b", "Ben")) as own:
        sent = export_report(own, tmp_path / "ben.assessor").path
    office = load_identity(tmp_path / "office", "Office")
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        [receipt] = receive(registry, [sent])
        told = trust_of(registry, office).doubtful(receipt.signers, str)
    assert set(told) == {
        "Elena (unverified)", "the key of an invitation, in the name of Ben",
    }  # fmt: skip


def test_a_stranger_calls_the_founders_key_no_invitation(tmp_path, elena):
    """Two members of one name were no longer marked as alike once one was called an invitation."""
    found = open_invitation(write_invitation(elena, tmp_path))
    other = load_identity(tmp_path / "other", "Elena")
    with join_mission(tmp_path / "other.mission", found, other) as own:
        receive(elena.mission, [export_report(own, tmp_path / "other.assessor").path])
    stranger = load_identity(tmp_path / "stranger", "X")
    key = laptop(tmp_path, "Elena").identity().public.hex()
    before = elena.mission.namesakes()
    receive(elena.mission, [orders_parcel(tmp_path, elena, stranger, key, dict(INVITATION_BODY))])
    assert elena.mission.namesakes() == before and before
    assert elena.mission.doubts()[other.public.hex()] == Claim.NAME


def test_who_writes_in_a_copy_without_being_invited_is_told(tmp_path, elena):
    """A report made in a copied mission was final there, and nobody's at headquarters."""
    elena.seal()
    elena.mission.backup(tmp_path / "copy.mission")
    dana = load_identity(tmp_path / "dana", "Dana")
    with Assessment.open(tmp_path / "copy.mission", identity=dana) as copy:
        assert not export_report(copy, tmp_path / "before.assessor").outside
        copy.answer(REPORTS, "7")
        assert export_report(copy, tmp_path / "after.assessor").outside
    assert not export_report(elena, tmp_path / "elena.assessor").outside
