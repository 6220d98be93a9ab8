"""Build suggested assistance and the plan, from what one audience may know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessor import words
from assessor.form.labels.styled_text import plain_text
from assessor.report.projection.audience import Audience, VisibleAnswer
from assessor.report.projection.live_form import LiveNode
from assessor.report.projection.node_reader import NodeReader
from assessor.report.projection.plan.plan_lines import (
    PlanLine,
    PlanTarget,
    Proposal,
    SuggestedAction,
    read_day,
    read_money,
)
from assessor.report.projection.projection import INTERNAL, PUBLIC, RepeatAnswers, Visibility
from assessor.report.projection.stage_release import may_tell_criterion
from assessor.scoring.assistance_needs import ProposedArea, Trigger, propose_areas
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import Criterion
from assessor.scoring.recommendation_targets import Target, check_target, find_target
from assessor.scoring.released_priorities import PriorityRelease
from assessor.scoring.stage_scores import AnswerLookup, Scores


@dataclass
class PlanBuilder:
    """Builds proposals and plan lines with the scores and answers that the audience is told.

    `bodies` are the plan entries beside the recommendations of `roster`, by instance id.
    """

    reader: NodeReader
    audience: Audience
    instrument: Instrument | None
    scores: Scores | None
    rated: AnswerLookup
    nodes: Mapping[str, LiveNode]
    visible: Mapping[str, VisibleAnswer]
    roster: RepeatAnswers | None
    bodies: Mapping[str, Mapping[str, Any]]

    def __post_init__(self) -> None:
        self.language = self.reader.language
        self._ = words.translator(self.language)

    def proposals(self) -> tuple[Proposal, ...]:
        """Return the suggested assistance, most urgent first."""
        if not self.instrument or not self.scores:
            return ()
        proposed = propose_areas(self.instrument, self.scores, self.rated)
        release = PriorityRelease(self.instrument, self.scores, self.rated, self._is_told)
        priorities, taken = release.priorities(proposed), self._taken_targets()
        return tuple(self._proposal(each, priorities, taken) for each in proposed)

    def _is_told(self, question: str, criterion: Criterion | None) -> bool:
        """Return whether this audience is told an answer, or its part about a criterion."""
        node = self.nodes.get(question)
        if self.audience.profile == INTERNAL or node is None or not node.relevant:
            return True
        visible = self.visible.get(node.reference)
        if visible is None:
            return True  # there is no answer
        if criterion is not None and not may_tell_criterion(self.audience.profile, criterion):
            return False
        return visible.visibility is not Visibility.NONE

    def _proposal(
        self,
        proposed: ProposedArea,
        priorities: Mapping[str, float | None],
        taken: Mapping[str, tuple[int, ...]],
    ) -> Proposal:
        area, language = proposed.area, self.language
        return Proposal(
            code=area.code,
            title=area.title(language),
            actions=tuple(
                SuggestedAction(
                    each.actions[language],
                    tuple(sorted({n for code in each.meets for n in taken.get(code, ())})),
                )
                for each in proposed.suggestions
            ),
            output=area.outputs[language],
            months=area.months,
            priority=priorities.get(area.code),
            because=tuple(map(self._reason, proposed.triggers)),
            to_confirm=tuple(
                each.texts[language] for why in proposed.triggers for each in why.said
            ),
            released=area.code in priorities,
        )

    def _reason(self, why: Trigger) -> str:
        """Return the indicator with the stage that asks for more, or the fact with its answer."""
        assert self.instrument is not None
        indicator = self.instrument.indicator.get(why.indicator)
        if indicator and why.unmet:
            stage = self._("stage {stage}").format(stage=why.unmet[0].stage)
            return f"{indicator.title(self.language)} ({stage})"
        if indicator:
            return indicator.title(self.language)
        return words.with_colon(*self._fact(why.question), self.language)

    def _fact(self, question: str) -> tuple[str, str]:
        """Return the label of a fact, with the articles that it cites, and its answer."""
        node = self.nodes.get(question)
        if node is None:
            return question, ""
        label, cited = plain_text(node.label), filter(None, node.meta.get("legal", "").split(";"))
        if articles := self.instrument.articles(cited) if self.instrument else ():
            numbers = words.join_list((each.article for each in articles), self.language)
            label = f"{label} ({self._('article {number}').format(number=numbers)})"
        return label, self.reader.answer(node).text

    def lines(self) -> tuple[PlanLine, ...]:
        """Return one line per recommendation; empty if nothing is known or may be read."""
        number = self._numbers()
        lines = [self._line(number, key, self.bodies.get(key, {})) for key in number]
        return tuple(lines) if any(line.has_details or line.targets for line in lines) else ()

    def _numbers(self) -> dict[str, int]:
        """Return the number of each recommendation by its id, if the reader is told of them."""
        roster = self.roster
        if roster is None or roster.withheld or self.audience.profile == PUBLIC:
            return {}
        ids = (row[0].reference.rpartition("]")[0].rpartition("[")[2] for row in roster.rows)
        return {key: number for number, key in enumerate(ids, 1)}

    def _taken_targets(self) -> dict[str, tuple[int, ...]]:
        """Return the numbers of the recommendations by the code of what they are to meet."""
        taken: dict[str, tuple[int, ...]] = {}
        for key, number in self._numbers().items():
            for code in target_codes(self.bodies.get(key, {})):
                taken[code] = (*taken.get(code, ()), number)
        return taken

    def _line(self, number: Mapping[str, int], key: str, body: Mapping[str, Any]) -> PlanLine:
        def text(part: str) -> str:
            return str(body.get(part, ""))

        return PlanLine(
            number=number[key],
            owner=text("owner"),
            partner=text("partner"),
            start=read_day(text("start")),
            end=read_day(text("end")),
            cost=text("cost"),
            amount=read_money(text("amount")),
            currency=text("currency"),
            funded=read_money(text("funded")),
            after=tuple(number[each] for each in text("after").split() if each in number),
            baseline=text("baseline"),
            aim=text("aim"),
            check=text("check"),
            targets=tuple(self._targets(body)),
        )

    def _targets(self, body: Mapping[str, Any]) -> Iterator[PlanTarget]:
        if not self.instrument or not self.scores:
            return
        for code in target_codes(body):
            if target := find_target(self.instrument, code):
                yield self._target(self.instrument, self.scores, target)

    def _target(self, instrument: Instrument, scores: Scores, target: Target) -> PlanTarget:
        language, indicator = self.language, target.indicator
        if indicator is None:
            label, value = self._fact(target.code)
            return PlanTarget(label, value=value)
        check = check_target(instrument, scores, self.rated, target)
        told = target.criterion is None or self._is_told(indicator.question, target.criterion)
        return PlanTarget(
            indicator.title(language),
            check.asks[language] if check.asks else "",
            check.shown_by[language] if check.shown_by else "",
            state=check.state if told else None,
            stage=check.stage,
            to=check.to,
            by_criterion=target.criterion is not None,
        )


def target_codes(body: Mapping[str, Any]) -> list[str]:
    """Return the codes of what a recommendation is to meet, or to move in earlier missions."""
    return str(body.get("meets") or body.get("moves") or "").split()
