"""The state that entries describe: answers and repeat instances, applied to the live form."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessor.assessment.core.answer import answer_of
from assessor.errors import Refused
from assessor.form.live.changes import Changes
from assessor.form.live.instance import INSTANCE_ID, Instance
from assessor.form.live.node import Node
from assessor.form.model.definition import Bind, Form
from assessor.store.model.entry import Entry, displayed_head

_IDS = re.compile(r"\[[^\]]*\]")
_INSTANCE_IDS = re.compile(r"\[([^\]]*)\]")

Heads = Mapping[tuple[str, str], tuple[Entry, ...]]
"""The heads of every subject, by (kind, key)."""


PLACE_STEP = 1_000
"""The room between the places of two instances added on one day, for others to move there."""


@dataclass(frozen=True, slots=True)
class DerivedState:
    """Answers by reference, and repeat instances in their order.

    `contested` are instances that one person deleted while another answered in them: they stay on
    the page until somebody decides.
    """

    answers: dict[str, str]
    repeats: tuple[str, ...]
    contested: frozenset[str]


def derive_state(heads: Heads) -> DerivedState:
    """Derive the state of a form from the heads of its entries; pure."""
    answers = answers_of(heads)
    instances = {
        key: displayed_head(tips) for (kind, key), tips in heads.items() if kind == "repeat"
    }
    alive = {key for key, entry in instances.items() if not entry.is_tombstone}
    answered = set(answers)  # by a person, or with a reason why there is no answer
    for (kind, key), tips in heads.items():
        if kind == "answer" and key not in answers:
            answer = answer_of(displayed_head(tips))
            if not answer.auto and (answer.missing or answer.note):
                answered.add(key)
    touched = {instance for reference in answered for instance in instances_of(reference)}
    contested = {key for key in touched if key in instances and key not in alive}
    present = _with_parents(alive, instances) | contested | (touched - set(instances))
    order = sorted(
        filter(_is_possible, present),
        key=lambda key: (key.count("["), instance_place(instances.get(key)), key),
    )
    return DerivedState(answers, tuple(order), frozenset(contested))


def answers_of(heads: Heads) -> dict[str, str]:
    """Return the answers of heads by reference, without blanks."""
    return {
        key: value
        for (kind, key), tips in heads.items()
        if kind == "answer" and (value := answer_of(displayed_head(tips)).value)
    }


def named_references(heads: Heads) -> Iterator[str]:
    """Yield the references of answers and repeat instances, and those that other entries name."""
    for (kind, key), tips in heads.items():
        if kind in ("answer", "repeat"):
            yield key
        elif named := (displayed_head(tips).body or {}).get("reference"):
            yield str(named)


def instance_place(entry: Entry | None) -> int:
    """Return the place an instance was moved to, else that where it was added."""
    body = entry.body if entry is not None else None
    found = body.get("place", body.get("added", 0)) if body else 0
    return found if isinstance(found, int) else 0


def _is_possible(instance: str) -> bool:
    """Whether every id in a reference is one that instances have: others may write anything."""
    return all(map(INSTANCE_ID.fullmatch, _INSTANCE_IDS.findall(instance)))


def _with_parents(alive: set[str], instances: Mapping[str, Entry]) -> set[str]:
    """Keep the instances whose outer instances exist; others wait for their parent."""
    return {key for key in alive if all(up in alive for up in instances_of(key) if up in instances)}


def instances_of(reference: str) -> Iterator[str]:
    """Yield the repeat instances that contain a reference, outermost first, itself included."""
    at = reference.find("]")
    while at >= 0:
        yield reference[: at + 1]
        at = reference.find("]", at + 1)


def repeat_of(instance: str) -> str:
    """Return the repeat of an instance: `/data/recs` for `/data/recs[7f3a9c]`."""
    return instance[: instance.rindex("[")]


def id_of(instance: str) -> str:
    """Return the id in an instance reference: `7f3a9c` for `/data/recs[7f3a9c]`."""
    return instance[instance.rindex("[") + 1 : -1]


def apply_state(instance: Instance, target: DerivedState) -> Changes:
    """Change a live instance to a derived state; only differences are touched."""
    changes: Changes = Changes()
    present = existing_instances(instance)
    target_repeats = set(target.repeats)
    for reference in sorted(present - target_repeats, key=len, reverse=True):
        # a removed instance takes its inner instances along
        containers = list(instances_of(reference))[:-1]
        if not is_counted(instance.form, reference) and target_repeats.issuperset(containers):
            changes |= instance.remove_repeat(reference)
    moved = list(_out_of_order(instance, target, present & target_repeats))
    for reference in moved:  # removed here, inserted at their place below
        if has_node(instance, reference):
            changes |= instance.remove_repeat(reference)
    if moved:
        present = existing_instances(instance)
    for reference in target.repeats:
        if is_counted(instance.form, reference) or reference in present:
            continue
        if has_node(instance, repeat_of(reference)):
            changes |= instance.add_repeat(
                repeat_of(reference), id_of(reference), before=_next(reference, target, instance)
            )
    present_answers = instance.answers()
    new = {
        key: value for key, value in target.answers.items() if present_answers.get(key, "") != value
    }
    blank = {key: "" for key in present_answers if key not in target.answers}
    known = {key: value for key, value in (blank | new).items() if is_question(instance, key)}
    instance.unknown_values.clear()  # one may have been undone or renamed
    instance.unknown_values.update({key: new[key] for key in new.keys() - known.keys()})
    applied = instance.set_stored(known)
    if any("added" in words for words in applied.values()):  # a count grew: fill the new instances
        applied |= apply_state(instance, target)
    return changes | applied


def _out_of_order(instance: Instance, target: DerivedState, present: set[str]) -> Iterator[str]:
    """Return the smallest set of instances to move so that each repeat is in order."""
    orders: dict[str, list[str]] = {}
    for reference in target.repeats:
        if reference in present and not is_counted(instance.form, reference):
            orders.setdefault(repeat_of(reference), []).append(reference)
    for repeat, order in orders.items():
        now = {node.reference: at for at, node in enumerate(instance.node(repeat).children)}
        standing = longest_rising([now[reference] for reference in order])
        yield from (each for place, each in enumerate(order) if place not in standing)


def longest_rising(numbers: list[int]) -> set[int]:
    """Return the positions of a longest increasing subsequence (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        pile = bisect_left(tops, number)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [number]
        ends[pile : pile + 1] = [place]
    found, at = set(), ends[-1] if ends else -1
    while at >= 0:
        found.add(at)
        at = before[at]
    return found


def is_counted(form: Form, instance: str) -> bool:
    """Whether the form decides the number of instances of this repeat."""
    bind = bind_of(form, instance)
    return bind is not None and bind.count is not None and not bind.circular


def refuse_counted(form: Form, reference: str) -> None:
    """Raise Refused if the form decides the number of instances."""
    if is_counted(form, reference):
        raise Refused("The form itself decides how many instances {path} has.", path=reference)


def path_of(reference: str) -> str:
    """Return the generic path of a reference, without ids of repeat instances."""
    return _IDS.sub("", reference)


def bind_of(form: Form, reference: str) -> Bind | None:
    """Return the bind of the node at a reference; None if the form has no such node."""
    return form.binds.get(path_of(reference))


def _next(reference: str, target: DerivedState, instance: Instance) -> str | None:
    """Return the id of the instance before which a new one goes; None for the end."""
    at = target.repeats.index(reference)
    for later in target.repeats[at + 1 :]:
        if repeat_of(later) == repeat_of(reference) and has_node(instance, later):
            return id_of(later)
    return None


def find_node(instance: Instance, reference: str) -> Node | None:
    """Return the node at a reference; None if the form has none there now."""
    try:
        return instance.node(reference)
    except KeyError:
        return None


def has_node(instance: Instance, reference: str) -> bool:
    """Whether the form has a node at a reference now."""
    return find_node(instance, reference) is not None


def is_question(instance: Instance, reference: str) -> bool:
    """Whether the form has a node for a value at a reference now."""
    cell = instance.find_cell(reference)
    return cell is not None and cell.bind.leaf


def existing_instances(instance: Instance) -> set[str]:
    """Return the references of all repeat instances."""
    found: set[str] = set()
    waiting = [instance.root]
    while waiting:
        node = waiting.pop()
        if node.kind == "instance":
            found.add(node.reference)
        waiting.extend(node.children)
    return found
