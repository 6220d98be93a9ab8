"""What was said, and the live instance that shows it: every change of either goes through here."""

from __future__ import annotations

from collections.abc import Iterable

from assessor.assessment import derive
from assessor.assessment.answer import Answer, answer_of
from assessor.assessment.starting import Clock, milliseconds, new_id
from assessor.assessment.steps import Step, Steps
from assessor.form.changes import VALUE, Changes
from assessor.form.definition import Form
from assessor.form.instance import Instance
from assessor.parcel.keys import Identity
from assessor.store.entry import Draft, Entry, shown
from assessor.store.mission import Mission


class Record:
    """The heads of one assessment as a person was shown them, and the instance they derive.

    What a new entry names as parents are the heads held here: whatever another process has
    written since becomes a conflict at the next `reload`, never a silent overwrite.
    """

    def __init__(
        self, mission: Mission, uuid: str, identity: Identity, form: Form, *, now: Clock
    ) -> None:
        self.mission = mission
        self.uuid = uuid
        self.identity = identity
        self.now = now
        self._steps = Steps()
        self._heads = dict(mission.heads(uuid))
        self.instance: Instance = derive.instance_from(
            form,
            self._heads,
            now=now,
            new_id=new_id,
            language=mission.setting("language") or None,
        )

    def heads(self, kind: str, key: str) -> tuple[Entry, ...]:
        """The heads of a subject, as the person was shown them."""
        return self._heads.get((kind, key), ())

    def shown(self, reference: str) -> Answer:
        """The atom a person sees on a question; of several heads, the deterministic one."""
        tips = self.heads("answer", reference)
        return answer_of(shown(tips) if tips else None)

    @property
    def undo_text(self) -> str | None:
        """What undo would take back, in a few words; None: nothing."""
        return self._steps.last.what if self._steps.last else None

    @property
    def redo_text(self) -> str | None:
        """What redo would do again, in a few words; None: nothing."""
        return self._steps.next.what if self._steps.next else None

    def undo(self) -> Changes:
        """Say again what stood before the last step."""
        step = self._steps.last
        if step is None:
            return Changes()
        changes = self._apply(step.back())
        self._steps.undone()
        return changes

    def redo(self) -> Changes:
        """Do again the step taken back last."""
        step = self._steps.next
        if step is None:
            return Changes()
        changes = self._apply(step)
        self._steps.redone()
        return changes

    def _do(self, step: Step) -> Changes:
        changes = self._apply(step)
        self._steps.did(step)
        return changes

    def _apply(self, step: Step) -> Changes:
        """Write a step in one transaction, then bring the live instance to what it says."""
        at = milliseconds(self.now())
        drafts = [
            Draft(move.kind, move.key, move.after, self._parents(move.kind, move.key), at)
            for move in step.moves
        ]
        self._written(self.mission.write(self.uuid, drafts, self.identity.name))
        if len(step.moves) == 1 and step.moves[0].kind == "answer":
            reference = step.moves[0].key
            changes = self.instance.set(reference, self.shown(reference).value)
            if not any("added" in words for words in changes.values()):
                return changes
            return changes | derive.bring(self.instance, derive.derive(self._heads))
        return derive.bring(self.instance, derive.derive(self._heads))

    def _parents(self, kind: str, key: str) -> tuple[str, ...]:
        return tuple(entry.name for entry in self.heads(kind, key))

    def _written(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._heads[entry.kind, entry.key] = (entry,)

    def seal(self) -> None:
        """Name and sign what was written since the last seal."""
        if self.mission.seal(self.uuid, self.identity):
            self._heads = dict(self.mission.heads(self.uuid))

    def reload(self) -> Changes:
        """Take in what others wrote to the file, and say which references changed."""
        before = self._heads
        self._heads = dict(self.mission.heads(self.uuid))
        changes = derive.bring(self.instance, derive.derive(self._heads))
        told = {
            key: VALUE
            for (kind, key), tips in self._heads.items()
            if kind == "answer"
            and tips != before.get((kind, key))
            and derive.has(self.instance, key)
        }
        if told:
            self._steps.clear()
        return changes | Changes(bits=told)
