"""The parcel in a file, whichever way it travels: bare, sealed, or inside a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assessor.parcel.page_seal import Pages
from assessor.parcel.parcel import MAGIC, fingerprint_of
from assessor.parcel.pdf import extract_from, pages_as, pages_of, read_file, take_apart
from assessor.parcel.sealed import is_sealed


@dataclass(frozen=True, slots=True)
class Carried:
    """A parcel, not yet verified, perhaps sealed, and what was seen of the pages it came with.

    `looks` is for `pages` alone; it is None where the parcel came without pages. `digest` is the
    SHA-256 (64 hex) of the whole file.
    """

    parcel: bytes
    looks: bytes | None = None
    digest: str = ""

    def pages(self, sender: str) -> Pages | None:
        """How the pages stand to the parcel that the key `sender` (64 hex) signed as a whole."""
        if self.looks is None:
            return None
        return pages_as(self.looks, parcel=fingerprint_of(self.parcel), sender=sender)


def carried_by(data: bytes, name: str) -> Carried:
    """The parcel in the bytes of a file of that name, and its pages. Raises ParcelError."""
    if _is_bare(data):
        return Carried(data)
    return Carried(*take_apart(data, name))


def carried_in(path: Path) -> bytes:
    """The bytes of the parcel in a file, not yet verified, perhaps sealed.

    Raises FileError if the file cannot be read, ParcelError if it carries none.
    """
    data = read_file(path)
    return data if _is_bare(data) else extract_from(data, path.name)


def _is_bare(data: bytes) -> bool:
    return data.startswith(MAGIC) or is_sealed(data)


def pages_in(path: Path, parcel: bytes, sender: str) -> Pages | None:
    """How the pages of a file stand to the `parcel` it carries; None for a file without pages.

    `sender` is the key (64 hex) that signed the parcel as a whole.
    """
    data = read_file(path)
    if data == parcel:
        return None
    return pages_of(data, parcel=fingerprint_of(parcel), sender=sender)
