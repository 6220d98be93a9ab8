"""The mission file: all that was said, in one SQLite file; a registry is a fuller one."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from assessor.errors import Reason, Refused
from assessor.store.files import file_backup, file_opening
from assessor.store.files.connection import BY_NUMBER, IN_MEMORY, SET_SETTING, Connection
from assessor.store.files.file_backup import BackupRecord, CopyProgress
from assessor.store.files.file_lock import FileLock
from assessor.store.files.file_schema import prepare_file
from assessor.store.model.changeset import Changeset, Signer
from assessor.store.model.database_address import DatabaseAddress, RegistryLocation
from assessor.store.model.entry import Draft, Entry
from assessor.store.model.receipt import (
    ImportResult,
    ParcelOrigin,
    Receipt,
    UndoResult,
    receipt_number,
)
from assessor.store.postgres.registry_database import open_database
from assessor.store.read import entry_queries, redaction_orders
from assessor.store.read.mission_reader import AssessmentRow as AssessmentRow
from assessor.store.read.mission_reader import MissionReader
from assessor.store.read.row_numbers import RowNumbers
from assessor.store.write import cache_db, changeset_import, draft_sealing, entry_writer, redaction
from assessor.store.write.mission_access import Access, access_to


class Mission(MissionReader):
    """An open mission file or registry; every writing call is on the disk when it returns."""

    def __init__(
        self,
        connection: Connection,
        lock: FileLock | None = None,
        renumbered: dict[int, int] | None = None,
    ) -> None:
        super().__init__(connection, renumbered)
        self._lock = lock

    @classmethod
    def create(
        cls, path: RegistryLocation, *, role: str = "mission", passphrase: str | None = None
    ) -> Mission:
        """A new file, encrypted from its first byte if a passphrase is given.

        `role` is "mission" or "registry", and always this in a database. Raises FileError where a
        file is already, and what sharing.open_shared raises.
        """
        if isinstance(path, DatabaseAddress):
            return cls(open_database(path, passphrase=passphrase, make=True))
        key = file_opening.new_key(passphrase)
        file_opening.create_file(path, role, key)
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
        """Open a file, for reading only if asked, or where its rights or another window want it.

        `file_key` opens what `file_key` once said, if the passphrase is lost. Raises NotAMission,
        FutureFile, WrongPassphrase, Damaged or FileError; changes nothing then. A database is
        opened for what the user may do there; see sharing.open_shared for what is raised.
        """
        if isinstance(path, DatabaseAddress):
            return cls(open_database(path, passphrase=passphrase))
        return cls(
            *file_opening.open_file(
                path, passphrase=passphrase, file_key=file_key, read_only=read_only
            )
        )

    @property
    def access(self) -> Access:
        """What another thread opens this by, with a connection of its own (see `beside`)."""
        return access_to(self._connection, self._names.renumbered)

    @classmethod
    def beside(cls, access: Access) -> Mission:
        """The same mission once more, for the thread that calls this; raises as Access.connect."""
        return cls(access.connect(), renumbered=access.renumbered)

    @classmethod
    def in_memory(cls, *, role: str = "registry") -> Mission:
        """An empty one that never touches a disk: what it proves leaves no trace of answers."""
        connection = Connection(IN_MEMORY, key=None, read_only=False)
        prepare_file(connection)
        with connection.transaction():
            connection.execute("INSERT INTO setting VALUES('role', ?)", (role,))
        return cls(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; nothing is lost by closing late or not at all."""
        self._connection.close()
        if self._lock is not None:
            self._lock.release()

    def protect(self, passphrase: str | None) -> None:
        """Change the passphrase, set one, or take it away; the file is written anew.

        What lay on the disk before may still be found there by a specialist. Raises FileError.
        """
        cache_db.drop_cached(self)
        self._connection = file_opening.change_passphrase(self._connection, passphrase)
        self._names = RowNumbers(self._connection, self._names.renumbered)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self._connection.transaction():
                yield
        except BaseException:
            self._names.rollback()
            raise
        self._names.commit()

    @contextmanager
    def before_commit(self, begin: Callable[[], None]) -> Iterator[None]:
        """Inside, `begin` is called each time this is about to wait for the disk.

        Another thread may compute until then; it must not ask this mission.
        """
        before = self._connection.before_commit
        self._connection.before_commit = begin
        try:
            yield
        finally:
            self._connection.before_commit = before

    def set_setting(self, name: str, value: str) -> None:
        """Keep a fact about this file."""
        with self._writing():
            self._connection.execute(SET_SETTING, (name, value))

    def update_setting(self, name: str, revised: Callable[[str | None], str]) -> None:
        """Change a fact about this file from what it is now: nobody changes it in between."""
        with self._writing():
            self._connection.execute(SET_SETTING, (name, revised(self.setting(name))))

    def put_form(self, digest: str, packed: bytes) -> None:
        """Keep a form under its digest (64 hex), once."""
        with self._writing():
            self._connection.execute(
                "INSERT INTO form VALUES(?, ?) ON CONFLICT DO NOTHING", (digest, packed)
            )

    def add_assessment(self, uuid: str, form: str) -> None:
        """Name an assessment (32 hex) and the form (64 hex) it is filled with from now on."""
        with self._writing():
            self._connection.execute(
                "INSERT INTO assessment(uuid, form) VALUES(?, ?)"
                " ON CONFLICT(uuid) DO UPDATE SET form=excluded.form",
                (uuid, form),
            )

    def put_evidence(self, digest: str, content: bytes) -> None:
        """Keep a file of evidence under its SHA-256 (64 hex), once."""
        with self._writing():
            self._connection.execute(
                "INSERT INTO evidence VALUES(?, ?) ON CONFLICT DO NOTHING", (digest, content)
            )

    def write(
        self,
        assessment: str,
        drafts: Sequence[Draft],
        author: str,
        *,
        signer: Signer | None = None,
    ) -> tuple[Entry, ...]:
        """Put what a person said on the disk, all of it or none; the entries as they now stand.

        Where a team writes it is sealed by the `signer` at once, since whoever seals signs all
        drafts there are. Raises Refused for a parent that is no entry, FileError if the disk does
        not take it.
        """
        return self.write_jointly({assessment: drafts}, author, signer=signer)

    def write_jointly(
        self, said: Mapping[str, Sequence[Draft]], author: str, *, signer: Signer | None = None
    ) -> tuple[Entry, ...]:
        """The same in several assessments (by uuid) at once: all of it or none."""
        if self.shared and signer is None:
            raise ValueError("where a team writes, what is said is signed at once")
        with self._writing():
            numbers = [
                number
                for uuid, drafts in said.items()
                for number in entry_writer.write_drafts(
                    self._connection, self._names, self._assessment(uuid), drafts, author
                )
            ]
            if not numbers:
                return ()
            # In the same transaction: nobody seals them before they are read back.
            if self.shared and signer is not None:
                for uuid in said:
                    number = self._assessment(uuid)
                    draft_sealing.seal_drafts(self._connection, self._names, number, signer)
                numbers = [self._names.sealed_number(number) for number in numbers]
            where = f"e.assessment=? AND e.n IN ({entry_queries.JSON_NUMBERS})"
            wanted = json.dumps(numbers)
            found = [
                entry
                for uuid in said
                for entry in entry_queries.read_entries(
                    self._connection, where, (self._assessment(uuid), wanted), numbered=True
                )
            ]
        return tuple(found)

    def seal(self, assessment: str | None, signer: Signer) -> tuple[str, ...]:
        """Seal the drafts of one assessment, or of all, in signed changesets; their ids."""
        sealed: list[Changeset] = []
        with self._writing():
            number = None if assessment is None else self._assessment(assessment)
            chosen = self._connection.rows(
                f"SELECT DISTINCT assessment FROM entry {BY_NUMBER} WHERE n<0"
                " AND (CAST(? AS bigint) IS NULL OR assessment=?)",
                (number, number),
            )
            for (number,) in chosen:
                sealed += draft_sealing.seal_drafts(self._connection, self._names, number, signer)
        return tuple(changeset.id for changeset in sealed)

    def redact(self, name: str, reason: str, signer: Signer) -> tuple[str, ...]:
        """Take a sealed body back, here and wherever the order travels; the order's changesets.

        Obeyed for what the same key signed, and for everything by a key among the controllers.
        Copies that left already, PDFs among them, cannot be reached. Raises Refused for a draft.
        """
        entry = self.entry(name)
        if entry.is_draft:
            raise Refused("{name} is not sealed yet: answer it anew instead.", name=name)
        draft = Draft(redaction_orders.REDACTION_KIND, name, {"reason": reason}, (), now_ms())
        with self._writing():
            number = self._assessment(entry.assessment)
            entry_writer.write_drafts(self._connection, self._names, number, [draft], signer.name)
            sealed = draft_sealing.seal_drafts(self._connection, self._names, number, signer)
            for changeset in sealed:
                placed = self._names.changeset(changeset.id)
                redaction.apply_orders(self._connection, self._names, placed)
        return tuple(changeset.id for changeset in sealed)

    def allow_redactions(self, public: str) -> None:
        """Obey what this key (64 hex) takes back, whoever said it: from now on, and so far."""
        with self._writing():
            redaction.allow_controller(self._connection, self._names, public)

    def add(
        self,
        changesets: Iterable[Changeset],
        *,
        receipt: ParcelOrigin | None = None,
        preview: bool = False,
        after: Sequence[tuple[Sequence[Changeset], ParcelOrigin]] = (),
    ) -> ImportResult:
        """Take in verified changesets and all that came with them: one transaction, whole or none.

        `preview` does the same and takes it all back, so that it cannot say anything else; it
        tells what would be done after these other packages.
        """
        packages: list[changeset_import.ImportPackage] = [
            *(after if preview else ()),
            (changesets, receipt),
        ]
        return changeset_import.import_packages(
            self._connection, self._names, self._writing, packages, preview
        )[-1]

    def add_separately(
        self, packages: Sequence[tuple[Sequence[Changeset], ParcelOrigin]]
    ) -> tuple[Receipt, ...]:
        """Take in verified packages in one transaction; the receipt of each, as if alone.

        They must be about assessments of their own, joined with none of the others': what is
        counted for one is counted when all are here.
        """
        added = changeset_import.import_packages(
            self._connection, self._names, self._writing, packages
        )
        return tuple(one.receipt for one in added if one.receipt is not None)

    def undo(self, receipt_id: str, *, preview: bool = False) -> UndoResult:
        """Set aside what a file brought and no other file brought too.

        Nothing is destroyed: receiving the file again brings them back. `preview` does the same
        and takes it all back. Raises Refused.
        """
        return changeset_import.undo_receipt(
            self._connection, self._names, self._writing, receipt_id, preview
        )

    def keep_refused(
        self, file: str, fingerprint: str, reason: Reason, content: bytes, status: str = "refused"
    ) -> Receipt:
        """Keep what was refused, with the reason, so that it can be tried again."""
        with self._writing():
            return changeset_import.quarantine_package(
                self._connection, file, fingerprint, reason, content, status, now_ms()
            )

    def replace_quarantined(self, contents: Mapping[str, bytes]) -> None:
        """Keep these packages in the place of what lies beside their receipts (by id)."""
        with self._writing():
            numbered = [(int(receipt), content) for receipt, content in contents.items()]
            for receipt, content in numbered:
                gone = "DELETE FROM quarantine WHERE receipt=? RETURNING receipt"
                if self._connection.rows(gone, (receipt,)):  # else it was taken in meanwhile
                    self._connection.execute(
                        "INSERT INTO quarantine VALUES(?, ?)", (receipt, content)
                    )

    def drop_quarantined(self, receipt_id: str) -> None:
        """Take a package out of quarantine: it was taken in, or a person gave it up."""
        with self._writing():
            number = receipt_number(receipt_id)
            self._connection.execute("DELETE FROM quarantine WHERE receipt=?", (number,))

    def backup(self, dest: Path, tell: CopyProgress | None = None) -> Path:
        """A whole copy at `dest` (a file, or a folder), read back and checked before it counts.

        `tell` hears how many bytes are copied, of how many.
        """
        if self.shared:
            self._connection.copy_into(dest)
        started, entries = now_ms(), self.size  # what is said meanwhile may not be in it
        path, elsewhere = file_backup.copy_file(self._connection, dest, tell)
        if not self.read_only and self.in_place:
            made = BackupRecord(str(path.absolute()), started, entries, elsewhere)
            self.set_setting(file_backup.BACKUP_SETTING, made.text())
        return path


def now_ms() -> int:
    """Milliseconds since 1970 UTC by this computer's clock."""
    return time.time_ns() // 1_000_000
