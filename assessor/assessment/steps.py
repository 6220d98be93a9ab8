"""Undo and redo: every step of a person, kept as what each subject said before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessor.store.entry import Entry, shown

Body = dict[str, Any] | None
"""What a subject says; None: it is gone, or nobody has said anything of it."""


@dataclass(frozen=True, slots=True)
class Move:
    """One subject's part in a step: what it said before, and after."""

    kind: str
    key: str
    before: Body
    after: Body

    def back(self) -> Move:
        """The move that takes this one back."""
        return Move(self.kind, self.key, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Step:
    """What a person did in one go, and in a few words what it was."""

    moves: tuple[Move, ...]
    what: str = ""

    def back(self) -> Step:
        """The step that takes this one back."""
        return Step(tuple(move.back() for move in reversed(self.moves)), self.what)


class Steps:
    """The steps of one sitting. Undoing says the former atom again: history only grows."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def did(self, step: Step) -> None:
        """Note a new step; what was undone before it can no longer be redone."""
        self._done.append(step)
        self._undone.clear()

    @property
    def last(self) -> Step | None:
        """The step that undo would take back."""
        return self._done[-1] if self._done else None

    @property
    def next(self) -> Step | None:
        """The step that redo would do again."""
        return self._undone[-1] if self._undone else None

    def undone(self) -> None:
        """The last step has been taken back."""
        self._undone.append(self._done.pop())

    def redone(self) -> None:
        """The step taken back last has been done again."""
        self._done.append(self._undone.pop())

    def clear(self) -> None:
        """Forget every step, since what others wrote stands between."""
        self._done.clear()
        self._undone.clear()


def removal(heads: Mapping[tuple[str, str], tuple[Entry, ...]], instance: str) -> tuple[Move, ...]:
    """The moves that delete a repeat instance and every answer and instance that lives in it."""
    inside = [
        (kind, key)
        for kind, key in heads
        if kind in ("answer", "repeat") and (key == instance or key.startswith(f"{instance}/"))
    ]
    moves = []
    for kind, key in sorted(inside, key=lambda subject: (subject[0], -len(subject[1]))):
        entry = shown(heads[kind, key])
        if entry.body is not None:
            moves.append(Move(kind, key, dict(entry.body), None))
    return tuple(moves)
