"""Unwrap untrusted archives, mails and base64; sizes, counts and ratios are limited."""

from __future__ import annotations

import base64
import binascii
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from assessor.errors import ParcelError
from assessor.parcel.child.child_protocol import MAIL, MAX_FILE_BYTES
from assessor.parcel.child.parser_pool import ask_parser

ZIP, MAILED, ENCODED, FOREIGN = "zip", "mail", "base64", "foreign"
MAX_WRAPPINGS = 3
"""The deepest nesting of wrappings."""
MAX_FILES = 5_000
MAX_BYTES = 4 * 2**30
MAX_RATIO = 200
"""Reports hardly compress: an archive with a higher ratio was made to fill memory."""

_UNCHECKED_BYTES = 2**20
"""The size in bytes below which the ratio is not checked."""
_LARGEST_DIRECTORY = 2**20
_ARCHIVE = b"PK\x03\x04"
_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BASE64 = (b"JVBERi0", b"QVNTRVNTT1Ig", b"UEsDB")
"""The beginnings of PDFs, parcels and archives in base64 (RFC 4648)."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

WrappedFile = tuple[str, bytes | ParcelError]
"""A file's name, without a path, and its bytes or an error."""

_PROTECTED = "{name} is protected by a password: take it out of its archive first."
_TOO_LARGE = "{name} is larger than {limit} MB."
_TOO_MANY = "{name} holds more than {limit} files."
_TOO_FULL = "{name} asks for more memory or time than a report does, and was not read."
_DAMAGED = "{name} is damaged: ask for it again, or for the files in it."


def wrapping_kind(head: bytes, name: str) -> str:
    """Return ZIP, MAILED, ENCODED, FOREIGN (a mailbox of another program) or "" for a file."""
    suffix = Path(name).suffix.lower()
    if head.startswith(_ARCHIVE):
        return ZIP
    if suffix == ".mbox" or (suffix == ".msg" and head.startswith(_OUTLOOK)):
        return FOREIGN
    if head.lstrip().startswith(_BASE64):
        return ENCODED
    return MAILED if suffix == ".eml" else ""


def unzip(file: BinaryIO, name: str) -> Iterator[WrappedFile]:
    """Yield the files in an archive, read on demand. Raises ParcelError if damaged or too large."""
    source = _LimitedFile(file)
    try:
        archive = zipfile.ZipFile(source)
    except _TooLarge as error:
        raise ParcelError(_TOO_MANY, name=name, limit=MAX_FILES) from error
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ParcelError(_DAMAGED, name=name) from error
    source.most = MAX_FILE_BYTES
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > MAX_FILES:
            raise ParcelError(_TOO_MANY, name=name, limit=MAX_FILES)
        if sum(member.file_size for member in members) > MAX_BYTES:
            raise ParcelError(_TOO_FULL, name=name)
        for member in members:
            member_name = base_name(member.filename)
            try:
                yield member_name, _read_member(archive, member, member_name)
            except ParcelError as error:
                yield member_name, error


class _TooLarge(Exception):
    """A single read exceeds what an archive of reports needs."""


class _LimitedFile:
    """A file that limits single reads to `most` bytes: an archive's own numbers may lie."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.most = _LARGEST_DIRECTORY
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        """Read as a file does. Raises _TooLarge."""
        if size > self.most:
            raise _TooLarge
        data = self._file.read(self.most + 1 if size < 0 else size)
        if len(data) > self.most:
            raise _TooLarge
        return data


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, member_name: str) -> bytes:
    if member.flag_bits & 1:
        raise ParcelError(_PROTECTED, name=member_name)
    if member.file_size > MAX_FILE_BYTES:
        raise ParcelError(_TOO_LARGE, name=member_name, limit=MAX_FILE_BYTES >> 20)
    allowed = max(_UNCHECKED_BYTES, MAX_RATIO * max(member.compress_size, 1))
    if member.file_size > allowed or member.compress_type not in (
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
    ):
        raise ParcelError(_TOO_FULL, name=member_name)
    try:
        with archive.open(member) as content:
            return content.read(member.file_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, _TooLarge) as error:
        raise ParcelError(_DAMAGED, name=member_name) from error


def unwrap_mail(data: bytes, name: str) -> Iterator[WrappedFile]:
    """Yield the files attached to a mail (RFC 5322) or to mails within it. Raises ParcelError."""
    status, content = ask_parser(data, MAIL)
    if status != "parcel":
        message = _TOO_FULL if status == "limit" else _DAMAGED
        raise ParcelError(message, name=name)
    reader = BytesIO(content)
    while sizes := reader.read(12):
        name_size, size = int.from_bytes(sizes[:4], "big"), int.from_bytes(sizes[4:], "big")
        attachment_name = reader.read(name_size).decode("utf-8", "replace")
        yield base_name(attachment_name), reader.read(size)


def decode_base64(data: bytes, name: str) -> bytes:
    """Decode a base64 file. Raises ParcelError."""
    try:
        return base64.b64decode(b"".join(data.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ParcelError(_DAMAGED, name=name) from error


def open_wrapped(data: bytes, name: str, kind: str) -> Iterator[WrappedFile]:
    """Yield the files in a ZIP or a mail. Raises ParcelError, also for FOREIGN."""
    if kind == ZIP:
        yield from unzip(BytesIO(data), name)
    elif kind == MAILED:
        yield from unwrap_mail(data, name)
    else:
        raise ParcelError(
            "{name} is a mailbox of another program: save the mails as .eml files, or the files "
            "attached to them, and receive those.",
            name=name,
        )


def base_name(raw_name: str) -> str:
    """Return the name of a wrapped file, without folders and invisible characters."""
    return _CONTROLS.sub("", raw_name.replace("\\", "/")).rsplit("/", 1)[-1].strip()[:200] or "?"
