"""Open points: what a final report has to mend, or to give a reason for.

An open item (see open_items) is anything that waits for the team; an open point also stands against
a final report. A reason is an entry of kind `explanation`, keyed by the question or source that it
is about: its `reference` if that is a question, and under `reasons`, by the kind of the open point,
the `reason` and a `mark` of what was open then. What is open changes, and the reason counts no
more. It is signed, travels to the team and is merged as an answer is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.derive import find_node
from assessor.assessment.core.statements import meeting_of, sources_of
from assessor.assessment.core.undo_steps import Move
from assessor.assessment.entries.meetings import disagreements_of, statement_marks
from assessor.errors import Refused
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.changes import Changes
from assessor.form.live.instance import Instance
from assessor.form.live.node import Node
from assessor.report.projection import question_names
from assessor.report.projection.report_facts import POINT_TITLES, PointLine, point_sentence
from assessor.store.model.entry import Entry, comparison_text
from assessor.words import translator

KIND = "explanation"

POINT_KINDS = tuple(POINT_TITLES)

CONFLICT = "conflict"

OVERCLAIMED = 2
"""Stages between what was said and what was shown from which an indicator is over-claimed."""

CLAIMED = "claimed"
"""The evidence level of a statement that nothing else supports."""

_UNHEARD = ("document", "government")
"""Kinds of sources in which nobody was heard, so that nothing had to be agreed."""


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One open point: its kind, of POINT_KINDS, and the question (by reference) or source (by id)
    that it is about.

    `facts` fill its sentence, `mark` changes when something else is open. `reason` is why it stays
    open, `author` and `signer` (64 hex) who said so; `earlier` is a reason given when something
    else was open.
    """

    kind: str
    subject: str
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)
    mark: str = ""
    reason: str = ""
    author: str = ""
    signer: str = ""
    earlier: str = ""

    @property
    def of_source(self) -> bool:
        """Whether it is about a source and not about a question."""
        return not self.subject.startswith("/")

    def sentence(self, language: str) -> str:
        """Return what is open, in a language (a code)."""
        return point_sentence(self.kind, self.facts, translator(language))


def open_points(assessment: Assessment) -> tuple[OpenPoint, ...]:
    """Return all open points by kind, then in the order of form and sources."""
    return tuple(_PointFinder(assessment).points())


def unexplained(points: Iterable[OpenPoint]) -> tuple[OpenPoint, ...]:
    """Return the points without a reason: they keep a report from being final."""
    return tuple(each for each in points if not each.reason)


def subject_label(assessment: Assessment, subject: str, instance: Instance | None = None) -> str:
    """Return the question (in the language of `instance`) or the source that a point is about."""
    if not subject.startswith("/"):
        return meeting_of(subject, sources_of(assessment).get(subject)).name or subject
    node = find_node(instance or assessment.instance, subject)
    return (plain_text(node.label) or node.name) if node is not None else subject


def point_lines(assessment: Assessment, instance: Instance, language: str) -> tuple[PointLine, ...]:
    """Return the open points in words, as the report for the team lists them; `instance` has the
    questions in a language of the form, `language` is that of the report."""
    trust, translate = assessment.trust(), translator(language)
    return tuple(
        PointLine(
            each.kind,
            subject_label(assessment, each.subject, instance),
            each.sentence(language),
            each.reason,
            trust.named(each.author, each.signer, translate) if each.reason else "",
        )
        for each in open_points(assessment)
    )


def point_text(point: OpenPoint) -> str:
    """Return a point as a line for a person at the command line."""
    reason = f" (reason: {point.reason})" if point.reason else ""
    return f"POINT     {point.kind} {point.subject}: {point.sentence('en')}{reason}"


def point_facts(point: OpenPoint) -> dict[str, str]:
    """Return a point as plain values, for JSON."""
    return {
        "kind": point.kind,
        "subject": point.subject,
        "sentence": point.sentence("en"),
        "reason": point.reason,
    }


def refuse_open_points(assessment: Assessment) -> None:
    """Raise Refused if a report cannot be final yet."""
    left = len(unexplained(open_points(assessment)))
    if left:
        raise Refused(
            "The report cannot be final: open points without a reason: {count}. Mend each or say "
            "why it stays open, or write a draft.",
            count=left,
        )


def explain_points(assessment: Assessment, points: Iterable[OpenPoint], reason: str) -> Changes:
    """Give open points one reason, as one step; a blank takes their reasons away."""
    standing, reason = _explanations(assessment), reason.strip()
    bodies: dict[str, dict[str, Any]] = {}
    for point in points:
        entry = standing.get(point.subject)
        body = bodies.setdefault(point.subject, {"reasons": _reasons(entry)})
        body |= {} if point.of_source else {"reference": point.subject}
        body["reasons"].pop(point.kind, None)
        if reason:
            body["reasons"][point.kind] = {"reason": reason, "mark": point.mark}
    moves = []
    for subject, body in bodies.items():
        entry = standing.get(subject)
        before = dict(entry.body or {}) if entry is not None else None
        after = body if body["reasons"] else None
        if after != before:
            key = entry.key if entry is not None else subject
            moves.append(Move(KIND, key, before, after))
    if not moves:
        return Changes()
    known = [subject for subject in bodies if find_node(assessment.instance, subject)]
    return assessment.add(moves, subject_label(assessment, next(iter(bodies))), *known)


def given_reasons(assessment: Assessment) -> tuple[str, ...]:
    """Return every reason that the team has typed, each once, the latest first."""
    entries = sorted(assessment.present(KIND).values(), key=lambda entry: -entry.at)
    texts = (part["reason"] for entry in entries for part in _reasons(entry).values())
    return tuple(dict.fromkeys(texts))


def _explanations(assessment: Assessment) -> dict[str, Entry]:
    """Return the entries with reasons by their subject, a question under its present name."""
    return {
        str((entry.body or {}).get("reference", "")) or key: entry
        for key, entry in assessment.present(KIND).items()
    }


def _reasons(entry: Entry | None) -> dict[str, dict[str, str]]:
    """Return the reasons in an entry by kind of point; parts of another shape count as missing."""
    found = (entry.body or {}).get("reasons") if entry is not None else None
    if not isinstance(found, Mapping):
        return {}
    return {
        str(kind): {"reason": str(part["reason"]), "mark": str(part.get("mark", ""))}
        for kind, part in found.items()
        if isinstance(part, Mapping) and part.get("reason")
    }


def _mark(*facts: str) -> str:
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()[:16]


class _PointFinder:
    """Finds the open points of one assessment as it is now."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        nodes = [node for node in assessment.instance.questions() if node.relevant]
        self.nodes = {node.reference: node for node in nodes}
        self.explanations = _explanations(assessment)

    def points(self) -> Iterator[OpenPoint]:
        """Yield the points by kind, then in the order of form and sources."""
        order = {reference: at for at, reference in enumerate(self.nodes)}
        found = [each for each in self._of_questions() if each.subject in order]
        found.sort(key=lambda point: (POINT_KINDS.index(point.kind), order[point.subject]))
        yield from map(self._explained, (*found, *self._of_sources()))

    def _explained(self, point: OpenPoint) -> OpenPoint:
        """Return a point with its reason, if that was given for what is open now."""
        entry = self.explanations.get(point.subject)
        part = _reasons(entry).get(point.kind)
        if entry is None or part is None:
            return point
        if part["mark"] != point.mark:
            return replace(point, earlier=part["reason"])
        return replace(point, reason=part["reason"], author=entry.author, signer=entry.signer)

    def _of_questions(self) -> Iterator[OpenPoint]:
        contested = {}
        for conflict in self.assessment.conflicts():
            if conflict.kind == "answer":
                texts = sorted(map(comparison_text, conflict.heads))
                contested[conflict.key] = OpenPoint(CONFLICT, conflict.key, mark=_mark(*texts))
        yield from contested.values()
        for violation in self.assessment.violations():
            if violation.kind == "constraint":
                facts = {"message": plain_text(violation.message)}
                mark = _mark(self._value(violation.reference))
                yield OpenPoint("violation", violation.reference, facts, mark)
        for each in disagreements_of(self.assessment):
            if not each.settled:
                mark = _mark(*statement_marks(each.statements))
                yield OpenPoint("disagreement", each.reference, mark=mark)
        weak = {point.subject: point for point in self._of_indicators()}
        claims = (self._claim(node) for node in self.nodes.values())
        weak = {point.subject: point for point in claims if point} | weak
        yield from (point for subject, point in weak.items() if subject not in contested)

    def _value(self, reference: str) -> str:
        node = self.nodes.get(reference)
        return node.value if node is not None else ""

    def _claim(self, node: Node) -> OpenPoint | None:
        if not node.value or self.assessment.answer_at(node.reference).evidence != CLAIMED:
            return None
        return OpenPoint("claimed", node.reference, mark=_mark(node.value))

    def _of_indicators(self) -> Iterator[OpenPoint]:
        """Yield one point at most for each indicator: over-claimed, else without a source."""
        scores = self.assessment.scores()
        by_name = {node.name: node for node in self.nodes.values()}
        for score in scores.indicators.values() if scores else ():
            node = by_name.get(score.question)
            if node is None or score.asserted is None or score.evidenced is None:
                continue
            said, shown = str(score.asserted), str(score.evidenced)
            if score.asserted - score.evidenced >= OVERCLAIMED:
                facts = {"said": said, "shown": shown}
                yield OpenPoint("overclaim", node.reference, facts, _mark(said, shown))
            elif not self._is_backed(node.reference):
                yield OpenPoint("unsourced", node.reference, mark=_mark(said, shown))

    def _is_backed(self, reference: str) -> bool:
        """Whether an answer names a source or has a file."""
        answer = self.assessment.answer_at(reference)
        return bool(answer.sources or self.assessment.evidence_index.beside(reference))

    def _of_sources(self) -> Iterator[OpenPoint]:
        agreed = any(
            node.value for node in self.nodes.values() if node.name == question_names.ATTRIBUTION
        )
        found = sources_of(self.assessment)
        in_order = sorted(found, key=lambda key: (str(found[key].get("date", "")), key))
        people = [key for key in in_order if found[key].get("kind") not in _UNHEARD]
        for key in in_order:
            if not (found[key].get("institution") or found[key].get("title")):
                yield OpenPoint("nameless", key, mark=_mark())
        for key in people:
            if not agreed and not found[key].get("attribution"):
                yield OpenPoint("attribution", key, mark=_mark())
