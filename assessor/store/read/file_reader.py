"""What lies in an open file beside the entries: settings, forms, receipts, signers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assessor.errors import FormUnusable, Reason, Refused
from assessor.names import safe_name
from assessor.store.files.connection import BY_NUMBER, Connection
from assessor.store.files.file_backup import BACKUP_SETTING, BackupRecord, parse_backup
from assessor.store.files.file_lock import LockHolder
from assessor.store.files.file_opening import CHANGED_BYTES, passphrase_fits
from assessor.store.model.authority import MEMBER_KIND
from assessor.store.model.receipt import (
    KNOWN,
    NEW,
    KnownFile,
    Receipt,
    ReceivedForm,
    SignerCount,
    read_reasons,
    receipt_number,
)
from assessor.store.read.change_detection import ChangeToken, read_change_token
from assessor.store.read.evidence_reader import EvidenceReader
from assessor.store.read.row_numbers import RowNumbers

_ALTERED_FORM = (
    "The form {digest} in {name} is not the one that was signed: somebody changed it, or the disk "
    "is damaged. The answers are as they were. Receive a report or a backup of this mission into "
    "it (assessor receive): that brings the true form back."
)
_MISSING_FORM = (
    "The form {digest} of the answers in {name} is not in this file. Receive a report or a backup "
    "of this mission into it (assessor receive): that brings the form."
)

RECEIPTS = (
    "SELECT receipt, file, fingerprint, status, new, known, conflicts, reason, at, assessments"
    " FROM receipt"
)
"""The columns of every receipt, in the order of `receipt_from`."""
_SIGNED = (
    "SELECT c.signer, coalesce(c.author, ''), count(e.n) FROM changeset c"
    f" LEFT JOIN entry e {BY_NUMBER} ON e.assessment=c.assessment"
    " AND e.n BETWEEN (c.changeset<<16) AND (c.changeset<<16|65535)"
    " WHERE c.core IS NOT NULL{} GROUP BY 1, 2 ORDER BY min(c.changeset)"
)
_SPEAKS = (
    "SELECT EXISTS(SELECT 1 FROM assessment a JOIN changeset c USING(assessment) JOIN entry e"
    f" {BY_NUMBER} ON e.assessment=c.assessment AND e.n BETWEEN c.changeset*65536 AND"
    " c.changeset*65536+65535 JOIN topic t USING(topic)"
    " WHERE a.uuid=? AND c.signer=? AND t.kind<>?)"
)
_FORMS = (
    "SELECT f.form, f.first IS NOT NULL AND NOT EXISTS(SELECT 1 FROM changeset o"
    " WHERE o.form=f.form AND o.changeset<f.first AND o.core IS NOT NULL)"
    " FROM (SELECT c.form, min(CASE WHEN m.new=1 THEN c.changeset END) AS first FROM carried m"
    " JOIN changeset c USING(changeset) WHERE m.receipt=? AND c.core IS NOT NULL"
    " GROUP BY c.form) f ORDER BY f.first, f.form"
)
_HEARD = (
    "SELECT c.signer, coalesce(max(c.author), ''), max(e.at),"
    " coalesce(max((SELECT max(r.at) FROM carried m JOIN receipt r USING(receipt)"
    " WHERE m.changeset=c.changeset AND m.new=1 AND r.status<>'undone')), 0)"
    f" FROM changeset c JOIN entry e {BY_NUMBER} ON e.assessment=c.assessment"
    " AND e.n BETWEEN (c.changeset<<16) AND (c.changeset<<16|65535)"
    " WHERE c.core IS NOT NULL AND c.assessment=? GROUP BY c.signer ORDER BY min(c.changeset)"
)


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment in a file: its uuid (32 hex) and its form's digest (64 hex)."""

    uuid: str
    form: str


@dataclass(frozen=True, slots=True)
class LastContact:
    """The latest known of one key (64 hex): its author, the time of its newest entry by that
    laptop's clock, and when a file last brought something new of it (ms since 1970 UTC).

    `came` is 0 for what no file brought, such as the content of a copied mission.
    """

    signer: str
    author: str
    said: int
    came: int


@dataclass(frozen=True, slots=True)
class ClonedKey:
    """A key (64 hex) that numbered several changesets alike, and its author."""

    assessment: str
    signer: str
    author: str
    sequence: int


def receipt_from(row: tuple[int, str, str, str, int, int, int, str, int, str]) -> Receipt:
    """Build the receipt of a row of RECEIPTS."""
    number, file, fingerprint, status, new, known, conflicts, reason, at, assessments = row
    return Receipt(
        str(number), file, fingerprint, status, new, known, conflicts,
        read_reasons(reason), at, tuple(assessments.split()),
    )  # fmt: skip


class FileReader(EvidenceReader):
    """Queries on an open file; MissionReader adds its entries, Mission what changes it."""

    def __init__(
        self, connection: Connection, sealed_numbers: dict[int, int] | None = None
    ) -> None:
        super().__init__(connection)
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
    def obstacle(self) -> Reason | None:
        """Return why no lock could be taken, which makes the file read-only; or None."""
        return self.connection.obstacle

    def forbid_writing(self, obstacle: Reason) -> None:
        """Let nothing be written from now on, because of `obstacle`."""
        self.connection.obstacle, self.connection.read_only = obstacle, True

    @property
    def changed(self) -> Reason | None:
        """Return the obstacle if it is that the file was changed since it was closed."""
        obstacle = self.obstacle
        return obstacle if obstacle is not None and obstacle.message == CHANGED_BYTES else None

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
        return self.connection.key is not None

    def accepts_passphrase(self, passphrase: str) -> bool:
        """Return whether a passphrase is that of this file."""
        return passphrase_fits(self.connection, passphrase)

    @property
    def file_key(self) -> str | None:
        """Return the key behind the passphrase (96 hex); seal it for recovery, never store it."""
        return self.connection.key

    def setting(self, name: str) -> str | None:
        """Return a setting of this file, or None; settings never travel."""
        value: str | None = self.connection.value("SELECT value FROM setting WHERE name=?", (name,))
        return value

    def form(self, digest: str) -> bytes:
        """Return a form's packed bytes. Raises FormUnusable if it is not here, or altered."""
        packed = self.connection.value("SELECT packed FROM form WHERE digest=?", (digest,))
        if packed is None:
            raise FormUnusable(_MISSING_FORM, name=self.path.name, digest=digest[:12])
        if hashlib.sha256(packed).hexdigest() != digest:
            raise FormUnusable(_ALTERED_FORM, name=self.path.name, digest=digest[:12])
        return bytes(packed)

    def altered_form(self) -> FormUnusable | None:
        """Return what is wrong with the first form that is not the one that was signed, if any."""
        for digest in self.forms():
            try:
                self.form(digest)
            except FormUnusable as error:
                return error
        return None

    def forms(self) -> tuple[str, ...]:
        """Return the digests of the forms in this file."""
        return tuple(row[0] for row in self.connection.rows("SELECT digest FROM form ORDER BY 1"))

    def assessments(self) -> tuple[AssessmentRow, ...]:
        """Return every assessment in the file, in the order they came; one whose import was undone
        and of which nothing is left is not in it."""
        rows = self.connection.rows(
            "SELECT uuid, form FROM assessment WHERE form<>'' ORDER BY assessment"
        )
        return tuple(AssessmentRow(*row) for row in rows)

    @property
    def assessment_count(self) -> int:
        """Return the number of assessments in the file."""
        return int(self.connection.value("SELECT count(*) FROM assessment WHERE form<>''"))

    def assessment(self, uuid: str) -> AssessmentRow | None:
        """Return one assessment by its uuid, or None."""
        sql = "SELECT uuid, form FROM assessment WHERE uuid=? AND form<>''"
        rows = self.connection.rows(sql, (uuid,))
        return AssessmentRow(*rows[0]) if rows else None

    def _assessment(self, uuid: str) -> int:
        number = self._names.assessment(uuid)
        if number is None:
            raise Refused("There is no assessment {uuid} in this file.", uuid=uuid[:12])
        return number

    def _receipts(self, condition: str, *values: object) -> tuple[Receipt, ...]:
        sql = f"{RECEIPTS} {condition} ORDER BY receipt DESC"
        return tuple(map(receipt_from, self.connection.rows(sql, values)))

    def receipts(self) -> tuple[Receipt, ...]:
        """Return every receipt, newest first."""
        return self._receipts("")

    def find_receipt(self, fingerprint: str) -> Receipt | None:
        """Return the newest receipt of a fingerprint that is not undone and fully received, with
        its forms as they were signed."""
        condition = (
            "WHERE fingerprint=? AND status IN (?, ?) AND NOT EXISTS(SELECT 1 FROM quarantine q"
            " JOIN receipt r USING(receipt) WHERE r.fingerprint=receipt.fingerprint)"
        )
        receipts = self._receipts(condition, fingerprint, NEW, KNOWN)
        return next((each for each in receipts if not self._lost_form(each.id)), None)

    def _lost_form(self, receipt_id: str) -> bool:
        """Return whether a form that a receipt brought was altered: receiving brings it back."""
        rows = self.connection.rows(
            "SELECT digest, packed FROM form WHERE digest IN (SELECT c.form FROM carried m"
            " JOIN changeset c USING(changeset) WHERE m.receipt=? AND c.core IS NOT NULL)",
            (receipt_number(receipt_id),),
        )
        return any(hashlib.sha256(packed).hexdigest() != digest for digest, packed in rows)

    def find_receipts(self, beginning: str) -> tuple[Receipt, ...]:
        """Return the receipts whose fingerprints begin with these hex digits, newest first."""
        condition = "WHERE fingerprint>=? AND fingerprint<?"
        return self._receipts(condition, beginning, f"{beginning}g")

    def known_file(self, digest: str) -> tuple[Receipt, KnownFile] | None:
        """Return the valid receipt of a file received before, and the file; None if it is new,
        undone, or partly in quarantine."""
        sql = "SELECT fingerprint, pages, reasons FROM seen WHERE digest=?"
        for fingerprint, pages, reasons in self.connection.rows(sql, (digest,)):
            if receipt := self.find_receipt(fingerprint):
                return receipt, KnownFile(digest, pages, read_reasons(reasons))
        return None

    def known_changesets(self, changesets: Iterable[str]) -> frozenset[str]:
        """Return which of these changesets (64 hex) are here, not merely referred to."""
        sql = "SELECT 1 FROM changeset WHERE id=? AND core IS NOT NULL"
        return frozenset(
            digest for digest in changesets if self.connection.value(sql, (bytes.fromhex(digest),))
        )

    def quarantined_ids(self) -> frozenset[str]:
        """Return the ids of the receipts with something in quarantine."""
        rows = self.connection.rows("SELECT receipt FROM quarantine")
        return frozenset(str(row[0]) for row in rows)

    def quarantine(self) -> tuple[tuple[Receipt, bytes], ...]:
        """Return the packages in quarantine with their receipts, oldest first."""
        rows = self.connection.rows(
            "SELECT receipt, file, fingerprint, status, new, known, conflicts, reason, at,"
            " assessments, content FROM receipt JOIN quarantine USING(receipt) ORDER BY receipt"
        )
        return tuple((receipt_from(row[:10]), bytes(row[10])) for row in rows)

    def clones(self) -> tuple[ClonedKey, ...]:
        """Return the keys that numbered two changesets alike: copied or restored laptops. Their
        entries are valid; the people who work there should know. The key of an invitation, which
        only lets people in, may be used by several."""
        rows = self.connection.rows(
            "SELECT a.uuid, c.signer, coalesce(max(c.author), ''), c.sequence FROM changeset c"
            " JOIN assessment a USING(assessment) WHERE c.sequence IS NOT NULL"
            " GROUP BY a.uuid, c.signer, c.sequence HAVING count(*)>1 ORDER BY 1, 2, 4"
        )
        return tuple(
            ClonedKey(uuid, signer, safe_name(name), at)
            for uuid, signer, name, at in rows
            if self.connection.value(_SPEAKS, (uuid, signer, MEMBER_KIND))
        )

    def _signers(self, condition: str, *values: object) -> tuple[SignerCount, ...]:
        rows = self.connection.rows(_SIGNED.format(condition), values)
        return tuple(SignerCount(*row) for row in rows)

    def signers(self, assessment: str | None = None) -> tuple[SignerCount, ...]:
        """Return who signed the sealed entries, of one assessment or of all, in the order they
        came."""
        if assessment is None:
            return self._signers("")
        return self._signers(" AND c.assessment=?", self._assessment(assessment))

    def receipt_signers(self, receipt_id: str) -> tuple[SignerCount, ...]:
        """Return who signed what a receipt carried, known before or not."""
        condition = " AND c.changeset IN (SELECT changeset FROM carried WHERE receipt=?)"
        return self._signers(condition, receipt_number(receipt_id))

    def receipt_forms(self, receipt_id: str) -> tuple[ReceivedForm, ...]:
        """Return the forms that a receipt's changesets are signed with; one is new if the first
        changeset with it came new with this receipt."""
        rows = self.connection.rows(_FORMS, (receipt_number(receipt_id),))
        return tuple(ReceivedForm(form, bool(new)) for form, new in rows)

    def last_contacts(self, assessment: str) -> tuple[LastContact, ...]:
        """Return the last contact of every laptop in an assessment, in the order they came."""
        rows = self.connection.rows(_HEARD, (self._assessment(assessment),))
        return tuple(
            LastContact(signer, safe_name(author), *times) for signer, author, *times in rows
        )

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
