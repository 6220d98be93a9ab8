"""Which stages an audience is told, and which criteria; apart from words, notes and sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assessor.report.projection.audience import RELEASE_LEVELS, Audience, VisibleAnswer
from assessor.report.projection.live_form import LiveNode
from assessor.report.projection.projection import INTERNAL, PUBLIC, EvidenceFile, Visibility
from assessor.report.projection.record_summary import Heads
from assessor.report.readings.treaty_tables import TreatyReader
from assessor.scoring.criteria import CriterionState
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import Criterion, Indicator
from assessor.scoring.released_scores import release_scores
from assessor.scoring.stage_scores import AnswerLookup, Scores
from assessor.store.model.entry import in_conflict

RELEASE = "release"
"""Kind of an entry that says to whom the stage of an indicator is told (`told_to`, a level of
RELEASE_LEVELS) and the `reason`; its `reference` is the question."""


def release_decisions(heads: Heads) -> dict[str, str]:
    """Return to whom the team decided to tell stages, by reference; to nobody while people disagree
    about one, or where the decision is not in this file."""
    found: dict[str, str] = {}
    for (kind, key), entries in heads.items():
        if kind == RELEASE and not all(each.is_tombstone for each in entries):
            body = entries[0].body or {}
            told_to = "internal" if in_conflict(entries) else str(body.get("told_to", ""))
            reference = str(body.get("reference", "")) or key
            found[reference] = told_to if told_to in RELEASE_LEVELS else "internal"
    return found


@dataclass
class StageRelease:
    """The stages of one assessment for one audience. `full` are the scores over everything."""

    instrument: Instrument
    full: Scores
    audience: Audience
    nodes: MutableMapping[str, LiveNode]
    heads: Heads

    def scores(self, told: AnswerLookup) -> Scores:
        """Return what the audience is told of the scores; `told` are the answers it may read."""
        if self.audience.profile == INTERNAL:
            return self.full
        needs = {each.code for each in self.instrument.dimensions if told(each.need_field).value}
        withheld = {each.code for each in self.instrument.indicators if not self._may_tell(each)}
        only_shown = self.audience.profile == PUBLIC
        return release_scores(self.full, withheld, needs, shown_only=only_shown)

    def limit(self, visible: MutableMapping[str, VisibleAnswer]) -> None:
        """Leave of the answers in `visible`, by reference, what is told of stages and criteria."""
        if self.audience.profile == INTERNAL:
            return
        for indicator in self.instrument.indicators:
            node = self.nodes.get(indicator.question)
            answer = visible.get(node.reference) if node is not None else None
            if node is None or answer is None or not answer.visibility.readable:
                continue
            if not self._may_tell(indicator):
                visible[node.reference] = VisibleAnswer(Visibility.NONE, why="unreleased")
            elif indicator.criteria:
                visible[node.reference] = self._limit_criteria(indicator, answer)
            elif answer.stage_only:
                visible[node.reference] = self._limit_to_evidenced(indicator, answer)

    @cached_property
    def decisions(self) -> dict[str, str]:
        """To whom the team decided to tell a stage, by the reference of its question."""
        return release_decisions(self.heads)

    def treaty_reader(
        self,
        told: Scores,
        rated: AnswerLookup,
        visible: Mapping[str, VisibleAnswer],
        files: Sequence[EvidenceFile],
    ) -> TreatyReader:
        """Return a reader of treaties; `told` are the scores, `visible` the answers by reference
        and `files` the documents that the audience may know, `rated` all answers."""
        quotes: dict[str, list[str]] = {}
        for each in files:
            quotes.setdefault(each.reference, []).append(each.note or each.title)
        references = {name: node.reference for name, node in self.nodes.items()}
        return TreatyReader(
            instrument=self.instrument,
            full=self.full,
            told=told,
            rated=rated,
            note=self._note,
            tells=lambda question: self._tells(question, visible),
            quoted=lambda question: quotes.get(references.get(question, ""), ()),
            questions=frozenset(references),
        )

    def _tells(self, question: str, visible: Mapping[str, VisibleAnswer]) -> bool:
        """Return whether the audience is told the answer to a question, or that there is none."""
        node = self.nodes.get(question)
        entries = self.heads.get(("answer", node.reference), ()) if node is not None else ()
        if any(each.body is None and not each.is_tombstone for each in entries):
            return False  # redacted in the file
        if node is None or self.audience.profile == INTERNAL:
            return True
        answer = visible.get(node.reference) or self.audience.judge(node.meta, "choice", {})
        return answer.visibility.readable

    def _note(self, question: str) -> str:
        """Return the note beside an answer, as the team knows it."""
        node = self.nodes.get(question)
        entries = self.heads.get(("answer", node.reference), ()) if node is not None else ()
        return str((entries[0].body or {}).get("note", "")) if entries else ""

    def _may_tell(self, indicator: Indicator) -> bool:
        node = self.nodes.get(indicator.question)
        if node is None:
            return True
        entries = self.heads.get(("answer", node.reference), ())
        decided = self.decisions.get(node.reference, "")
        body = (entries[0].body or {}) if entries else {}
        return not in_conflict(entries) and self.audience.may_tell_stage(node.meta, body, decided)

    def _limit_to_evidenced(self, indicator: Indicator, answer: VisibleAnswer) -> VisibleAnswer:
        """Replace the stage that was asserted by the evidenced one."""
        scale = self.instrument.evidence_scale
        strongest = max(scale, key=lambda level: level.supports, default=None)
        stage = self.full.indicators[indicator.code].evidenced
        if stage is None or strongest is None:
            return answer
        return replace(answer, value=str(stage), evidence=strongest.code)

    def _limit_criteria(self, indicator: Indicator, answer: VisibleAnswer) -> VisibleAnswer:
        words = list(self._told_words(indicator, answer.value))
        if len(words) == len(answer.value.split()):
            return answer
        part = Visibility.PART
        return replace(answer, visibility=part, value=" ".join(words), evidence="", why="stage")

    def _told_words(self, indicator: Indicator, value: str) -> Iterator[str]:
        """Yield the states of criteria that the audience may know.

        The public is told the criteria that were shown for the stage reached, and nothing else.
        """
        public = self.audience.profile == PUBLIC
        reached = self.full.indicators[indicator.code].evidenced or 0
        criteria = {each.code: each for each in indicator.criteria}
        for word in value.split():
            code, _, state = word.rpartition(".")
            criterion = criteria.get(code)
            if criterion is None:
                continue
            of_stage = criterion.stage <= reached and state == CriterionState.SHOWN.value
            level = criterion.sensitivity
            if may_tell_criterion(self.audience.profile, criterion) or (
                public and of_stage and level in ("", "public")
            ):
                yield word


def may_tell_criterion(profile: str, criterion: Criterion) -> bool:
    """Return whether an audience is told the state of a criterion, whatever it is.

    The public is told some of those that were shown, and of no other whether it is met.
    """
    return profile == INTERNAL or (
        profile != PUBLIC and criterion.sensitivity in ("", "public", "gov")
    )
