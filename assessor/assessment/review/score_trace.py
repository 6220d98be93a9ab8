"""Trace of a score: the answer, its author, statements of sources, and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from assessor import words
from assessor.assessment.assessment import Assessment
from assessor.assessment.base.criteria_text import asks_criteria, criteria_text
from assessor.assessment.base.references import choice_label, references_by_name
from assessor.assessment.core.answer import answer_of
from assessor.assessment.core.assessment_scores import score_facts
from assessor.assessment.core.statements import STATEMENT, sources_of, statements_of
from assessor.assessment.entries.evidence import Evidence, files_of
from assessor.form.live.node import Node
from assessor.report.projection.date_formats import format_moment
from assessor.store.model.entry import Entry, precedence


@dataclass(frozen=True, slots=True)
class SourceStatement:
    """What one source said: its name, the text of the value, and a note."""

    source: str
    said: str
    note: str


@dataclass(frozen=True)
class ScoreTrace:
    """One indicator of one assessment with its evidence, in the form's language.

    `evidence` is a code of the evidence scale; `contested` whether it is in conflict. `at` is
    milliseconds since 1970 UTC, 0 without an answer.
    """

    reference: str
    title: str
    said: str
    descriptor: str
    evidence: str
    note: str
    missing: str
    author: str
    at: int
    contested: bool
    sources: tuple[str, ...]
    statements: tuple[SourceStatement, ...]
    files: tuple[Evidence, ...]


def score_trace(assessment: Assessment, code: str) -> ScoreTrace | None:
    """Return the trace of the indicator `code`; None if the form does not have it."""
    instrument = assessment.instrument
    indicator = instrument.indicator.get(code) if instrument else None
    reference = (
        references_by_name(assessment.instance).get(indicator.question) if indicator else None
    )
    if instrument is None or indicator is None or reference is None:
        return None
    node, atom = assessment.node(reference), assessment.answer_at(reference)
    known = sources_of(assessment)
    stage = int(node.value) - instrument.lowest_stage if node.value.isdigit() else -1
    described = 0 <= stage < len(indicator.descriptors)
    reason = instrument.missing_reason.get(atom.missing)
    language = assessment.language
    return ScoreTrace(
        reference=reference,
        title=indicator.title(language),
        said=value_in_words(node, node.value, language),
        descriptor=indicator.descriptors[stage][language] if described else "",
        evidence=atom.evidence,
        note=atom.note,
        missing=reason.titles[language] if reason else atom.missing,
        author=atom.entry.author if atom.entry else "",
        at=atom.entry.at if atom.entry else 0,
        contested=assessment.conflict_at(reference) is not None,
        sources=tuple(source_name(known.get(key, {}), key, language) for key in atom.sources),
        statements=source_statements(assessment, reference),
        files=files_of(assessment, reference),
    )


def trace_facts(assessment: Assessment, language: str = "en") -> dict[str, Any]:
    """Return every score with its trace as plain values; empty if the form declares none.

    Each dimension has its `title` in a language (a code) if the form has it, and the
    `need_answers`; each indicator its `title`, its `answers` (the one shown first, all heads of a
    conflict), `statements` and `files`, each under the id of its entry or file, with author and
    time.
    """
    scores, instrument = assessment.scores(), assessment.instrument
    if scores is None or instrument is None:
        return {}
    references = references_by_name(assessment.instance)
    facts = score_facts(scores)
    for dimension in instrument.dimensions:
        part = facts["dimensions"][dimension.code]
        part["title"] = dimension.title(language)
        part["need_answers"] = _answers(assessment, references.get(dimension.need_field))
        for code, found in part["indicators"].items():
            found["title"] = instrument.indicator[code].title(language)
            reference = references.get(found["question"])
            found["reference"] = reference or ""
            found["answers"] = _answers(assessment, reference)
            found["statements"] = _statements(assessment, reference)
            found["files"] = [] if reference is None else [
                {"id": file.id, "name": file.name, "sha256": file.sha256, "page": file.note}
                for file in files_of(assessment, reference)
            ]  # fmt: skip
    return facts


def _answers(assessment: Assessment, reference: str | None) -> list[dict[str, Any]]:
    if reference is None:
        return []
    known = sources_of(assessment)
    found = []
    for head in sorted(assessment.heads("answer", reference), key=precedence, reverse=True):
        answer = answer_of(head)
        found.append(
            _entry_facts(head)
            | {"value": answer.value, "evidence": answer.evidence, "missing": answer.missing}
            | {"sources": [source_name(known.get(key, {}), key) for key in answer.sources]}
            | {"note": answer.note, "decision": answer.decision}
        )
    return found


def _statements(assessment: Assessment, reference: str | None) -> list[dict[str, Any]]:
    if reference is None:
        return []
    known = sources_of(assessment)
    found = []
    for key, body in statements_of(assessment, reference).items():
        source = str(body.get("source", ""))
        head, *_ = assessment.heads(STATEMENT, key)
        found.append(
            _entry_facts(head)
            | {"source": source, "named": source_name(known.get(source, {}), source)}
            | {"value": str(body.get("value", "")), "evidence": str(body.get("evidence", ""))}
            | {"note": str(body.get("note", ""))}
        )
    return found


def _entry_facts(entry: Entry) -> dict[str, Any]:
    moment = datetime.fromtimestamp(entry.at / 1000, UTC)
    return {"entry": entry.name, "author": entry.author, "at": moment.isoformat("T", "seconds")}


def source_statements(assessment: Assessment, reference: str) -> tuple[SourceStatement, ...]:
    """Return what each source said on a question. Raises KeyError for no such question."""
    node, known = assessment.node(reference), sources_of(assessment)
    language = assessment.language

    def statement(body: Mapping[str, Any]) -> SourceStatement:
        key = str(body.get("source", ""))
        return SourceStatement(
            source_name(known.get(key, {}), key, language),
            value_in_words(node, str(body.get("value", "")), language),
            str(body.get("note", "")),
        )

    return tuple(statement(body) for body in statements_of(assessment, reference).values())


def value_in_words(node: Node, value: str, language: str, others: Sequence[str] = ()) -> str:
    """Return a value as text: the labels of all its choices, a day in words; of criteria what
    differs from `others`."""
    if asks_criteria(node):
        return criteria_text(node, value, language, others)
    if node.control in ("select", "rank"):
        return ", ".join(choice_label(node, each) for each in value.split())
    return format_moment(node.type, value, node.appearance, language) or choice_label(node, value)


def source_name(source: Mapping[str, Any], key: str, language: str = "") -> str:
    """Return a short name of a source with its date; its id if it is unknown.

    The date is written for a reader of `language`, or in ISO 8601 without one.
    """
    names = (str(source.get(name, "")) for name in ("title", "institution", "cluster"))
    day = str(source.get("date", ""))
    told_day = format_moment("date", day, "", language) if language else None
    name = next(filter(None, names), key)
    parts = (str(words.isolate_text(name, language)) if language else name, told_day or day)
    return ", ".join(part for part in parts if part)
