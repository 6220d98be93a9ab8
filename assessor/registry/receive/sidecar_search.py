"""Files of evidence beside a report: looked for in its folder, and named while missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assessor.errors import FileError, ParcelError
from assessor.parcel.pack.parcel_pack import ParcelContents, unpack_parcel
from assessor.parcel.pack.sidecars import sidecars_beside
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.store.model.receipt import Receipt
from assessor.store.write.mission import Mission


def named_files(contents: ParcelContents) -> dict[str, str]:
    """The files that the entries of a parcel name: SHA-256 (64 hex) → name."""
    with Mission.in_memory() as empty:
        empty.add(contents.changesets)
        return empty.missing_files(contents.assessments)


def find_sidecars(
    path: Path, wanted: frozenset[str], identities: Sequence[str]
) -> tuple[tuple[Path, bytes, frozenset[str]], ...]:
    """The sidecars beside a report that hold any of the files wanted: path, parcel, files.

    One that cannot be read, or is sealed to somebody else, is none.
    """
    found, left = [], wanted
    for candidate in sidecars_beside(path) if wanted else ():
        try:
            parcel = read_parcel(candidate)
            contents = unpack_parcel(parcel, identities=identities)
        except (FileError, ParcelError):
            continue
        held = left & contents.evidence.keys()
        if held and not contents.changesets:
            found.append((candidate, parcel, held))
            left -= held
        if not left:
            break
    return tuple(found)


def with_missing_files(receipt: Receipt, missing: dict[str, str]) -> Receipt:
    """The receipt of a report with the names of the files still to come."""
    names = tuple(sorted(name or digest[:12] for digest, name in missing.items()))
    return replace(receipt, missing=names)
