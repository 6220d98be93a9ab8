"""The questions that are shown: all, or those of one group of people (cluster)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.completeness import Progress, asked_questions
from assessor.assessment.entries.clusters import clusters_of
from assessor.form.live.node import Node
from assessor.gui.page.page_blocks import is_heading, is_row


@dataclass(frozen=True, slots=True)
class Agenda:
    """The questions that are shown: those of `cluster`, or all if it is blank."""

    cluster: str = ""

    def keeps(self, node: Node) -> bool:
        """Whether a question, or any question under a group or repeat, is shown."""
        if not self.cluster:
            return True
        if node.kind == "question":
            return self.cluster in clusters_of(node)
        return any(self.keeps(child) for child in node.children)

    def kept(self, nodes: Sequence[Node]) -> Sequence[Node]:
        """Filter siblings; the heading of a table stays if any of its rows does."""
        if not self.cluster:
            return nodes
        found: list[Node] = []
        heading: Node | None = None
        for node in nodes:
            if is_heading(node):
                heading = node
            elif self.keeps(node):
                if heading is not None and is_row(node):
                    found.append(heading)
                heading = None if is_row(node) else heading
                found.append(node)
            elif not is_row(node):
                heading = None
        return found

    def progress(self, assessment: Assessment, nodes: Sequence[Node]) -> Progress:
        """Count the answered ones of the relevant questions that are shown under nodes."""
        if not self.cluster:
            parts = [assessment.progress(node) for node in nodes]
            return Progress(sum(p.answered for p in parts), sum(p.relevant for p in parts))
        here = [each for node in nodes for each in asked_questions(node) if self.keeps(each)]
        done = (bool(q.value) or not assessment.answer_at(q.reference).is_blank for q in here)
        return Progress(sum(done), len(here))


def progress_text(
    assessment: Assessment, progress: Progress, translate: Callable[[str], str]
) -> str:
    """Return progress in words; without its form it is not known what else was asked."""
    sentence = translate("{answered} of {relevant} answered")
    if assessment.form_problem is not None:
        sentence = translate("{answered} answers, read without their form")
    return sentence.format(answered=progress.answered, relevant=progress.relevant)
