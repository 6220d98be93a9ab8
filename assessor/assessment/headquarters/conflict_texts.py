"""Texts of a conflict: the question, and the answer of each side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.criteria_text import other_values
from assessor.assessment.core.answer import answer_of
from assessor.assessment.core.derive import find_node
from assessor.assessment.core.statements import sources_of
from assessor.assessment.headquarters.case_texts import set_language
from assessor.assessment.review.outside_words import short_text
from assessor.assessment.review.score_trace import source_name, value_in_words
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.store.model.entry import Conflict, Entry


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One side: its answer, its evidence, its reason for no answer, and its sources as texts."""

    said: str
    evidence: str
    missing: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictText:
    """A conflict: the titles around the question, outermost first, the question, and its sides.

    The sides are in the order of the conflict's heads. Titles include the row of a repeat. All are
    blank if this version of the form has no such question.
    """

    around: tuple[str, ...]
    question: str
    sides: tuple[ConflictSide, ...]


def conflict_text(assessment: Assessment, conflict: Conflict, language: str) -> ConflictText:
    """Return the texts of a conflict in a language (a code), which the live assessment then has."""
    set_language(assessment.instance, language)
    node = _node(assessment, conflict)
    return ConflictText(
        () if node is None else _titles(node),
        "" if node is None else plain_text(node.label) or node.name,
        tuple(
            _side(assessment, node, head, language, other_values(conflict.heads, head))
            for head in conflict.heads
        ),
    )


def _node(assessment: Assessment, conflict: Conflict) -> Node | None:
    references = (str((head.body or {}).get("reference", "")) for head in conflict.heads)
    key = conflict.key if conflict.key.startswith("/") else next(filter(None, references), "")
    return find_node(assessment.instance, assessment.renames.here(key))


def _titles(node: Node) -> tuple[str, ...]:
    found = []
    above = node.parent
    while above is not None:
        if above.kind == "instance":  # the repeat has the same title
            found.append(f"{plain_text(above.label)} {above.position}".strip())
        elif above.kind != "repeat":
            found.append(plain_text(above.label))
        above = above.parent
    return tuple(text for text in reversed(found) if text)


def _side(
    assessment: Assessment, node: Node | None, head: Entry, language: str, others: Sequence[str]
) -> ConflictSide:
    if head.kind != "answer":
        return ConflictSide(short_text(head), "", "", ())
    answer, instrument = answer_of(head), assessment.instrument
    known = sources_of(assessment)
    level = instrument.evidence.get(answer.evidence) if instrument else None
    reason = instrument.missing_reason.get(answer.missing) if instrument else None
    return ConflictSide(
        value_in_words(node, answer.value, language, others) if node is not None else answer.value,
        level.titles[language] if level else answer.evidence,
        reason.titles[language] if reason else answer.missing,
        tuple(source_name(known.get(key, {}), key, language) for key in answer.sources),
    )
