"""The team's decisions to whom the stage of each indicator, and each small count, is told.

A decision is an entry of kind `release`, keyed by the question; what an audience is told of it
follows in report/projection (stage_release, audience) and scoring/released_scores. Testimony, notes
and sources keep their own rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.statements import sources_of
from assessor.assessment.core.undo_steps import Move
from assessor.errors import Refused
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.changes import Changes
from assessor.form.live.node import Node
from assessor.report.projection import question_names
from assessor.report.projection.audience import (
    RELEASE_LEVELS,
    Audience,
    read_source,
    usual_release,
)
from assessor.report.projection.projection import GOVERNMENT, PUBLIC
from assessor.report.projection.stage_release import RELEASE, release_decisions
from assessor.scoring.stage_scores import IndicatorScore
from assessor.store.model.entry import Entry, in_conflict


@dataclass(frozen=True, slots=True)
class ReleaseDecision:
    """To whom the stage of one indicator is told, or a small count (`count`).

    `told_to` is of RELEASE_LEVELS, `usual` what it is without a decision; `decided` says whether
    there is one, `reason` and `author` why and by whom. `barred` says why it is told to nobody in
    spite of that: "conflict", "background", or "".
    """

    code: str
    title: str
    reference: str
    asserted: int | None
    evidenced: int | None
    sources: int
    told_to: str
    usual: str
    decided: bool = False
    reason: str = ""
    author: str = ""
    barred: str = ""
    count: int | None = None

    @property
    def readers(self) -> str:
        """Who is told, of RELEASE_LEVELS."""
        return "internal" if self.barred else self.told_to


def stage_decisions(assessment: Assessment) -> tuple[ReleaseDecision, ...]:
    """Return the indicators in the order of the form's sheets, with what is decided."""
    scores, instrument = assessment.scores(), assessment.instrument
    if scores is None or instrument is None:
        return ()
    finder = _DecisionFinder(assessment)
    return tuple(
        finder.decision(
            scores.indicators[each.code],
            node,
            each.title(assessment.language) or plain_text(node.label),
        )
        for each in instrument.indicators
        if (node := finder.nodes.get(each.question)) is not None and node.relevant
    )


def count_decisions(assessment: Assessment) -> tuple[ReleaseDecision, ...]:
    """Return the counts that are so small that some readers are not told them, in the order of the
    form, with what is decided."""
    finder = _DecisionFinder(assessment)
    return tuple(
        found
        for node in finder.nodes.values()
        if node.relevant and (found := finder.small_count(node)) is not None
    )


def decide_release(
    assessment: Assessment, decisions: Iterable[ReleaseDecision], told_to: str, reason: str = ""
) -> Changes:
    """Decide to whom stages or counts are told (of RELEASE_LEVELS), as one step.

    A blank `told_to` takes the decisions back. Raises Refused for an unknown level, and without a
    reason where the decision is not the usual one.
    """
    if told_to not in ("", *RELEASE_LEVELS):
        raise Refused(
            "{level} is not to whom a stage is told: it is {known}.",
            level=told_to,
            known=", ".join(RELEASE_LEVELS),
        )
    entries, moves, references = _entries(assessment), list[Move](), list[str]()
    for each in decisions:
        if told_to and told_to != each.usual and not reason.strip():
            raise Refused("Say why it is told to other readers than usual.")
        entry = entries.get(each.reference)
        before = dict(entry.body or {}) if entry is not None else None
        after = None
        if told_to:
            after = {"reference": each.reference, "told_to": told_to, "reason": reason.strip()}
        if after != before:
            key = entry.key if entry is not None else each.reference
            moves.append(Move(RELEASE, key, before, after))
            references.append(each.reference)
    if not moves:
        return Changes()
    return assessment.add(moves, assessment.node(references[0]).label, *references)


def _entries(assessment: Assessment) -> dict[str, Entry]:
    """Return the decisions by reference, under its present name."""
    return {
        str((entry.body or {}).get("reference", "")) or key: entry
        for key, entry in assessment.present(RELEASE).items()
    }


class _DecisionFinder:
    """Finds what is decided about each indicator."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.nodes = {node.name: node for node in assessment.instance.questions()}
        self.decided = release_decisions(assessment.heads_by_subject)
        self.entries = _entries(assessment)
        agreed = self.nodes.get(question_names.ATTRIBUTION)
        rule = agreed.value if agreed is not None and agreed.relevant else ""
        sources = {
            key: read_source(key, body, rule) for key, body in sources_of(assessment).items()
        }
        self.audience = Audience(PUBLIC, sources)

    def decision(self, score: IndicatorScore, node: Node, title: str) -> ReleaseDecision:
        """Return what is decided about the stage of an indicator."""
        body = self.assessment.answer_at(node.reference).stored_body() or {}
        found = self._decision(score.code, title, node, usual_release(node.meta, body))
        return replace(found, asserted=score.asserted, evidenced=score.evidenced)

    def small_count(self, node: Node) -> ReleaseDecision | None:
        """Return a count that some reader of its level is not told as it is small; else None."""
        answer = self.assessment.answer_at(node.reference)
        kind, body = "choice" if node.choices else node.type, answer.stored_body() or {}
        hidden = [
            profile
            for profile in (GOVERNMENT, PUBLIC)
            if Audience(profile, self.audience.sources).judge(node.meta, kind, body).small
        ]
        if not hidden:
            return None
        usual = "internal" if GOVERNMENT in hidden else "gov"
        found = self._decision(node.name, plain_text(node.label), node, usual)
        if PUBLIC not in hidden and found.told_to == "public":  # it may not read the answer
            found = replace(found, told_to="gov")
        return replace(found, count=int(answer.value))

    def _decision(self, code: str, title: str, node: Node, usual: str) -> ReleaseDecision:
        answer = self.assessment.answer_at(node.reference)
        entry, decided = self.entries.get(node.reference), self.decided.get(node.reference, "")
        return ReleaseDecision(
            code,
            title,
            node.reference,
            None,
            None,
            len(answer.sources),
            decided or usual,
            usual,
            decided=bool(decided),
            reason=str((entry.body or {}).get("reason", "")) if entry is not None else "",
            author=entry.author if entry is not None else "",
            barred=self._barred(node.reference, answer.stored_body() or {}),
        )

    def _barred(self, reference: str, body: Mapping[str, Any]) -> str:
        if in_conflict(self.assessment.heads("answer", reference)):
            return "conflict"
        return "background" if self.audience.is_background(body) else ""
