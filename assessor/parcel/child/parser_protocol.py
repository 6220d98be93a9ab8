"""The protocol between the parent and the child process that parses PDFs."""

from __future__ import annotations

PARCEL, PAGES, BOTH, MAIL = b"P", b"L", b"W", b"M"
"""The requests: a PDF's parcel; page digests and their seal; both; the files of a mail."""
SEAL_FILE = "pages.assessor"
"""The embedded file that seals the pages; see page_seal."""
MAX_SEAL_BYTES = 2**20
