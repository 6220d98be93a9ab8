"""Make a projection from a live form and its entries.

Scores are worked out once, over everything; an audience is told them or that they are not released.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from assessor import words
from assessor.form.labels.styled_text import plain_text
from assessor.form.model.definition import Choice
from assessor.report.projection import audience, question_names, record_summary
from assessor.report.projection.change_log import Change, Remark, RemarkLine
from assessor.report.projection.live_form import LiveForm
from assessor.report.projection.node_reader import NodeReader, questions_below
from assessor.report.projection.plan.plan_builder import PlanBuilder
from assessor.report.projection.projection import (
    INTERNAL,
    PROFILES,
    PUBLIC,
    Cover,
    Projection,
    ReportSection,
    ScaleTitles,
    Visibility,
)
from assessor.report.projection.protection.small_counts import hide_revealed
from assessor.report.projection.report_facts import ReportFacts
from assessor.report.projection.section_builder import SectionBuilder
from assessor.report.projection.stage_release import StageRelease, release_decisions
from assessor.report.readings.treaty_tables import TreatyTable
from assessor.scoring.instrument import Instrument
from assessor.scoring.stage_scores import RatedAnswer, calculate_scores
from assessor.store.model.entry import Entry, in_conflict


def project(
    instance: LiveForm,
    heads: record_summary.Heads,
    *,
    facts: ReportFacts,
    profile: str = INTERNAL,
    instrument: Instrument | None = None,
    language: str = "",
    retired: Mapping[str, tuple[str, str]] | None = None,
    changes: Sequence[Change] = (),
    remarks: Mapping[str, Sequence[Remark]] | None = None,
) -> Projection:
    """Return what the audience of `profile` may see, in `language` (default: that of `instance`).

    `instance` is only read. `heads` are the standing entries. Cover facts come from questions with
    the shipped instrument's names. `retired` maps answers without a question to (question, answer)
    in words; `remarks` are the government's comments by reference. The parcel includes the body of
    an entry only if `projection.releases(entry.name)`. Raises ValueError for an unknown profile.
    """
    if profile not in PROFILES:
        raise ValueError(f"no profile {profile!r}")
    return _Projector(
        instance,
        heads,
        profile,
        instrument,
        facts,
        language or instance.language,
        retired or {},
        changes,
        remarks or {},
    ).build()


def omitted_answers(
    instance: LiveForm,
    heads: record_summary.Heads,
    *,
    facts: ReportFacts,
    profile: str,
    instrument: Instrument | None = None,
) -> tuple[record_summary.OmittedAnswer, ...]:
    """Return what the audience of `profile` does not see and why; for the exporter only."""
    projector = _Projector(instance, heads, profile, instrument, facts, instance.language)
    return projector.record.omitted()


@dataclass
class _Projector:
    """Builds one projection."""

    instance: LiveForm
    heads: record_summary.Heads
    profile: str
    instrument: Instrument | None
    facts: ReportFacts
    language: str
    retired: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    remarks: Mapping[str, Sequence[Remark]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ = words.translator(self.language)
        questions = list(questions_below(self.instance.root))
        self.nodes = {node.name: node for node in questions}
        self.by_reference = {node.reference: node for node in questions}
        self.audience = audience.Audience(
            self.profile, self._sources(), self._("Several groups, put together")
        )
        self.clusters = {c.value: c.label for c in self._choices(question_names.CLUSTERS)}
        self.visible: dict[str, audience.VisibleAnswer] = {}
        self.entries = {key: e[0] for (kind, key), e in self.heads.items() if kind == "answer"}
        instrument = self.instrument
        self.stages = self._stage_release(instrument) if instrument else None
        self._judge_answers()
        reasons = instrument.missing_reasons if instrument else ()
        self.reader = NodeReader(
            self.language,
            lambda node: self.visible.get(node.reference),
            lambda ids: self.audience.names(tuple(ids), self.clusters),
            {each.code: each.titles[self.language] for each in reasons},
            self._conflicting(),
            derived=self.profile == INTERNAL,
        )
        self.scores = self.stages.scores(self._rated) if self.stages else None
        self.record = record_summary.RecordSummary(
            self.instance, self.heads, self.audience, self.visible, self.clusters, self.language
        )
        self.sections = SectionBuilder(
            self.reader,
            self.audience,
            instrument,
            self.scores,
            self._rated,
            self.nodes,
            self.visible,
            self.clusters,
            self.record.bodies("statement"),
            self.reader.repeats(self.instance.root),
        )

    def _value_of(self, name: str) -> str:
        node = self.nodes.get(name)
        return node.value if node is not None and node.relevant else ""

    def _choices(self, name: str) -> Sequence[Choice]:
        node = self.nodes.get(name)
        return node.choices if node is not None else ()

    def _sources(self) -> dict[str, audience.Source]:
        agreed = self._value_of(question_names.ATTRIBUTION)
        bodies = {
            key: _strictest(entries)
            for (kind, key), entries in self.heads.items()
            if kind == "source"
        }
        in_order = sorted(bodies, key=lambda key: (str(bodies[key].get("date", "")), key))
        return {key: audience.read_source(key, bodies[key], agreed) for key in in_order}

    def _recommendation_bodies(self) -> dict[str, Mapping[str, Any]]:
        """Return plan entries beside recommendations, by instance id."""
        return {
            key: entries[0].body
            for (kind, key), entries in self.heads.items()
            if kind == "recommendation" and entries[0].body
        }

    def _conflicting(self) -> frozenset[str]:
        if self.profile == PUBLIC:
            return frozenset()
        return frozenset(
            key
            for (kind, key), entries in self.heads.items()
            if kind == "answer" and len(entries) > 1 and in_conflict(entries)
        )

    def _stage_release(self, instrument: Instrument) -> StageRelease:
        full = calculate_scores(instrument, self._rated_by_all)
        return StageRelease(instrument, full, self.audience, self.nodes, self.heads)

    def _judge_answers(self) -> None:
        decided = release_decisions(self.heads)
        for reference, entry in self.entries.items():
            node = self.by_reference.get(reference)
            if node is None or entry.body is None or not record_summary.has_content(entry.body):
                continue
            meta = dict(node.meta)
            if node.name == question_names.MARKING:
                meta["kind"] = "marking"  # it is printed on every page
            kind = "choice" if node.choices else node.type
            to_whom = decided.get(reference, "")
            self.visible[reference] = self.audience.judge(meta, kind, entry.body, to_whom)
            if self.profile != INTERNAL and in_conflict(self.heads["answer", reference]):
                self.visible[reference] = audience.VisibleAnswer(Visibility.NONE, why="undecided")
        hide_revealed(self.by_reference, self.visible, self.entries, self.audience, decided)
        if self.stages:
            self.stages.limit(self.visible)

    def _rated_by_all(self, question: str) -> RatedAnswer:
        """Return an answer as the team knows it; `others` are told to the team alone."""
        node = self.nodes.get(question)
        if node is None or not node.relevant:
            return RatedAnswer()
        heads = [each for each in self.heads.get(("answer", node.reference), ()) if each.body]
        if not heads:
            return RatedAnswer()
        first, *rest = map(_rated_answer, heads)
        others = tuple(rest) if in_conflict(self.heads["answer", node.reference]) else ()
        return replace(first, in_conflict=bool(others), others=others)

    def _rated(self, question: str) -> RatedAnswer:
        """Return an answer as this audience may know it."""
        node = self.nodes.get(question)
        if self.profile == INTERNAL or node is None or not node.relevant:
            return self._rated_by_all(question)
        visible = self.visible.get(node.reference)
        if visible is None or visible.visibility is Visibility.NONE:
            return RatedAnswer()
        return RatedAnswer(visible.value, visible.evidence, visible.missing)

    def build(self) -> Projection:
        groups = [node for node in self.instance.root.children if node.kind == "group"]
        sections = [self.sections.section(group) for group in groups]
        before = next((at for at, each in enumerate(sections) if each.code), 0)  # mission record
        record = (item for group in groups[:before] for item in self.reader.items(group))
        (met, missed), (withheld, released) = self._clusters(), self.record.parcel()
        return Projection(
            profile=self.profile,
            language=self.language,
            facts=self._facts(),
            cover=self._cover(),
            mission=(*self.reader.ungrouped(self.instance.root), *record),
            sections=tuple(section for section in sections if section.code),
            closing=tuple(section for section in sections[before:] if not section.code),
            recommendations=self.plan.roster,
            offers=self.sections.separate.get("offer"),
            proposals=self.plan.proposals(),
            clusters_met=met,
            clusters_missed=missed,
            coverage=self.scores.coverage if self.scores else None,
            rated=self.scores.rated if self.scores else 0,
            of=self.scores.of if self.scores else 0,
            evidence_mix=self._evidence_mix(),
            evidence_scale=self._scale(),
            stage_titles=self._stage_titles(),
            files=self.record.files(),
            sources=self.record.sources(),
            retired=self.record.retired(self.retired),
            unanswered=self.record.unanswered(groups),
            areas=self._areas(),
            plan=self.plan.lines(),
            readings=self.sections.readings(),
            treaties=self._treaties(),
            changes=self._changes(),
            remarks=tuple(self._remarks(sections)),
            accounting=self.record.accounting(),
            withheld=withheld,
            released=released,
            disclosed=self.record.disclosed(),
        )

    def _treaties(self) -> tuple[TreatyTable, ...]:
        if not self.stages or not self.scores:
            return ()
        files, answer = self.record.files(), self.sections.answer_to
        reader = self.stages.treaty_reader(self.scores, self._rated_by_all, self.visible, files)
        return reader.tables(answer, self.language)

    @cached_property
    def plan(self) -> PlanBuilder:
        """Suggestions and plan."""
        return PlanBuilder(
            self.reader,
            self.audience,
            self.instrument,
            self.scores,
            self._rated,
            self.nodes,
            self.visible,
            self.sections.separate.get("recommendation"),
            self._recommendation_bodies(),
        )

    def _evidence_mix(self) -> dict[str, int]:
        scale = self.instrument.evidence_scale if self.instrument else ()
        return self.record.evidence_mix(level.code for level in scale)

    def _changes(self) -> tuple[Change, ...]:
        """Return the change log; details are for the team only."""
        if self.profile == INTERNAL:
            return tuple(self.changes)
        return tuple(replace(each, details=()) for each in self.changes)

    def _remarks(self, sections: Sequence[ReportSection]) -> Iterator[RemarkLine]:
        """Yield comments: all for the team, those on visible answers for the government."""
        if self.profile == PUBLIC:
            return
        order = {reference: at for at, reference in enumerate(self.by_reference)}
        for reference in sorted(self.remarks, key=lambda key: order.get(key, len(order))):
            node, visible = self.by_reference.get(reference), self.visible.get(reference)
            readable = visible is not None and visible.visibility.readable
            if self.profile != INTERNAL and not (node is not None and node.relevant and readable):
                continue
            question = plain_text(node.label) or node.name if node is not None else reference
            titles = (each for each in sections if reference.startswith(f"{each.reference}/"))
            section = next((each.title for each in titles), "")
            for remark in self.remarks[reference]:
                yield RemarkLine(section, question, remark)

    def _facts(self) -> ReportFacts:
        """Return the report's facts; assessors are named to the team only."""
        facts = self.facts
        return facts if self.profile == INTERNAL else replace(facts, assessors=())

    def _cover(self) -> Cover:
        unlisted = self._value_of(question_names.COUNTRY) == question_names.OTHER
        name = question_names.COUNTRY_OTHER if unlisted else question_names.COUNTRY
        return Cover(
            country=self._text_of(name) or self._text_of(question_names.COUNTRY),
            country_code=self._value_of(question_names.COUNTRY),
            days=self._days(),
            host=self._text_of(question_names.HOST),
            mission_code=self._text_of(question_names.MISSION_CODE),
            reference_year=self._text_of(question_names.REFERENCE_YEAR),
            marking=self._("For publication")
            if self.profile == PUBLIC
            else self._text_of(question_names.MARKING),
        )

    def _days(self) -> str:
        """Return the days in country, as far as known and visible."""
        texts = [
            self._text_of(name) for name in (question_names.FIRST_DAY, question_names.LAST_DAY)
        ]
        if not all(texts):
            return "".join(texts)
        try:
            first, last = (
                date.fromisoformat(self._value_of(name))
                for name in (question_names.FIRST_DAY, question_names.LAST_DAY)
            )
        except ValueError:
            return " – ".join(texts)
        return words.date_span(first, last, self.language)

    def _text_of(self, name: str) -> str:
        node = self.nodes.get(name)
        return self.reader.answer(node).text if node is not None else ""

    def _clusters(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        met = self._value_of(question_names.CLUSTERS).split()
        if not met:
            return (), ()
        labels = self.clusters
        return (
            tuple(label for code, label in labels.items() if code in met),
            tuple(label for code, label in labels.items() if code not in met),
        )

    def _areas(self) -> tuple[tuple[str, str], ...]:
        """Return the instrument's assistance areas."""
        areas = self.instrument.areas if self.instrument else ()
        return tuple((area.code, area.title(self.language)) for area in areas)

    def _scale(self) -> ScaleTitles:
        levels = self.instrument.evidence_scale if self.instrument else ()
        language = self.language
        return ScaleTitles(
            tuple((e.code, e.titles[language], e.meanings[language]) for e in levels)
        )

    def _stage_titles(self) -> tuple[str, ...]:
        """Return the stage names, lowest first, from the sheet `stages` or the form's choices."""
        instrument = self.instrument
        if instrument and instrument.stages:
            return tuple(each.title(self.language) for each in instrument.stages)
        for indicator in instrument.indicators if instrument else ():
            stages = [c for c in self._choices(indicator.question) if c.value.isdigit()]
            return tuple(c.label.removeprefix(c.value).strip() for c in stages)
        return ()


def _strictest(entries: Sequence[Entry]) -> Mapping[str, Any]:
    """Merge the heads of a source with the strictest attribution; deleted ones are background."""
    bodies = [entry.body for entry in entries if entry.body is not None]
    levels = [str(body.get("attribution", "")) for body in bodies]
    if len(bodies) < len(entries):
        levels.append("background")
    level = audience.strictest_level(audience.ATTRIBUTION_LEVELS, *levels) if any(levels) else ""
    return {**(bodies[0] if bodies else {}), "attribution": level}


def _rated_answer(entry: Entry) -> RatedAnswer:
    """Return the parts of an answer that scores depend on."""
    body = entry.body or {}
    value, evidence, missing = (
        str(body.get(part, "")) for part in ("value", "evidence", "missing")
    )
    return RatedAnswer(value, evidence, missing)
