"""Extract the parcel of a file: bare, sealed, or inside a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assessor.parcel.keys.age_sealing import is_sealed
from assessor.parcel.pack.parcel_pack import PARCEL_MAGIC, parcel_fingerprint
from assessor.parcel.pdf.page_seal import PageCheck
from assessor.parcel.pdf.pdf_extraction import (
    check_page_digests,
    extract_from_pdf,
    read_file,
    split_report,
)


@dataclass(frozen=True, slots=True)
class ExtractedParcel:
    """An unverified parcel, possibly sealed, and data about the pages it came with.

    `page_digests` is for `pages` only; None where there are no pages. `digest` is the SHA-256 (64
    hex) of the whole file.
    """

    parcel: bytes
    page_digests: bytes | None = None
    digest: str = ""

    def pages(self, sender: str) -> PageCheck | None:
        """Compare the pages with the parcel that the key `sender` (64 hex) signed as a whole."""
        if self.page_digests is None:
            return None
        return check_page_digests(
            self.page_digests, parcel=parcel_fingerprint(self.parcel), sender=sender
        )


def extract_parcel(data: bytes, name: str) -> ExtractedParcel:
    """Return the parcel in the bytes of a file of that name, and its pages. Raises ParcelError."""
    if _is_bare(data):
        return ExtractedParcel(data)
    return ExtractedParcel(*split_report(data, name))


def read_parcel(path: Path) -> bytes:
    """Return the bytes of the parcel in a file: unverified, possibly sealed.

    Raises FileError if the file cannot be read, ParcelError if it has none.
    """
    data = read_file(path)
    return data if _is_bare(data) else extract_from_pdf(data, path.name)


def _is_bare(data: bytes) -> bool:
    return data.startswith(PARCEL_MAGIC) or is_sealed(data)
