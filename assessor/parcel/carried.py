"""The parcel in a file, whichever way it travels: bare, sealed, or inside a PDF."""

from __future__ import annotations

from pathlib import Path

from assessor.parcel.page_seal import Pages
from assessor.parcel.parcel import MAGIC, fingerprint_of
from assessor.parcel.pdf import extract_from, pages_of, read_file
from assessor.parcel.sealed import is_sealed


def carried_in(path: Path) -> bytes:
    """The bytes of the parcel in a file, not yet verified, perhaps sealed.

    Raises FileError if the file cannot be read, ParcelError if it carries none.
    """
    data = read_file(path)
    bare = data.startswith(MAGIC) or is_sealed(data)
    return data if bare else extract_from(data, path.name)


def pages_in(path: Path, parcel: bytes, sender: str) -> Pages | None:
    """How the pages of a file stand to the `parcel` it carries; None for a file without pages.

    `sender` is the key (64 hex) that signed the parcel as a whole.
    """
    data = read_file(path)
    if data == parcel:
        return None
    return pages_of(data, parcel=fingerprint_of(parcel), sender=sender)
