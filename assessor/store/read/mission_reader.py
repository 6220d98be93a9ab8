"""Queries on an open mission file or registry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from assessor.errors import FormUnusable, Refused
from assessor.store.files.connection import BY_NUMBER, Connection
from assessor.store.files.file_schema import show_older_file
from assessor.store.model.authority import Authority, Claim
from assessor.store.model.changeset import Changeset
from assessor.store.model.entry import (
    Conflict,
    Entry,
    Subject,
    group_heads,
    precedence,
    split_heads,
)
from assessor.store.model.published_answers import with_published
from assessor.store.read.authority_queries import (
    Namesakes,
    read_authority,
    read_doubts,
    read_namesakes,
)
from assessor.store.read.change_detection import read_stamps
from assessor.store.read.conflict_counts import count_conflicts
from assessor.store.read.entry_queries import outsiders_about, read_changeset, read_entries
from assessor.store.read.file_reader import FileReader
from assessor.store.read.form_binding import (
    FormBinding,
    find_form_binding,
    find_order_keys,
    signed_forms,
)
from assessor.store.read.integrity import check_integrity
from assessor.store.read.joint_assessments import any_joined, find_all_conflicts, joined_group
from assessor.store.read.redaction_orders import (
    ORDERS_SQL,
    REDACTION_KIND,
    RedactionOrder,
    read_controllers,
)

MAX_COMPARED_SINGLY = 300
"""The number of assessments above which the whole file is searched at once."""


def find_copy_defects(
    find_defects: Callable[[MissionReader], Iterable[str]], copy: Connection
) -> Iterator[str]:
    """Yield what `find_defects` finds in a copy, but for damaged files of evidence: these stop no
    backup of all else."""
    show_older_file(copy)
    reader = MissionReader(copy)
    passed_over = frozenset(reader.evidence_defects())
    return (defect for defect in find_defects(reader) if defect not in passed_over)


class MissionReader(FileReader):
    """Queries on an open mission file; Mission adds what changes it."""

    def stamps(self, only: Iterable[str] | None = None) -> dict[str, str]:
        """Return stamps that change with the content: of all, or of `only` and those joined."""
        numbers = None if only is None else [self._assessment(uuid) for uuid in only]
        return read_stamps(self.connection, numbers)

    def missing_files(self, assessments: Iterable[str]) -> dict[str, str]:
        """Return the files that entries name, but for outsiders', and that are not here: SHA-256 →
        name."""
        files = {
            str(entry.body["sha256"]): str(entry.body.get("name", ""))
            for uuid in assessments
            for heads in split_heads(self.heads(uuid, "evidence"))[0].values()
            for entry in heads
            if entry.body and "sha256" in entry.body
        }
        return {digest: name for digest, name in files.items() if not self.has_evidence(digest)}

    def unusable_forms(self, assessments: Iterable[str]) -> dict[str, str]:
        """Return which of these assessments (uuids) are read by a form that is missing or altered,
        each with its digest (64 hex)."""
        bindings = {uuid: self.form_binding(uuid).digest for uuid in assessments}
        bad = {digest for digest in set(bindings.values()) if not self._has_form(digest)}
        return {uuid: digest for uuid, digest in bindings.items() if digest in bad}

    def _has_form(self, digest: str) -> bool:
        try:
            self.form(digest)
        except FormUnusable:
            return False
        return True

    def damaged_files(self, assessments: Iterable[str] | None = None) -> dict[str, str]:
        """Return the files of these assessments, or of all, whose stored bytes are not those that
        were signed: SHA-256 → name, or the beginning of the SHA-256 where no entry names it."""
        uuids = [row.uuid for row in self.assessments()] if assessments is None else assessments
        bodies = (entry.body for uuid in uuids for entry in self.entries(uuid, "evidence"))
        names = {
            str(body["sha256"]): str(body.get("name", ""))
            for body in bodies
            if body and "sha256" in body
        }
        damaged = self.damaged_evidence(None if assessments is None else names)
        return {digest: names.get(digest) or digest[:12] for digest in damaged}

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

    def entry_count(self, assessment: str, *, drafts: bool = False) -> int:
        """Return the number of sealed entries of an assessment (uuid), with `drafts` of all."""
        return int(
            self.connection.value(
                "SELECT count(*) FROM entry WHERE assessment=? AND (n>0 OR ?)",
                (self._names.assessment(assessment), drafts),
            )
        )

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
        return group_heads(self._entries(" AND e.superseded=0", assessment, kind, None))

    def joined(self, assessment: str) -> tuple[str, ...]:
        """Return the assessment and all that it is joined with, itself first."""
        _, *others = joined_group(self.connection, self._assessment(assessment))
        return assessment, *(self._names.uuid(number) for number in others)

    @property
    def has_joined(self) -> bool:
        """Return whether any assessment was ever joined with another."""
        return any_joined(self.connection)

    def joint_heads(self, assessment: str) -> dict[Subject, tuple[Entry, ...]]:
        """Return the heads that count in an assessment and all joined (see split_heads); a
        published answer replaces a missing body."""
        return split_heads(self.all_joint_heads(assessment))[0]

    def all_joint_heads(self, assessment: str) -> dict[Subject, tuple[Entry, ...]]:
        """Return the same with the heads that do not count, to show what waits."""
        group = self.joined(assessment)
        if len(group) == 1:
            return with_published(self.heads(assessment), cache(self.authority))
        union: dict[Subject, list[Entry]] = defaultdict(list)
        for uuid in group:
            for subject, members in self.heads(uuid).items():
                union[subject] += members
        return with_published(
            {
                subject: tuple(sorted(members, key=precedence, reverse=True))
                for subject, members in union.items()
            },
            cache(self.authority),
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

    def authority(self, assessment: str) -> Authority:
        """Return which keys may speak for the team of an assessment."""
        return read_authority(self.connection, self._assessment(assessment))

    def form_binding(self, assessment: str) -> FormBinding:
        """Return by which form an assessment is read, and which forms are in dispute."""
        return find_form_binding(self.connection, self._assessment(assessment))

    def obeys_orders(self, assessment: str, signer: str) -> bool:
        """Return whether a key (64 hex; "" is a draft) may change the form of an assessment."""
        return not signer or find_order_keys(self.connection, self._assessment(assessment))(signer)

    def sealed_form(self, assessment: str) -> str:
        """Return the form (64 hex) of what is sealed: the one that a parcel may name."""
        number = self._assessment(assessment)
        return find_form_binding(self.connection, number, sealed=True).digest

    def doubts(self, among: Iterable[str] | None = None) -> Mapping[str, Claim]:
        """Return the signers (64 hex) whose names are doubtful, by what they claim; `among` are the
        assessments in which the names of members are compared."""
        numbers = None if among is None else [self._assessment(uuid) for uuid in among]
        return read_doubts(self.connection, numbers)

    def outsiders_about(self, kind: str) -> tuple[str, ...]:
        """Return the assessments (uuids) in which outsiders say something of a kind."""
        return outsiders_about(self.connection, kind)

    def namesakes(self) -> Sequence[Namesakes]:
        """Return the members of each assessment whose names look alike."""
        return read_namesakes(self.connection)

    def signed_forms(self, assessment: str) -> frozenset[str]:
        """Return the forms (64 hex) that trusted signers of an assessment signed."""
        return signed_forms(self.connection, self._assessment(assessment))

    @property
    def controllers(self) -> frozenset[str]:
        """Return the keys (64 hex) whose redactions apply to everybody's entries."""
        return read_controllers(self.connection)

    def redaction_orders(self) -> Mapping[str, Collection[RedactionOrder]]:
        """Return every sealed order, obeyed or not, by the name of its entry.

        An order counts only in the assessment of its entry; if the entry is not here yet, all
        assessments are searched.
        """
        orders: dict[str, set[RedactionOrder]] = defaultdict(set)
        for topic, name in self.connection.rows(
            "SELECT topic, key FROM topic WHERE kind=?", (REDACTION_KIND,)
        ):
            [(assessment, owner)] = self.connection.rows(
                "SELECT assessment, signer FROM changeset WHERE changeset=?",
                ((self._names.known_entry(name) or 0) >> 16,),
            ) or [(None, None)]
            rows = (
                self.connection.rows(ORDERS_SQL, (topic,))
                if assessment is None
                else self.connection.rows(f"{ORDERS_SQL} AND a.assessment=?", (topic, assessment))
            )
            for uuid, signer in rows:
                orders[name].add(RedactionOrder(uuid, signer, owner or ""))
        return orders

    def redaction_order(self, entry: Entry) -> Entry | None:
        """Return the order that redacted a body; None for a body that is only withheld."""
        orders = self.entries(entry.assessment, REDACTION_KIND, entry.name)
        valid = (order for order in orders if order.signer in self.controllers | {entry.signer})
        return next(valid, None) if entry.withheld else None

    def conflicts(self, assessment: str | None = None) -> tuple[Conflict, ...]:
        """Return the conflicts of one or all assessments; joined ones count as one."""
        numbers = None if assessment is None else (self._assessment(assessment),)
        return find_all_conflicts(self.connection, numbers)

    def conflict_count(self, assessments: Iterable[str]) -> int:
        """Return the number of conflicts of these assessments and those joined with them."""
        return count_conflicts(self.connection, [self._assessment(uuid) for uuid in assessments])

    def conflicts_among(self, assessments: Sequence[str]) -> tuple[Conflict, ...]:
        """Return the conflicts of these assessments and those joined with them."""
        if len(assessments) > MAX_COMPARED_SINGLY:
            uuids = {other for uuid in assessments for other in self.joined(uuid)}
            return tuple(conflict for conflict in self.conflicts() if conflict.assessment in uuids)
        numbers = [self._assessment(uuid) for uuid in assessments]
        return find_all_conflicts(self.connection, numbers)

    def changesets(self, assessment: str | None = None) -> Iterator[Changeset]:
        """Yield every sealed changeset, verified against its hash. Raises Damaged."""
        number = None if assessment is None else self._assessment(assessment)
        rows = self.connection.rows(
            "SELECT changeset FROM changeset WHERE core IS NOT NULL"
            " AND (assessment=? OR CAST(? AS bigint) IS NULL) ORDER BY changeset",
            (number, number),
        )
        return (read_changeset(self.connection, row) for (row,) in rows)

    def check(self) -> tuple[str, ...]:
        """Return every defect of hashes, ancestry and derived marks; parcel verifies signatures."""
        return (*check_integrity(self.connection), *self.evidence_defects())

    def evidence_defects(self) -> tuple[str, ...]:
        """Return a sentence on each evidence file that is damaged."""
        return tuple(
            f"The evidence {digest[:12]} is not what it was." for digest in self.damaged_evidence()
        )
