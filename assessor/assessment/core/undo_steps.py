"""Undo and redo: every step of a person, kept as what each subject said before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessor.store.model.entry import (
    Draft,
    Entry,
    Subject,
    comparison_text,
    displayed_head,
    in_conflict,
)

Body = Mapping[str, Any] | None
"""What a subject says; None: it is gone, or nobody has said anything of it."""


@dataclass(frozen=True, slots=True)
class Move:
    """One subject's part in a step: what it said before, and after.

    Where people disagreed then, or do after it, `heads_before` or `heads_after` are what each of
    them said: saying all of it again, each beside the others, opens the conflict again.
    """

    kind: str
    key: str
    before: Body
    after: Body
    heads_before: tuple[Entry, ...] = ()
    heads_after: tuple[Entry, ...] = ()

    def back(self) -> Move:
        """The move that takes this one back."""
        return Move(
            self.kind, self.key, self.after, self.before, self.heads_after, self.heads_before
        )

    @property
    def subject(self) -> Subject:
        """(kind, key)."""
        return self.kind, self.key

    @property
    def bodies(self) -> Iterator[Body]:
        """Everything it says, whichever way it is made."""
        yield from (self.before, self.after)
        for head in (*self.heads_before, *self.heads_after):
            yield head.body


@dataclass(frozen=True, slots=True)
class UndoStep:
    """What a person did in one go, and in a few words what it was."""

    moves: tuple[Move, ...]
    what: str = ""

    def back(self) -> UndoStep:
        """The step that takes this one back."""
        return UndoStep(tuple(move.back() for move in reversed(self.moves)), self.what)

    @property
    def reference(self) -> str:
        """The instance or the question it is about; empty where it is about neither."""
        instances = [move.key for move in self.moves if move.kind == "repeat"]
        if instances:
            return min(instances, key=len)
        answers = (move.key for move in self.moves if move.kind == "answer")
        bodies = (body for move in self.moves for body in move.bodies)
        beside = (str(body["reference"]) for body in bodies if body and "reference" in body)
        return next(answers, "") or next(beside, "")

    @property
    def kind(self) -> str:
        """The kind of what was done first in it: `answer`, `evidence`…; empty where nothing was."""
        return self.moves[0].kind if self.moves else ""

    @property
    def can_go_back(self) -> bool:
        """Whether all it was said in sight of is here, and so can be said again."""
        return all(is_restorable(move.heads_before) for move in self.moves)


class UndoHistory:
    """The steps of one sitting. Undoing says the former atom again: history only grows."""

    def __init__(self) -> None:
        self._done: list[UndoStep] = []
        self._undone: list[UndoStep] = []

    def did(self, step: UndoStep) -> None:
        """Note a new step; what was undone before it can no longer be redone.

        One that cannot go back takes with it what was done before on the same subjects.
        """
        self._undone.clear()
        if step.can_go_back:
            self._done.append(step)
        else:
            self.forget({move.subject for move in step.moves})

    @property
    def last(self) -> UndoStep | None:
        """The step that undo would take back."""
        return self._done[-1] if self._done else None

    @property
    def next(self) -> UndoStep | None:
        """The step that redo would do again."""
        return self._undone[-1] if self._undone else None

    def undone(self) -> None:
        """The last step has been taken back."""
        self._undone.append(self._done.pop())

    def redone(self) -> None:
        """The step taken back last has been done again."""
        self._done.append(self._undone.pop())

    def forget(self, subjects: Collection[Subject]) -> None:
        """Let go of the steps on these subjects, since what others wrote stands between.

        With them go those that would be taken back across them: the step before on the same
        subject, and the one that added the instance it lies in. Every other stays.
        """
        for steps in (self._done, self._undone):
            steps[:] = reversed(list(_apart_from(set(subjects), reversed(steps))))

    def clear(self) -> None:
        """Forget every step: it would say again what was taken back for good."""
        self._done.clear()
        self._undone.clear()


def _apart_from(gone: set[Subject], steps: Iterable[UndoStep]) -> Iterator[UndoStep]:
    """Those of `steps`, as they would be taken, that touch nothing gone, nor what went with it."""
    for step in steps:
        own = {move.subject for move in step.moves}
        if any(_meet(one, other) for one in own for other in gone):
            gone |= own
        else:
            yield step


def _meet(one: Subject, other: Subject) -> bool:
    """Whether two subjects are one, or one is an instance in which the other lies."""
    return one == other or any(
        outer[0] == "repeat" and inner[1].startswith(f"{outer[1]}/")
        for outer, inner in ((one, other), (other, one))
    )


def is_restorable(heads: Iterable[Entry]) -> bool:
    """Whether what heads say is here, and their own; of what came without its body it is not."""
    return not any(head.withheld or head.published for head in heads)


def restore_heads(
    heads: tuple[Entry, ...], tips: tuple[Entry, ...], at: int
) -> Iterator[tuple[str, Draft]]:
    """What opens a conflict again: where each entry is written (uuid of an assessment), and it.

    `heads` are what people said, the one shown first; `tips` what stands now. Each says again what
    it said, beside the others and in sight of what stands where it stood; where only what stands
    now was written, in a joint assessment, all of them do. The one shown is shown again: it is the
    latest, by milliseconds after `at`.
    """
    places = dict.fromkeys((one.assessment, one.key) for one in (*tips, *heads))
    for uuid, key in places:
        seen = tuple(tip.name for tip in tips if (tip.assessment, tip.key) == (uuid, key))
        stood = [head for head in heads if (head.assessment, head.key) == (uuid, key)]
        apart = {comparison_text(head): head for head in reversed(stood or heads)}
        for head in apart.values():
            later = len(heads) - heads.index(head)
            yield uuid, Draft(head.kind, key, head.body, seen, at + later)


def conflicting_heads(heads: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The heads where they disagree; else none."""
    return heads if in_conflict(heads) else ()


def removal_moves(
    heads: Mapping[tuple[str, str], tuple[Entry, ...]], instance: str
) -> tuple[Move, ...]:
    """The moves that delete a repeat instance and every answer and instance that lives in it."""
    inside = [
        (kind, key)
        for kind, key in heads
        if kind in ("answer", "repeat") and (key == instance or key.startswith(f"{instance}/"))
    ]
    moves = []
    for kind, key in sorted(inside, key=lambda subject: (subject[0], -len(subject[1]))):
        entry = displayed_head(heads[kind, key])
        if entry.body is not None:
            moves.append(Move(kind, key, dict(entry.body), None))
    return tuple(moves)
