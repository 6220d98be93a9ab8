"""Everything a mission file can be asked; none of it changes anything."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assessor.errors import Refused
from assessor.store.files import file_opening
from assessor.store.files.connection import BY_NUMBER, Connection
from assessor.store.files.file_backup import BACKUP_SETTING, BackupRecord, parse_backup
from assessor.store.files.file_lock import LockHolder
from assessor.store.model import published_answers
from assessor.store.model.changeset import Changeset
from assessor.store.model.entry import Conflict, Entry, Subject, find_heads, precedence
from assessor.store.model.receipt import KnownFile, Receipt, SignerCount, receipt_number
from assessor.store.read import (
    assessment_stamps,
    entry_queries,
    integrity,
    joint_assessments,
    received_files,
    redaction_orders,
    signer_queries,
)
from assessor.store.read.change_token import ChangeToken, read_change_token
from assessor.store.read.entry_queries import ClonedKey
from assessor.store.read.row_numbers import RowNumbers
from assessor.store.read.signer_queries import LastContact

_MANY = 300
"""Assessments above which the whole file is looked through at once, rather than each."""


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment in a file: its uuid (32 hex), its form's digest (64 hex)."""

    uuid: str
    form: str


class MissionReader:
    """The questions about an open mission file; Mission adds what changes it."""

    def __init__(self, connection: Connection, renumbered: dict[int, int] | None = None) -> None:
        self._connection = connection
        self._names = RowNumbers(connection, renumbered)

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
    def can_manage(self) -> bool:
        """Whether this person may take files back and say whose keys are trusted."""
        return not self.read_only and self._connection.can_manage

    def change_token(self) -> ChangeToken:
        """What tells whether anything in it has changed since. Raises FileError where a server is
        gone; asked again later, it is connected to anew."""
        return read_change_token(self._connection)

    @property
    def holder(self) -> LockHolder | None:
        """Who has the file open in another window and keeps this one from writing, or None."""
        return self._connection.holder

    @property
    def shared(self) -> bool:
        """Whether a team works in it at once: a database, not a file."""
        return self._connection.shared

    @property
    def in_place(self) -> bool:
        """Whether the file still lies where it was opened; if not, only `backup` saves the work."""
        return self._connection.in_place()

    @property
    def encrypted(self) -> bool:
        """Whether a passphrase protects the file."""
        return self._connection.encrypted

    def accepts_passphrase(self, passphrase: str) -> bool:
        """Whether a passphrase is the one this file was opened with, or would be."""
        return file_opening.passphrase_fits(self._connection, passphrase)

    @property
    def file_key(self) -> str | None:
        """The key behind the passphrase (96 hex), to be sealed for recovery and never kept."""
        return self._connection.key

    def setting(self, name: str) -> str | None:
        """A fact about this file that never travels, or None."""
        found = self._connection.value("SELECT value FROM setting WHERE name=?", (name,))
        return None if found is None else str(found)

    def form(self, digest: str) -> bytes:
        """A form's packed bytes. Raises Refused if it is not here."""
        found = self._connection.value("SELECT packed FROM form WHERE digest=?", (digest,))
        if found is None:
            raise Refused("The form {digest} is not in this file.", digest=digest[:12])
        return bytes(found)

    def forms(self) -> tuple[str, ...]:
        """The digests of the forms in this file."""
        return tuple(row[0] for row in self._connection.rows("SELECT digest FROM form ORDER BY 1"))

    def assessments(self) -> tuple[AssessmentRow, ...]:
        """Every assessment in the file, in the order they came."""
        rows = self._connection.rows("SELECT uuid, form FROM assessment ORDER BY assessment")
        return tuple(AssessmentRow(*row) for row in rows)

    @property
    def assessment_count(self) -> int:
        """How many assessments are in the file."""
        return int(self._connection.value("SELECT count(*) FROM assessment WHERE assessment>0"))

    def assessment(self, uuid: str) -> AssessmentRow | None:
        """One assessment of the file by its uuid, or None."""
        rows = self._connection.rows("SELECT uuid, form FROM assessment WHERE uuid=?", (uuid,))
        return AssessmentRow(*rows[0]) if rows else None

    def stamps(self, only: Iterable[str] | None = None) -> dict[str, str]:
        """What changes whenever anything said in an assessment does, by uuid (see store.stamps).

        With `only`, of these (by uuid) and what they are joined with.
        """
        numbers = None if only is None else [self._assessment(uuid) for uuid in only]
        return assessment_stamps.read_stamps(self._connection, numbers)

    def _assessment(self, uuid: str) -> int:
        number = self._names.assessment(uuid)
        if number is None:
            raise Refused("There is no assessment {uuid} in this file.", uuid=uuid[:12])
        return number

    def evidence(self, digest: str) -> bytes | None:
        """A file of evidence, or None if it has not been received yet."""
        found = self._connection.value("SELECT content FROM evidence WHERE digest=?", (digest,))
        return None if found is None else bytes(found)

    def has_evidence(self, digest: str) -> bool:
        """Whether a file of evidence has been received."""
        return bool(
            self._connection.value(
                "SELECT EXISTS(SELECT 1 FROM evidence WHERE digest=?)", (digest,)
            )
        )

    def evidence_sizes(self, digests: Iterable[str]) -> dict[str, int]:
        """Of these files of evidence those that have been received, and their bytes."""
        wanted = json.dumps([[digest] for digest in sorted(digests)])
        return dict(
            self._connection.rows(
                "SELECT digest, length(content) FROM evidence JOIN json_each(?)"
                " ON digest=value->>0",
                (wanted,),
            )
        )

    def missing_files(self, assessments: Iterable[str]) -> dict[str, str]:
        """The files that entries of `assessments` name and that are not here: SHA-256 → name."""
        found = {
            str(entry.body["sha256"]): str(entry.body.get("name", ""))
            for uuid in assessments
            for members in self.heads(uuid, "evidence").values()
            for entry in members
            if entry.body and "sha256" in entry.body
        }
        return {digest: name for digest, name in found.items() if not self.has_evidence(digest)}

    def has_drafts(self, assessment: str | None = None) -> bool:
        """Whether anything is on the disk that is not yet sealed."""
        number = None if assessment is None else self._assessment(assessment)
        return bool(
            self._connection.value(
                f"SELECT EXISTS(SELECT 1 FROM entry {BY_NUMBER} WHERE n<0"
                " AND (CAST(? AS bigint) IS NULL OR assessment=?))",
                (number, number),
            )
        )

    def receipts(self) -> tuple[Receipt, ...]:
        """Every file received, newest first."""
        return received_files.read_receipts(self._connection)

    def find_receipt(self, fingerprint: str) -> Receipt | None:
        """The standing receipt of a parcel received before, byte for byte the same; or None."""
        return received_files.find_receipt(self._connection, fingerprint)

    def entry_count(self, assessment: str, *, drafts: bool = False) -> int:
        """How many sealed entries of an assessment (uuid) are here; with `drafts`, all of them."""
        return int(
            self._connection.value(
                "SELECT count(*) FROM entry WHERE assessment=? AND (n>0 OR ?)",
                (self._names.assessment(assessment), drafts),
            )
        )

    def find_receipts(self, beginning: str) -> tuple[Receipt, ...]:
        """The receipts whose fingerprints begin with these hex digits, newest first."""
        return received_files.find_receipts(self._connection, beginning)

    def known_file(self, digest: str) -> tuple[Receipt, KnownFile] | None:
        """The standing receipt of a file that came before, byte for byte, and what was seen of it.

        None if it did not, if what it brought was taken back, or if part of it waits.
        """
        found = received_files.find_known_file(self._connection, digest)
        before = self.find_receipt(found[0]) if found is not None else None
        return (before, found[1]) if found is not None and before is not None else None

    def known_changesets(self, changesets: Iterable[str]) -> frozenset[str]:
        """Which of these changesets (64 hex) are in the file."""
        return entry_queries.known_changesets(self._connection, changesets)

    def quarantined_ids(self) -> frozenset[str]:
        """The ids of the receipts of which something lies in quarantine."""
        rows = self._connection.rows("SELECT receipt FROM quarantine")
        return frozenset(str(row[0]) for row in rows)

    def quarantine(self) -> tuple[tuple[Receipt, bytes], ...]:
        """What was refused or waits for trust, with its bytes."""
        return received_files.read_quarantine(self._connection)

    def entries(
        self, assessment: str, kind: str | None = None, key: str | None = None
    ) -> tuple[Entry, ...]:
        """Everything ever said, in the order it came here: of one kind, of one subject."""
        return tuple(self._entries("", assessment, kind, key))

    def entry(self, name: str) -> Entry:
        """One entry by its name. Raises Refused if it is not here."""
        with self._connection.snapshot():
            place = self._names.locate(name)
            where = "e.assessment=? AND e.n=?"
            found = (
                entry_queries.read_entries(self._connection, where, place, numbered=True)
                if place
                else []
            )
        if not found:
            raise Refused("There is no entry {name} in this file.", name=name)
        return found[0]

    def heads(self, assessment: str, kind: str | None = None) -> dict[Subject, tuple[Entry, ...]]:
        """What stands in one assessment: for each subject its heads, the one shown first."""
        return find_heads(self._entries(" AND e.superseded=0", assessment, kind, None))

    def joined(self, assessment: str) -> tuple[str, ...]:
        """The assessment and all it is joined with here, itself first (see store.joining)."""
        _, *others = joint_assessments.joined_group(self._connection, self._assessment(assessment))
        return assessment, *(self._names.uuid(number) for number in others)

    @property
    def has_joined(self) -> bool:
        """Whether any assessment was ever joined with another here."""
        return joint_assessments.any_joined(self._connection)

    def joint_heads(self, assessment: str) -> dict[Subject, tuple[Entry, ...]]:
        """What stands in an assessment and all it is joined with: the union of their heads.

        Where an answer came without its body, what was published of it stands in.
        """
        together = self.joined(assessment)
        if len(together) == 1:
            return published_answers.with_published(self.heads(assessment))
        found: dict[Subject, list[Entry]] = defaultdict(list)
        for uuid in together:
            for subject, members in self.heads(uuid).items():
                found[subject] += members
        return published_answers.with_published(
            {
                subject: tuple(sorted(members, key=precedence, reverse=True))
                for subject, members in found.items()
            }
        )

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
        return entry_queries.read_entries(
            self._connection, where, [*values, *(value for _, value in asked)]
        )

    @property
    def controllers(self) -> frozenset[str]:
        """The keys (64 hex) whose orders to redact are obeyed here, whoever said what they take."""
        return redaction_orders.read_controllers(self._connection)

    def redaction_orders(self) -> Mapping[str, Collection[redaction_orders.RedactionOrder]]:
        """Every order to take words back, obeyed or not, by the name of the entry it is about."""
        return redaction_orders.read_orders(self._connection, self._names)

    def redaction_order(self, entry: Entry) -> Entry | None:
        """The order by which a withheld body was taken back; None if it only stayed behind."""
        orders = self.entries(entry.assessment, redaction_orders.REDACTION_KIND, entry.name)
        obeyed = (one for one in orders if one.signer in self.controllers | {entry.signer})
        return next(obeyed, None) if entry.withheld else None

    def conflicts(self, assessment: str | None = None) -> tuple[Conflict, ...]:
        """The subjects on which people disagree, of one assessment or of the whole file.

        Joined assessments count as one: a conflict may be between them.
        """
        numbers = None if assessment is None else (self._assessment(assessment),)
        return joint_assessments.find_all_conflicts(self._connection, numbers)

    def conflicts_among(self, assessments: Sequence[str]) -> tuple[Conflict, ...]:
        """Those in these assessments and what they are joined with; many are found all at once."""
        if len(assessments) > _MANY:
            asked = {other for uuid in assessments for other in self.joined(uuid)}
            return tuple(one for one in self.conflicts() if one.assessment in asked)
        numbers = [self._assessment(uuid) for uuid in assessments]
        return joint_assessments.find_all_conflicts(self._connection, numbers)

    def changesets(self, assessment: str | None = None) -> Iterator[Changeset]:
        """Every sealed changeset, verified against its hash. Raises Damaged."""
        number = None if assessment is None else self._assessment(assessment)
        return entry_queries.read_changesets(self._connection, number)

    def missing_evidence(self, assessment: str) -> tuple[str, ...]:
        """The SHA-256 (64 hex) of files that entries name and that have not been received yet."""
        return tuple(sorted(self.missing_files((assessment,))))

    def clones(self) -> tuple[ClonedKey, ...]:
        """Laptops that numbered two changesets alike: cloned, or restored from a backup.

        Nothing is wrong with what they said; only whoever works there should know.
        """
        return entry_queries.find_clones(self._connection)

    def signers(self, assessment: str | None = None) -> tuple[SignerCount, ...]:
        """Who signed what is sealed here, of one assessment or of all."""
        number = None if assessment is None else self._assessment(assessment)
        return signer_queries.read_signers(self._connection, number)

    def last_contacts(self, assessment: str) -> tuple[LastContact, ...]:
        """What was last heard from every laptop whose entries are in an assessment."""
        return signer_queries.read_last_contacts(self._connection, self._assessment(assessment))

    def receipt_signers(self, receipt_id: str) -> tuple[SignerCount, ...]:
        """Who signed what a receipt carried."""
        return signer_queries.receipt_signers(self._connection, receipt_number(receipt_id))

    def check(self) -> tuple[str, ...]:
        """Every way in which the file is not whole, in sentences; empty if it is.

        Signatures are parcel's to verify; hashes, ancestry and derived marks are verified here.
        """
        return integrity.check_integrity(self._connection)

    @property
    def size(self) -> int:
        """How many entries the file holds."""
        return int(self._connection.value("SELECT count(*) FROM entry"))

    def last_backup(self) -> BackupRecord | None:
        """The last copy that was read back and found whole, or None."""
        return parse_backup(self.setting(BACKUP_SETTING))

    def entries_by_signer(self, signer: str) -> tuple[int, int]:
        """How many entries a key (64 hex) signed here, drafts among them, and when the first was
        made (ms since 1970 UTC, 0 for none)."""
        [row] = self._connection.rows(
            "SELECT count(*), coalesce(min(at), 0) FROM entry e LEFT JOIN changeset c"
            " ON e.n>0 AND c.changeset=e.n>>16 WHERE e.n<0 OR c.signer=?",
            (signer,),
        )
        return int(row[0]), int(row[1])
