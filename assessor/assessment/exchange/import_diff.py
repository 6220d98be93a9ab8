"""Preview of an import: which answers change, from what to what, and by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.answer import answer_of
from assessor.assessment.core.signer_trust import Translate, author_with_mark
from assessor.errors import AssessorError
from assessor.form.labels.styled_text import plain_text
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.registry.trust import trust_roster
from assessor.registry.trust.trust_roster import admit_changesets
from assessor.store.model.authority import OUTSIDER, TRUSTED, Authority
from assessor.store.model.changeset import Changeset
from assessor.store.model.entry import (
    Entry,
    Subject,
    comparison_text,
    displayed_head,
    find_heads,
    in_conflict,
)
from assessor.store.write.mission import Mission


@dataclass(frozen=True, slots=True)
class ImportedChange:
    """An answer that changes: the `label` of its question, the values, the author of the new one;
    `disputed` if both would be in conflict, `outside` if its author is no member: it would wait.
    """

    reference: str
    label: str
    before: str
    after: str
    author: str
    disputed: bool
    outside: bool = False

    def named(self, translate: Translate = str) -> str:
        """Return the author, with the mark of whoever is no member of the team."""
        standing = trust_roster.NO_MEMBER if self.outside else trust_roster.VERIFIED
        return author_with_mark(self.author, standing, translate)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """The answers that change, in the form's order, and how many other entries, by kind."""

    answers: tuple[ImportedChange, ...]
    others: Mapping[str, int]


def preview_import(
    assessment: Assessment, paths: Iterable[Path], *, identities: Sequence[str] = ()
) -> ImportPreview:
    """Return what an import of the parcels and reports at `paths` would change; imports nothing.

    Files that cannot be opened, that wait for trust, and mission files change nothing here; the
    receipts of a preview say why (see receive_files).
    """
    new = _new_entries(assessment, paths, identities)
    here: dict[Subject, list[Entry]] = {}
    for entry in assessment.joint_entries() if new else ():
        subject = assessment.renames.subject(entry.subject)
        if subject in new:
            here.setdefault(subject, []).append(entry)
    authority = assessment.mission.authority(assessment.uuid)
    order = {node.reference: node for node in assessment.instance.questions()}
    answers, others = {}, Counter[str]()
    for subject, entries in new.items():
        tips = assessment.heads(*subject)
        after = _heads([*here.get(subject, ()), *entries], authority)
        if subject[0] != "answer" or subject[1] not in order:
            others[subject[0]] += 1
        elif (
            not tips
            or comparison_text(displayed_head(after)) != comparison_text(displayed_head(tips))
            or in_conflict(after)
        ):
            label = plain_text(order[subject[1]].label) or subject[1]
            answers[subject[1]] = _changed_answer(subject[1], label, tips, after, entries)
    return ImportPreview(tuple(answers[each] for each in order if each in answers), dict(others))


def _new_entries(
    assessment: Assessment, paths: Iterable[Path], identities: Sequence[str]
) -> dict[Subject, list[Entry]]:
    mission = assessment.mission
    found: dict[str, Changeset] = {}
    for path in paths:
        try:
            contents = unpack_parcel(read_parcel(path, identities), identities=identities)
        except AssessorError:
            continue
        welcome, _ = admit_changesets(mission, contents.changesets)
        ours = (each for each in welcome if each.header.assessment in assessment.joint)
        found |= {changeset.id: changeset for changeset in ours}
    known = mission.known_changesets(found)
    by_subject: dict[Subject, list[Entry]] = {}
    with Mission.in_memory() as empty:
        empty.add([changeset for changeset in found.values() if changeset.id not in known])
        for row in empty.assessments():
            for entry in empty.entries(row.uuid):
                subject = assessment.renames.subject(entry.subject)
                by_subject.setdefault(subject, []).append(entry)
    return by_subject


def _heads(entries: Sequence[Entry], authority: Authority) -> tuple[Entry, ...]:
    standing = [
        replace(each, standing=TRUSTED if authority.is_trusted(each.signer) else OUTSIDER)
        for each in entries
    ]
    return tuple(tip for tips in find_heads(standing, authority).values() for tip in tips)


def _changed_answer(
    reference: str,
    label: str,
    tips: Sequence[Entry],
    after: Sequence[Entry],
    new_entries: Sequence[Entry],
) -> ImportedChange:
    names = {entry.name for entry in new_entries}
    new = [tip for tip in after if tip.name in names]
    shown_entry = displayed_head(new) if new else displayed_head(after)
    return ImportedChange(
        reference,
        label,
        answer_of(displayed_head(tips)).value if tips else "",
        answer_of(shown_entry).value,
        shown_entry.author,
        in_conflict(after),
        shown_entry.standing == OUTSIDER,
    )
