"""The sections of a report: their indicators, scores, disagreements, offers and recommendations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from assessor import words
from assessor.form.labels.styled_text import plain_text
from assessor.report.projection import question_names
from assessor.report.projection.audience import Audience, VisibleAnswer
from assessor.report.projection.live_form import LiveNode
from assessor.report.projection.node_reader import NodeReader, questions_below
from assessor.report.projection.plan_lines import CheckLine, PlanLine, Proposal
from assessor.report.projection.projection import (
    INTERNAL,
    PUBLIC,
    CrosswalkEntry,
    CrosswalkTable,
    Disagreement,
    IndicatorLine,
    Item,
    PrintedAnswer,
    RepeatAnswers,
    ReportSection,
    SectionScore,
    Shown,
)
from assessor.scoring.assistance_needs import ProposedArea, find_checks, propose_areas
from assessor.scoring.crosswalk_scores import CrosswalkPart, build_crosswalks
from assessor.scoring.instrument import Dimension, Indicator, Instrument, LegalRef
from assessor.scoring.stage_scores import RatedAnswer, Scores

SEPARATE_KINDS = frozenset(("offer", "recommendation"))
"""Kinds of repeat that have a chapter of their own."""


class SectionBuilder:
    """Makes sections from groups, with the scores of what the audience may see."""

    def __init__(
        self,
        reader: NodeReader,
        audience: Audience,
        instrument: Instrument | None,
        scores: Scores | None,
        nodes: Mapping[str, LiveNode],
        seen: Mapping[str, VisibleAnswer],
        statements: Sequence[Mapping[str, Any]],
        clusters: Mapping[str, str],
        rosters: Iterable[RepeatAnswers],
    ) -> None:
        self.reader = reader
        self.audience = audience
        self.instrument = instrument
        self.scores = scores
        self.nodes = nodes
        self.seen = seen
        self.clusters = clusters
        self.language = reader.language
        self._ = words.translator(self.language)
        self.apart: dict[str, RepeatAnswers] = {}
        for roster in rosters:
            if roster.kind in SEPARATE_KINDS:
                self.apart.setdefault(roster.kind, roster)
        self._said: dict[str, list[Mapping[str, Any]]] = {}
        for body in statements:
            if audience.hears(str(body.get("source", ""))):
                self._said.setdefault(str(body.get("reference", "")), []).append(body)

    def section(self, group: LiveNode) -> ReportSection:
        """A group as a section; one that holds indicators is scored."""
        below = list(questions_below(group))
        indicators = self.instrument.indicator_of if self.instrument else {}
        codes = [indicators[node.name].dimension for node in below if node.name in indicators]
        dimension = self.instrument.dimension[codes[0]] if self.instrument and codes else None
        apart = {node.name for node in below if node.name in indicators}
        need = self._named(dimension.need_field) if dimension else None
        finding = self._named(dimension.finding_field) if dimension else None
        apart |= {said.name for said in (need, finding) if said}
        return ReportSection(
            reference=group.reference,
            code=dimension.code if dimension else "",
            title=dimension.title(self.language)
            if dimension
            else plain_text(group.label) or group.name,
            purpose=dimension.purposes[self.language] if dimension else "",
            items=tuple(each for each in self.reader.items(group) if not self._apart(each, apart)),
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

    def proposals(self, rated: Callable[[str], RatedAnswer]) -> tuple[Proposal, ...]:
        """The assistance the rules call for, the most urgent first."""
        if not self.instrument or not self.scores:
            return ()
        titles, language = self.instrument.indicator, self.language
        return tuple(
            Proposal(
                code=each.code,
                title=each.area.title(language),
                activity=each.area.activities[language],
                output=each.area.outputs[language],
                months=each.area.months,
                priority=each.priority,
                because=tuple(titles[code].title(language) for code in each.indicators),
            )
            for each in propose_areas(self.instrument, self.scores, rated)
        )

    def plan(
        self, bodies: Mapping[str, Mapping[str, Any]], rated: Callable[[str], RatedAnswer]
    ) -> tuple[PlanLine, ...]:
        """Who does what, at which cost, in which order, and how to check: for whoever reads the
        recommendations, a line each, or none where nothing at all is known.

        `bodies` are what is said of recommendations beside the form, by the instance's id.
        """
        roster = self.apart.get("recommendation")
        if roster is None or roster.withheld or self.audience.profile == PUBLIC:
            return ()
        ids = [row[0].reference.rpartition("]")[0].rpartition("[")[2] for row in roster.rows]
        number = {key: at for at, key in enumerate(ids, 1)}
        scores, instrument = self.scores, self.instrument
        proposed = propose_areas(instrument, scores, rated) if instrument and scores else ()
        lines = [
            self._plan_line(number, key, bodies.get(key, {}), cells, proposed)
            for key, cells in zip(ids, roster.cells(), strict=True)
        ]
        return tuple(lines) if any(line.named or line.checks for line in lines) else ()

    def _plan_line(
        self,
        number: Mapping[str, int],
        key: str,
        body: Mapping[str, Any],
        cells: Mapping[str, PrintedAnswer],
        proposed: Sequence[ProposedArea],
    ) -> PlanLine:
        known = self.instrument.indicator if self.instrument else {}
        moves = [code for code in str(body.get("moves", "")).split() if code in known]
        area, section = (
            _code(cells.get(name)) for name in (question_names.REC_AREA, question_names.REC_SECTION)
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
            self.instrument, self.scores, proposed, moves=moves, area=area, section=section
        ):
            yield CheckLine(
                indicator=each.indicator.title(self.language),
                stage=each.stage,
                to=each.to,
                asks=each.asks[self.language] if each.asks else "",
                evidence=each.indicator.evidence_expected[self.language],
            )

    def readings(self) -> tuple[CrosswalkTable, ...]:
        """What these answers say of other instruments, from what this audience may see."""
        if not self.instrument or not self.scores:
            return ()
        legal = {
            name: node.meta["legal"].split(";")
            for name, node in self.nodes.items()
            if node.meta.get("legal")
        }
        return tuple(
            CrosswalkTable(
                code=each.code,
                title=each.titles[self.language],
                parts=tuple(map(self._reading_part, each.parts)),
                to_check=each.to_check,
            )
            for each in build_crosswalks(self.instrument, self.scores, legal)
        )

    def _reading_part(self, part: CrosswalkPart) -> CrosswalkEntry:
        assert self.instrument is not None
        assert self.scores is not None
        stages = {code: self.scores.indicators[code].evidenced for code in part.indicators}
        saids = [self._named(name) for name in part.facts]
        return CrosswalkEntry(
            number=part.number,
            title=part.titles[self.language],
            indicators=tuple(
                (self.instrument.indicator[code].title(self.language), str(stage or ""))
                for code, stage in stages.items()
            ),
            facts=tuple((plain_text(said.label), said.text) for said in saids if said),
            evidenced=part.evidenced,
        )

    def _articles(self, below: Iterable[LiveNode]) -> tuple[tuple[str, str, bool], ...]:
        """The treaties the section's questions point to, each with its articles in order."""
        if not self.instrument:
            return ()
        wanted = (ref for node in below for ref in node.meta.get("legal", "").split(";") if ref)
        found: dict[str, list[LegalRef]] = {}
        for article in self.instrument.articles(wanted):
            found.setdefault(article.instruments[self.language], []).append(article)
        return tuple(
            (
                treaty,
                _spans(each.article for each in articles),
                any("check" in each.status for each in articles),
            )
            for treaty, articles in found.items()
        )

    def _apart(self, item: Item, names: set[str]) -> bool:
        """Whether an item is printed elsewhere: indicators, need, finding, offers and so on."""
        if isinstance(item, RepeatAnswers):
            chosen = self.apart.get(item.kind)
            return chosen is not None and chosen.rows == item.rows
        return isinstance(item, PrintedAnswer) and item.name in names

    def _funnel(self) -> tuple[tuple[str, int, str], ...]:
        """The counts from report to conviction that may be shown, if there are two or more."""
        saids = [said for name in question_names.FUNNEL if (said := self._named(name))]
        counts = tuple(
            (said.label, int(said.codes[0]), said.text)
            for said in saids
            if said.codes and said.codes[0].isdigit()
        )
        return counts if len(counts) > 1 and max(count for _, count, _ in counts) else ()

    def _named(self, name: str) -> PrintedAnswer | None:
        node = self.nodes.get(name)
        return self.reader.said(node) if node is not None else None

    def _indicators(self, below: Iterable[LiveNode]) -> Iterator[IndicatorLine]:
        if not self.instrument or not self.scores:
            return
        for node in below:
            indicator = self.instrument.indicator_of.get(node.name)
            if indicator:
                yield self._indicator(self.instrument, self.scores, indicator, node)

    def _indicator(
        self, instrument: Instrument, scores: Scores, indicator: Indicator, node: LiveNode
    ) -> IndicatorLine:
        found = scores.indicators[indicator.code]
        said = self.reader.said(node)
        texts = [wording[self.language] for wording in indicator.descriptors]
        at = None if found.evidenced is None else found.evidenced - instrument.lowest_stage
        return IndicatorLine(
            code=indicator.code,
            title=indicator.title(self.language),
            said=said,
            asserted=found.asserted,
            evidenced=found.evidenced,
            evidence=said.evidence,
            stands=texts[at] if at is not None else "",
            asks=texts[at + 1] if at is not None and at + 1 < len(texts) else "",
            weight=indicator.weight,
            contested=said.contested,
            descriptors=tuple(texts),
        )

    def _score(self, dimension: Dimension) -> SectionScore | None:
        if not self.scores or not self.instrument:
            return None
        found = self.scores.dimensions[dimension.code]
        titles = self.instrument.indicator
        return SectionScore(
            asserted=found.asserted,
            evidenced=found.evidenced,
            floor=found.floor,
            ceiling=found.ceiling,
            lowest=found.lowest,
            weakest=tuple(titles[code].title(self.language) for code in found.weakest),
            rated=found.rated,
            of=found.of,
            need=found.need,
            priority=found.priority,
        )

    def _disagreements(self, below: Iterable[LiveNode]) -> Iterator[Disagreement]:
        """Questions on which sources differ, where the whole answer may be seen."""
        for node in below:
            bodies = self._said.get(node.reference, [])
            seen = self.seen.get(node.reference)
            open_here = self.audience.profile == INTERNAL or (
                seen is not None and seen.shown is Shown.FULL
            )
            if open_here and len({str(body.get("value", "")) for body in bodies}) > 1:
                yield Disagreement(
                    label=node.label or node.name,
                    finding=self.reader.said(node).text,
                    voices=tuple(self._voice(node, body) for body in bodies),
                )

    def _voice(self, node: LiveNode, body: Mapping[str, Any]) -> tuple[str, str, str]:
        """Who said it, what, and why; the team also sees the code of the source."""
        key = str(body.get("source", ""))
        source = self.audience.sources.get(key)
        name = self.audience.called(source, self.clusters) if source else self._("A source")
        value = "; ".join(self.reader.values(node, str(body.get("value", ""))))
        if self.audience.profile != INTERNAL:
            return name, value, ""
        code = f"{self.audience.code(key)} " if source else ""
        return f"{code}{name}", value, str(body.get("note", ""))


def _code(said: PrintedAnswer | None) -> str:
    return said.codes[0] if said and said.codes else ""


def _spans(articles: Iterable[str]) -> str:
    """Article numbers in order, neighbours drawn together: 2–10, 22."""
    given = set(articles)
    numbers = sorted(int(each) for each in given if each.isdigit())
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ", ".join([*parts, *sorted(each for each in given if not each.isdigit())])
