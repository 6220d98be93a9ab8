"""Entries and answers as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core import signer_trust
from assessor.assessment.core.answer import answer_of
from assessor.assessment.core.signer_trust import Trust
from assessor.assessment.review.outside_words import outside_words, short_text
from assessor.cli.base import console
from assessor.store.model.entry import Entry, in_conflict


def question_facts(assessment: Assessment, reference: str, trust: Trust) -> dict[str, Any]:
    """What is held on one question, for printing."""
    node = assessment.node(reference)
    said = assessment.answer_at(reference)
    told = said.entry.published if said.entry else ""
    by = assessment.mission.entry(told) if told else said.entry  # whose words these are
    return {
        "reference": reference,
        "value": node.value,
        **{name: part for name, part in said.body().items() if name != "value"},
        "relevant": node.relevant,
        "violation": node.violation.message if node.violation else "",
        "conflict": in_conflict(assessment.all_heads("answer", reference)),
        "author": said.entry.author if said.entry else "",
        "standing": trust.of(by.signer) if by else "",
        "entry": said.entry.name if said.entry else "",
        "published": told,
        "told_by": trust.named(by.author or "somebody not named", by.signer, str)
        if told and by
        else "",
    }


def entry_facts(entry: Entry, trust: Trust) -> dict[str, Any]:
    """What one entry says, for printing."""
    said = answer_of(entry)
    return {
        "entry": entry.name,
        "author": entry.author,
        "signer": entry.signer,
        "standing": trust.of(entry.signer),
        "at": console.format_moment(entry.at),
        "gone": entry.is_tombstone,
        "withheld": entry.body is None and not entry.is_tombstone,
        "claim": entry.published == entry.name,
        "value": said.value,
        **{name: part for name, part in said.body().items() if name != "value"},
        "parents": list(entry.parents),
    }


def author_and_moment(entry: Entry, trust: Trust) -> dict[str, str]:
    """Who wrote an entry and when, for printing."""
    return {
        "author": entry.author,
        "standing": trust.of(entry.signer),
        "at": console.format_moment(entry.at),
    }


def outside_facts(
    assessment: Assessment, kind: str, reference: str | None = None
) -> list[dict[str, str]]:
    """What somebody who is no member says beside the answers, for printing."""
    trust = assessment.trust()
    return [
        {
            "mission": assessment.title,
            "reference": str((entry.body or {}).get("reference", "")),
            "text": short_text(entry),
            **author_and_moment(entry, trust),
        }
        for entry in outside_words(assessment, kind, reference)
    ]


def print_outside(found: Iterable[dict[str, str]]) -> None:
    """Print what counts nowhere: nobody takes it for a word of the team."""
    for facts in found:
        console.print_line(f"NOT COUNTED  {facts['mission']}  {facts['reference']}")
        console.print_line(f"  {author_marked(facts)}, {facts['at']}: {facts['text']}")


def author_marked(facts: dict[str, Any]) -> str:
    """Who said something, and whether nobody vouched for their key."""
    return signer_trust.author_with_mark(facts["author"], facts["standing"])
