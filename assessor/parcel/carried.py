"""The parcel in a file, whichever way it travels: bare, sealed, or inside a PDF."""

from __future__ import annotations

from pathlib import Path

from assessor.parcel.parcel import MAGIC
from assessor.parcel.pdf import extract_from, read_file
from assessor.parcel.sealed import is_sealed


def carried_in(path: Path) -> bytes:
    """The bytes of the parcel in a file, not yet verified, perhaps sealed.

    Raises FileError if the file cannot be read, ParcelError if it carries none.
    """
    data = read_file(path)
    bare = data.startswith(MAGIC) or is_sealed(data)
    return data if bare else extract_from(data, path.name)
