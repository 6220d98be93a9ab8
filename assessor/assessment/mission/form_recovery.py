"""Put back the form that was signed, where a mission holds another one in its place, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from assessor.errors import FormUnusable, Refused
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.store.write.mission import Mission

_PARCELS = frozenset({".pdf", ".assessor"})


def put_form_back(
    path: Path, source: Path, *, passphrase: str | None = None, identities: Iterable[str] = ()
) -> None:
    """Store in the mission at `path` the forms that it lacks and `source` holds.

    `source` is a report, a parcel, a backup or a mission with the same passphrase; `identities`
    open what is sealed. A form counts only if its SHA-256 is the digest that was signed. Raises
    Refused if one is not there, and the errors of reading and opening both files.
    """
    with Mission.open(path, passphrase=passphrase) as mission:
        unusable = mission.unusable_forms(row.uuid for row in mission.assessments())
        wanted = sorted(set(unusable.values()))
        found = {
            digest: packed
            for digest, packed in _read_forms(source, wanted, passphrase, identities)
            if hashlib.sha256(packed).hexdigest() == digest
        }
        missing = [digest[:12] for digest in wanted if digest not in found]
        if missing:
            raise Refused(
                "{name} does not hold the form {digest} that was signed. Nothing was changed. "
                "Choose another report, backup or copy of this mission.",
                name=source.name,
                digest=", ".join(missing),
            )
        for digest, packed in found.items():
            mission.put_form(digest, packed)


def _read_forms(
    source: Path, wanted: Iterable[str], passphrase: str | None, identities: Iterable[str]
) -> Iterator[tuple[str, bytes]]:
    if source.suffix.lower() in _PARCELS:
        opens = tuple(identities)
        forms = unpack_parcel(read_parcel(source, opens), identities=opens).forms
        yield from ((digest, forms[digest]) for digest in wanted if digest in forms)
        return
    with Mission.open(source, read_only=True, passphrase=passphrase) as other:
        for digest in wanted:
            try:
                yield digest, other.form(digest)
            except FormUnusable:
                continue
