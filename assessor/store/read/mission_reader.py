"""Queries on an open mission file or registry."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assessor.errors import Refused
from assessor.store.files.connection import BY_NUMBER, Connection
from assessor.store.files.file_backup import BACKUP_SETTING, BackupRecord, parse_backup
from assessor.store.files.file_lock import LockHolder
from assessor.store.files.file_opening import passphrase_fits
from assessor.store.model.changeset import Changeset
from assessor.store.model.entry import Conflict, Entry, Subject, find_heads, precedence
from assessor.store.model.published_answers import with_published
from assessor.store.model.receipt import KnownFile, Receipt, SignerCount, receipt_number
from assessor.store.read.change_detection import ChangeToken, read_change_token, read_stamps
from assessor.store.read.entry_queries import (
    ClonedKey,
    find_clones,
    known_changesets,
    read_changesets,
    read_entries,
)
from assessor.store.read.integrity import check_integrity
from assessor.store.read.joint_assessments import any_joined, find_all_conflicts, joined_group
from assessor.store.read.received_files import (
    find_known_file,
    find_receipt,
    find_receipts,
    read_quarantine,
    read_receipts,
)
from assessor.store.read.redaction_orders import (
    REDACTION_KIND,
    RedactionOrder,
    read_controllers,
    read_orders,
)
from assessor.store.read.row_numbers import RowNumbers
from assessor.store.read.signer_queries import (
    LastContact,
    read_last_contacts,
    read_signers,
    receipt_signers,
)

_MANY = 300
"""The number of assessments above which the whole file is searched at once."""


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment in a file: its uuid (32 hex) and its form's digest (64 hex)."""

    uuid: str
    form: str


class MissionReader:
    """Queries on an open mission file; Mission adds what changes it."""

    def __init__(
        self, connection: Connection, sealed_numbers: dict[int, int] | None = None
    ) -> None:
        self.connection = connection
        self._names = RowNumbers(connection, sealed_numbers)

    @property
    def path(self) -> Path:
        """Return the path of the file."""
        return self.connection.path

    @property
    def role(self) -> str:
        """Return "mission" or "registry"."""
        return self.setting("role") or "mission"

    @property
    def read_only(self) -> bool:
        """Return whether nothing can be written."""
        return self.connection.read_only

    @property
    def can_manage(self) -> bool:
        """Return whether this user may undo files and edit the roster."""
        return not self.read_only and self.connection.can_manage

    def change_token(self) -> ChangeToken:
        """Return a token that changes with the content. Raises FileError if a server is gone."""
        return read_change_token(self.connection)

    @property
    def holder(self) -> LockHolder | None:
        """Return who has the file open in another window, or None."""
        return self.connection.holder

    @property
    def shared(self) -> bool:
        """Return whether it is a database that a team shares."""
        return self.connection.shared

    @property
    def in_place(self) -> bool:
        """Return whether the file is still the one opened; if not, only `backup` saves it."""
        return self.connection.in_place()

    @property
    def encrypted(self) -> bool:
        """Return whether a passphrase protects the file."""
        return self.connection.encrypted

    def accepts_passphrase(self, passphrase: str) -> bool:
        """Return whether a passphrase is that of this file."""
        return passphrase_fits(self.connection, passphrase)

    @property
    def file_key(self) -> str | None:
        """Return the key behind the passphrase (96 hex); seal it for recovery, never store it."""
        return self.connection.key

    def setting(self, name: str) -> str | None:
        """Return a setting of this file, or None; settings never travel."""
        value = self.connection.value("SELECT value FROM setting WHERE name=?", (name,))
        return None if value is None else str(value)

    def form(self, digest: str) -> bytes:
        """Return a form's packed bytes. Raises Refused if it is not here."""
        packed = self.connection.value("SELECT packed FROM form WHERE digest=?", (digest,))
        if packed is None:
            raise Refused("The form {digest} is not in this file.", digest=digest[:12])
        return bytes(packed)

    def forms(self) -> tuple[str, ...]:
        """Return the digests of the forms in this file."""
        return tuple(row[0] for row in self.connection.rows("SELECT digest FROM form ORDER BY 1"))

    def assessments(self) -> tuple[AssessmentRow, ...]:
        """Return every assessment in the file, in the order they came."""
        rows = self.connection.rows("SELECT uuid, form FROM assessment ORDER BY assessment")
        return tuple(AssessmentRow(*row) for row in rows)

    @property
    def assessment_count(self) -> int:
        """Return the number of assessments in the file."""
        return int(self.connection.value("SELECT count(*) FROM assessment WHERE assessment>0"))

    def assessment(self, uuid: str) -> AssessmentRow | None:
        """Return one assessment by its uuid, or None."""
        rows = self.connection.rows("SELECT uuid, form FROM assessment WHERE uuid=?", (uuid,))
        return AssessmentRow(*rows[0]) if rows else None

    def stamps(self, only: Iterable[str] | None = None) -> dict[str, str]:
        """Return stamps that change with the content: of all, or of `only` and those joined."""
        numbers = None if only is None else [self._assessment(uuid) for uuid in only]
        return read_stamps(self.connection, numbers)

    def _assessment(self, uuid: str) -> int:
        number = self._names.assessment(uuid)
        if number is None:
            raise Refused("There is no assessment {uuid} in this file.", uuid=uuid[:12])
        return number

    def evidence(self, digest: str) -> bytes | None:
        """Return a file of evidence, or None if it has not come yet."""
        content = self.connection.value("SELECT content FROM evidence WHERE digest=?", (digest,))
        return None if content is None else bytes(content)

    def has_evidence(self, digest: str) -> bool:
        """Return whether a file of evidence is here."""
        return bool(
            self.connection.value("SELECT EXISTS(SELECT 1 FROM evidence WHERE digest=?)", (digest,))
        )

    def evidence_sizes(self, digests: Iterable[str]) -> dict[str, int]:
        """Return the sizes in bytes of those evidence files that are here."""
        digest_rows = json.dumps([[digest] for digest in sorted(digests)])
        return dict(
            self.connection.rows(
                "SELECT digest, length(content) FROM evidence JOIN json_each(?)"
                " ON digest=value->>0",
                (digest_rows,),
            )
        )

    def missing_files(self, assessments: Iterable[str]) -> dict[str, str]:
        """Return the files that entries name and that are not here: SHA-256 → name."""
        files = {
            str(entry.body["sha256"]): str(entry.body.get("name", ""))
            for uuid in assessments
            for heads in self.heads(uuid, "evidence").values()
            for entry in heads
            if entry.body and "sha256" in entry.body
        }
        return {digest: name for digest, name in files.items() if not self.has_evidence(digest)}

    def has_drafts(self, assessment: str | None = None) -> bool:
        """Return whether there are drafts."""
        number = None if assessment is None else self._assessment(assessment)
        return bool(
            self.connection.value(
                f"SELECT EXISTS(SELECT 1 FROM entry {BY_NUMBER} WHERE n<0"
                " AND (CAST(? AS bigint) IS NULL OR assessment=?))",
                (number, number),
            )
        )

    def receipts(self) -> tuple[Receipt, ...]:
        """Return every receipt, newest first."""
        return read_receipts(self.connection)

    def find_receipt(self, fingerprint: str) -> Receipt | None:
        """Return the valid receipt of a parcel received before, byte for byte; or None."""
        return find_receipt(self.connection, fingerprint)

    def entry_count(self, assessment: str, *, drafts: bool = False) -> int:
        """Return the number of sealed entries of an assessment (uuid), with `drafts` of all."""
        return int(
            self.connection.value(
                "SELECT count(*) FROM entry WHERE assessment=? AND (n>0 OR ?)",
                (self._names.assessment(assessment), drafts),
            )
        )

    def find_receipts(self, beginning: str) -> tuple[Receipt, ...]:
        """Return the receipts whose fingerprints begin with these hex digits, newest first."""
        return find_receipts(self.connection, beginning)

    def known_file(self, digest: str) -> tuple[Receipt, KnownFile] | None:
        """Return the valid receipt of a file received before, and the file; None if it is new,
        undone, or partly in quarantine."""
        known = find_known_file(self.connection, digest)
        receipt = self.find_receipt(known[0]) if known is not None else None
        return (receipt, known[1]) if known is not None and receipt is not None else None

    def known_changesets(self, changesets: Iterable[str]) -> frozenset[str]:
        """Return which of these changesets (64 hex) are in the file."""
        return known_changesets(self.connection, changesets)

    def quarantined_ids(self) -> frozenset[str]:
        """Return the ids of the receipts with something in quarantine."""
        rows = self.connection.rows("SELECT receipt FROM quarantine")
        return frozenset(str(row[0]) for row in rows)

    def quarantine(self) -> tuple[tuple[Receipt, bytes], ...]:
        """Return the packages in quarantine with their bytes."""
        return read_quarantine(self.connection)

    def entries(
        self, assessment: str, kind: str | None = None, key: str | None = None
    ) -> tuple[Entry, ...]:
        """Return all entries, in the order they came: of one kind, of one subject."""
        return tuple(self._entries("", assessment, kind, key))

    def entry(self, name: str) -> Entry:
        """Return one entry by its name. Raises Refused if it is not here."""
        with self.connection.snapshot():
            location = self._names.locate(name)
            condition = "e.assessment=? AND e.n=?"
            entries = (
                read_entries(self.connection, condition, location, numbered=True)
                if location
                else []
            )
        if not entries:
            raise Refused("There is no entry {name} in this file.", name=name)
        return entries[0]

    def heads(self, assessment: str, kind: str | None = None) -> dict[Subject, tuple[Entry, ...]]:
        """Return the heads of each subject of an assessment, the displayed one first."""
        return find_heads(self._entries(" AND e.superseded=0", assessment, kind, None))

    def joined(self, assessment: str) -> tuple[str, ...]:
        """Return the assessment and all that it is joined with, itself first."""
        _, *others = joined_group(self.connection, self._assessment(assessment))
        return assessment, *(self._names.uuid(number) for number in others)

    @property
    def has_joined(self) -> bool:
        """Return whether any assessment was ever joined with another."""
        return any_joined(self.connection)

    def joint_heads(self, assessment: str) -> dict[Subject, tuple[Entry, ...]]:
        """Return the heads of an assessment and all joined; a published answer replaces a missing
        body."""
        group = self.joined(assessment)
        if len(group) == 1:
            return with_published(self.heads(assessment))
        union: dict[Subject, list[Entry]] = defaultdict(list)
        for uuid in group:
            for subject, members in self.heads(uuid).items():
                union[subject] += members
        return with_published(
            {
                subject: tuple(sorted(members, key=precedence, reverse=True))
                for subject, members in union.items()
            }
        )

    def _entries(
        self, extra: str, assessment: str, kind: str | None, key: str | None
    ) -> list[Entry]:
        condition, values = "e.assessment=?" + extra, [self._names.assessment(assessment)]
        columns: Mapping[str, str | None] = {"kind": kind, "key": key}
        filters = [(column, value) for column, value in columns.items() if value is not None]
        if filters:
            condition += " AND e.topic IN (SELECT topic FROM topic WHERE {})".format(
                " AND ".join(f"{column}=?" for column, _ in filters)
            )
        return read_entries(self.connection, condition, [*values, *(value for _, value in filters)])

    @property
    def controllers(self) -> frozenset[str]:
        """Return the keys (64 hex) whose redactions apply to everybody's entries."""
        return read_controllers(self.connection)

    def redaction_orders(self) -> Mapping[str, Collection[RedactionOrder]]:
        """Return every order to redact, obeyed or not, by the name of its entry."""
        return read_orders(self.connection, self._names)

    def redaction_order(self, entry: Entry) -> Entry | None:
        """Return the order that redacted a body; None for a body that is only withheld."""
        orders = self.entries(entry.assessment, REDACTION_KIND, entry.name)
        valid = (order for order in orders if order.signer in self.controllers | {entry.signer})
        return next(valid, None) if entry.withheld else None

    def conflicts(self, assessment: str | None = None) -> tuple[Conflict, ...]:
        """Return the conflicts of one or all assessments; joined ones count as one."""
        numbers = None if assessment is None else (self._assessment(assessment),)
        return find_all_conflicts(self.connection, numbers)

    def conflicts_among(self, assessments: Sequence[str]) -> tuple[Conflict, ...]:
        """Return the conflicts of these assessments and those joined with them."""
        if len(assessments) > _MANY:
            uuids = {other for uuid in assessments for other in self.joined(uuid)}
            return tuple(conflict for conflict in self.conflicts() if conflict.assessment in uuids)
        numbers = [self._assessment(uuid) for uuid in assessments]
        return find_all_conflicts(self.connection, numbers)

    def changesets(self, assessment: str | None = None) -> Iterator[Changeset]:
        """Yield every sealed changeset, verified against its hash. Raises Damaged."""
        number = None if assessment is None else self._assessment(assessment)
        return read_changesets(self.connection, number)

    def missing_evidence(self, assessment: str) -> tuple[str, ...]:
        """Return the SHA-256 (64 hex) of files that entries name and that are not here."""
        return tuple(sorted(self.missing_files((assessment,))))

    def clones(self) -> tuple[ClonedKey, ...]:
        """Return the keys that numbered two changesets alike: copied or restored laptops.

        Their entries are valid; the people who work there should know.
        """
        return find_clones(self.connection)

    def signers(self, assessment: str | None = None) -> tuple[SignerCount, ...]:
        """Return who signed the sealed entries, of one assessment or of all."""
        number = None if assessment is None else self._assessment(assessment)
        return read_signers(self.connection, number)

    def last_contacts(self, assessment: str) -> tuple[LastContact, ...]:
        """Return the last contact of every laptop in an assessment."""
        return read_last_contacts(self.connection, self._assessment(assessment))

    def receipt_signers(self, receipt_id: str) -> tuple[SignerCount, ...]:
        """Return who signed what a receipt carried."""
        return receipt_signers(self.connection, receipt_number(receipt_id))

    def check(self) -> tuple[str, ...]:
        """Return every defect of hashes, ancestry and derived marks; parcel verifies signatures."""
        return check_integrity(self.connection)

    @property
    def size(self) -> int:
        """Return the number of entries in the file."""
        return int(self.connection.value("SELECT count(*) FROM entry"))

    def last_backup(self) -> BackupRecord | None:
        """Return the last verified copy, or None."""
        return parse_backup(self.setting(BACKUP_SETTING))

    def entries_by_signer(self, signer: str) -> tuple[int, int]:
        """Return how many entries a key (64 hex) wrote, with drafts, and the time of the first (ms
        since 1970 UTC, 0 for none)."""
        [row] = self.connection.rows(
            "SELECT count(*), coalesce(min(at), 0) FROM entry e LEFT JOIN changeset c"
            " ON e.n>0 AND c.changeset=e.n>>16 WHERE e.n<0 OR c.signer=?",
            (signer,),
        )
        return int(row[0]), int(row[1])
