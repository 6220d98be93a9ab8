"""The open SQLite file behind a mission, configured so that a power cut loses no saved entry."""

from __future__ import annotations

import hashlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3
import sqlcipher3.dbapi2 as driver

# sqlite-utils catches only the errors of the sqlite3 module it finds and prefers pysqlite3:
# SQLCipher's driver takes that name before sqlite-utils is imported.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", driver)

from sqlite_utils import Database  # noqa: E402

from assessor import debug_log  # noqa: E402
from assessor.errors import AssessorError, Damaged, FileError, Reason, WrongPassphrase  # noqa: E402
from assessor.store.files.durable_files import is_same_file  # noqa: E402
from assessor.store.files.file_digest import (  # noqa: E402
    FileState,
    has_digest,
    read_state,
    write_digest,
)
from assessor.store.files.file_lock import LockHolder  # noqa: E402
from assessor.store.model.database_address import RegistryLocation  # noqa: E402

APPLICATION_ID = 0x41535352
MAJOR, MINOR = 3, 1
VERSION = MAJOR * 1000 + MINOR
IN_MEMORY = Path(":memory:")
"""The path of a registry that has no file."""
DAMAGED_FILE = (
    "{name} is damaged: open the newest backup, or copy what still verifies to a new file with the "
    "command assessor rescue."
)
_ERRORS = (driver.DatabaseError, UnicodeDecodeError)
"""What the driver raises; the second where its own message quotes a garbled schema."""
SET_SETTING = (
    "INSERT INTO setting VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value=excluded.value"
)
"""The statement that inserts or replaces a setting."""
BY_NUMBER = "NOT INDEXED"
"""Follows a table of entries that are looked up by number.

Statements also name the assessment, because a database can be distributed by it; in a file that
would make SQLite use the index of all entries of the assessment. PostgreSQL has no such words.
"""


class Connection:
    """The open file: queries, and transactions that are complete or never happened.

    One thread at a time; others wait. `read_only` where the medium or another window forbids
    writing. `key` is the key (64 hex) and the file's salt (32 hex). `before_commit` is called when
    a transaction is about to wait for the disk. `place` is opened again; `file` is the status of
    the file when it was opened, None in memory and for a database. `obstacle` says why no
    lock could be taken, which makes the file read-only.
    Connections with the same `lock` are used by one thread at a time.
    """

    shared = False
    content_digest = "sha256_hex(content)"
    """The SQL of the SHA-256 (64 hex) of a file of evidence."""
    can_manage = True
    read_only = False
    key: str | None = None
    holder: LockHolder | None = None
    obstacle: Reason | None = None
    file: os.stat_result | None = None
    before_commit: Callable[[], None] | None = None
    place: RegistryLocation

    def __init__(
        self,
        path: Path,
        *,
        key: str | None,
        read_only: bool,
        new: bool = False,
        holder: LockHolder | None = None,
        lock: threading.RLock | None = None,
    ) -> None:
        self.path = self.place = path
        self.read_only = read_only
        self.holder = holder
        self.key = key
        self._in_transaction = False
        self.lock = lock or threading.RLock()
        self._columns: dict[tuple[str, str], bool] = {}
        with self.translated_errors():
            # A reader opens the file for writing if possible: a crash may have left a journal,
            # which SQLite must roll back before anything is read.
            writable = new or path == IN_MEMORY or os.access(path, os.W_OK)
            self.raw = self._connect(path, "rwc" if new else "rw" if writable else "ro")
            try:
                self._configure(key)
            except BaseException:
                self.raw.close()
                raise
        self.database = Database(self.raw, execute_plugins=False)
        if path != IN_MEMORY:
            self.file = path.stat()

    @staticmethod
    def _connect(path: Path, mode: str) -> Any:
        uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
        if path == IN_MEMORY:
            uri = "file::memory:"
        return driver.connect(uri, uri=True, isolation_level=None, check_same_thread=False)

    def _configure(self, key: str | None) -> None:
        if key is not None:
            # Otherwise it writes to standard error.
            self.raw.execute("PRAGMA cipher_log_level=NONE")
            self.raw.execute(f"PRAGMA key = \"x'{_checked_key(key)}'\"")
        self.raw.execute("SELECT count(*) FROM sqlite_master").fetchone()  # fails for a wrong key
        self.raw.create_function("sha256_hex", 1, _sha256, deterministic=True)
        if self.read_only:
            self.raw.execute("PRAGMA query_only=ON")
        else:
            self.raw.execute("PRAGMA journal_mode=TRUNCATE")
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "mmap_size=0",
            "temp_store=MEMORY",
            "busy_timeout=5000",
        ):
            self.raw.execute(f"PRAGMA {pragma}")

    def _run(self, sql: str, values: Sequence[object]) -> Iterable[tuple[Any, ...]]:
        debug_log.write_sql(sql)
        rows: Iterable[tuple[Any, ...]] = self.raw.execute(sql, values)
        return rows

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return every row of a query."""
        with self.lock:
            try:  # without translated_errors(): called thousands of times
                return list(self._run(sql, values))
            except _ERRORS as error:
                raise self._sentence(error) from error

    def value(self, sql: str, values: Sequence[object] = ()) -> Any:
        """Return the first column of the first row, or None."""
        rows = self.rows(sql, values)
        return rows[0][0] if rows else None

    def has_column(self, table: str, column: str) -> bool:
        """Return whether a table has a column: a read-only file keeps its older tables."""
        if (table, column) not in self._columns:
            sql = "SELECT count(*) FROM pragma_table_info(?) WHERE name=?"
            self._columns[table, column] = bool(self.value(sql, (table, column)))
        return self._columns[table, column]

    def create_temporary_view(self, statement: str) -> None:
        """Create a temporary view in a read-only file, to hide an older table."""
        with self.lock, self.translated_errors():
            self.raw.execute("PRAGMA query_only=OFF")
            try:
                self.raw.execute(statement)
            finally:
                self.raw.execute("PRAGMA query_only=ON")

    def execute(self, sql: str, values: Sequence[object] = ()) -> None:
        """Run one writing statement inside a transaction."""
        self._run(sql, values)

    def insert(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one INSERT … RETURNING inside a transaction; return the new number."""
        [(number,)] = self._run(sql, values)
        return int(number)

    def rows_for_each(
        self, sql: str, values: Iterable[Sequence[object]]
    ) -> list[list[tuple[Any, ...]]]:
        """Return the rows of one statement for each of `values`, in their order."""
        return [self.rows(sql, row_values) for row_values in values]

    def integrity(self) -> list[str]:
        """Return every defect of the file itself, whatever it contains."""
        cipher_rows = self.rows("PRAGMA cipher_integrity_check") if self.key is not None else []
        defects = [str(row[0]) for row in cipher_rows] + self._byte_defects()
        messages = (row[0] for row in self.rows("PRAGMA integrity_check"))
        defects += [f"SQLite: {message}" for message in messages if message != "ok"]
        return defects + [
            f"A row of {row[0]} refers to a missing row of {row[2]}."
            for row in self.rows("PRAGMA foreign_key_check")
        ]

    @contextmanager
    def time_limit(self, seconds: float) -> Iterator[None]:
        """Inside, statements are given up after so many seconds together. Raises Damaged."""
        end = time.monotonic() + seconds
        self.raw.set_progress_handler(lambda: time.monotonic() > end, 10_000)
        try:
            yield
        finally:
            self.raw.set_progress_handler(None, 0)

    def execute_many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """Run one writing statement for each of `values`, inside a transaction."""
        debug_log.write_sql(sql)
        self.raw.executemany(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run a transaction: on the disk at the end, or without any effect. Raises FileError with
        one sentence for a full disk, a read-only medium and so on."""
        with self.lock, self.translated_errors():
            self._refuse_if_read_only()
            if not self.in_place():
                raise FileError(
                    "{name} was moved, removed or replaced while open: save a copy elsewhere now.",
                    name=self.path.name,
                )
            if self.raw.in_transaction and not self._in_transaction:
                self.raw.execute("ROLLBACK")  # left open by an interrupted transaction
            try:
                self._in_transaction = True
                self.raw.execute("BEGIN IMMEDIATE")
                yield
                if self.before_commit is not None:
                    self.before_commit()
                self.raw.execute("COMMIT")
            except BaseException:
                # BEGIN is inside the try: an interrupted BEGIN can leave a transaction open.
                if self.raw.in_transaction:
                    self.raw.execute("ROLLBACK")
                raise
            finally:
                self._in_transaction = False

    def _refuse_if_read_only(self) -> None:
        if self.holder is not None:
            raise FileError(
                "{name} is open in another window, by {user} on {host}: this one only reads.",
                name=self.path.name,
                user=self.holder.user,
                host=self.holder.host,
            )
        if self.obstacle is not None:
            raise FileError(self.obstacle.message, **self.obstacle.details)
        if self.read_only:
            raise FileError(
                "{name} is open for reading only: save a copy elsewhere to go on working.",
                name=self.path.name,
            )

    def in_place(self) -> bool:
        """Return whether the file is still the one that was opened."""
        return self.file is None or is_same_file(self.file, self.path)

    def copy_into(self, target: Path) -> None:
        """Write a complete copy through SQLite, even of a file without a name."""
        with self.lock, self.translated_errors():
            self.raw.execute("VACUUM INTO ?", (str(target),))

    def export_to(self, target: Path, key: str | None, application: int, version: int) -> None:
        """Write everything to a new file under another key, or none."""
        with self.lock, self.translated_errors():
            secret = f"x'{_checked_key(key)}'" if key else ""
            self.raw.execute("ATTACH ? AS fresh KEY ?", (str(target), secret))
            try:
                self.raw.execute("PRAGMA fresh.synchronous=FULL")
                self.raw.execute("SELECT sqlcipher_export('fresh')").fetchall()
                self.raw.execute(f"PRAGMA fresh.application_id={application}")
                self.raw.execute(f"PRAGMA fresh.user_version={version}")
            finally:
                self.raw.execute("DETACH fresh")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Hold a stable view: nobody changes the file between the queries inside."""
        with self.lock:
            yield

    @contextmanager
    def write_locked(self) -> Iterator[None]:
        """Keep other programs from writing; no journal lies beside the file inside."""
        with self.lock, self.translated_errors():
            self.raw.execute("BEGIN" if self.read_only else "BEGIN IMMEDIATE")
            try:
                yield
            finally:
                self.raw.execute("ROLLBACK")

    @contextmanager
    def translated_errors(self) -> Iterator[None]:
        """Turn the driver's errors into sentences."""
        try:
            yield
        except _ERRORS as error:
            raise self._sentence(error) from error

    def _sentence(self, error: Exception) -> AssessorError:
        message = "malformed" if isinstance(error, UnicodeDecodeError) else str(error)
        if self.key is None:  # no passphrase was tried
            message = message.replace("not a database", "malformed")
        return _sentence(message, self.path)

    def close(self) -> None:
        """Close the file; everything written is on the disk already."""
        with self.lock:
            if not self.read_only and self.in_place():
                self._delete_journal()
            self.raw.close()

    def record_digest(self) -> None:
        """Record the digest of every byte, unless it is recorded. Call it before the file is
        closed; where the disk refuses, the file has none."""
        if self.key is not None or self.read_only or self.file is None or not self.in_place():
            return
        with suppress(OSError, FileError), self.path.open("r+b") as file, self._unwritten():
            if not has_digest(file):
                write_digest(file)

    def _byte_defects(self) -> list[str]:
        if self.key is not None or self.file is None or not self.in_place():
            return []
        with self.path.open("rb") as file, self._unwritten():
            changed = read_state(file) is FileState.CHANGED
        return ["The file is not, byte for byte, what it was when it was last closed."][:changed]

    @contextmanager
    def _unwritten(self) -> Iterator[None]:
        """Inside, no program writes to the file. (A file that is closed inside would end that.)"""
        with self.lock, self.translated_errors():
            own = not self.raw.in_transaction
            if own:
                self.raw.execute("BEGIN")
            try:
                self.raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
                yield
            finally:
                if own:
                    self.raw.execute("ROLLBACK")

    def _delete_journal(self) -> None:
        """Delete the empty journal of TRUNCATE mode, which would puzzle people."""
        try:
            self.raw.execute("PRAGMA journal_mode=DELETE").fetchone()
        except driver.DatabaseError:
            return  # another program is reading: an empty journal does no harm


def _sha256(content: object) -> str:
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else ""


def _checked_key(key: str) -> str:
    """Check a key before it becomes part of a statement: 96 hex. Raises WrongPassphrase."""
    if len(key) != 96 or not set(key) <= set("0123456789abcdef"):
        raise WrongPassphrase("What was given is not a file key.")
    return key


def _sentence(message: str, path: Path) -> AssessorError:
    if "not a database" in message:
        return WrongPassphrase("The passphrase does not open {name}.", name=path.name)
    if "malformed" in message or "HMAC" in message:
        return Damaged(DAMAGED_FILE, name=path.name)
    if "interrupted" in message:
        return Damaged(
            "{name} takes far longer to read than a file of its size should: it is damaged, or "
            "somebody changed it. Nothing was taken in. Ask whoever sent it for a report.",
            name=path.name,
        )
    sentences = {
        "disk is full": "There is no space left where {name} lies: free some, or save elsewhere.",
        "readonly": "{name} cannot be written where it lies: copy it to this computer first.",
        "disk I/O": "{name} cannot be read or written: the disk or stick gave an error ({said}).",
        "locked": "Another program is using {name} just now: close it there and try again.",
        "unable to open": "{name} cannot be opened where it lies: check the folder and its rights.",
    }
    for text, sentence in sentences.items():
        if text in message:
            return FileError(sentence, name=path.name, said=message)
    return Damaged(
        "{name} cannot be used as a mission file ({said}).", name=path.name, said=message
    )
