"""What the outline and the page say of sections, repeats and answers, in the form's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assessor.assessment.base.section_list import Section as Section
from assessor.assessment.base.section_list import section_of as section_of
from assessor.assessment.base.section_list import sections as sections
from assessor.assessment.base.section_list import within as within
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.form.model.appearances import words
from assessor.gui.questions.typed.number_question import grouped
from assessor.gui.questions.typed.place_question import written
from assessor.gui.toolkit.controls.calendar_dates import date_value_text
from assessor.words import join_list


def enclosing_nodes(reference: str) -> Iterator[str]:
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


def summary(instance: Node, language: str) -> str:
    """An instance in a few words: what its first answered question says."""
    for node in instance.children:
        if node.kind == "question" and node.value and node.relevant:
            return answer_text(node, language)
    return ""


_MASKED = {"masked", "hidden-answer"}
"""Appearances of questions whose answer is not read over a shoulder."""


def answer_text(node: Node, language: str) -> str:
    """A question's value as a person reads it: labels of choices, not their names."""
    return value_text(node, node.value, language)


def value_text(node: Node, value: str, language: str) -> str:
    """Any value of a question as a reader of `language` (a code) reads it.

    A choice no longer offered is told by its name, a day written out in the calendar it was asked
    in; what is masked on the page is masked here.
    """
    if node.control in ("select1", "select", "rank"):
        labels = {choice.value: plain_text(choice.label) for choice in node.choices}
        chosen = value.split() if node.control != "select1" else [value]
        return join_list((labels.get(each, each) for each in chosen if each), language)
    looks = set(words(node.appearance))
    if _MASKED & looks:
        return "•" * len(value)
    if node.type in ("geopoint", "geotrace", "geoshape"):
        return "; ".join(written(each) for each in value.split(";") if each.strip())
    if "thousands-sep" in looks:
        return grouped(value)
    return date_value_text(node.type, value, node.appearance, language) or value
