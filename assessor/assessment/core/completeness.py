"""Progress: which relevant questions are dealt with, never more than there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assessor.assessment.core.answer import Answer
from assessor.form.live.node import Node

ASKED = frozenset({"input", "select1", "select", "upload", "range", "rank", "trigger"})
"""The controls that ask something; notes, labels of grids and calculations do not."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the relevant questions are dealt with: answered, or with a reason why not."""

    answered: int
    relevant: int

    @property
    def percent(self) -> int:
        """0 to 100; a part without questions is complete."""
        return 100 * self.answered // self.relevant if self.relevant else 100


def asked_questions(node: Node) -> Iterator[Node]:
    """The relevant questions under a node that wait for a person, in the form's order."""
    if not node.relevant:
        return
    if node.kind == "question":
        heading = "label" in node.appearance.split()
        if node.control in ASKED and not node.readonly and not heading:
            yield node
        return
    for child in node.children:
        yield from asked_questions(child)


def progress_of(node: Node, shown: Callable[[str], Answer]) -> Progress:
    """Progress under a node, given the atom shown on each question."""
    answered = relevant = 0
    for question in asked_questions(node):
        relevant += 1
        answered += bool(question.value) or not shown(question.reference).is_blank
    return Progress(answered, relevant)


def unanswered_questions(node: Node, shown: Callable[[str], Answer]) -> Iterator[Node]:
    """The relevant questions with neither an answer nor a reason why there is none."""
    for question in asked_questions(node):
        if not question.value and shown(question.reference).is_blank:
            yield question
