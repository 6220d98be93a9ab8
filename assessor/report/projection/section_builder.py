"""Build the sections of a report with indicators, scores and disagreements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import InitVar, dataclass
from typing import Any

from assessor import words
from assessor.form.labels.styled_text import plain_text
from assessor.report.projection import projection, question_names
from assessor.report.projection.audience import Audience, VisibleAnswer
from assessor.report.projection.live_form import LiveNode
from assessor.report.projection.node_reader import NodeReader, questions_below
from assessor.report.projection.stage_release import may_tell_criterion
from assessor.report.readings.crosswalk_tables import CrosswalkTable, crosswalk_tables
from assessor.scoring.criteria import CriterionLine, CriterionState, read_states
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import Dimension, Indicator, LegalRef
from assessor.scoring.recommendation_targets import next_described_stage
from assessor.scoring.stage_scores import AnswerLookup, Scores

SEPARATE_KINDS = frozenset(("offer", "recommendation"))
"""Kinds of repeat that have their own chapter."""


@dataclass
class SectionBuilder:
    """Builds sections from groups, with the scores that the audience is told."""

    reader: NodeReader
    audience: Audience
    instrument: Instrument | None
    scores: Scores | None
    rated: AnswerLookup
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
        to = next_described_stage(instrument, indicator, score)
        at = None if score.asserted is None else score.asserted - instrument.lowest_stage
        return projection.IndicatorLine(
            code=indicator.code,
            title=indicator.title(self.language),
            answer=answer,
            asserted=score.asserted,
            evidenced=score.evidenced,
            evidence=answer.evidence,
            stands=texts[at] if texts and at is not None else "",
            asks="" if to is None else texts[to - instrument.lowest_stage],
            to_show=indicator.evidence_expected[self.language] if texts and score.capped else "",
            weight=indicator.weight,
            contested=answer.contested,
            descriptors=tuple(texts),
            criteria=tuple(self._criteria(indicator, answer, told=score.released)),
            released=score.released,
        )

    def _criteria(
        self, indicator: Indicator, answer: projection.PrintedAnswer, *, told: bool
    ) -> Iterator[CriterionLine]:
        """Yield the criteria with what this audience may know of them."""
        states = read_states(indicator.criteria, " ".join(answer.codes))
        told = told and answer.visibility is not projection.Visibility.NONE
        for each in indicator.criteria:
            state = states[each.code]
            hidden = state is CriterionState.UNKNOWN and not (
                told and may_tell_criterion(self.audience.profile, each)
            )
            yield CriterionLine(
                each.stage,
                each.texts[self.language],
                None if hidden else state,
                each.code,
                each.shown_by[self.language],
            )

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
