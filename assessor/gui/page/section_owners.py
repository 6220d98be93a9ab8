"""The owners of sections in a team, as the desk shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.section_list import Section, is_within
from assessor.assessment.core.completeness import Progress, asked_questions
from assessor.assessment.entries.tasks import TaskHolders, holders_of, normalized_name
from assessor.form.live.node import Node
from assessor.gui.questions.base.question import Context
from assessor.gui.toolkit.widgets.label_text import isolate


@dataclass(frozen=True, slots=True)
class SectionOwner:
    """The owners of a section, a blank name for a part without one.

    `own`: the user alone owns it. `contested`: computers gave it to several people.
    """

    people: tuple[str, ...]
    own: bool
    contested: bool

    def says(self, words: Callable[[str], str], *, mirrored: bool = False) -> str:
        """Return "Yours", "Nobody's" or the names."""
        names = [isolate(name) if mirrored else name for name in self.people if name]
        if self.own:
            return words("Yours")
        return ", ".join(names) if names else words("Unassigned")


class SectionOwners:
    """The owners in the open assessment at the last `look`."""

    def __init__(self) -> None:
        self._holders = TaskHolders({})
        self._own = ""

    def look(self, assessment: Assessment) -> bool:
        """Read the owners; return whether they changed."""
        before = self._holders, self._own
        self._holders = holders_of(assessment)
        self._own = normalized_name(assessment.identity.name)
        return before != (self._holders, self._own)

    @property
    def any(self) -> bool:
        """Whether any task was given out."""
        return bool(self._holders.tasks)

    @property
    def any_own(self) -> bool:
        """Whether any task was given to the user."""
        return any(
            normalized_name(task.person) == self._own for task in self._holders.tasks.values()
        )

    def of(self, nodes: Iterable[Node]) -> SectionOwner | None:
        """Return the owner of nodes; None while no task was given out."""
        if not self.any:
            return None
        keys = [node.reference for node in nodes]
        inside = [
            task
            for key, task in self._holders.tasks.items()
            if any(is_within(key, each) for each in keys)
        ]
        names = [*map(self._holders.of, keys), *(task.person for task in inside)]
        found = {normalized_name(name): name for name in names}
        return SectionOwner(
            tuple(found.values()),
            own=list(found) == [self._own],
            contested=any(task.contested for task in inside),
        )

    def is_own(self, reference: str) -> bool:
        """Whether the user owns a question."""
        return normalized_name(self._holders.of(reference)) == self._own

    def keeps(self, section: Section) -> bool:
        """Whether the user owns anything in a section."""
        share = self.of(section.nodes)
        return share is not None and self._own in map(normalized_name, share.people)

    def progress(self, assessment: Assessment) -> Progress:
        """Count the answered ones of the relevant questions that the user owns."""
        own = [each for each in asked_questions(assessment.root) if self.is_own(each.reference)]
        done = (bool(q.value) or not assessment.answer_at(q.reference).is_blank for q in own)
        return Progress(sum(done), len(own))


def owner_text(assessment: Assessment, nodes: Iterable[Node], context: Context) -> str:
    """Return the owner of a page for its title; blank while no task was given out."""
    shares = SectionOwners()
    shares.look(assessment)
    share = shares.of(nodes)
    if share is None:
        return ""
    if share.own or not any(share.people):
        return share.says(context.words)
    names = share.says(context.words, mirrored=context.right_to_left)
    return context.words("Held by {person}").format(person=names)
