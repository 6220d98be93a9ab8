"""All that a registry comes to, as text that is the same wherever the same changesets are.

No number of the file is in it, no order in which anything came, no engine: two registries that
hold the same have the same dump, byte for byte, a file and a database alike. What is spread over
several by assessment has the dump of one that holds it all.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator

from assessor.store.model.entry import Conflict
from assessor.store.read.mission_reader import MissionReader


def dump_lines(*records: MissionReader) -> Iterator[str]:
    """A line for every changeset, entry, joined assessment and conflict, assessment by assessment.

    Drafts and what is a file's own affair (receipts, settings, quarantine) are left out; an
    assessment that lies in several records is told once for each. Raises Damaged where a changeset
    is not what was signed.
    """
    disputed: dict[tuple[int, str], list[Conflict]] = defaultdict(list)
    found = []
    for at, record in enumerate(records):
        found += [(row.uuid, at) for row in record.assessments()]
        for conflict in record.conflicts():
            disputed[at, conflict.assessment].append(conflict)
    for uuid, at in sorted(found):
        yield from _lines(records[at], uuid)
        for conflict in disputed[at, uuid]:
            heads = [head.name for head in conflict.heads]
            yield _line("conflict", uuid, conflict.kind, conflict.key, heads)


def dump_digest(*records: MissionReader) -> str:
    """The SHA-256 (64 hex) of the dump."""
    found = hashlib.sha256()
    for line in dump_lines(*records):
        found.update(line.encode())
    return found.hexdigest()


def _lines(record: MissionReader, uuid: str) -> Iterator[str]:
    for one in sorted(record.changesets(uuid), key=lambda one: one.id):
        yield _line("changeset", one.id, uuid, one.signature.hex(), one.name_proof.hex())
    stand = {head.name for heads in record.heads(uuid).values() for head in heads}
    entries = (entry for entry in record.entries(uuid) if not entry.is_draft)
    for entry in sorted(entries, key=lambda one: one.name):
        yield _line(
            "entry", entry.name, uuid, entry.kind, entry.key,
            None if entry.withheld else entry.body, entry.commitment, list(entry.parents),
            entry.author, entry.signer, entry.at, entry.name in stand,
        )  # fmt: skip
    together = record.joined(uuid)
    if len(together) > 1:
        yield _line("joined", uuid, sorted(together))


def _line(*parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
