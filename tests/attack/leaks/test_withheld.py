"""A government reads its own report for what was withheld from it: when, in which order, whose."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from assessor.assessment.report.report_export import export_report
from assessor.assessment.report.report_projection import preview_report
from assessor.cli.main import main
from assessor.parcel.keys.identity import Identity, load_identity
from assessor.parcel.pack.parcel_pack import ParcelContents, pack_parcel, unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.store.model.canonical_json import encode_canonical
from assessor.store.model.changeset import MOMENT_BYTES, Changeset, NotAChangeset
from assessor.store.model.changeset_core import DAY
from assessor.store.model.entry import Entry
from assessor.store.read.registry_dump import dump_digest
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.store.laptops import ASSESSMENT, Laptop

QUESTIONS = [f"/d/q{number}" for number in range(12)]
SHARED = ("government", "public")


def shared_report(tmp_path: Path, profile: str) -> tuple[ParcelContents, int]:
    """Return what a government receives of a mission, and when the mission was filled."""
    person = laptop(tmp_path, "Elena")
    with person.create(small_form(tmp_path)) as mission:
        for number, question in enumerate(("reports", "cases", "stage", "finding")):
            mission.answer(f"/data/police/{question}", str(number or 2))
        mission.add_repeat("/data/recs")
        first = mission.mission.entries(mission.uuid)[0].at
        path = export_report(mission, tmp_path / "report.assessor", profile=profile).path
    return unpack_parcel(read_parcel(path)), first


def told(tmp_path: Path) -> Laptop:
    """Return a laptop whose owner answered twelve questions, one after the other."""
    person = Laptop(tmp_path, "Ana")
    for key in QUESTIONS:
        person.say(key, "yes")
    person.seal()
    return person


def without_answers(entry: Entry) -> bool:
    return entry.kind == "answer"


@pytest.mark.parametrize("profile", SHARED)
def test_a_government_reads_when_a_withheld_answer_was_given(tmp_path, profile):
    """It reads the times in the parcel of its report, to know who was in the room."""
    contents, first = shared_report(tmp_path, profile)
    with Mission.in_memory() as registry:
        registry.add(contents.changesets)
        [uuid] = contents.assessments
        entries = registry.entries(uuid)
    assert any(entry.withheld for entry in entries)
    assert {entry.at for entry in entries} == {first - first % DAY}
    day = datetime.fromtimestamp(first / 1000, UTC)
    assert day.hour  # the mission was not filled at midnight


@pytest.mark.parametrize("profile", SHARED)
def test_a_government_searches_the_bytes_for_the_moment(tmp_path, profile):
    """It decompresses the parcel and looks for milliseconds, also in the bodies that travel (the
    instances of repeats do), and for the running numbers of the laptop's changesets."""
    _, first = shared_report(tmp_path, profile)
    parcel = zlib.decompress((tmp_path / "report.assessor").read_bytes()[146:])
    packed = msgspec.msgpack.decode(parcel)
    assert packed["changesets"]
    bodies = "\n".join(changeset["bodies"] for changeset in packed["changesets"])
    moments = [int(text) for text in re.findall(r"\d{12,}", bodies)]
    assert moments and not any(0 < moment - first < 3_600_000 for moment in moments)
    for changeset in packed["changesets"]:
        number, *facts = json.loads(changeset["core"])
        assert number == 3 and changeset["author"] == b""
        days = [facts[4] + delay for delay in facts[8]]
        assert set(days) == {first // DAY}
        assert MOMENT_BYTES not in changeset["sizes"]


def test_a_government_reads_the_order_of_withheld_answers(tmp_path):
    """It takes the places of withheld entries in a changeset for the order of the conversation."""
    orders = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        person = told(tmp_path / name)
        parcel = pack_parcel(
            person.mission, [ASSESSMENT], profile="government", withhold=without_answers
        )
        [changeset] = unpack_parcel(parcel).changesets
        orders.append([changeset.header.topics[topic][1] for topic in changeset.header.of])
        assert [key for _, key in changeset.header.topics] == orders[-1]
    assert sorted(orders[0]) == sorted(orders[1]) == sorted(QUESTIONS)
    assert orders[0] != orders[1] and QUESTIONS not in orders


def test_a_government_reads_the_order_of_the_changesets(tmp_path):
    """It takes the order of the changesets in the parcel for the order of the days."""
    person = Laptop(tmp_path, "Ana")
    sealed = []
    for key in QUESTIONS:
        person.say(key, "yes")
        sealed += person.seal()
    parcel = pack_parcel(
        person.mission, [ASSESSMENT], profile="government", withhold=without_answers
    )
    order = [changeset.id for changeset in unpack_parcel(parcel).changesets]
    assert order == sorted(sealed) != sealed
    assert {one.header.sequence for one in unpack_parcel(parcel).changesets} == {0}


def test_an_attacker_puts_another_moment_to_an_answer(tmp_path):
    """He changes the moment beside the core of an internal parcel, which the core does not name."""
    [changeset] = told(tmp_path).mission.changesets()
    seed, moment = changeset.proofs[0][:16], changeset.proofs[0][16:]
    moved = seed + (int.from_bytes(moment, "big") ^ 1).to_bytes(4, "big")
    forged = Changeset(
        changeset.core, changeset.signature, changeset.payloads,
        (moved, *changeset.proofs[1:]), changeset.name_proof,
    )  # fmt: skip
    assert forged.id != changeset.id  # so the signature does not fit
    with pytest.raises(NotAChangeset, match="a moment is not one of its day"):
        Changeset(
            changeset.core, changeset.signature, changeset.payloads,
            (seed + b"\xff" * 4, *changeset.proofs[1:]), changeset.name_proof,
        )  # fmt: skip


def test_a_redacted_answer_keeps_no_moment(tmp_path):
    """Somebody reads in a seized laptop when the redacted words were written."""
    person = told(tmp_path)
    entry = person.mission.entries(ASSESSMENT)[0]
    person.mission.redact(entry.name, "said in confidence", person.identity)
    redacted = person.mission.entry(entry.name)
    assert redacted.withheld and redacted.at == entry.at - entry.at % DAY != entry.at
    assert person.mission.check() == ()


@pytest.mark.parametrize("redacts", [False, True])
def test_parts_received_in_any_order_make_the_same_registry(tmp_path, redacts):
    """What a government has, what the team has, and an order to redact arrive in every order."""
    person = told(tmp_path)
    shared = unpack_parcel(
        pack_parcel(
            person.mission, [ASSESSMENT], profile="public",
            withhold=lambda entry: entry.key in QUESTIONS[:6],
        )
    ).changesets  # fmt: skip
    whole = tuple(person.mission.changesets())
    orders: tuple[Changeset, ...] = ()
    if redacts:
        entry = person.mission.entries(ASSESSMENT, "answer", QUESTIONS[0])[0]
        person.mission.redact(entry.name, "said in confidence", person.identity)
        orders = tuple(one for one in person.mission.changesets() if one.id != whole[0].id)
    digests = set()
    for parts in ((shared, whole, orders), (whole, orders, shared), (orders, shared, whole)):
        with Mission.in_memory() as registry:
            for part in parts:
                registry.add(part)
            assert registry.check() == ()
            digests.add(dump_digest(registry))
            registry_entries = registry.entries(ASSESSMENT)
    assert len(digests) == 1
    moments = {entry.key: entry.at % DAY for entry in registry_entries if not entry.withheld}
    assert set(QUESTIONS) - moments.keys() == ({QUESTIONS[0]} if redacts else set())
    assert all(moments[key] for key in QUESTIONS[1:])


def sealed_by_an_earlier_version(identity: Identity, uuid: str, form: str, at: int) -> Changeset:
    """Return a changeset of format 2 with one answer."""
    name_proof = bytes(16) + identity.name.encode()
    core = encode_canonical(
        [
            2, identity.public.hex(), hashlib.sha256(name_proof).hexdigest(), 1, form, uuid, at,
            [], [["answer", "/data/police/finding"]], [0], [0], [],
        ]
    ).encode()  # fmt: skip
    unsigned = Changeset(core, bytes(64), ('{"value":"bribes"}',), (bytes(16),), name_proof)
    return replace(unsigned, signature=identity.sign(unsigned.signed_bytes))


def test_a_government_reads_the_minute_from_what_an_earlier_version_signed(
    tmp_path, monkeypatch, capsys
):
    """It cannot be left out, because it was signed: whoever exports is told before and after."""
    person = laptop(tmp_path, "Elena")
    with person.create(small_form(tmp_path)) as mission:
        older = sealed_by_an_earlier_version(
            mission.identity, mission.uuid, mission.source.digest, 1_700_000_000_123
        )
        assert not preview_report(mission, profile="government").dated
        mission.mission.add([older])
    with person.open() as mission:
        assert preview_report(mission, profile="government").dated
        assert not preview_report(mission, profile="internal").dated
    path = tmp_path / "report.assessor"
    monkeypatch.setenv("ASSESSOR_HOME", str(person.folder / "profile"))
    assert main(["export", str(person.mission), "-o", str(path), "--profile", "government"]) == 0
    assert "1 of the withheld entries tell when they were written" in capsys.readouterr().out
    with Mission.in_memory() as registry:
        registry.add(unpack_parcel(read_parcel(path)).changesets)
        [entry] = registry.entries(older.header.assessment, "answer", "/data/police/finding")
    assert entry.withheld and entry.at == 1_700_000_000_123


def test_a_copied_laptop_is_told_once_its_numbers_are_known(tmp_path):
    """Two laptops sign with one key. A shared report hides their numbers, the team's tells them."""
    changesets = []
    for name in ("Ana", "copy"):
        laptop_of_ana = Laptop(tmp_path, name)
        laptop_of_ana.identity = load_identity(tmp_path / "Ana", "Ana")
        laptop_of_ana.say("/d/q1", name)
        laptop_of_ana.seal()
        laptop_of_ana.say("/d/q2", name)
        laptop_of_ana.seal()
        changesets += laptop_of_ana.mission.changesets()
    with Mission.in_memory() as registry:
        registry.add([changeset.without_bodies([], outside=True) for changeset in changesets])
        assert registry.clones() == ()
        registry.add(changesets)
        assert [(clone.author, clone.sequence) for clone in registry.clones()] == [
            ("Ana", 1), ("Ana", 2),
        ]  # fmt: skip


def test_an_attacker_guesses_what_was_withheld(tmp_path):
    """He computes the commitments of all likely answers, with the salts of another changeset."""
    seeds = []
    for name in ("Ana", "Ben"):
        (tmp_path / name).mkdir()
        [changeset] = told(tmp_path / name).mission.changesets()
        seeds += [proof[:16] for proof in changeset.proofs]
    assert len(set(seeds)) == len(seeds) == 2 * len(QUESTIONS)
