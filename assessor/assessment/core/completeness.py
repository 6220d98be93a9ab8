"""Progress: how many relevant questions are dealt with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assessor.assessment.core.answer import Answer
from assessor.form.live.node import Node

ASKED = frozenset({"input", "select1", "select", "upload", "range", "rank", "trigger"})
"""Controls that ask something; notes, labels of grids and calculations do not."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many relevant questions are dealt with: answered, or with a reason for the absence."""

    answered: int
    relevant: int

    @property
    def percent(self) -> int:
        """0 to 100; a part without questions is complete."""
        return 100 * self.answered // self.relevant if self.relevant else 100


def asked_questions(node: Node, *, irrelevant: bool = False) -> Iterator[Node]:
    """Yield the relevant questions under a node that a person answers, in the form's order.

    `irrelevant` adds those that are not asked after the answers so far.
    """
    if not (node.relevant or irrelevant):
        return
    if node.kind == "question":
        heading = "label" in node.appearance.split()
        if node.control in ASKED and not node.readonly and not heading:
            yield node
        return
    for child in node.children:
        yield from asked_questions(child, irrelevant=irrelevant)


def progress_of(node: Node, answer_at: Callable[[str], Answer]) -> Progress:
    """Return the progress under a node; `answer_at` gives the answer to each question."""
    answered = relevant = 0
    for question in asked_questions(node):
        relevant += 1
        answered += bool(question.value) or not answer_at(question.reference).is_blank
    return Progress(answered, relevant)


def unanswered_questions(node: Node, answer_at: Callable[[str], Answer]) -> Iterator[Node]:
    """Yield the relevant questions with neither an answer nor a reason for its absence."""
    for question in asked_questions(node):
        if not question.value and answer_at(question.reference).is_blank:
            yield question
