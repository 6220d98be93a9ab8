"""Opens what reports are wrapped in on their way: archives, mails, base64. None of it is trusted.

Sizes, counts and ratios have limits; a name is only shown, and nothing is written anywhere.
"""

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
from assessor.parcel.child.parser_pool import ask_parser
from assessor.parcel.child.parser_protocol import MAIL
from assessor.parcel.child.process_limits import MAX_FILE_BYTES

ZIP, MAILED, ENCODED, FOREIGN = "zip", "mail", "base64", "foreign"
MAX_WRAPPINGS = 3
"""How many wrappings may lie in one another."""
MAX_FILES = 5_000
MAX_BYTES = 4 * 2**30
MAX_RATIO = 200
"""An archive of reports is hardly smaller than they are; beyond this it was made to fill memory."""

_FREE = 2**20
"""Bytes below which nobody asks how well a file was packed."""
_LARGEST_DIRECTORY = 2**20
_ARCHIVE = b"PK\x03\x04"
_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BASE64 = (b"JVBERi0", b"QVNTRVNTT1Ig", b"UEsDB")
"""How PDFs, parcels and archives begin in base64 (RFC 4648)."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

WrappedFile = tuple[str, bytes | ParcelError]
"""A file's name, which is no path, and its bytes, or why there are none."""

_TOO_MANY = "{name} holds more than {limit} files."
_TOO_FULL = "{name} asks for more memory or time than a report does, and was not read."
_NOT_WHOLE = "{name} is damaged: ask for it again, or for the files in it."


def wrapping_kind(head: bytes, name: str) -> str:
    """What a file of that name, beginning with `head`, is wrapped in: ZIP, MAILED, ENCODED, "".

    FOREIGN is a mailbox only another program opens.
    """
    suffix = Path(name).suffix.lower()
    if head.startswith(_ARCHIVE):
        return ZIP
    if suffix == ".mbox" or (suffix == ".msg" and head.startswith(_OUTLOOK)):
        return FOREIGN
    if head.lstrip().startswith(_BASE64):
        return ENCODED
    return MAILED if suffix == ".eml" else ""


def unzip(file: BinaryIO, name: str) -> Iterator[WrappedFile]:
    """The files in an archive, one after the other, each read when it is asked for.

    Raises ParcelError for an archive that is damaged, or larger than archives of reports are.
    """
    source = _LimitedFile(file)
    try:
        archive = zipfile.ZipFile(source)
    except _TooLarge as error:
        raise ParcelError(_TOO_MANY, name=name, limit=MAX_FILES) from error
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ParcelError(_NOT_WHOLE, name=name) from error
    source.most = MAX_FILE_BYTES
    with archive:
        found = [one for one in archive.infolist() if not one.is_dir()]
        if len(found) > MAX_FILES:
            raise ParcelError(_TOO_MANY, name=name, limit=MAX_FILES)
        if sum(one.file_size for one in found) > MAX_BYTES:
            raise ParcelError(_TOO_FULL, name=name)
        for one in found:
            shown = base_name(one.filename)
            try:
                yield shown, _unpacked(archive, one, shown)
            except ParcelError as error:
                yield shown, error


class _TooLarge(Exception):
    """More is to be read at once than an archive of reports needs."""


class _LimitedFile:
    """A file that hands out no more at once than `most` bytes: an archive's own numbers may lie."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.most = _LARGEST_DIRECTORY
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        """As a file reads. Raises _TooLarge."""
        if size > self.most:
            raise _TooLarge
        data = self._file.read(self.most + 1 if size < 0 else size)
        if len(data) > self.most:
            raise _TooLarge
        return data


def _unpacked(archive: zipfile.ZipFile, one: zipfile.ZipInfo, shown: str) -> bytes:
    if one.flag_bits & 1:
        raise ParcelError(
            "{name} is protected by a password: take it out of its archive first.", name=shown
        )
    if one.file_size > MAX_FILE_BYTES:
        raise ParcelError(
            "{name} is larger than {limit} MB.", name=shown, limit=MAX_FILE_BYTES >> 20
        )
    packed = one.file_size > _FREE and one.file_size > MAX_RATIO * max(one.compress_size, 1)
    if packed or one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ParcelError(_TOO_FULL, name=shown)
    try:
        with archive.open(one) as content:
            return content.read(one.file_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, _TooLarge) as error:
        raise ParcelError(_NOT_WHOLE, name=shown) from error


def unwrap_mail(data: bytes, name: str) -> Iterator[WrappedFile]:
    """The files attached to a mail (RFC 5322), those of mails within it too.

    The child process takes it apart. Raises ParcelError.
    """
    status, content = ask_parser(data, MAIL)
    if status != "parcel":
        why = _TOO_FULL if status == "limit" else _NOT_WHOLE
        raise ParcelError(why, name=name)
    start = 0
    while start < len(content):
        sizes = content[start : start + 12]
        named, size = int.from_bytes(sizes[:4], "big"), int.from_bytes(sizes[4:], "big")
        start += 12
        shown = content[start : start + named].decode("utf-8", "replace")
        start += named
        yield base_name(shown), content[start : start + size]
        start += size


def decode_base64(data: bytes, name: str) -> bytes:
    """What a file of base64 stands for. Raises ParcelError."""
    try:
        return base64.b64decode(b"".join(data.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ParcelError(_NOT_WHOLE, name=name) from error


def open_wrapped(data: bytes, name: str, kind: str) -> Iterator[WrappedFile]:
    """The files in the bytes of a ZIP or a mail. Raises ParcelError, for FOREIGN too."""
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


def base_name(said: str) -> str:
    """The name of a file in another one, without folders or signs that are not seen."""
    return _CONTROLS.sub("", said.replace("\\", "/")).rsplit("/", 1)[-1].strip()[:200] or "?"
