"""What the parent and the child that parses PDFs agree on."""

from __future__ import annotations

PARCEL, PAGES, BOTH, MAIL = b"P", b"L", b"W", b"M"
"""Requests: a PDF's parcel, the digests of its pages and their seal, both, a mail's files."""
SEAL_FILE = "pages.assessor"
"""The embedded file that seals the pages; see page_seal."""
MAX_SEAL_BYTES = 2**20
