"""A digest of every byte of an unencrypted file, recorded in the file when it is closed.

SQLite's own check passes over unused space and whatever still looks like a table; signatures cover
entries only. The digest lies in the 20 bytes of the header that SQLite leaves zero and copies along
("Reserved for expansion", The SQLite Database File Format, 1.3). It counts as long as the file's
change counter is the one recorded: every transaction of any program raises that counter. An
encrypted file needs none: each page has its own authentication code.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from enum import Enum
from typing import BinaryIO

HEADER_SIZE = 100
_COUNTER, _VALID_FOR = slice(24, 28), slice(92, 96)
_PLACE, _END = 72, 92
_DIGEST_SIZE = 12
_BLOCK = 2**20


class FileState(Enum):
    """What the recorded digest says of a file: nothing, because none was recorded since the last
    transaction; every byte is as it was; or some byte is not."""

    UNKNOWN = "unknown"
    WHOLE = "whole"
    CHANGED = "changed"


def read_state(file: BinaryIO) -> FileState:
    """Compare an unencrypted file with its recorded digest; it is read once, from its beginning.

    Nobody may write meanwhile, and no journal may wait to be rolled back. Raises OSError.
    """
    file.seek(0)
    header = file.read(HEADER_SIZE)
    recorded, counter = header[_PLACE:_END], header[_COUNTER]
    if counter != header[_VALID_FOR]:  # SQLite writes both at once
        return FileState.CHANGED
    if not any(recorded):
        return FileState.UNKNOWN
    if recorded[4:8] != _check_sum(recorded[:4]):
        return FileState.CHANGED
    if recorded[:4] != counter:
        return FileState.UNKNOWN
    return FileState.WHOLE if recorded[8:] == _digest(file, header) else FileState.CHANGED


def has_digest(file: BinaryIO) -> bool:
    """Return whether a digest was recorded since the last transaction. Raises OSError."""
    file.seek(0)
    header = file.read(HEADER_SIZE)
    return header[_PLACE : _PLACE + 4] == header[_COUNTER]


def write_digest(file: BinaryIO) -> None:
    """Record the digest of a file that is open for reading and writing. Raises OSError."""
    file.seek(0)
    header = file.read(HEADER_SIZE)
    counter = header[_COUNTER]
    recorded = counter + _check_sum(counter) + _digest(file, header)
    file.seek(_PLACE)
    file.write(recorded)
    file.flush()
    os.fsync(file.fileno())


def _check_sum(counter: bytes) -> bytes:
    return zlib.crc32(counter).to_bytes(4, "big")


def _digest(file: BinaryIO, header: bytes) -> bytes:
    """Return the digest of all bytes but those where it is recorded."""
    digest = hashlib.sha256(header[:_PLACE] + header[_END:])
    file.seek(HEADER_SIZE)
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.digest()[:_DIGEST_SIZE]
