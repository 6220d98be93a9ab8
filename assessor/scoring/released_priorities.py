"""Which priorities of assistance a reader may be told who is not told all that they rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf

from assessor.scoring.assistance_needs import ProposedArea
from assessor.scoring.criteria import CriterionState, read_states
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import AssistanceRule, Criterion, Indicator
from assessor.scoring.stage_scores import AnswerLookup, Scores, support_priority

Told = Callable[[str, Criterion | None], bool]
"""Whether a reader is told the answer to a question, or the part of it about a criterion."""


@dataclass(frozen=True, slots=True)
class _Call:
    """A call for an area by something withheld; `certain` if what is told proves it."""

    area: str
    priority: float
    certain: bool = False


@dataclass(frozen=True, slots=True)
class PriorityRelease:
    """What one reader is told: scores, answers, and which answers are told in whole.

    Whether a priority is released follows from these alone, not from what is withheld, so that a
    hidden one tells nothing. A priority that is released is the one over everything.
    """

    instrument: Instrument
    scores: Scores
    answer: AnswerLookup
    told: Told

    def priorities(self, proposed: Iterable[ProposedArea]) -> Mapping[str, float | None]:
        """Return the priority of each proposed area whose priority nothing withheld can raise.

        `proposed` are the areas that the reader's own scores and answers call for.
        """
        calls = list(self._calls())
        found = {}
        for area in proposed:
            least, most = (
                max((each.priority for each in calls if each.area == area.code and kept(each)),
                    default=-1.0)
                for kept in (lambda each: each.certain, lambda _: True)
            )  # fmt: skip
            known = -1.0 if area.priority is None else area.priority
            if max(known, least) >= most:
                found[area.code] = max(known, least) if max(known, least) >= 0 else None
        return found

    def _calls(self) -> Iterator[_Call]:
        for indicator in self.instrument.indicators:
            yield from self._indicator_calls(indicator)
        for rule in self.instrument.rules:
            yield from self._rule_calls(rule)

    def _indicator_calls(self, indicator: Indicator) -> Iterator[_Call]:
        score = self.scores.indicators[indicator.code]
        if not score.released:
            areas = {each.area for each in indicator.criteria}
            areas |= {r.area for r in self.instrument.rules if r.question == indicator.question}
            yield from self._raised(indicator.dimension, areas, self.instrument.lowest_stage)
        elif score.evidenced is not None and score.asserted is not None:
            asked = [each for each in indicator.criteria if each.stage == score.asserted + 1]
            hidden = [each for each in asked if not self.told(indicator.question, each)]
            if score.ceiling is not None and score.ceiling > score.asserted:
                return  # what is asked is met or not known, so it calls for nothing
            proven = score.ceiling is not None and self._must_be_unmet(indicator, asked, hidden)
            areas = {each.area for each in hidden}
            certain = proven and len(areas) == 1
            yield from self._raised(indicator.dimension, areas, score.evidenced, certain=certain)

    def _must_be_unmet(
        self, indicator: Indicator, asked: Iterable[Criterion], hidden: Iterable[Criterion]
    ) -> bool:
        """Return whether only a hidden criterion can keep the next stage from being reached."""
        states = read_states(indicator.criteria, self.answer(indicator.question).value)
        seen = [states[each.code] for each in asked if self.told(indicator.question, each)]
        arises = any(state is not CriterionState.NOT_ARISING for state in seen)
        return CriterionState.UNMET not in seen and (
            arises or any(not each.may_not_arise for each in hidden)
        )

    def _rule_calls(self, rule: AssistanceRule) -> Iterator[_Call]:
        section = self.scores.dimensions[rule.dimension]
        if rule.question in self.instrument.indicator_of:
            return
        if not self.told(rule.question, None) or not section.released:
            stage = self.instrument.lowest_stage if section.evidenced is None else section.evidenced
            yield from self._raised(rule.dimension, {rule.area}, stage)

    def _raised(
        self, dimension: str, areas: Iterable[str], stage: float, *, certain: bool = False
    ) -> Iterator[_Call]:
        """Yield calls by a section's need; none without one, any number if it is withheld."""
        need = self.scores.dimensions[dimension].need
        if need is None and self.told(self.instrument.dimension[dimension].need_field, None):
            return
        priority = inf if need is None else support_priority(self.instrument, need, stage)
        yield from (_Call(each, priority, certain) for each in areas if each)
