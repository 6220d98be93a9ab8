"""The mission file: all entries in one SQLite file; a registry is a fuller one."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Self

from assessor.errors import Reason, Refused
from assessor.store.files.connection import BY_NUMBER, IN_MEMORY, SET_SETTING, Connection
from assessor.store.files.file_backup import BACKUP_SETTING, BackupRecord, CopyProgress, copy_file
from assessor.store.files.file_lock import FileLock
from assessor.store.files.file_opening import change_passphrase, create_file, new_key, open_file
from assessor.store.files.file_schema import create_tables
from assessor.store.model.changeset import Changeset, Signer
from assessor.store.model.database_address import DatabaseAddress, RegistryLocation
from assessor.store.model.entry import Draft, Entry
from assessor.store.model.receipt import (
    ImportResult,
    MemberChange,
    ParcelOrigin,
    Receipt,
    UndoResult,
    receipt_number,
)
from assessor.store.postgres.registry_database import open_database
from assessor.store.read.authority_queries import ROSTER_SETTING
from assessor.store.read.entry_queries import JSON_NUMBERS, read_entries
from assessor.store.read.mission_reader import MissionReader, find_copy_defects
from assessor.store.read.redaction_orders import REDACTION_KIND
from assessor.store.read.row_numbers import RowNumbers
from assessor.store.write.authority_marks import set_vouched, settle_everything
from assessor.store.write.cache_db import drop_cached
from assessor.store.write.changeset_import import (
    QUARANTINE,
    ImportPackage,
    import_packages,
    quarantine_package,
    store_evidence,
    store_forms,
)
from assessor.store.write.draft_sealing import seal_drafts
from assessor.store.write.entry_writer import write_drafts
from assessor.store.write.import_undo import undo_receipt
from assessor.store.write.mission_access import Access
from assessor.store.write.redaction import allow_controller, apply_orders


class _RollBack(Exception):
    """Rolls back the transaction of a preview."""


class Mission(MissionReader):
    """An open mission file or registry; every writing call is on the disk when it returns."""

    def __init__(
        self,
        connection: Connection,
        lock: FileLock | None = None,
        sealed_numbers: dict[int, int] | None = None,
    ) -> None:
        super().__init__(connection, sealed_numbers)
        self._lock = lock

    @classmethod
    def create(
        cls, path: RegistryLocation, *, role: str = "mission", passphrase: str | None = None
    ) -> Mission:
        """Create a file, encrypted from its first byte if a passphrase is given.

        `role` is "mission" or "registry"; a database is always a registry. Raises FileError where
        the file exists, and what open_database raises.
        """
        if isinstance(path, DatabaseAddress):
            return cls(open_database(path, passphrase=passphrase, make=True))
        key = new_key(passphrase)
        create_file(path, role, key)
        return cls.open(path, file_key=key)

    @classmethod
    def open(
        cls,
        path: RegistryLocation,
        *,
        passphrase: str | None = None,
        file_key: str | None = None,
        read_only: bool = False,
    ) -> Mission:
        """Open a file, read-only on request, or where its rights or another window force it.

        `file_key` opens a file whose passphrase is lost. Raises NotAMission, FutureFile,
        WrongPassphrase, Damaged or FileError, without changes. A database is opened with the rights
        of the user; see open_database.
        """
        if isinstance(path, DatabaseAddress):
            return cls(open_database(path, passphrase=passphrase))
        return cls(*open_file(path, passphrase=passphrase, file_key=file_key, read_only=read_only))

    @property
    def access(self) -> Access:
        """Return the access for another thread (see `reopen`)."""
        open_file = self.connection
        return Access(
            open_file.place, open_file.key, open_file.read_only, open_file.holder, open_file.lock,
            self._names.sealed_numbers, open_file.file,
        )  # fmt: skip

    @classmethod
    def reopen(cls, access: Access) -> Mission:
        """Open the same mission again for the calling thread; raises as Access.connect."""
        return cls(access.connect(), sealed_numbers=access.sealed_numbers)

    @classmethod
    def in_memory(cls, *, role: str = "registry") -> Mission:
        """Create an empty one in memory, which leaves no trace on a disk."""
        connection = Connection(IN_MEMORY, key=None, read_only=False)
        create_tables(connection, role)
        return cls(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; nothing is lost by closing late or not at all."""
        if self._lock is not None:
            self.connection.record_digest()
        self.connection.close()
        if self._lock is not None:
            self._lock.release()

    def protect(self, passphrase: str | None) -> None:
        """Change, set or remove the passphrase; the file is written anew. A specialist may still
        recover the former content from the disk. Raises FileError."""
        drop_cached(self)
        self.connection = change_passphrase(self.connection, passphrase)
        self._names = RowNumbers(self.connection, self._names.sealed_numbers)

    @contextmanager
    def _writing(self, *, preview: bool = False) -> Iterator[None]:
        """Run a transaction; a `preview` is rolled back at its end."""
        try:
            with self.connection.transaction():
                yield
                if preview:
                    raise _RollBack
        except BaseException as error:
            self._names.rollback()
            if not isinstance(error, _RollBack):
                raise
        else:
            self._names.commit()

    @contextmanager
    def before_commit(self, callback: Callable[[], None]) -> Iterator[None]:
        """Inside, call `callback` whenever a transaction is about to wait for the disk. Another
        thread may compute until then; it must not use this mission."""
        previous = self.connection.before_commit
        self.connection.before_commit = callback
        try:
            yield
        finally:
            self.connection.before_commit = previous

    def _execute(self, sql: str, *values: object) -> None:
        """Run one statement in a transaction."""
        with self._writing():
            self.connection.execute(sql, values)

    def set_setting(self, name: str, value: str) -> None:
        """Store a setting of this file."""
        self._execute(SET_SETTING, name, value)

    def update_setting(self, name: str, update: Callable[[str | None], str]) -> None:
        """Change a setting from its present value, in one transaction."""
        with self._writing():
            self.connection.execute(SET_SETTING, (name, update(self.setting(name))))
            if name == ROSTER_SETTING:
                settle_everything(self.connection)

    def put_form(self, digest: str, packed: bytes) -> None:
        """Store a form under its digest (64 hex), once, or in place of one that is damaged."""
        with self._writing():
            store_forms(self.connection, {digest: packed})

    def add_assessment(self, uuid: str, form: str) -> None:
        """Add an assessment (32 hex), or change the form (64 hex) that it uses."""
        sql = "INSERT INTO assessment(uuid, form) VALUES(?, ?)"
        self._execute(f"{sql} ON CONFLICT(uuid) DO UPDATE SET form=excluded.form", uuid, form)

    def put_evidence(self, digest: str, content: bytes) -> None:
        """Store a file of evidence under its SHA-256 (64 hex), or in place of a damaged one."""
        with self._writing():
            store_evidence(self.connection, {digest: content})

    def write(
        self, assessment: str, drafts: Sequence[Draft], author: str, *, signer: Signer | None = None
    ) -> tuple[Entry, ...]:
        """Write a person's entries to the disk, all or none; return them as stored.

        In a shared registry the `signer` seals them at once, because whoever seals signs all
        drafts. Raises Refused for a parent that is no entry, FileError if the disk refuses.
        """
        return self.write_jointly({assessment: drafts}, author, signer=signer)

    def write_jointly(
        self,
        drafts_by_assessment: Mapping[str, Sequence[Draft]],
        author: str,
        *,
        signer: Signer | None = None,
    ) -> tuple[Entry, ...]:
        """Write entries in several assessments (by uuid): all or none."""
        if self.shared and signer is None:
            raise ValueError("where a team writes, what is said is signed at once")
        with self._writing():
            numbers = [
                number
                for uuid, drafts in drafts_by_assessment.items()
                for number in write_drafts(
                    self.connection, self._names, self._assessment(uuid), drafts, author
                )
            ]
            if not numbers:
                return ()
            # In the same transaction, so that nobody seals them before they are read back.
            if self.shared and signer is not None:
                for uuid in drafts_by_assessment:
                    number = self._assessment(uuid)
                    seal_drafts(self.connection, self._names, number, signer)
                numbers = [self._names.sealed_number(number) for number in numbers]
            condition = f"e.assessment=? AND e.n IN ({JSON_NUMBERS})"
            entries: list[Entry] = []
            for uuid in drafts_by_assessment:
                values = self._assessment(uuid), json.dumps(numbers)
                entries += read_entries(self.connection, condition, values, numbered=True)
        return tuple(entries)

    def seal(self, assessment: str | None, signer: Signer) -> tuple[str, ...]:
        """Seal the drafts of one assessment, or of all; return the ids of the changesets."""
        sealed: list[Changeset] = []
        with self._writing():
            number = None if assessment is None else self._assessment(assessment)
            rows = self.connection.rows(
                f"SELECT DISTINCT assessment FROM entry {BY_NUMBER} WHERE n<0"
                " AND (CAST(? AS bigint) IS NULL OR assessment=?)",
                (number, number),
            )
            for (number,) in rows:
                sealed += seal_drafts(self.connection, self._names, number, signer)
        return tuple(changeset.id for changeset in sealed)

    def redact(self, name: str, reason: str, signer: Signer) -> tuple[str, ...]:
        """Redact a sealed body, here and wherever the order travels; return its changesets.

        The order applies to entries of the same key; a controller's order applies to all. It does
        not reach copies that left already, such as PDFs. Raises Refused for a draft.
        """
        entry = self.entry(name)
        if entry.is_draft:
            raise Refused("{name} is not sealed yet: answer it anew instead.", name=name)
        draft = Draft(REDACTION_KIND, name, {"reason": reason}, (), now_ms())
        with self._writing():
            number = self._assessment(entry.assessment)
            write_drafts(self.connection, self._names, number, [draft], signer.name)
            sealed = seal_drafts(self.connection, self._names, number, signer)
            for changeset in sealed:
                number = self._names.changeset(changeset.id)
                apply_orders(self.connection, self._names, number)
        return tuple(changeset.id for changeset in sealed)

    def vouch_for(self, keys: Iterable[str]) -> bool:
        """Count exactly these keys (64 hex) as members; return whether that changed anything."""
        with self._writing():
            return set_vouched(self.connection, keys)

    def allow_redactions(self, public: str) -> None:
        """Obey this key's (64 hex) redactions of everybody's entries, also earlier ones."""
        with self._writing():
            allow_controller(self.connection, self._names, public)

    def add(
        self,
        changesets: Iterable[Changeset],
        *,
        receipt: ParcelOrigin | None = None,
        preview: bool = False,
        after: Sequence[tuple[Sequence[Changeset], ParcelOrigin]] = (),
    ) -> ImportResult:
        """Import verified changesets with their files in one transaction. `preview` does the same
        and rolls it back; it describes the import `after` other packages."""
        packages: list[ImportPackage] = [*(after if preview else ()), (changesets, receipt)]
        with self._writing(preview=preview):
            results = import_packages(self.connection, self._names, packages, preview)
        return results[-1]

    def add_separately(
        self, packages: Sequence[tuple[Sequence[Changeset], ParcelOrigin]]
    ) -> tuple[Receipt, ...]:
        """Import verified packages in one transaction; return a receipt for each, as if alone.

        They must be about different assessments that are not joined: the counts are taken when all
        are here.
        """
        with self._writing():
            results = import_packages(self.connection, self._names, packages, preview=False)
        return tuple(result.receipt for result in results if result.receipt is not None)

    def undo(
        self, receipt_id: str, *, preview: bool = False, accepted: Collection[MemberChange] = ()
    ) -> UndoResult:
        """Set aside what a file brought and no other file brought too. Nothing is destroyed:
        receiving the file again restores it. `preview` rolls back.

        Raises Refused, and UnaskedChange if somebody gains or loses authority by it who is not
        `accepted`.
        """
        with self._writing(preview=preview):
            asked = None if preview else accepted
            return undo_receipt(self.connection, self._names, receipt_id, asked)

    def keep_refused(
        self, file: str, fingerprint: str, reason: Reason, content: bytes, status: str = "refused"
    ) -> Receipt:
        """Keep a refused package with the reason, so that it can be tried again."""
        receipt = Receipt("", file, fingerprint, status, reasons=(reason,), at=now_ms())
        with self._writing():
            return quarantine_package(self.connection, receipt, content)

    def replace_quarantined(self, contents: Mapping[str, bytes]) -> None:
        """Replace the packages in quarantine, by the ids of their receipts."""
        with self._writing():
            for receipt, content in contents.items():
                statement = "DELETE FROM quarantine WHERE receipt=? RETURNING receipt"
                if self.connection.rows(statement, (int(receipt),)):  # not received meanwhile
                    self.connection.execute(QUARANTINE, (int(receipt), content))

    def drop_quarantined(self, receipt_id: str) -> None:
        """Remove a package from quarantine: received, or given up."""
        self._execute("DELETE FROM quarantine WHERE receipt=?", receipt_number(receipt_id))

    def backup(
        self,
        dest: Path,
        report_progress: CopyProgress | None = None,
        find_defects: Callable[[MissionReader], Iterable[str]] = MissionReader.check,
    ) -> Path:
        """Write a verified copy to `dest` (a file or folder) and return its path. Raises Damaged
        where the copy has defects other than damaged evidence files (see damaged_files)."""
        check_copy = partial(find_copy_defects, find_defects)
        if self.shared:
            self.connection.copy_into(dest)
        time, entries = now_ms(), self.size  # later entries may not be in the copy
        path, elsewhere = copy_file(self.connection, dest, check_copy, report_progress)
        if not self.read_only and self.in_place:
            record = BackupRecord(str(path.absolute()), time, entries, elsewhere)
            self.set_setting(BACKUP_SETTING, record.text())
        return path


def now_ms() -> int:
    """Return milliseconds since 1970 UTC by this computer's clock."""
    return time.time_ns() // 1_000_000
