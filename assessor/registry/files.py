"""Files of evidence beside a report: looked for in its folder, and named while missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assessor.errors import FileError, ParcelError
from assessor.parcel.carried import carried_in
from assessor.parcel.parcel import Contents, unpack
from assessor.parcel.sidecars import sidecars_beside
from assessor.store.mission import Mission
from assessor.store.receipt import Receipt


def named_in(contents: Contents) -> dict[str, str]:
    """The files that the entries of a parcel name: SHA-256 (64 hex) → name."""
    with Mission.in_memory() as empty:
        empty.add(contents.changesets)
        return empty.missing_files(contents.assessments)


def holding(
    path: Path, wanted: frozenset[str], identities: Sequence[str]
) -> tuple[tuple[Path, bytes, frozenset[str]], ...]:
    """The sidecars beside a report that hold any of the files wanted: path, parcel, files.

    One that cannot be read, or is sealed to somebody else, is none.
    """
    found, left = [], wanted
    for candidate in sidecars_beside(path) if wanted else ():
        try:
            parcel = carried_in(candidate)
            contents = unpack(parcel, identities=identities)
        except (FileError, ParcelError):
            continue
        held = left & contents.evidence.keys()
        if held and not contents.changesets:
            found.append((candidate, parcel, held))
            left -= held
        if not left:
            break
    return tuple(found)


def saying_what_misses(receipt: Receipt, missing: dict[str, str]) -> Receipt:
    """The receipt of a report with the names of the files still to come."""
    names = tuple(sorted(name or digest[:12] for digest, name in missing.items()))
    return replace(receipt, missing=names)
