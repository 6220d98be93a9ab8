"""Texts about sections, repeats and answers in the form's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.criteria_text import asks_criteria, criteria_text
from assessor.assessment.base.section_list import Section as Section
from assessor.assessment.base.section_list import is_within as is_within
from assessor.assessment.base.section_list import section_of as section_of
from assessor.assessment.base.section_list import sections_of as sections_of
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.form.model.appearances import words
from assessor.gui.questions.typed.number_question import grouped
from assessor.gui.questions.typed.place_question import written
from assessor.gui.toolkit.controls.calendar_dates import date_value_text
from assessor.words import join_list


def enclosing_nodes(reference: str) -> Iterator[str]:
    """Return a reference and all references that contain it."""
    yield reference
    for at in range(len(reference) - 1, 0, -1):
        if reference[at] in "/[":
            yield reference[:at]


def repeats(nodes: Sequence[Node]) -> Iterator[Node]:
    """Return the repeats on a page, without those inside an instance."""
    for node in nodes:
        if node.kind == "repeat":
            yield node
        elif node.kind == "group":
            yield from repeats(node.children)


def question_label(assessment: Assessment, reference: str) -> str:
    """Return the label of a question, or its reference without a label or such a question."""
    try:
        return plain_text(assessment.node(reference).label) or reference
    except KeyError:
        return reference


def summary(instance: Node, language: str) -> str:
    """Return the value of the first answered question as a short title of an instance."""
    for node in instance.children:
        if node.kind == "question" and node.value and node.relevant:
            return answer_text(node, language)
    return ""


_MASKED = {"masked", "hidden-answer"}
"""Appearances of questions whose answer is masked."""


def answer_text(node: Node, language: str) -> str:
    """Return a question's value with the labels of choices."""
    return value_text(node, node.value, language)


def value_text(node: Node, value: str, language: str, others: Sequence[str] = ()) -> str:
    """Return any value of a question for a reader of `language` (a code).

    A choice no longer offered is shown by its name, a day in the calendar of the question, and a
    masked value as dots. Of criteria only what differs from `others` is told.
    """
    if asks_criteria(node):
        return criteria_text(node, value, language, others)
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
