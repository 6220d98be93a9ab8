"""Build the sections of a report with indicators, scores, disagreements and plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, replace
from typing import Any

from assessor import words
from assessor.form.labels.styled_text import plain_text
from assessor.report.projection import projection, question_names
from assessor.report.projection.audience import Audience, VisibleAnswer
from assessor.report.projection.change_log import CheckLine, PlanLine, Proposal
from assessor.report.projection.live_form import LiveNode
from assessor.report.projection.node_reader import NodeReader, questions_below
from assessor.report.readings.crosswalk_tables import CrosswalkTable, crosswalk_tables
from assessor.scoring.assistance_needs import (
    ProposedArea,
    find_check,
    find_checks,
    propose_areas,
)
from assessor.scoring.criteria import CriterionLine, read_states
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import Dimension, Indicator, LegalRef
from assessor.scoring.instrument_sheets import Wording
from assessor.scoring.stage_scores import AnswerLookup, Scores

SEPARATE_KINDS = frozenset(("offer", "recommendation"))
"""Kinds of repeat that have their own chapter."""


@dataclass
class SectionBuilder:
    """Builds sections from groups, with the scores that the audience is told.

    `priorities` are those of the assistance areas by everything that is known.
    """

    reader: NodeReader
    audience: Audience
    instrument: Instrument | None
    scores: Scores | None
    rated: AnswerLookup
    priorities: Mapping[str, float | None]
    nodes: Mapping[str, LiveNode]
    visible: Mapping[str, VisibleAnswer]
    clusters: Mapping[str, str]
    statements: InitVar[Iterable[Mapping[str, Any]]]
    rosters: InitVar[Iterable[projection.RepeatAnswers]]

    def __post_init__(
        self, statements: Iterable[Mapping[str, Any]], rosters: Iterable[projection.RepeatAnswers]
    ) -> None:
        self.language = self.reader.language
        self._ = words.translator(self.language)
        self.separate: dict[str, projection.RepeatAnswers] = {}
        for roster in rosters:
            if roster.kind in SEPARATE_KINDS:
                self.separate.setdefault(roster.kind, roster)
        self._statements: dict[str, list[Mapping[str, Any]]] = {}
        for body in statements:
            if self.audience.may_report(str(body.get("source", ""))):
                self._statements.setdefault(str(body.get("reference", "")), []).append(body)

    def section(self, group: LiveNode) -> projection.ReportSection:
        """Return a group as a section, scored if it holds indicators."""
        below = list(questions_below(group))
        indicators = self.instrument.indicator_of if self.instrument else {}
        codes = [indicators[node.name].dimension for node in below if node.name in indicators]
        dimension = self.instrument.dimension[codes[0]] if self.instrument and codes else None
        separate = {node.name for node in below if node.name in indicators}
        need = self.answer_to(dimension.need_field) if dimension else None
        finding = self.answer_to(dimension.finding_field) if dimension else None
        separate |= {answer.name for answer in (need, finding) if answer}
        return projection.ReportSection(
            reference=group.reference,
            code=dimension.code if dimension else "",
            title=dimension.title(self.language)
            if dimension
            else plain_text(group.label) or group.name,
            purpose=dimension.purposes[self.language] if dimension else "",
            items=tuple(
                each
                for each in self.reader.items(group)
                if not self._is_printed_elsewhere(each, separate)
            ),
            indicators=tuple(self._indicators(below)),
            score=self._score(dimension) if dimension else None,
            finding=finding,
            need=need,
            disagreements=tuple(self._disagreements(below)),
            articles=self._articles(below) if dimension else (),
            funnel=self._funnel()
            if any(node.name == question_names.FUNNEL[0] for node in below)
            else (),
        )

    def proposals(self) -> tuple[Proposal, ...]:
        """Return the proposed assistance, most urgent first."""
        if not self.instrument or not self.scores:
            return ()
        titles, language = self.instrument.indicator, self.language
        known = propose_areas(self.instrument, self.scores, self.rated)
        in_order = list(self.priorities)
        return tuple(
            Proposal(
                code=each.code,
                title=each.area.title(language),
                activity=each.area.activities[language],
                output=each.area.outputs[language],
                months=each.area.months,
                priority=each.priority if each.priority == self.priorities[each.code] else None,
                because=tuple(titles[code].title(language) for code in each.indicators),
            )
            for each in sorted(known, key=lambda each: in_order.index(each.code))
        )

    def plan(self, bodies: Mapping[str, Mapping[str, Any]]) -> tuple[PlanLine, ...]:
        """Return one plan line per recommendation; empty if nothing is known or may be read.

        `bodies` are plan entries by instance id.
        """
        roster = self.separate.get("recommendation")
        if roster is None or roster.withheld or self.audience.profile == projection.PUBLIC:
            return ()
        ids = [row[0].reference.rpartition("]")[0].rpartition("[")[2] for row in roster.rows]
        number = {key: at for at, key in enumerate(ids, 1)}
        scores, instrument = self.scores, self.instrument
        proposed = propose_areas(instrument, scores, self.rated) if instrument and scores else ()
        lines = [
            self._plan_line(number, key, bodies.get(key, {}), cells, proposed)
            for key, cells in zip(ids, roster.cells(), strict=True)
        ]
        return tuple(lines) if any(line.has_details or line.checks for line in lines) else ()

    def _plan_line(
        self,
        number: Mapping[str, int],
        key: str,
        body: Mapping[str, Any],
        cells: Mapping[str, projection.PrintedAnswer],
        proposed: Sequence[ProposedArea],
    ) -> PlanLine:
        known = self.instrument.indicator if self.instrument else {}
        moves = [code for code in str(body.get("moves", "")).split() if code in known]
        area, section = (
            _first_code(cells.get(name))
            for name in (question_names.REC_AREA, question_names.REC_SECTION)
        )
        return PlanLine(
            number=number[key],
            owner=str(body.get("owner", "")),
            cost=str(body.get("cost", "")),
            after=tuple(number[e] for e in str(body.get("after", "")).split() if e in number),
            moves=tuple(known[code].title(self.language) for code in moves),
            checks=tuple(self._checks(moves, area, section, proposed)),
        )

    def _checks(
        self, moves: Sequence[str], area: str, section: str, proposed: Sequence[ProposedArea]
    ) -> Iterator[CheckLine]:
        if not self.instrument or not self.scores:
            return
        for each in find_checks(
            self.instrument,
            self.scores,
            self.rated,
            proposed,
            moves=moves,
            area=area,
            section=section,
        ):
            yield CheckLine(
                indicator=each.indicator.title(self.language),
                stage=each.stage,
                to=each.to,
                asks=each.asks[self.language] if each.asks else "",
                evidence=each.shown_by[self.language],
            )

    def readings(self) -> tuple[CrosswalkTable, ...]:
        """Return crosswalks to other instruments, from visible answers only."""
        if not self.instrument or not self.scores:
            return ()
        legal = {
            name: node.meta["legal"].split(";")
            for name, node in self.nodes.items()
            if node.meta.get("legal")
        }
        return tuple(
            crosswalk_tables(self.instrument, self.scores, legal, self.answer_to, self.language)
        )

    def _articles(self, below: Iterable[LiveNode]) -> tuple[tuple[str, str], ...]:
        """Return the treaties of the section's questions, with sorted articles."""
        if not self.instrument:
            return ()
        references = (ref for node in below for ref in node.meta.get("legal", "").split(";") if ref)
        by_treaty: dict[str, list[LegalRef]] = {}
        for article in self.instrument.articles(references):
            by_treaty.setdefault(article.instruments[self.language], []).append(article)
        return tuple(
            (treaty, _number_ranges(each.article for each in articles))
            for treaty, articles in by_treaty.items()
        )

    def _is_printed_elsewhere(self, item: projection.Item, names: set[str]) -> bool:
        """Return whether another part prints this item (indicators, need, offers…)."""
        if isinstance(item, projection.RepeatAnswers):
            chosen = self.separate.get(item.kind)
            return chosen is not None and chosen.rows == item.rows
        return isinstance(item, projection.PrintedAnswer) and item.name in names

    def _funnel(self) -> tuple[tuple[str, int, str], ...]:
        """Return the visible counts from report to conviction, if two or more."""
        answers = [answer for name in question_names.FUNNEL if (answer := self.answer_to(name))]
        counts = tuple(
            (answer.label, int(answer.codes[0]), answer.text)
            for answer in answers
            if answer.codes and answer.codes[0].isdigit()
        )
        return counts if len(counts) > 1 and max(count for _, count, _ in counts) else ()

    def answer_to(self, name: str) -> projection.PrintedAnswer | None:
        """Return what is printed of the answer to a question; None if the form has it not."""
        node = self.nodes.get(name)
        return self.reader.answer(node) if node is not None else None

    def _indicators(self, below: Iterable[LiveNode]) -> Iterator[projection.IndicatorLine]:
        if not self.instrument or not self.scores:
            return
        for node in below:
            indicator = self.instrument.indicator_of.get(node.name)
            if indicator:
                yield self._indicator(self.instrument, self.scores, indicator, node)

    def _indicator(
        self, instrument: Instrument, scores: Scores, indicator: Indicator, node: LiveNode
    ) -> projection.IndicatorLine:
        score = scores.indicators[indicator.code]
        answer = self.reader.answer(node)
        texts = [wording[self.language] for wording in indicator.descriptors]
        check = find_check(instrument, scores, self.rated, indicator)
        if indicator.criteria and (
            self.audience.profile == projection.PUBLIC or not score.released
        ):  # what is not met, or not known to the reader, is no aim
            check = replace(check, asks=None, shown_by=Wording({}))
        at = None if score.asserted is None else score.asserted - instrument.lowest_stage
        to_show = check.shown_by[self.language] if indicator.criteria or score.capped else ""
        return projection.IndicatorLine(
            code=indicator.code,
            title=indicator.title(self.language),
            answer=answer,
            asserted=score.asserted,
            evidenced=score.evidenced,
            evidence=answer.evidence,
            stands=texts[at] if texts and at is not None else "",
            asks=check.asks[self.language] if check.asks else "",
            to_show=to_show,
            weight=indicator.weight,
            contested=answer.contested,
            descriptors=tuple(texts),
            criteria=tuple(self._criteria(indicator, answer)),
            released=score.released,
        )

    def _criteria(
        self, indicator: Indicator, answer: projection.PrintedAnswer
    ) -> Iterator[CriterionLine]:
        """Yield the criteria with what this audience may know of them."""
        states = read_states(indicator.criteria, " ".join(answer.codes))
        for each in indicator.criteria:
            text = each.texts[self.language]
            yield CriterionLine(each.stage, text, states[each.code], each.code)

    def _score(self, dimension: Dimension) -> projection.SectionScore | None:
        if not self.scores or not self.instrument:
            return None
        score = self.scores.dimensions[dimension.code]
        titles = self.instrument.indicator
        return projection.SectionScore(
            asserted=score.asserted,
            evidenced=score.evidenced,
            floor=score.floor,
            ceiling=score.ceiling,
            lowest=score.lowest,
            weakest=tuple(titles[code].title(self.language) for code in score.weakest),
            rated=score.rated,
            of=score.of,
            need=score.need,
            priority=score.priority,
            released=score.released,
        )

    def _disagreements(self, below: Iterable[LiveNode]) -> Iterator[projection.Disagreement]:
        """Yield questions with differing statements, if the full answer is visible."""
        for node in below:
            bodies = self._statements.get(node.reference, [])
            visible = self.visible.get(node.reference)
            may_read = self.audience.profile == projection.INTERNAL or (
                visible is not None and visible.visibility is projection.Visibility.FULL
            )
            if may_read and len({str(body.get("value", "")) for body in bodies}) > 1:
                yield projection.Disagreement(
                    label=node.label or node.name,
                    finding=self.reader.answer(node).text,
                    voices=tuple(self._statement_line(node, body) for body in bodies),
                )

    def _statement_line(self, node: LiveNode, body: Mapping[str, Any]) -> tuple[str, str, str]:
        """Return (source name, value, note) of a statement; the team also gets code and note."""
        key = str(body.get("source", ""))
        source = self.audience.sources.get(key)
        name = self.audience.name_of(source, self.clusters) if source else self._("A source")
        value = "; ".join(self.reader.values(node, str(body.get("value", ""))))
        if self.audience.profile != projection.INTERNAL:
            return name, value, ""
        code = f"{self.audience.code(key)} " if source else ""
        return f"{code}{name}", value, str(body.get("note", ""))


def _first_code(answer: projection.PrintedAnswer | None) -> str:
    return answer.codes[0] if answer and answer.codes else ""


def _number_ranges(articles: Iterable[str]) -> str:
    """Format article numbers in order, with ranges: 2–10, 22."""
    known = set(articles)
    numbers = sorted(int(each) for each in known if each.isdigit())
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ", ".join([*parts, *sorted(each for each in known if not each.isdigit())])
