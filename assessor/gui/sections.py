"""What the outline and the page say of sections, repeats and answers, in the form's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assessor.assessment.sections import Section as Section
from assessor.assessment.sections import section_of as section_of
from assessor.assessment.sections import sections as sections
from assessor.assessment.sections import within as within
from assessor.form.node import Node
from assessor.form.styling import plain


def around(reference: str) -> Iterator[str]:
    """Every reference that a reference lies within, its own first."""
    yield reference
    for at in range(len(reference) - 1, 0, -1):
        if reference[at] in "/[":
            yield reference[:at]


def repeats(nodes: Sequence[Node]) -> Iterator[Node]:
    """The repeats on a page, not those inside an instance."""
    for node in nodes:
        if node.kind == "repeat":
            yield node
        elif node.kind == "group":
            yield from repeats(node.children)


def summary(instance: Node) -> str:
    """An instance in a few words: what its first answered question says."""
    for node in instance.children:
        if node.kind == "question" and node.value and node.relevant:
            return says(node)
    return ""


_MASKED = {"masked", "hidden-answer"}
"""Appearances of questions whose answer is not read over a shoulder."""


def says(node: Node) -> str:
    """A question's value as a person reads it: labels of choices, not their names."""
    return says_value(node, node.value)


def says_value(node: Node, value: str) -> str:
    """Any value of a question as a person reads it; a choice no longer offered by its name."""
    if node.control not in ("select1", "select", "rank"):
        return "•" * len(value) if _MASKED & set(node.appearance.split()) else value
    labels = {choice.value: plain(choice.label) for choice in node.choices}
    chosen = value.split() if node.control != "select1" else [value]
    return ", ".join(labels.get(each, each) for each in chosen if each)
