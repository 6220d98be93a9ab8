"""Undo and redo: each step keeps what every subject said before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessor.store.model.authority import OUTSIDER
from assessor.store.model.entry import (
    Draft,
    Entry,
    Subject,
    comparison_text,
    displayed_head,
    in_conflict,
)

Body = Mapping[str, Any] | None
"""The body of a subject; None if it is deleted or was never set."""


@dataclass(frozen=True, slots=True)
class Move:
    """The part of one subject in a step: its body before and after.

    If people disagreed before or after it, `heads_before` or `heads_after` are all their entries:
    writing all of them again opens the conflict again.
    """

    kind: str
    key: str
    before: Body
    after: Body
    heads_before: tuple[Entry, ...] = ()
    heads_after: tuple[Entry, ...] = ()

    def back(self) -> Move:
        """Return the move that reverts this one."""
        return Move(
            self.kind, self.key, self.after, self.before, self.heads_after, self.heads_before
        )

    @property
    def subject(self) -> Subject:
        """(kind, key)."""
        return self.kind, self.key

    @property
    def bodies(self) -> Iterator[Body]:
        """Every body before and after."""
        yield from (self.before, self.after)
        for head in (*self.heads_before, *self.heads_after):
            yield head.body


@dataclass(frozen=True, slots=True)
class UndoStep:
    """Moves that a person made at once, and a short text about them."""

    moves: tuple[Move, ...]
    what: str = ""

    def back(self) -> UndoStep:
        """Return the step that reverts this one."""
        return UndoStep(tuple(move.back() for move in reversed(self.moves)), self.what)

    @property
    def reference(self) -> str:
        """The instance or question that it is about; "" if none."""
        instances = [move.key for move in self.moves if move.kind == "repeat"]
        if instances:
            return min(instances, key=len)
        answers = (move.key for move in self.moves if move.kind == "answer")
        bodies = (body for move in self.moves for body in move.bodies)
        mentioned = (str(body["reference"]) for body in bodies if body and "reference" in body)
        return next(answers, "") or next(mentioned, "")

    @property
    def kind(self) -> str:
        """The kind of its first move: `answer`, `evidence`…; "" if it has none."""
        return self.moves[0].kind if self.moves else ""


class UndoHistory:
    """The steps of one session. Undo writes new entries; nothing is deleted."""

    def __init__(self) -> None:
        self._done: list[UndoStep] = []
        self._undone: list[UndoStep] = []

    def __len__(self) -> int:
        return len(self._done)

    def did(self, step: UndoStep) -> None:
        """Add a step; one that cannot go back removes earlier steps on the same subjects."""
        self._undone.clear()
        if all(is_restorable(move.heads_before) for move in step.moves):
            self._done.append(step)
        else:
            self.forget({move.subject for move in step.moves})

    @property
    def last(self) -> UndoStep | None:
        """The step that undo takes."""
        return self._done[-1] if self._done else None

    @property
    def next(self) -> UndoStep | None:
        """The step that redo takes."""
        return self._undone[-1] if self._undone else None

    def undone(self) -> None:
        """Move the last step to the steps to redo."""
        self._undone.append(self._done.pop())

    def redone(self) -> None:
        """Move the step undone last back to the steps done."""
        self._done.append(self._undone.pop())

    def forget(self, subjects: Collection[Subject]) -> None:
        """Remove the steps on these subjects, because others have written since.

        Steps that would be undone across them go as well: the step before on the same subject and
        the one that added its instance.
        """
        for steps in (self._done, self._undone):
            steps[:] = reversed(list(_unaffected(set(subjects), reversed(steps))))

    def clear(self) -> None:
        """Remove all steps: they would restore what was redacted."""
        self._done.clear()
        self._undone.clear()


def _unaffected(gone: set[Subject], steps: Iterable[UndoStep]) -> Iterator[UndoStep]:
    for step in steps:
        own = {move.subject for move in step.moves}
        if any(_overlap(subject, other) for subject in own for other in gone):
            gone |= own
        else:
            yield step


def _overlap(subject: Subject, other: Subject) -> bool:
    """Whether two subjects are the same, or one is an instance that contains the other."""
    return subject == other or any(
        outer[0] == "repeat" and inner[1].startswith(f"{outer[1]}/")
        for outer, inner in ((subject, other), (other, subject))
    )


def is_restorable(heads: Iterable[Entry]) -> bool:
    """Whether the content of heads is here; it is not if the body was withheld or published."""
    return not any(head.withheld or head.published for head in heads)


def restore_heads(
    heads: tuple[Entry, ...], tips: tuple[Entry, ...], at: int
) -> Iterator[tuple[str, Draft]]:
    """Yield the entries that open a conflict again, each with the uuid of its assessment.

    `heads` are what people said, the one shown first; `tips` are the heads now. Each of `heads` is
    written again in sight of the tips of its place; if in a joined assessment only the tips' place
    was written, all are. The head shown first gets the latest time (ms after `at`), so it is shown
    again.
    """
    places = dict.fromkeys((each.assessment, each.key) for each in (*tips, *heads))
    for uuid, key in places:
        parents = tuple(tip.name for tip in tips if (tip.assessment, tip.key) == (uuid, key))
        stood = [head for head in heads if (head.assessment, head.key) == (uuid, key)]
        apart = {comparison_text(head): head for head in reversed(stood or heads)}
        for head in apart.values():
            later = len(heads) - heads.index(head)
            yield uuid, Draft(head.kind, key, head.body, parents, at + later)


def conflicting_heads(heads: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the heads if they disagree; else none."""
    return heads if in_conflict(heads) else ()


def deciding_move(kind: str, key: str, after: Body, tips: Iterable[Entry]) -> Move:
    """Return the move of a decision about all these heads. Undo says again what the team said, not
    what outsiders did: nobody adopts their words that way."""
    own = tuple(tip for tip in tips if tip.standing != OUTSIDER)
    before = displayed_head(own).body if own else None
    return Move(kind, key, before, after, conflicting_heads(own))


def removal_moves(
    heads: Mapping[tuple[str, str], tuple[Entry, ...]], instance: str
) -> tuple[Move, ...]:
    """Return the moves that delete a repeat instance with every answer and instance in it."""
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
