"""A conflict in the words of its form: what is asked, and what each who answered it said."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.answer import answer_of
from assessor.assessment.core.statements import sources_of
from assessor.assessment.headquarters.case_texts import set_language
from assessor.assessment.review.score_trace import source_name, value_in_words
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.store.model.entry import Conflict, Entry

_SAYS = ("text", "note", "title", "institution", "name", "cluster", "person", "value")
"""What an entry that is no answer says in words, by its kind."""


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One side: what it says, how it is supported and why nothing is said, as the form words it;
    `sources` in a few words each."""

    said: str
    evidence: str
    missing: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictText:
    """What is disputed: the titles around the question, outermost first, with the row of a repeat
    where it is in one, then the question; and its sides in the order of the conflict's heads.

    Both are blank where this version of the form has no such question.
    """

    around: tuple[str, ...]
    question: str
    sides: tuple[ConflictSide, ...]


def conflict_text(assessment: Assessment, conflict: Conflict, language: str) -> ConflictText:
    """A conflict of an assessment in a language (a code), where its form has it.

    The assessment is worded in it from then on, in memory alone.
    """
    set_language(assessment.instance, language)
    node = _node(assessment, conflict)
    return ConflictText(
        () if node is None else _around(node),
        "" if node is None else plain_text(node.label) or node.name,
        tuple(_told(assessment, node, head, language) for head in conflict.heads),
    )


def _node(assessment: Assessment, conflict: Conflict) -> Node | None:
    """The question, or the repeat instance, a conflict is about."""
    about = (str((head.body or {}).get("reference", "")) for head in conflict.heads)
    key = conflict.key if conflict.key.startswith("/") else next(filter(None, about), "")
    try:
        return assessment.node(assessment.renames.here(key))
    except KeyError:
        return None


def _around(node: Node) -> tuple[str, ...]:
    found = []
    above = node.parent
    while above is not None:
        if above.kind == "instance":  # its repeat has the same title
            found.append(f"{plain_text(above.label)} {above.position}".strip())
        elif above.kind != "repeat":
            found.append(plain_text(above.label))
        above = above.parent
    return tuple(text for text in reversed(found) if text)


def _told(assessment: Assessment, node: Node | None, head: Entry, language: str) -> ConflictSide:
    body = head.body or {}
    if head.kind != "answer":
        return ConflictSide(
            next((str(body[part]) for part in _SAYS if body.get(part)), ""), "", "", ()
        )
    answer, instrument = answer_of(head), assessment.instrument
    known = sources_of(assessment)
    level = instrument.evidence.get(answer.evidence) if instrument else None
    reason = instrument.missing_reason.get(answer.missing) if instrument else None
    return ConflictSide(
        value_in_words(node, answer.value, language) if node is not None else answer.value,
        level.titles[language] if level else answer.evidence,
        reason.titles[language] if reason else answer.missing,
        tuple(source_name(known.get(key, {}), key, language) for key in answer.sources),
    )
