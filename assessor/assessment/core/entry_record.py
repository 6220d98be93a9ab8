"""The entries of an assessment and its live instance; every change of either goes through here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar, cast

from assessor.assessment.core import derive, evidence_index
from assessor.assessment.core.answer import Answer, answer_of
from assessor.assessment.core.evidence_index import EvidenceIndex
from assessor.assessment.core.form_versions import RenamedPaths, renamed_paths
from assessor.assessment.core.mission_start import Clock, milliseconds, new_id, properties_of
from assessor.assessment.core.signer_trust import Trust, trust_of
from assessor.assessment.core.undo_steps import (
    Move,
    UndoHistory,
    UndoStep,
    conflicting_heads,
    deciding_move,
    restore_heads,
)
from assessor.errors import AssessorError
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.changes import VALUE, Changes
from assessor.form.live.instance import Instance
from assessor.form.model.definition import Form
from assessor.parcel.keys.identity import Identity
from assessor.store.model.authority import OUTSIDER
from assessor.store.model.canonical_json import JSON
from assessor.store.model.entry import (
    Conflict,
    Draft,
    Entry,
    Subject,
    comparison_text,
    displayed_head,
    in_conflict,
    precedence,
    split_heads,
)
from assessor.store.write.mission import Mission

T = TypeVar("T")

EntryContent = tuple[str, str, JSON | None, tuple[Entry, ...]]
"""Kind, key and body of a new entry, and the heads that the person saw."""


class Record:
    """The heads of an assessment as a person saw them, and the instance derived from them."""

    def __init__(
        self, mission: Mission, uuid: str, identity: Identity, form: Form, *, now: Clock
    ) -> None:
        self.mission = mission
        self.uuid = uuid
        self.identity = identity
        self.now = now
        self.form = form
        self.steps = UndoHistory()
        self._read_heads()
        self.instance: Instance = self.live_instance(form, mission.setting("language") or None)

    def _read_heads(self) -> None:
        self.joint = self.mission.joined(self.uuid)
        heads = self.mission.all_joint_heads(self.uuid)
        self.renames = RenamedPaths(renamed_paths(self.mission, heads), self.form)
        self.heads_by_subject, self.outside_heads = split_heads(self.renames.fold(heads))
        self._filed: EvidenceIndex | None = None
        self._cache: dict[str, object] = {}

    def live_instance(
        self, form: Form, language: str | None, heads: derive.Heads | None = None
    ) -> Instance:
        """Create a live instance from heads, by default the present ones."""
        state = derive.derive_state(self.heads_by_subject if heads is None else heads)
        return Instance(
            form,
            now=self.now,
            new_id=new_id,
            language=language,
            answers=state.answers,
            repeats=state.repeats,
            properties=properties_of(self.identity),
            opening=False,
        )

    def heads(self, kind: str, key: str) -> tuple[Entry, ...]:
        """Return the heads of a subject that count: those of the team."""
        return self.heads_by_subject.get((kind, key), ())

    def all_heads(self, kind: str, key: str) -> tuple[Entry, ...]:
        """Return the heads of a subject, those of outsiders last: a new entry replaces all."""
        return (*self.heads(kind, key), *self.outside_heads.get((kind, key), ()))

    def body(self, kind: str, key: str) -> dict[str, Any] | None:
        """Return the body shown of a subject; None if there is none or it was deleted."""
        tips = self.heads(kind, key)
        body = displayed_head(tips).body if tips else None
        return None if body is None else dict(body)

    def present(self, kind: str) -> dict[str, Entry]:
        """Return the entry shown of every subject of a kind that has a body, by key."""
        found = ((key, tips) for (each, key), tips in self.heads_by_subject.items() if each == kind)
        shown = {key: displayed_head(tips) for key, tips in found}
        return {key: entry for key, entry in shown.items() if entry.body is not None}

    def joint_entries(self, *subject: str) -> Iterator[Entry]:
        """Yield the entries, also of joined assessments: all, of a kind, or of a (kind, key)."""
        for uuid in self.joint:
            yield from self.mission.entries(uuid, *subject)

    def own_entries(self, *subject: str) -> Iterator[Entry]:
        """Yield the same entries, but those of outsiders."""
        return (each for each in self.joint_entries(*subject) if each.standing != OUTSIDER)

    @property
    def evidence_index(self) -> EvidenceIndex:
        """The files beside the answers, by question and by SHA-256."""
        if self._filed is None:
            self._filed = EvidenceIndex(self.heads_by_subject)
        return self._filed

    def cached(self, kind: str, build: Callable[[], T]) -> T:
        """Return what `build` makes of the entries of a kind, until one of them changes."""
        if kind not in self._cache:
            self._cache[kind] = build()
        return cast("T", self._cache[kind])

    def answer_at(self, reference: str) -> Answer:
        """Return the answer shown on a question; of several heads, always the same one."""
        tips = self.heads("answer", reference)
        return answer_of(displayed_head(tips) if tips else None)

    def trust(self) -> Trust:
        """Return whose keys are trusted here now."""
        return trust_of(self.mission, self.identity, self.joint)

    def history(self, reference: str) -> tuple[Entry, ...]:
        """Return every entry on a question, newest first."""
        names = self.renames.before(reference)
        found = (entry for key in names for entry in self.joint_entries("answer", key))
        return tuple(sorted(found, key=lambda entry: (entry.at, entry.name), reverse=True))

    @property
    def undo_text(self) -> str | None:
        """What undo would take back, in a few words; None for nothing."""
        return plain_text(self.steps.last.what) if self.steps.last else None

    @property
    def redo_text(self) -> str | None:
        """What redo would repeat, in a few words; None for nothing."""
        return plain_text(self.steps.next.what) if self.steps.next else None

    def step_kind(self, *, undo: bool) -> str:
        """Return the kind of the step that undo (or redo) takes; "" for none."""
        step = self.steps.last if undo else self.steps.next
        return step.kind if step is not None else ""

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return self.undo_text is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return self.redo_text is not None

    def place_of(self, *, undo: bool) -> str:
        """Return the nearest visible reference of the step that undo (or redo) takes; "": none."""
        step = self.steps.last if undo else self.steps.next
        at = self.renames.here(step.reference) if step is not None else ""
        while at and not (derive.has_node(self.instance, at) and self.instance.node(at).relevant):
            at = at[: max(at.rfind("/"), at.rfind("["))]
        return at

    def undo(self) -> Changes:
        """Undo the last step by new entries that restore what was before."""
        if self.steps.last is None:
            return Changes()
        changes = self._apply(self.steps.last.back())
        self.steps.undone()
        return changes

    def redo(self) -> Changes:
        """Repeat the step undone last."""
        if self.steps.next is None:
            return Changes()
        changes = self._apply(self.steps.next)
        self.steps.redone()
        return changes

    def forget_steps(self) -> None:
        """Clear the undo history, so that undo cannot restore redacted entries."""
        self.steps.clear()

    def perform(self, moves: Iterable[Move], text: str, live: Callable[[], Changes]) -> Changes:
        """Do a step of a person: `live` does it to the instance, then it is written.

        Values that the form sets in consequence (defaults of a new instance, setvalue actions)
        belong to the same step and transaction. If the disk refuses it, the instance goes back.
        """
        try:
            changes, moves = live(), tuple(moves)
        except AssessorError:  # the form refuses what follows from it
            self._apply_heads()
            raise
        if any("added" in words for words in changes.values()):
            changes |= self._restore_counted(changes)
        every = (
            replace(move, heads_before=conflicting_heads(self.heads(*move.subject)))
            for move in (*moves, *self._consequences(changes, moves))
        )
        step = UndoStep(tuple(every), text)
        try:
            self._write(step.moves)
        except AssessorError:
            self._apply_heads()
            raise
        self.steps.did(step)
        return changes

    def add(self, moves: Iterable[Move], text: str, *references: str) -> Changes:
        """Write moves that leave the live form as it is, beside questions, as one step."""
        return self.perform(moves, text, lambda: Changes(bits=dict.fromkeys(references, VALUE)))

    def write_step(self, step: UndoStep) -> Changes:
        """Write a step, apply it to the live form, and add it to the undo history."""
        changes = self._apply(step)
        self.steps.did(step)
        return changes

    def _settle(self, conflict: Conflict, things: list[EntryContent]) -> Changes:
        """Write the entries that resolve a conflict as one step, and read the heads again."""
        moves = tuple(deciding_move(*thing) for thing in things)
        self.write_entries(things)
        known = derive.has_node(self.instance, conflict.key)
        step = UndoStep(moves, self.instance.node(conflict.key).label if known else "")
        self.steps.did(step)
        return self._contested_changes(step) | self.reload()

    def _restore_counted(self, changes: Changes) -> Changes:
        new = tuple(key for key, words in changes.items() if "added" in words)
        heads = {at: tips for at, tips in self.heads_by_subject.items() if at[1].startswith(new)}
        answers = derive.answers_of(heads)
        return self.instance.set_stored(
            {key: value for key, value in answers.items() if derive.is_question(self.instance, key)}
        )

    def _consequences(self, changes: Changes, moves: Iterable[Move]) -> list[Move]:
        moved = {move.key for move in moves}
        new = {key for key, words in changes.items() if "added" in words}
        touched = {
            key
            for key, words in changes.items()
            if "value" in words and key not in moved and self._is_settable(key)
        }
        for instance in new:
            touched.update(self.instance.answers(within=instance))
        return [move for key in sorted(touched - moved) for move in self._set_by_form(key)]

    def _is_settable(self, reference: str) -> bool:
        bind = derive.bind_of(self.instance.form, reference)
        return bind is not None and bind.leaf and not bind.derived

    def _set_by_form(self, reference: str) -> Iterator[Move]:
        before = self.answer_at(reference)
        value = self.instance.stored_value(reference)
        if value == before.value or not self._is_settable(reference):
            return
        if in_conflict(self.all_heads("answer", reference)):
            return
        after = Answer(value=value, auto=True).body()
        yield Move("answer", reference, self.body("answer", reference), after)

    def _apply(self, step: UndoStep) -> Changes:
        """Write a step and apply it to the live instance."""
        self._write(step.moves)
        return self._apply_heads() | self._contested_changes(step)

    def _apply_heads(self) -> Changes:
        return derive.apply_state(self.instance, derive.derive_state(self.heads_by_subject))

    def _contested_changes(self, step: UndoStep) -> Changes:
        """Mark the questions whose heads a step changes, though their value may stay."""
        contested = (move.key for move in step.moves if move.heads_before or move.heads_after)
        bits = {key: VALUE for key in contested if derive.has_node(self.instance, key)}
        bodies = (body for move in step.moves for body in move.bodies)
        return Changes(bits=bits) | self._changes_beside(bodies)

    def _write(self, moves: Iterable[Move]) -> None:
        at = milliseconds(self.now())
        drafts: list[tuple[str, Draft]] = []
        for move in moves:
            tips = self.all_heads(*move.subject)
            if move.heads_after:
                drafts += restore_heads(move.heads_after, tips, at)
            else:
                drafts += self._drafts_of((move.kind, move.key, move.after, tips), at)
        self._write_drafts(drafts)

    def write_entries(self, things: Iterable[EntryContent]) -> None:
        """Write entries (kind, key, body, heads shown) in one transaction.

        In joined assessments each that has the subject gets the entry, so that it holds when they
        part; so does each name that a question had in earlier versions of the form.
        """
        at = milliseconds(self.now())
        self._write_drafts(placed for thing in things for placed in self._drafts_of(thing, at))

    def _drafts_of(self, thing: EntryContent, at: int) -> Iterator[tuple[str, Draft]]:
        """Yield each assessment (uuid) in which an entry is written, and its draft."""
        kind, key, body, tips = thing
        subjects = ((tip.assessment, tip.key) for tip in tips)
        for uuid, name in dict.fromkeys(((self.uuid, key), *subjects)):
            parents = tuple(tip.name for tip in tips if (tip.assessment, tip.key) == (uuid, name))
            yield uuid, Draft(kind, name, body, parents, at)

    def _write_drafts(self, located_drafts: Iterable[tuple[str, Draft]]) -> None:
        drafts: dict[str, list[Draft]] = defaultdict(list)
        for uuid, draft in located_drafts:
            drafts[uuid].append(draft)
        author = self.identity
        self._update_heads(self.mission.write_jointly(drafts, author.name, signer=author))

    def _fire_load_events(self) -> None:
        """Fire odk-instance-load and keep the values it sets; a read-only file stays as it is."""
        if self.mission.read_only:
            return
        changes = self.instance.fire_load_events()
        moves = self._consequences(changes, ())
        if moves:
            self._write(moves)

    def _update_heads(self, entries: Iterable[Entry]) -> None:
        found: dict[Subject, list[Entry]] = defaultdict(list)
        for entry in entries:
            found[self.renames.subject(entry.subject)].append(entry)
        for subject, tips in found.items():
            self.outside_heads.pop(subject, None)
            self.heads_by_subject[subject] = tuple(sorted(tips, key=precedence, reverse=True))
            self._cache.pop(subject[0], None)
            if subject[0] == evidence_index.KIND:
                self.evidence_index.put(subject[1], self.heads_by_subject[subject])

    def seal(self) -> None:
        """Sign the entries written since the last seal; this changes their names only."""
        for uuid in self.joint:
            self.mission.seal(uuid, self.identity)
        for subject, tips in self.heads_by_subject.items():
            if any(tip.is_draft for tip in tips):
                self.heads_by_subject[subject] = tuple(
                    self.mission.entry(tip.name) if tip.is_draft else tip for tip in tips
                )

    def reload(self) -> Changes:
        """Read what others wrote to the file; return which references changed."""
        before = self.every_head()
        self._read_heads()
        changes, after = self._apply_heads(), self.every_head()
        moved = {
            subject
            for subject in after.keys() | before.keys()
            if _differ(after.get(subject, ()), before.get(subject, ()))
        }
        if any(kind == "redaction" for kind, _ in moved):
            self.forget_steps()
        self.steps.forget(moved)
        answers = (key for kind, key in moved if kind == "answer")
        moved_answers = {key: VALUE for key in answers if derive.has_node(self.instance, key)}
        others = [
            tip.body
            for subject in moved
            if subject[0] in ("evidence", "comment", "review", "task")
            for tip in (*after.get(subject, ()), *before.get(subject, ()))
        ]
        return changes | Changes(bits=moved_answers) | self._changes_beside(others)

    def every_head(self) -> dict[Subject, tuple[Entry, ...]]:
        """Return all heads by subject, also those that do not count."""
        subjects = self.heads_by_subject.keys() | self.outside_heads.keys()
        return {subject: self.all_heads(*subject) for subject in subjects}

    def _changes_beside(self, bodies: Iterable[Mapping[str, Any] | None]) -> Changes:
        references = (str(body["reference"]) for body in bodies if body and "reference" in body)
        present = {self.renames.here(reference) for reference in references}
        return Changes(bits={key: VALUE for key in present if derive.has_node(self.instance, key)})


def _differ(tips: tuple[Entry, ...], before: tuple[Entry, ...]) -> bool:
    return tips != before and _contents(tips) != _contents(before)


def _contents(tips: Iterable[Entry]) -> set[tuple[str, int, str]]:
    """Return what heads say without their names, which sealing changes."""
    return {(tip.author, tip.at, comparison_text(tip)) for tip in tips}
