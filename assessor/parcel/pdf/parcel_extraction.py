"""Extract the parcel of a file: bare, sealed, or inside an untrusted PDF; and its page digests."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from assessor.errors import FileError, ParcelError
from assessor.names import short_fingerprint
from assessor.parcel.child.child_protocol import BOTH, PAGES, PageData
from assessor.parcel.child.parser_pool import ask_parser
from assessor.parcel.keys.age_sealing import (
    is_sealed,
    needs_passphrase,
    open_sealed,
    team_keys_for,
)
from assessor.parcel.pack.parcel_pack import PARCEL_MAGIC, parcel_fingerprint
from assessor.parcel.pdf.page_seal import UNSEALED, PageCheck, check_pages

MAX_REPORT_BYTES = 96 * 2**20
_ZIP = b"PK\x03\x04"
_KEYWORD = re.compile(rb"assessor-parcel:([0-9a-f]{16,64})")


@dataclass(frozen=True, slots=True)
class ExtractedParcel:
    """An unverified parcel, possibly sealed, and data about the pages it came with.

    `page_digests` is for `pages` only; None where there are no pages. `digest` is the SHA-256 (64
    hex) of the whole file. `unsealed` says that the whole file was sealed, and was opened.
    """

    parcel: bytes
    page_digests: bytes | None = None
    digest: str = ""
    unsealed: bool = False

    def pages(self, sender: str) -> PageCheck | None:
        """Compare the pages with the parcel that the key `sender` (64 hex) signed as a whole."""
        if self.page_digests is None:
            return None
        return check_page_digests(
            self.page_digests, parcel=parcel_fingerprint(self.parcel), sender=sender
        )


def extract_parcel(data: bytes, name: str, identities: Iterable[str] = ()) -> ExtractedParcel:
    """Return the parcel in the bytes of a file of that name, and its pages. `identities` open a
    report that is sealed as a whole. Raises ParcelError."""
    opened = unseal_report(data, name, identities)
    unsealed = opened != data
    if _is_bare(opened):
        return ExtractedParcel(opened, unsealed=unsealed)
    return ExtractedParcel(*split_report(opened, name), unsealed=unsealed)


def read_parcel(path: Path, identities: Iterable[str] = ()) -> bytes:
    """Return the unverified, possibly sealed parcel in a file. Raises FileError or ParcelError."""
    data = unseal_report(read_file(path), path.name, identities)
    return data if _is_bare(data) else extract_from_pdf(data, path.name)


def unseal_report(data: bytes, name: str, identities: Iterable[str]) -> bytes:
    """Return the report or parcel in a file that is sealed as a whole.

    Other bytes, a parcel sealed to a key, and what these `identities` do not open are returned as
    they are: unpack_parcel opens them, or says why not. Raises ParcelError for a document.
    """
    if not is_sealed(data):
        return data
    identities = tuple(identities)
    by_team = needs_passphrase(data)
    try:
        opened = open_sealed(data, identities)
    except ParcelError:
        try:
            opened = open_sealed(data, team_keys_for(name, identities))
        except ParcelError:
            return data
        by_team = True
    if opened.startswith(_ZIP):
        raise ParcelError(
            "{name} is a Word or Excel file that was sealed: it carries no answers to receive. "
            "To read it, choose Mission ▸ Open…, or open its seal: assessor unseal.",
            name=name,
        )
    is_parcel = opened.startswith(PARCEL_MAGIC)
    return data if is_parcel and not by_team else opened


def _is_bare(data: bytes) -> bool:
    return data.startswith(PARCEL_MAGIC) or is_sealed(data)


def extract_from_pdf(data: bytes, name: str) -> bytes:
    """Return the unverified parcel in a PDF; a child process parses it. Raises ParcelError."""
    status, content = ask_parser(data)
    if status == "parcel":
        return content
    raise _extraction_error(status, content, data, name)


def split_report(data: bytes, name: str) -> tuple[bytes, bytes]:
    """Return a PDF's parcel, and the page data for `check_page_digests`. Raises ParcelError."""
    status, content = ask_parser(data, BOTH)
    if status == "limit":  # hostile pages do not block the parcel
        return extract_from_pdf(data, name), b""
    if status != "parcel":
        raise _extraction_error(status, content, data, name)
    size = int.from_bytes(content[:8], "big")
    return content[8 : 8 + size], content[8 + size :]


class ParcelRemoved(ParcelError):
    """A report without its parcel, or printed anew; `fingerprint` (16 to 64 hex) names it."""

    def __init__(self, message: str, fingerprint: str, **details: object) -> None:
        super().__init__(message, fingerprint=short_fingerprint(fingerprint), **details)
        self.fingerprint = fingerprint


def _extraction_error(status: str, content: bytes, data: bytes, name: str) -> ParcelError:
    """Return the error for a PDF without a usable parcel."""
    match = _KEYWORD.search(data) or _KEYWORD.search(content)
    removed = {
        "none": "The parcel {fingerprint} was taken out of {name}: ask the sender for the original "
        "PDF, or for the parcel with that fingerprint (.assessor).",
        "broken": "{name} is a damaged report: its parcel {fingerprint} cannot be read. Ask the "
        "sender for the original PDF, or for the parcel with that fingerprint (.assessor).",
    }
    if match and status in removed:
        return ParcelRemoved(removed[status], match[1].decode(), name=name)
    sentences = {
        "none": "{name} carries no parcel: it is not a report of Assessor, or was printed anew.",
        "many": "{name} carries more than one parcel, which no report of Assessor does.",
        "protected": "{name} is protected by a password, which no report of Assessor is.",
        "broken": "{name} is damaged or not a PDF: ask for the original file.",
        "limit": "{name} asks for more memory or time than a report does, and was not read.",
    }
    return ParcelError(sentences[status], name=name)


def check_pdf_pages(data: bytes, *, parcel: str, sender: str) -> PageCheck:
    """Compare the pages of a PDF with what was signed with that parcel's fingerprint.

    `sender` is the key (64 hex) that signed the parcel. A child process reads the pages.
    """
    status, content = ask_parser(data, PAGES)
    return check_page_digests(content if status == "parcel" else b"", parcel=parcel, sender=sender)


def check_page_digests(content: bytes, *, parcel: str, sender: str) -> PageCheck:
    """Compare page data from the child process; empty if the pages cannot be read."""
    try:
        data = msgspec.msgpack.decode(content, type=PageData)
    except msgspec.MsgspecError:
        return PageCheck(UNSEALED, 0, why="The pages cannot be read.")
    return check_pages(data, parcel=parcel, sender=sender)


def refuse_device(path: Path) -> None:
    """Refuse a pipe or a device, which has no end. Raises FileError."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise FileError("{name} is not a file: save it as one, then try again.", name=path.name)


def read_file(path: Path) -> bytes:
    """Return a file's bytes. Raises FileError if it is empty, too large or no file."""
    try:
        if path.is_dir():
            raise FileError("{name} is a folder.", name=path.name)
        refuse_device(path)
        if not path.stat().st_size:
            raise FileError("{name} is empty: copy or download it again.", name=path.name)
        if path.stat().st_size > MAX_REPORT_BYTES:
            raise FileError(
                "{name} is larger than {limit} MB.", name=path.name, limit=MAX_REPORT_BYTES >> 20
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileError("There is no file {path}.", path=str(path)) from error
    except OSError as error:
        raise FileError(
            "{name} cannot be read: {reason}.", name=path.name, reason=error.strerror
        ) from error
