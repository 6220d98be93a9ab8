"""What the desk shows of a team: whose each section is, in a few words, and which are one's own."""

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
    """Whose a section is: the names, "" among them for nobody's part; `own` where it is only one's
    own; `contested` where laptops handed it to several people."""

    people: tuple[str, ...]
    own: bool
    contested: bool

    def says(self, words: Callable[[str], str], *, mirrored: bool = False) -> str:
        """In a few words: yours, nobody's, or the names."""
        names = [isolate(name) if mirrored else name for name in self.people if name]
        if self.own:
            return words("Yours")
        return ", ".join(names) if names else words("Nobody's")


class SectionOwners:
    """Who holds what in the open assessment, as it was last looked at."""

    def __init__(self) -> None:
        self._holders = TaskHolders({})
        self._own = ""

    def look(self, assessment: Assessment) -> bool:
        """See anew who holds what; whether that is another than before."""
        before = self._holders, self._own
        self._holders = holders_of(assessment)
        self._own = normalized_name(assessment.identity.name)
        return before != (self._holders, self._own)

    @property
    def any(self) -> bool:
        """Whether anything was handed out."""
        return bool(self._holders.tasks)

    @property
    def any_own(self) -> bool:
        """Whether anything was handed out to whoever works here."""
        return any(
            normalized_name(task.person) == self._own for task in self._holders.tasks.values()
        )

    def of(self, nodes: Iterable[Node]) -> SectionOwner | None:
        """Whose some nodes are; None while nothing was handed out."""
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
        """Whether a question is one's own to fill."""
        return normalized_name(self._holders.of(reference)) == self._own

    def keeps(self, section: Section) -> bool:
        """Whether anything in a section is one's own."""
        share = self.of(section.nodes)
        return share is not None and self._own in map(normalized_name, share.people)

    def progress(self, assessment: Assessment) -> Progress:
        """How many of one's own questions are dealt with, of those asked now."""
        own = [each for each in asked_questions(assessment.root) if self.is_own(each.reference)]
        done = (bool(q.value) or not assessment.shown(q.reference).is_blank for q in own)
        return Progress(sum(done), len(own))


def holding(assessment: Assessment, nodes: Iterable[Node], context: Context) -> str:
    """Whose a page is, as its title says it; "" while nothing was handed out."""
    shares = SectionOwners()
    shares.look(assessment)
    share = shares.of(nodes)
    if share is None:
        return ""
    if share.own or not any(share.people):
        return share.says(context.words)
    names = share.says(context.words, mirrored=context.right_to_left)
    return context.words("Held by {person}").format(person=names)
