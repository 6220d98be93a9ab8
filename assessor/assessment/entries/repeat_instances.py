"""Duplicate and reorder repeat instances, each as one step that undo takes back."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.assessment.assessment import Assessment
from assessor.assessment.core import derive
from assessor.assessment.core.answer import Answer
from assessor.assessment.core.mission_start import new_id
from assessor.assessment.core.undo_steps import Move, UndoStep
from assessor.errors import Refused
from assessor.form.live.changes import Changes
from assessor.form.live.node import Node
from assessor.store.model.entry import displayed_head

KIND = "repeat"
_NOT_COPIED = frozenset({"note", "calculate", "upload"})
"""Controls that a duplicate leaves blank: nobody answers them, or they are files."""


def duplicate_repeat(assessment: Assessment, instance: str) -> Changes:
    """Add an instance at the end with the values of another, inner instances included.

    Only values are copied, not their justification, because evidence supports one answer. Files and
    calculated values are left out. Raises KeyError for no such instance, Refused if the form
    decides the number of instances.
    """
    node = assessment.instance.node(instance)
    derive.refuse_counted(assessment.instance.form, instance)
    duplicate = f"{derive.repeat_of(instance)}[{new_id()}]"
    found = list(_copied_subjects(node, duplicate))
    instances = [duplicate, *(key for kind, key, _ in found if kind == KIND)]
    answers = {key: value for kind, key, value in found if kind == "answer"}
    added = assessment.next_place(derive.repeat_of(instance))
    moves = [Move(KIND, key, None, {"added": added + n}) for n, key in enumerate(instances)]
    moves += [Move("answer", k, None, Answer(value=v).body()) for k, v in answers.items()]

    def live() -> Changes:
        changes = Changes()
        for key in instances:
            changes |= assessment.instance.add_repeat(derive.repeat_of(key), derive.id_of(key))
        return changes | assessment.instance.set_stored(answers)

    return assessment.perform(moves, node.label, live)


def move_repeat(assessment: Assessment, instance: str, to: int) -> Changes:
    """Move an instance to place `to` of its repeat, 0 the first; beyond an end is the end.

    Its entry is written again with a `place`; if two neighbours leave no room, later instances are
    moved in the same step. Raises KeyError for no such instance, Refused if the form decides the
    number of instances or an instance to move is in conflict.
    """
    node = assessment.instance.node(instance)
    derive.refuse_counted(assessment.instance.form, instance)
    repeat = assessment.node(derive.repeat_of(instance))
    rows = [each.reference for each in repeat.children]
    order = [each for each in rows if each != instance]
    order.insert(min(max(0, to), len(order)), instance)
    if order == rows:
        return Changes()
    step = UndoStep(tuple(_placed(assessment, order, instance)), node.label)
    return assessment.write_step(step)


def _placed(assessment: Assessment, order: list[str], moved: str) -> Iterator[Move]:
    """Yield the moves that put the instances into this order, as few as possible."""
    at = order.index(moved)
    before = _place(assessment, order[at - 1]) if at else None
    after = _place(assessment, order[at + 1]) if at + 1 < len(order) else None
    wished = _between(before, after)
    last: tuple[int, str] | None = None
    for each in order:
        present = _place(assessment, each)
        place = wished if each == moved else present
        if last is not None and (place, each) <= last:  # no room, or added in the same millisecond
            place = last[0] + 1
        last = (place, each)
        if place != present:
            yield _place_move(assessment, each, place)


def _place(assessment: Assessment, instance: str) -> int:
    tips = assessment.heads(KIND, instance)
    return derive.instance_place(displayed_head(tips) if tips else None)


def _place_move(assessment: Assessment, instance: str, place: int) -> Move:
    tips = assessment.heads(KIND, instance)
    if len(tips) != 1 or tips[0].body is None:
        raise Refused("{path} cannot be moved: decide first what others said of it.", path=instance)
    before = dict(tips[0].body)
    return Move(KIND, instance, before, {**before, "place": place})


def _between(before: int | None, after: int | None) -> int:
    """Return a place between two others, in the middle if there is room; None is an end."""
    if before is None:
        return (after if after is not None else 0) - 1
    return before + 1 if after is None else max(before + 1, (before + after) // 2)


def _copied_subjects(node: Node, target: str) -> Iterator[tuple[str, str, str]]:
    """Yield the subjects (kind, key, value) of a copy of an instance."""
    here = len(node.reference)
    waiting = list(reversed(node.children))
    while waiting:
        child = waiting.pop()
        again = target + child.reference[here:]
        if child.kind == "repeat" and child.can_add:
            for inner in child.children:
                copy = f"{again}[{new_id()}]"
                yield KIND, copy, ""
                yield from _copied_subjects(inner, copy)
        elif child.kind == "group":
            waiting += reversed(child.children)
        elif child.kind == "question":
            answered = bool(child.value) and not child.readonly
            if answered and child.control not in _NOT_COPIED:
                yield "answer", again, child.value
