"""Repeat instances said again and put in order: each as one step that undo takes back."""

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
_NOT_SAID_AGAIN = frozenset({"note", "calculate", "upload"})
"""Controls whose values a duplicate does not take: nobody said them, or they are files."""


def duplicate_repeat(assessment: Assessment, instance: str) -> Changes:
    """Add an instance at the end that says what another says, instances in it included.

    Values are taken, not what justifies them: evidence speaks for one answer alone. Files and
    what the form works out are left to be said anew. The new instance is the one "added" names
    right under the repeat. Raises KeyError for no such instance, Refused where the form itself
    decides how many there are.
    """
    node = assessment.instance.node(instance)
    derive.refuse_counted(assessment.instance.form, instance)
    made = f"{derive.repeat_of(instance)}[{new_id()}]"
    found = list(_said(node, made))
    instances = [made, *(key for kind, key, _ in found if kind == KIND)]
    answers = {key: value for kind, key, value in found if kind == "answer"}
    added = assessment.next_place(derive.repeat_of(instance))
    moves = [Move(KIND, key, None, {"added": added + n}) for n, key in enumerate(instances)]
    moves += [Move("answer", k, None, Answer(value=v).body()) for k, v in answers.items()]

    def live() -> Changes:
        changes = Changes()
        for key in instances:
            changes |= assessment.instance.add_repeat(derive.repeat_of(key), derive.id_of(key))
        return changes | assessment.instance.set_stored(answers)

    return assessment.perform(UndoStep(tuple(moves), node.label), live)


def move_repeat(assessment: Assessment, instance: str, to: int) -> Changes:
    """Put an instance at place `to` of its repeat, 0 the first; beyond the ends is an end.

    Its entry is said again with a `place` beside the time it was added; where two neighbours
    leave no room between them, those after are moved on as well, in the same step. Raises
    KeyError for no such instance, Refused where the form itself decides how many there are or
    others' words about one that must move are not decided yet.
    """
    node = assessment.instance.node(instance)
    derive.refuse_counted(assessment.instance.form, instance)
    rows = [
        each.reference for each in assessment.instance.node(derive.repeat_of(instance)).children
    ]
    order = [each for each in rows if each != instance]
    order.insert(min(max(0, to), len(order)), instance)
    if order == rows:
        return Changes()
    step = UndoStep(tuple(_placed(assessment, order, instance)), node.label)
    return assessment.write_step(step)


def _placed(assessment: Assessment, order: list[str], moved: str) -> Iterator[Move]:
    """The entries that put every instance where `order` has it: as few as may be but one."""
    at = order.index(moved)
    before = _place(assessment, order[at - 1]) if at else None
    after = _place(assessment, order[at + 1]) if at + 1 < len(order) else None
    wished = _between(before, after)
    last: tuple[int, str] | None = None
    for each in order:
        held = _place(assessment, each)
        place = wished if each == moved else held
        if last is not None and (place, each) <= last:  # no room, or added in one millisecond
            place = last[0] + 1
        last = (place, each)
        if place != held:
            yield _put(assessment, each, place)


def _place(assessment: Assessment, instance: str) -> int:
    tips = assessment.heads(KIND, instance)
    return derive.instance_place(displayed_head(tips) if tips else None)


def _put(assessment: Assessment, instance: str, place: int) -> Move:
    tips = assessment.heads(KIND, instance)
    if len(tips) != 1 or tips[0].body is None:
        raise Refused("{path} cannot be moved: decide first what others said of it.", path=instance)
    held = dict(tips[0].body)
    return Move(KIND, instance, held, {**held, "place": place})


def _between(before: int | None, after: int | None) -> int:
    """A place after one and before another, in the middle if there is room; None: an end."""
    if before is None:
        return (after if after is not None else 0) - 1
    return before + 1 if after is None else max(before + 1, (before + after) // 2)


def _said(node: Node, made: str) -> Iterator[tuple[str, str, str]]:
    """What stands under an instance, as it is called under `made`: (kind, key, value)."""
    here = len(node.reference)
    waiting = list(reversed(node.children))
    while waiting:
        child = waiting.pop()
        again = made + child.reference[here:]
        if child.kind == "repeat" and child.can_add:
            for inner in child.children:
                copy = f"{again}[{new_id()}]"
                yield KIND, copy, ""
                yield from _said(inner, copy)
        elif child.kind == "group":
            waiting += reversed(child.children)
        elif child.kind == "question" and _is_said(child):
            yield "answer", again, child.value


def _is_said(node: Node) -> bool:
    """Whether a person said a value here and may say it again."""
    return bool(node.value) and not node.readonly and node.control not in _NOT_SAID_AGAIN
