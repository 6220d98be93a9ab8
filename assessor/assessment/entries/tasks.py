"""Tasks: who fills which section, group or question; they bind nobody.

A task is an entry of kind `task` whose key is the reference assigned; its body repeats the
`reference` and names the `person`. The nearest task around a question counts. A withdrawn task is a
tombstone. People are given by name, because a leader shares out the work before seeing a
colleague's key. A team member without work is a task with a person and no reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.derive import repeat_of
from assessor.assessment.core.mission_start import new_id
from assessor.assessment.core.undo_steps import Move
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.changes import Changes
from assessor.store.model.entry import Entry, in_conflict

KIND = "task"
_MEMBER = "person:"
"""Prefix of the key of a task without a reference; a random id follows, because keys travel to
every reader. Earlier versions wrote the name."""


@dataclass(frozen=True, slots=True)
class Task:
    """A task and its person; `contested` if laptops assigned it to different people."""

    reference: str
    person: str
    contested: bool


@dataclass(frozen=True, slots=True)
class TaskHolders:
    """Tasks by the reference assigned; `members` are the names of people added to the team."""

    tasks: Mapping[str, Task]
    members: tuple[str, ...] = ()

    def of(self, reference: str) -> str:
        """Return the name of the person who fills a reference; "" for nobody."""
        found = (self.tasks.get(each) for each in _upward(reference))
        return next((task.person for task in found if task is not None), "")

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who holds something, sorted by name, each once."""
        found: dict[str, str] = {}
        for task in self.tasks.values():
            found.setdefault(normalized_name(task.person), task.person)
        return tuple(found[name] for name in sorted(found))


def normalized_name(name: str) -> str:
    """Return a person's name as it is compared, without differences of spacing and case."""
    return " ".join(name.split()).casefold()


def assign_tasks(assessment: Assessment, references: Iterable[str], person: str) -> Changes:
    """Assign references to a person ("" for nobody) as one step. Raises KeyError."""
    name = " ".join(person.split())
    nodes = {each: assessment.instance.node(each) for each in references}
    wanted = (
        _move(assessment, key, {"reference": key, "person": name} if name else None)
        for key in nodes
    )
    moves = [move for move in wanted if move is not None]
    if not moves:
        return Changes()
    labels = (plain_text(node.label) for node in nodes.values())
    what = next((label for label in labels if label), name)
    return assessment.add(moves, what, *(move.key for move in moves))


def reassign_tasks(assessment: Assessment, person: str, to: str) -> Changes:
    """Assign everything that one person holds to another ("" for nobody) as one step."""
    key, tasks = normalized_name(person), holders_of(assessment).tasks
    references = [at for at, task in tasks.items() if normalized_name(task.person) == key]
    return assign_tasks(assessment, references, to)


def add_member(assessment: Assessment, person: str) -> Changes:
    """Add a person to the team; "" is nobody."""
    name = " ".join(person.split())
    if not name or normalized_name(name) in map(normalized_name, holders_of(assessment).members):
        return Changes()
    return assessment.add([Move(KIND, f"{_MEMBER}{new_id()}", None, {"person": name})], name)


def remove_member(assessment: Assessment, person: str) -> Changes:
    """Remove a person from the team; their tasks and entries stay."""
    name = normalized_name(person)
    keys = [
        key
        for key, entry in assessment.present(KIND).items()
        if key.startswith(_MEMBER) and normalized_name(_person(entry)) == name
    ]
    moves = [move for key in keys if (move := _move(assessment, key, None)) is not None]
    return assessment.add(moves, person) if moves else Changes()


def _move(assessment: Assessment, key: str, after: dict[str, Any] | None) -> Move | None:
    before = assessment.body(KIND, key)
    if before == after and not in_conflict(assessment.all_heads(KIND, key)):
        return None
    return Move(KIND, key, before, after)


def assignees_of(assessment: Assessment, reference: str) -> tuple[str, ...]:
    """Return everybody to whom a reference was assigned; several if laptops differ."""
    return tuple(_person(tip) for tip in assessment.heads(KIND, reference))


def holders_of(assessment: Assessment) -> TaskHolders:
    """Return who holds what; cached, because the outline asks at every answer."""
    return assessment.cached(KIND, lambda: _holders(assessment))


def _holders(assessment: Assessment) -> TaskHolders:
    tasks = [
        Task(key, name, in_conflict(assessment.heads(KIND, key)))
        for key, entry in assessment.present(KIND).items()
        if (name := _person(entry))
    ]
    members: dict[str, str] = {}  # two laptops may add the same person
    for each in tasks:
        if each.reference.startswith(_MEMBER):
            members.setdefault(normalized_name(each.person), each.person)
    handed = (each for each in tasks if not each.reference.startswith(_MEMBER))
    return TaskHolders({each.reference: each for each in handed}, tuple(members.values()))


def _person(entry: Entry) -> str:
    name = entry.body.get("person") if entry.body is not None else None
    return name if isinstance(name, str) else ""


def _upward(reference: str) -> Iterator[str]:
    """Yield a reference and all that contains it, nearest first; an instance is in its repeat."""
    while reference:
        yield reference
        if reference.endswith("]"):
            reference = repeat_of(reference)
        else:
            reference = reference.rpartition("/")[0]
