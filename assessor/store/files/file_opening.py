"""Create, open and re-encrypt the file behind a mission; a failure leaves nothing behind."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import closing
from pathlib import Path

from assessor.errors import (
    Damaged,
    FileError,
    FutureFile,
    NotAMission,
    Reason,
    Refused,
    WrongPassphrase,
)
from assessor.store.files.connection import APPLICATION_ID, MAJOR, VERSION, Connection
from assessor.store.files.durable_files import create_private, delete_quietly, sync_folder
from assessor.store.files.file_digest import FileState, read_state
from assessor.store.files.file_lock import FileLock
from assessor.store.files.file_schema import (
    create_tables,
    prepare_file,
    refuse_foreign_schema,
    show_older_file,
)

PLAIN_HEADER = b"SQLite format 3\0"
PAGE_SIZE = 4096
KEY_ROUNDS = 256_000
_MAX_READ_AT_OPENING = 2**28
"""Bytes above which a file is not read whole whenever it is opened (0.4 s), but by a check."""
CHANGED_BYTES = (
    "{name} is not as it was when it was last closed: its disk or stick is damaged, or somebody "
    "changed it. It opens for reading only. Open the newest backup, or copy what still verifies to "
    "a new file with the command assessor rescue."
)
_SALT = 16

_MAX_SCHEMA = 2**20
_FIRST_PAGE = (
    "{name} is damaged on its first page: its disk or stick is failing, or somebody changed it. "
    "Open the newest backup, or copy what still verifies to a new file with the command assessor "
    "rescue."
)


def derive_key(passphrase: str, salt: bytes) -> str:
    """Derive the file key (64 hex) and append the salt, as SQLCipher 4 does it. Derived here and
    not by SQLCipher, because the key itself is sealed for recovery."""
    key = hashlib.pbkdf2_hmac("sha512", passphrase.encode("utf-8"), salt, KEY_ROUNDS, 32)
    return key.hex() + salt.hex()


def passphrase_fits(connection: Connection, passphrase: str) -> bool:
    """Return whether a passphrase is that of an open file; False for a file without one."""
    key = connection.key
    if key is None or not passphrase:
        return False
    salt = bytes.fromhex(key[-2 * _SALT :])
    return hmac.compare_digest(derive_key(passphrase, salt), key)


def new_key(passphrase: str | None) -> str | None:
    """Return a key for a new file; None without a passphrase."""
    return derive_key(passphrase, secrets.token_bytes(_SALT)) if passphrase else None


def create_file(path: Path, role: str, key: str | None) -> None:
    """Create a file, complete before it gets its name. Raises FileError if it exists."""
    if path.exists():
        raise FileError("{name} exists already: choose another name.", name=path.name)
    if not path.parent.is_dir():
        raise FileError(
            "There is no folder {folder}: make it first, or choose another.",
            folder=str(path.parent),
        )
    temporary = _temporary_path(path)
    try:
        create_private(temporary)
        with closing(Connection(temporary, key=key, read_only=False, new=True)) as connection:
            create_tables(connection, role)
            connection.record_digest()
        temporary.replace(path)
        sync_folder(path.parent)
    except FileError as error:
        _delete_temporary(temporary)
        raise FileError(error.message, **{**error.details, "name": path.name}) from error
    except OSError as error:
        _delete_temporary(temporary)
        raise FileError(
            "{path} cannot be made: {reason}.", path=str(path), reason=error.strerror
        ) from error


def open_file(
    path: Path, *, passphrase: str | None, file_key: str | None, read_only: bool
) -> tuple[Connection, FileLock | None]:
    """Open a mission, with a lock unless it is only read; see Mission.open."""
    check_header(path, encrypted=bool(passphrase or file_key))
    key = derive_key(passphrase, read_first_page(path)[:_SALT]) if passphrase else file_key
    forbidden = read_only or not os.access(path, os.W_OK)
    lock = None if forbidden else FileLock(path)
    holder, obstacle = (lock.holder, lock.obstacle) if lock else (None, None)
    if lock and key is None and holder is None and obstacle is None:
        obstacle = _find_changed_bytes(path)
    forbidden = forbidden or holder is not None or obstacle is not None
    try:
        connection = Connection(path, key=key, read_only=forbidden, holder=holder)
        connection.obstacle = obstacle
        try:
            if key is not None:
                refuse_future(int(connection.value("PRAGMA user_version")), path)
            if not connection.value("SELECT count(*) FROM sqlite_master WHERE name='setting'"):
                raise NotAMission("{name} is not a mission file.", name=path.name)
            refuse_foreign_schema(connection)
            if not connection.read_only:
                # A crash during a change of passphrase may have left everything unencrypted.
                _delete_temporary(_temporary_path(path))
                prepare_file(connection)
            else:
                show_older_file(connection)
        except BaseException:
            connection.close()
            raise
    except BaseException:
        if lock:
            lock.release()
        raise
    return connection, lock


def _find_changed_bytes(path: Path) -> Reason | None:
    """Return why a file must not be written: something changed its bytes since it was closed."""
    if _has_journal(path) or path.stat().st_size > _MAX_READ_AT_OPENING:
        return None
    return Reason(CHANGED_BYTES, {"name": path.name}) if _state(path) is FileState.CHANGED else None


def _state(path: Path) -> FileState:
    with path.open("rb") as file:
        return read_state(file)


def _temporary_path(path: Path) -> Path:
    """Return the path where a file is written until it is complete."""
    return path.with_name(f".{path.name}.new")


def _delete_temporary(temporary: Path) -> None:
    """Delete an incomplete file and its journal."""
    for path in (temporary, _journal(temporary)):
        delete_quietly(path)


def change_passphrase(connection: Connection, passphrase: str | None) -> Connection:
    """Re-encrypt a file under another passphrase, or none; closes the connection. Written beside,
    read back, compared, then renamed: a crash leaves the old file or the new one."""
    if connection.read_only or connection.shared or not connection.in_place():
        raise Refused("{name} cannot be written just now.", name=connection.path.name)
    path, key = connection.path, new_key(passphrase)
    temporary = _temporary_path(path)
    try:
        create_private(temporary)
        connection.export_to(temporary, key, APPLICATION_ID, VERSION)
        with closing(Connection(temporary, key=key, read_only=False)) as copy:
            is_whole = copy.value("PRAGMA integrity_check") == "ok"
            if not is_whole or _fingerprint(copy) != _fingerprint(connection):
                raise FileError(
                    "{name} could not be protected anew. Nothing was changed: try again.",
                    name=path.name,
                )
        connection.close()
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise FileError(
            "{path} cannot be made: {reason}.", path=str(path), reason=error.strerror
        ) from error
    finally:
        create_private(temporary)
    return Connection(path, key=key, read_only=False)


def _fingerprint(connection: Connection) -> list[tuple[object, ...]]:
    """Return the row count of every table and every changeset, to compare two copies."""
    tables = connection.rows("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")
    counts = [
        connection.rows(f'SELECT ?, count(*) FROM "{table}"', (table,))[0] for (table,) in tables
    ]
    return counts + connection.rows("SELECT id, length(core) FROM changeset ORDER BY id")


def check_header(path: Path, *, encrypted: bool) -> None:
    """Refuse a file that this version cannot read, by its first bytes, without changes. Raises
    NotAMission, FutureFile, WrongPassphrase or FileError."""
    header = read_first_page(path)
    if not header.startswith(PLAIN_HEADER):
        if was_plain(path):
            raise Damaged(_FIRST_PAGE, name=path.name)
        if encrypted:
            return
        if _looks_encrypted(header, path):
            raise WrongPassphrase("{name} is protected: its passphrase is needed.", name=path.name)
        raise NotAMission("{name} is not a mission file.", name=path.name)
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        if was_plain(path):
            raise Damaged(_FIRST_PAGE, name=path.name)
        raise NotAMission("{name} is not a mission file.", name=path.name)
    if encrypted:
        raise WrongPassphrase(
            "{name} is not protected: open it without a passphrase.", name=path.name
        )
    _refuse_future_header(header, path)
    expected_size = PAGE_SIZE * int.from_bytes(header[28:32], "big")
    if path.stat().st_size < expected_size and not _has_journal(path):
        raise Damaged("{name} has been cut short: open the newest backup.", name=path.name)


def _refuse_future_header(header: bytes, path: Path) -> None:
    try:
        refuse_future(int.from_bytes(header[60:64], "big"), path)
    except FutureFile:
        if _find_changed_bytes(path):
            raise Damaged(_FIRST_PAGE, name=path.name) from None
        raise


def refuse_future(version: int, path: Path) -> None:
    """Raise FutureFile for a file of a newer major version."""
    if version // 1000 > MAJOR:
        raise FutureFile(
            "{name} was written by a newer Assessor: install that version to open it.",
            name=path.name,
        )


def read_first_page(path: Path) -> bytes:
    """Return the first page of a file. Raises NotAMission for a folder, FileError if it cannot be
    read."""
    if path.is_dir():
        raise NotAMission("{name} is a folder, not a mission file.", name=path.name)
    try:
        with path.open("rb") as file:
            return file.read(PAGE_SIZE)
    except FileNotFoundError as error:
        raise FileError("There is no file {path}.", path=str(path)) from error
    except OSError as error:
        raise FileError(
            "{name} cannot be read: {reason}.", name=path.name, reason=error.strerror
        ) from error


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _has_journal(path: Path) -> bool:
    """Return whether a journal lies beside a file, from which SQLite restores the content."""
    return _journal(path).exists() and _journal(path).stat().st_size > 0


def was_plain(path: Path) -> bool:
    """Return whether the tables of an unencrypted mission are described near the beginning."""
    try:
        with path.open("rb") as file:
            return b"CREATE TABLE changeset(" in file.read(_MAX_SCHEMA)
    except OSError:
        return False


def _looks_encrypted(header: bytes, path: Path) -> bool:
    """Return whether a file has whole pages without any pattern."""
    known_headers = (
        b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"age-encryption",
    )  # fmt: skip
    is_whole = len(header) == PAGE_SIZE and path.stat().st_size % PAGE_SIZE == 0
    return is_whole and not header.startswith(known_headers) and len(set(header)) > 200
