"""Making, opening and re-protecting the file behind a mission; whatever fails, nothing is left."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from assessor.errors import FileError, NotAMission, Refused
from assessor.store.files.connection import (
    APPLICATION_ID,
    VERSION,
    Connection,
    check_header,
    read_first_page,
    refuse_future,
)
from assessor.store.files.file_lock import FileLock
from assessor.store.files.file_schema import prepare_file, show_older_file
from assessor.store.files.folder_sync import sync_folder

_ROUNDS = 256_000
_SALT = 16


def derive_key(passphrase: str, salt: bytes) -> str:
    """The file key, 64 hex and the salt: SQLCipher 4's own derivation, so its tools open it too.

    Derived here rather than by SQLCipher, because the key itself is sealed for recovery.
    """
    key = hashlib.pbkdf2_hmac("sha512", passphrase.encode("utf-8"), salt, _ROUNDS, 32)
    return key.hex() + salt.hex()


def passphrase_fits(connection: Connection, passphrase: str) -> bool:
    """Whether a passphrase gives the key that an open file has; never for one without."""
    key = connection.key
    if key is None or not passphrase:
        return False
    salt = bytes.fromhex(key[-2 * _SALT :])
    return hmac.compare_digest(derive_key(passphrase, salt), key)


def new_key(passphrase: str | None) -> str | None:
    """The key of a file to be made; None without a passphrase."""
    return derive_key(passphrase, secrets.token_bytes(_SALT)) if passphrase else None


def create_file(path: Path, role: str, key: str | None) -> None:
    """A new file, whole at once under its name. Raises FileError where one is already."""
    if path.exists():
        raise FileError("{name} exists already: choose another name.", name=path.name)
    if not path.parent.is_dir():
        raise FileError(
            "There is no folder {folder}: make it first, or choose another.",
            folder=str(path.parent),
        )
    beside = _beside(path)
    try:
        beside.unlink(missing_ok=True)
        connection = Connection(beside, key=key, read_only=False, new=True)
        try:
            prepare_file(connection)
            with connection.transaction():
                connection.execute("INSERT INTO setting VALUES('role', ?)", (role,))
        finally:
            connection.close()
        beside.replace(path)
        sync_folder(path.parent)
    except FileError as error:
        _clear(beside)
        raise FileError(error.message, **{**error.details, "name": path.name}) from error
    except OSError as error:
        _clear(beside)
        raise FileError(
            "{path} cannot be made: {reason}.", path=str(path), reason=error.strerror
        ) from error


def open_file(
    path: Path, *, passphrase: str | None, file_key: str | None, read_only: bool
) -> tuple[Connection, FileLock | None]:
    """Open what is a mission, with its lock unless it is only read; see Mission.open."""
    check_header(path, encrypted=bool(passphrase or file_key))
    key = derive_key(passphrase, read_first_page(path)[:_SALT]) if passphrase else file_key
    forbidden = read_only or not os.access(path, os.W_OK)
    lock = None if forbidden else FileLock(path)
    holder = lock.holder if lock else None
    try:
        connection = Connection(
            path, key=key, read_only=forbidden or holder is not None, holder=holder
        )
        try:
            if key is not None:
                refuse_future(int(connection.value("PRAGMA user_version")), path)
            if not connection.value("SELECT count(*) FROM sqlite_master WHERE name='setting'"):
                raise NotAMission("{name} is not a mission file.", name=path.name)
            if not connection.read_only:
                _tidy(path)
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


def _beside(path: Path) -> Path:
    """Where a file is written until it is whole."""
    return path.with_name(f".{path.name}.new")


def _tidy(path: Path) -> None:
    """Take away what a crash left of a change of passphrase: it may hold everything, readable.

    Whoever holds the lock may: nobody else writes there.
    """
    _clear(_beside(path))


def _clear(beside: Path) -> None:
    """Take away a file that did not become whole, and its journal."""
    for left in (beside, beside.with_name(f"{beside.name}-journal")):
        with suppress(OSError):
            left.unlink(missing_ok=True)


def change_passphrase(connection: Connection, passphrase: str | None) -> Connection:
    """The same file under another passphrase, or none; the old connection is closed.

    Written beside, read back and compared, then renamed: a crash leaves the old file or the new.
    """
    if connection.read_only or connection.shared or not connection.in_place():
        raise Refused("{name} cannot be written just now.", name=connection.path.name)
    path, key = connection.path, new_key(passphrase)
    beside = _beside(path)
    try:
        beside.unlink(missing_ok=True)
        connection.export_to(beside, key, APPLICATION_ID, VERSION)
        copy = Connection(beside, key=key, read_only=False)
        try:
            if copy.value("PRAGMA integrity_check") != "ok" or _sum(copy) != _sum(connection):
                raise FileError(
                    "{name} could not be protected anew. Nothing was changed: try again.",
                    name=path.name,
                )
        finally:
            copy.close()
        connection.close()
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise FileError(
            "{path} cannot be made: {reason}.", path=str(path), reason=error.strerror
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    return Connection(path, key=key, read_only=False)


def _sum(connection: Connection) -> list[tuple[object, ...]]:
    """Enough to tell that nothing was left behind: every table's rows, and every changeset."""
    tables = connection.rows("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")
    counts = [
        connection.rows(f'SELECT ?, count(*) FROM "{table}"', (table,))[0] for (table,) in tables
    ]
    return counts + connection.rows("SELECT id, length(core) FROM changeset ORDER BY id")
