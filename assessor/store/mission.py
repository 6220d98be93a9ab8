"""The mission file: all that was said, in one SQLite file; a registry is a fuller one."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from assessor.errors import Refused
from assessor.store import adding, checking, importing, opening, reading, redacting, sealing
from assessor.store.changeset import Changeset, Signer
from assessor.store.checking import Backup
from assessor.store.connection import MEMORY, Connection
from assessor.store.entry import Conflict, Draft, Entry, Subject, heads
from assessor.store.lock import Holder, Lock
from assessor.store.names import Names
from assessor.store.receipt import Added, Origin, Receipt
from assessor.store.schema import prepare


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment in a file: its uuid (32 hex), its form's digest (64 hex), entries held."""

    uuid: str
    form: str
    entries: int


class Mission:
    """An open mission file or registry; every writing call is on the disk when it returns."""

    def __init__(self, connection: Connection, lock: Lock | None = None) -> None:
        self._connection = connection
        self._lock = lock
        self._names = Names(connection)

    @classmethod
    def create(cls, path: Path, *, role: str = "mission", passphrase: str | None = None) -> Mission:
        """A new file, encrypted from its first byte if a passphrase is given.

        `role` is "mission" or "registry". Raises FileError where a file is already.
        """
        key = opening.new_key(passphrase)
        opening.make(path, role, key)
        return cls.open(path, file_key=key)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        passphrase: str | None = None,
        file_key: str | None = None,
        read_only: bool = False,
    ) -> Mission:
        """Open a file, for reading only if asked, or where its rights or another window want it.

        `file_key` opens what `file_key` once said, if the passphrase is lost. Raises NotAMission,
        FutureFile, WrongPassphrase, Damaged or FileError; changes nothing then.
        """
        return cls(
            *opening.open_file(path, passphrase=passphrase, file_key=file_key, read_only=read_only)
        )

    @classmethod
    def in_memory(cls, *, role: str = "registry") -> Mission:
        """An empty one that never touches a disk: what it proves leaves no trace of answers."""
        connection = Connection(MEMORY, key=None, read_only=False)
        prepare(connection)
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

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self._connection.path

    @property
    def role(self) -> str:
        """ "mission" or "registry"."""
        return self.setting("role") or "mission"

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._connection.read_only

    @property
    def holder(self) -> Holder | None:
        """Who has the file open in another window and keeps this one from writing, or None."""
        return self._connection.holder

    @property
    def in_place(self) -> bool:
        """Whether the file still lies where it was opened; if not, only `backup` saves the work."""
        return self._connection.in_place()

    @property
    def encrypted(self) -> bool:
        """Whether a passphrase protects the file."""
        return self._connection.encrypted

    @property
    def file_key(self) -> str | None:
        """The key behind the passphrase (96 hex), to be sealed for recovery and never kept."""
        return self._connection.key

    def protect(self, passphrase: str | None) -> None:
        """Change the passphrase, set one, or take it away; the file is written anew.

        What lay on the disk before may still be found there by a specialist. Raises FileError.
        """
        self._connection = opening.protect(self._connection, passphrase)
        self._names = Names(self._connection)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self._connection.transaction():
                yield
        except BaseException:
            self._names.forget()
            raise
        self._names.keep()

    # Local facts, forms and assessments

    def setting(self, name: str) -> str | None:
        """A fact about this file that never travels, or None."""
        found = self._connection.one("SELECT value FROM setting WHERE name=?", (name,))
        return None if found is None else str(found)

    def set_setting(self, name: str, value: str) -> None:
        """Keep a fact about this file."""
        with self._writing():
            self._connection.execute("INSERT OR REPLACE INTO setting VALUES(?, ?)", (name, value))

    def put_form(self, digest: str, packed: bytes) -> None:
        """Keep a form under its digest (64 hex), once."""
        with self._writing():
            self._connection.execute("INSERT OR IGNORE INTO form VALUES(?, ?)", (digest, packed))

    def form(self, digest: str) -> bytes:
        """A form's packed bytes. Raises Refused if it is not here."""
        found = self._connection.one("SELECT packed FROM form WHERE digest=?", (digest,))
        if found is None:
            raise Refused("The form {digest} is not in this file.", digest=digest[:12])
        return bytes(found)

    def forms(self) -> tuple[str, ...]:
        """The digests of the forms in this file."""
        return tuple(row[0] for row in self._connection.rows("SELECT digest FROM form ORDER BY 1"))

    def add_assessment(self, uuid: str, form: str) -> None:
        """Name an assessment (32 hex) and the form (64 hex) it is filled with from now on."""
        with self._writing():
            self._connection.execute(
                "INSERT INTO assessment(uuid, form) VALUES(?, ?)"
                " ON CONFLICT(uuid) DO UPDATE SET form=excluded.form",
                (uuid, form),
            )

    def assessments(self) -> tuple[AssessmentRow, ...]:
        """Every assessment in the file, in the order they came."""
        rows = self._connection.rows(
            "SELECT uuid, form, (SELECT count(*) FROM entry e WHERE e.assessment=a.assessment)"
            " FROM assessment a ORDER BY assessment"
        )
        return tuple(AssessmentRow(*row) for row in rows)

    def _assessment(self, uuid: str) -> int:
        number = self._names.assessment(uuid)
        if number is None:
            raise Refused("There is no assessment {uuid} in this file.", uuid=uuid[:12])
        return number

    def put_evidence(self, digest: str, content: bytes) -> None:
        """Keep a file of evidence under its SHA-256 (64 hex), once."""
        with self._writing():
            self._connection.execute(
                "INSERT OR IGNORE INTO evidence VALUES(?, ?)", (digest, content)
            )

    def evidence(self, digest: str) -> bytes | None:
        """A file of evidence, or None if it has not been received yet."""
        found = self._connection.one("SELECT content FROM evidence WHERE digest=?", (digest,))
        return None if found is None else bytes(found)

    # Writing and sealing

    def write(self, assessment: str, drafts: Sequence[Draft], author: str) -> tuple[Entry, ...]:
        """Put what a person said on the disk, all of it or none; the entries as they now stand.

        Raises Refused for a parent that is no entry, FileError if the disk does not take it.
        """
        with self._writing():
            numbers = adding.write_drafts(
                self._connection, self._names, self._assessment(assessment), drafts, author
            )
        if not numbers:
            return ()
        found = reading.entries(
            self._connection, "e.n BETWEEN ? AND ?", (min(numbers), max(numbers))
        )
        return tuple(found)

    def seal(self, assessment: str | None, signer: Signer) -> tuple[str, ...]:
        """Seal the drafts of one assessment, or of all, in signed changesets; their ids."""
        sealed: list[Changeset] = []
        with self._writing():
            chosen = self._connection.rows(
                "SELECT DISTINCT assessment FROM entry WHERE n<0 AND (? IS NULL OR assessment=?)",
                (assessment, assessment and self._assessment(assessment)),
            )
            for (number,) in chosen:
                sealed += sealing.seal_drafts(self._connection, self._names, number, signer)
        return tuple(changeset.id for changeset in sealed)

    def redact(self, name: str, reason: str, signer: Signer) -> tuple[str, ...]:
        """Take a sealed body back, here and wherever the order travels; the order's changesets.

        Obeyed for what the same key signed, and for everything by a key among the controllers.
        Copies that left already, PDFs among them, cannot be reached. Raises Refused for a draft.
        """
        entry = self.entry(name)
        if entry.is_draft:
            raise Refused("{name} is not sealed yet: answer it anew instead.", name=name)
        draft = Draft(redacting.KIND, name, {"reason": reason}, (), now())
        with self._writing():
            number = self._assessment(entry.assessment)
            adding.write_drafts(self._connection, self._names, number, [draft], signer.name)
            sealed = sealing.seal_drafts(self._connection, self._names, number, signer)
            for changeset in sealed:
                placed = self._names.changeset(changeset.id)
                redacting.obey(self._connection, self._names, placed)
        return tuple(changeset.id for changeset in sealed)

    def has_drafts(self, assessment: str | None = None) -> bool:
        """Whether anything is on the disk that is not yet sealed."""
        number = None if assessment is None else self._assessment(assessment)
        return bool(
            self._connection.one(
                "SELECT EXISTS(SELECT 1 FROM entry WHERE n<0 AND (? IS NULL OR assessment=?))",
                (number, number),
            )
        )

    # Receiving

    def add(
        self,
        changesets: Iterable[Changeset],
        *,
        receipt: Origin | None = None,
        preview: bool = False,
    ) -> Added:
        """Take in verified changesets and all that came with them: one transaction, whole or none.

        `preview` does the same and takes it all back, so that it cannot say anything else.
        """
        return importing.add(
            self._connection, self._names, self._writing, changesets, receipt, preview
        )

    def receipts(self) -> tuple[Receipt, ...]:
        """Every file received, newest first."""
        return importing.receipts(self._connection)

    def receipt_of(self, fingerprint: str) -> Receipt | None:
        """The standing receipt of a parcel received before, byte for byte the same; or None."""
        return importing.receipt_of(self._connection, fingerprint)

    def undo(self, receipt_id: str) -> int:
        """Set aside what a file brought and no other file brought too; how many entries.

        Nothing is destroyed: receiving the file again brings them back. Raises Refused.
        """
        with self._writing():
            return importing.undo(self._connection, receipt_id)

    def refuse(
        self, file: str, fingerprint: str, reason: str, content: bytes, status: str = "refused"
    ) -> Receipt:
        """Keep what was refused, with the reason, so that it can be tried again."""
        with self._writing():
            return importing.refuse(
                self._connection, file, fingerprint, reason, content, status, now()
            )

    def quarantine(self) -> tuple[tuple[Receipt, bytes], ...]:
        """What was refused or waits for trust, with its bytes."""
        return importing.quarantined(self._connection)

    def release(self, receipt_id: str) -> None:
        """Take a package out of quarantine: it was taken in, or a person gave it up."""
        with self._writing():
            self._connection.execute("DELETE FROM quarantine WHERE receipt=?", (receipt_id,))

    # Reading

    def entries(
        self, assessment: str, kind: str | None = None, key: str | None = None
    ) -> tuple[Entry, ...]:
        """Everything ever said, in the order it came here: of one kind, of one subject."""
        return tuple(self._entries("", assessment, kind, key))

    def entry(self, name: str) -> Entry:
        """One entry by its name. Raises Refused if it is not here."""
        with self._connection.reading():
            draft = self._names.now_called(name)
            number = draft if draft is not None else self._names.known_entry(name)
            found = reading.entries(self._connection, "e.n=?", (number,))
        if not found:
            raise Refused("There is no entry {name} in this file.", name=name)
        return found[0]

    def heads(self, assessment: str, kind: str | None = None) -> dict[Subject, tuple[Entry, ...]]:
        """What stands: for each subject its heads, the one shown first."""
        return heads(self._entries(" AND e.superseded=0", assessment, kind, None))

    def _entries(
        self, more: str, assessment: str, kind: str | None, key: str | None
    ) -> list[Entry]:
        where, values = "e.assessment=?" + more, [self._names.assessment(assessment)]
        wanted: Mapping[str, str | None] = {"kind": kind, "key": key}
        asked = [(column, value) for column, value in wanted.items() if value is not None]
        if asked:
            where += " AND e.topic IN (SELECT topic FROM topic WHERE {})".format(
                " AND ".join(f"{column}=?" for column, _ in asked)
            )
        return reading.entries(self._connection, where, [*values, *(value for _, value in asked)])

    def conflicts(self, assessment: str | None = None) -> tuple[Conflict, ...]:
        """The subjects on which people disagree, of one assessment or of the whole file."""
        number = None if assessment is None else self._assessment(assessment)
        return reading.conflicts(self._connection, number)

    def changesets(self, assessment: str | None = None) -> Iterator[Changeset]:
        """Every sealed changeset, verified against its hash. Raises Damaged."""
        number = None if assessment is None else self._assessment(assessment)
        return reading.changesets(self._connection, number)

    # Trust in the file itself

    def check(self) -> tuple[str, ...]:
        """Every way in which the file is not whole, in sentences; empty if it is.

        Signatures are parcel's to verify; hashes, ancestry and derived marks are verified here.
        """
        return checking.check(self._connection)

    def backup(self, dest: Path) -> Path:
        """A whole copy at `dest` (a file, or a folder), read back and checked before it counts."""
        path = checking.backup(self._connection, dest)
        if not self.read_only and self.in_place:
            self.set_setting("backup", f"{now()} {path.absolute()}")
        return path

    def last_backup(self) -> Backup | None:
        """The last copy that was read back and found whole, or None."""
        at, _, path = (self.setting("backup") or "").partition(" ")
        return Backup(path, int(at)) if path else None


def now() -> int:
    """Milliseconds since 1970 UTC by this computer's clock."""
    return time.time_ns() // 1_000_000
