"""Evidence files beside a report: search its folder, and name those that are missing."""

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
    """Return the files that the entries of a parcel name: SHA-256 (64 hex) → name."""
    with Mission.in_memory() as empty:
        empty.add(contents.changesets)
        return empty.missing_files(contents.assessments)


def find_sidecars(
    path: Path, wanted: frozenset[str], identities: Sequence[str]
) -> tuple[tuple[Path, bytes, frozenset[str]], ...]:
    """Return the sidecars beside a report with any of the wanted files: path, parcel, files.
    Unreadable ones and those sealed to somebody else are ignored."""
    sidecars, remaining = [], wanted
    for candidate in sidecars_beside(path) if wanted else ():
        try:
            parcel = read_parcel(candidate, identities)
            contents = unpack_parcel(parcel, identities=identities)
        except (FileError, ParcelError):
            continue
        files = remaining & contents.evidence.keys()
        if files and not contents.changesets:
            sidecars.append((candidate, parcel, files))
            remaining -= files
        if not remaining:
            break
    return tuple(sidecars)


def with_missing_files(receipt: Receipt, missing: dict[str, str]) -> Receipt:
    """Return the receipt of a report with the names of its missing files."""
    names = tuple(sorted(name or digest[:12] for digest, name in missing.items()))
    return replace(receipt, missing=names)
