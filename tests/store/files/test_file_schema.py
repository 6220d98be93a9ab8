"""Files of every earlier version open without loss; tests/data has one of each."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from assessor.parcel.pack.parcel_pack import pack_parcel, unpack_parcel
from assessor.registry.receive.quarantine_review import retry_package, trust_and_receive
from assessor.registry.receive.receiver import receive, receive_parcel
from assessor.store.read.registry_dump import dump_digest
from assessor.store.write.mission import Mission
from tests.support.paths import TEST_DATA
from tests.support.store.laptops import ASSESSMENT, Laptop

SAID_IN_1_5 = "070fce31f924b3793216512f8dd23ccc8b83b34f2d7cfa245601296505628a48"
"""The digest of the registry by version 1.5."""
BEN = "Ben (8d14 27a4 4eeb c151)"


@pytest.fixture
def old(tmp_path: Path):
    """Unpacks a file of tests/data and returns its path."""

    def unpack(name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(gzip.decompress((TEST_DATA / f"{name}.gz").read_bytes()))
        return path

    return unpack


def says(mission: Mission) -> dict[str, list[str]]:
    return {
        key: [str(head.body and head.body.get("value")) for head in heads]
        for (_, key), heads in mission.heads(ASSESSMENT).items()
    }


@pytest.mark.parametrize("version", ["1.0", "1.5", "2.0"])
def test_a_mission_of_that_version_opens_whole(old, version: str) -> None:
    path = old(f"mission-{version}.mission")
    for read_only in (True, False, False):
        with Mission.open(path, read_only=read_only) as mission:
            assert says(mission) == {"/d/q1": ["4"], "/d/q2": ["yes"], "/d/q3": ["a draft"]}
            assert len(mission.entries(ASSESSMENT)) == 4
            assert mission.check() == () and mission.has_drafts()


@pytest.mark.parametrize("version", ["1.0"])
def test_a_registry_of_that_version_keeps_its_receipts_and_quarantine(old, version: str) -> None:
    path = old(f"registry-{version}.registry")
    for read_only in (True, False, False):
        with Mission.open(path, read_only=read_only) as registry:
            assert registry.check() == ()
            found = [(one.file, one.status, one.new) for one in registry.receipts()]
            assert found == [
                ("ana again.pdf", "new", 3), ("bent.pdf", "refused", 0),
                ("ben.pdf", "quarantined", 0), ("ana.pdf", "undone", 3),
            ]  # fmt: skip
            waits, bent = (registry.receipts()[at].reason for at in (2, 1))
            assert BEN in waits and "damaged or changed" in bent
    with Mission.open(path) as registry:
        bent, ben = sorted(registry.quarantine(), key=lambda one: one[0].file, reverse=True)
        assert retry_package(registry, bent[0].id).status == "refused"
        assert retry_package(registry, ben[0].id).status == "quarantined"
        [key] = unpack_parcel(ben[1]).signers
        [taken] = trust_and_receive(registry, key, "Ben")
        assert (taken.status, taken.new, taken.conflicts) == ("new", 1, 1)


def test_an_old_mission_is_received_into_a_new_registry(old, tmp_path: Path) -> None:
    path = old("mission-1.0.mission")
    with Mission.create(tmp_path / "new.registry", role="registry") as registry:
        [receipt] = receive(registry, [path])
        assert (receipt.status, receipt.new) == ("new", 3)
        assert "not sealed yet" in receipt.reason


def test_a_registry_of_1_5_has_the_same_content(old) -> None:
    """It has a conflict, a redaction and an undone receipt."""
    path = old("registry-1.5.registry")
    said = []
    for read_only in (True, False, False):
        with Mission.open(path, read_only=read_only) as registry:
            said.append(dump_digest(registry))
            assert registry.check() == ()
            [conflict] = registry.conflicts()
            assert sorted(str(head.body and head.body["value"]) for head in conflict.heads) == [
                "5", "6",
            ]  # fmt: skip
            assert [one.status for one in registry.receipts()] == ["undone", "new", "new", "new"]
            [gone] = registry.entries(ASSESSMENT, "answer", "/d/q4")
            assert gone.withheld and registry.redaction_order(gone) is not None
    assert set(said) == {SAID_IN_1_5}


def test_a_registry_of_1_5_can_receive_and_undo(old, tmp_path: Path) -> None:
    path = old("registry-1.5.registry")
    with Mission.open(path) as registry:
        assert registry.heads(ASSESSMENT).keys() >= {("answer", "/d/q1")}
        ben = Laptop(tmp_path, "Cleo")
        [seen] = registry.entries(ASSESSMENT, "answer", "/d/q1")[-1:]
        ben.say_over("/d/q1", "seen there", (seen,))
        ben.seal()
        taken = receive_parcel(
            registry, pack_parcel(ben.mission, [ASSESSMENT], signer=ben.identity), "b.pdf"
        )
        ben.mission.close()
        assert (taken.status, registry.check()) == ("new", ())
        standing = {head.name for head in registry.heads(ASSESSMENT)["answer", "/d/q1"]}
        assert seen.name not in standing and len(standing) == 2
        registry.undo(taken.id)
        again = {head.name for head in registry.heads(ASSESSMENT)["answer", "/d/q1"]}
        assert seen.name in again and registry.check() == ()


def test_a_mission_of_2_0_goes_on_in_the_format_of_this_version(old, tmp_path: Path) -> None:
    """What was sealed keeps its moments and its format; the draft of that version gets the new."""
    path = old("mission-2.0.mission")
    ana = Laptop(tmp_path, "Ana")
    with Mission.open(path) as mission:
        before = {entry.key: entry.at for entry in mission.entries(ASSESSMENT)}
        mission.seal(None, ana.identity)
        assert [one.header.by_day for one in mission.changesets()] == [False, True]
        assert {entry.key: entry.at for entry in mission.entries(ASSESSMENT)} == before
        parcel = pack_parcel(mission, [ASSESSMENT], profile="public", signer=ana.identity)
        assert unpack_parcel(parcel).dated == 0 and mission.check() == ()
        answers = pack_parcel(
            mission, [ASSESSMENT], profile="public", withhold=lambda _: True, signer=ana.identity
        )
        assert (unpack_parcel(answers).withheld, unpack_parcel(answers).dated) == (4, 3)
