"""Compares the content of a file with the oracle."""

from __future__ import annotations

import json
from collections import Counter

from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.store.model.entry import Conflict, Entry, find_heads, precedence
from tests.support.store.desk import Desk
from tests.support.store.oracle import ASSESSMENTS, ExpectedEntry, disputes, joined


def verify(desk: Desk) -> tuple[tuple[Entry, ...], tuple[Conflict, ...]]:
    """Compare every entry and every conflict, if file or oracle changed since the last
    comparison."""
    state = (desk.mission, desk.writes(), desk.expected, desk.expected.knows())
    if desk.verified == state:
        return desk.found
    desk.verified = state
    digest = desk.digest()
    real = {entry.name: entry for entry in digest}
    expected = {said.name: said for said in desk.here()}
    assert real.keys() == expected.keys()
    for name, said in expected.items():
        _verify_entry(desk, real[name], said)
    together = {uuid: desk.mission.joined(uuid) for uuid in ASSESSMENTS}
    _verify_heads(desk, digest, together)
    conflicts = _verify_conflicts(desk, together)
    _verify_quarantine(desk)
    desk.found = digest, conflicts
    return desk.found


def _verify_entry(desk: Desk, entry: Entry, said: ExpectedEntry) -> None:
    assert (entry.assessment, entry.kind, entry.key) == said.subject
    assert entry.at == desk.expected.at(said)
    assert set(entry.parents) == {parent.name for parent in said.parents}
    if said.name in desk.expected.blind:
        assert entry.withheld and len(entry.commitment) == 64
    else:
        body = json.loads(said.payload)
        assert (entry.body, entry.is_tombstone) == (body, body is None)
    if not entry.is_draft:
        nameless = said.name.partition(":")[0] in desk.expected.blind
        assert (entry.signer, entry.author) == (said.writer, "" if nameless else said.author)


def _verify_heads(
    desk: Desk, digest: tuple[Entry, ...], together: dict[str, tuple[str, ...]]
) -> None:
    """Compare the marks in the file, the product's definition and the oracle's definition."""
    standing = desk.standing()
    for uuid in ASSESSMENTS:
        found = desk.mission.heads(uuid)
        if not desk.expected.members[uuid]:  # otherwise authority counts, too
            assert found == find_heads(entry for entry in digest if entry.assessment == uuid)
        assert {
            (uuid, *subject): {head.name for head in tips} for subject, tips in found.items()
        } == {
            subject: {said.name for said in members}
            for subject, members in standing.items()
            if subject[0] == uuid
        }
        for subject, tips in found.items():
            assert tips[0].name == max(standing[uuid, *subject], key=desk.expected.rank).name
    one = joined(desk.expected, standing)
    for uuid in ASSESSMENTS:
        assert together[uuid][0] == uuid and len(together[uuid]) == 1 + one
    for uuid in ASSESSMENTS:
        counted: dict[tuple[str, str], set[str]] = {}
        for (owner, kind, key), members in standing.items():
            names = {
                said.name
                for said in members
                if kind in ("redaction", "form", "renamed") or not desk.expected.doubtful(said)
            }
            if names and owner in together[uuid]:
                counted.setdefault((kind, key), set()).update(names)
        shown = desk.mission.joint_heads(uuid)
        assert {subject: {tip.name for tip in tips} for subject, tips in shown.items()} == counted
        for tips in shown.values():
            assert tips == tuple(sorted(tips, key=precedence, reverse=True))


def _verify_conflicts(desk: Desk, together: dict[str, tuple[str, ...]]) -> tuple[Conflict, ...]:
    conflicts = desk.mission.conflicts()
    assert {
        (one.assessment, one.kind, one.key): {head.name for head in one.heads} for one in conflicts
    } == disputes(desk.expected, desk.standing())
    for uuid in ASSESSMENTS:
        assert desk.mission.conflicts(uuid) == tuple(
            one for one in conflicts if one.assessment in together[uuid]
        )
        assert desk.mission.conflict_count([uuid]) == len(desk.mission.conflicts(uuid))
    return conflicts


def _verify_quarantine(desk: Desk) -> None:
    """Check that everything refused or waiting is there, without redacted words."""
    kept = desk.mission.quarantine()
    assert len(kept) == len(desk.expected.waiting) + len(desk.expected.refused)
    struck = desk.struck() if desk.expected.waiting else set()
    for receipt, content in kept if struck else ():
        if receipt.status != "refused":
            package = desk.expected.waiting[receipt.fingerprint]
            changesets = unpack_parcel(content).changesets
            assert {one.id for one in changesets} == package.carried
            for one in changesets:
                for place, payload in enumerate(one.payloads):
                    assert payload is None or f"{one.id}:{place}" not in struck


def verify_clones(desk: Desk) -> None:
    """Check that exactly the sequence numbers used twice, as far as known, are reported."""
    world = desk.world
    numbers = Counter(
        (world.sealed[one][0].assessment, world.writer(one), world.sequences[one])
        for one in desk.expected.has - desk.expected.blind
    )
    told = {(one.assessment, one.signer, one.sequence) for one in desk.mission.clones()}
    assert told == {number for number, times in numbers.items() if times > 1}


def verify_forms(desk: Desk) -> None:
    """Check that every changeset names its version of the form."""
    for changeset in desk.mission.changesets():
        assert changeset.header.form == desk.world.forms[changeset.id]
