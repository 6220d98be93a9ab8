"""The content of a registry as text that is equal wherever the same changesets are.

It contains no row numbers and no order of arrival: two registries with the same content have the
same dump, byte for byte, as a file and as a database. A registry distributed over several databases
has the dump of a single one.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator

from assessor.store.model.entry import Conflict
from assessor.store.read.mission_reader import MissionReader


def dump_lines(*records: MissionReader) -> Iterator[str]:
    """Yield a line for every changeset, entry, joined assessment and conflict, by assessment.

    Drafts and local facts (receipts, settings, quarantine) are left out; an assessment in several
    records is repeated for each. Raises Damaged where a changeset is not what was signed.
    """
    conflicts: dict[tuple[int, str], list[Conflict]] = defaultdict(list)
    assessments = []
    for index, record in enumerate(records):
        assessments += [(row.uuid, index) for row in record.assessments()]
        for conflict in record.conflicts():
            conflicts[index, conflict.assessment].append(conflict)
    for uuid, index in sorted(assessments):
        yield from _lines(records[index], uuid)
        for conflict in conflicts[index, uuid]:
            heads = [head.name for head in conflict.heads]
            yield _line("conflict", uuid, conflict.kind, conflict.key, heads)


def dump_digest(*records: MissionReader) -> str:
    """Return the SHA-256 (64 hex) of the dump."""
    digest = hashlib.sha256()
    for line in dump_lines(*records):
        digest.update(line.encode())
    return digest.hexdigest()


def _lines(record: MissionReader, uuid: str) -> Iterator[str]:
    for changeset in sorted(record.changesets(uuid), key=lambda changeset: changeset.id):
        yield _line(
            "changeset", changeset.id, uuid, changeset.signature.hex(), changeset.name_proof.hex()
        )
    current = {head.name for heads in record.heads(uuid).values() for head in heads}
    entries = (entry for entry in record.entries(uuid) if not entry.is_draft)
    for entry in sorted(entries, key=lambda changeset: changeset.name):
        yield _line(
            "entry", entry.name, uuid, entry.kind, entry.key,
            None if entry.withheld else entry.body, entry.commitment, list(entry.parents),
            entry.author, entry.signer, entry.at, entry.name in current,
        )  # fmt: skip
    joined = record.joined(uuid)
    if len(joined) > 1:
        yield _line("joined", uuid, sorted(joined))


def _line(*parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
