"""From a live form and its entries to what one audience may see, before any layout.

Scores are computed again from what the projection shows, so that no number on the page lets a
reader work out an answer that is not on it; the same projection names what its parcel may carry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from assessor import words
from assessor.form.labels.styled_text import plain_text
from assessor.report.projection import question_names
from assessor.report.projection.audience import (
    ATTRIBUTION_LEVELS,
    Audience,
    Source,
    VisibleAnswer,
    read_source,
    strictest_level,
)
from assessor.report.projection.change_log import Change, Remark, RemarkLine
from assessor.report.projection.live_form import LiveForm
from assessor.report.projection.node_reader import NodeReader, questions_below
from assessor.report.projection.projection import (
    INTERNAL,
    PROFILES,
    PUBLIC,
    Cover,
    Projection,
    ReportFacts,
    ReportSection,
    ScaleTitles,
    Shown,
)
from assessor.report.projection.record_summary import (
    Heads,
    OmittedAnswer,
    RecordSummary,
    has_content,
)
from assessor.report.projection.section_builder import SectionBuilder
from assessor.report.projection.small_counts import revealed_counts
from assessor.scoring.instrument import Instrument
from assessor.scoring.stage_scores import RatedAnswer, calculate_scores
from assessor.store.model.entry import Entry, in_conflict


@dataclass(frozen=True, slots=True)
class _ProjectionInputs:
    """What a projection is made from."""

    instance: LiveForm
    heads: Heads
    profile: str
    instrument: Instrument | None
    facts: ReportFacts
    language: str
    retired: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    remarks: Mapping[str, Sequence[Remark]] = field(default_factory=dict)


def project(
    instance: LiveForm,
    heads: Heads,
    *,
    facts: ReportFacts,
    profile: str = INTERNAL,
    instrument: Instrument | None = None,
    language: str = "",
    retired: Mapping[str, tuple[str, str]] | None = None,
    changes: Sequence[Change] = (),
    remarks: Mapping[str, Sequence[Remark]] | None = None,
) -> Projection:
    """What the audience of `profile` may see, in `language`, or that of `instance`.

    `instance` is a form with its answers, set to the language of the report, or to another where
    the form does not speak it: then its own words stay as they are. It is only read.
    `heads` are the standing entries of the assessment as Mission.heads gives them. The form's own
    facts (country, dates, host, marking, clusters met, attribution rule) are read from questions
    named as in the shipped instrument; a form without them gives a plainer cover.

    `retired` has, for answers the form does not have, what was asked and said, in words;
    `changes` is the change log, `remarks` what the government said, by reference.

    The parcel of the report is made from the result: an entry travels with its body if
    `projection.releases(entry.name)`. Then `projection.carrying(...)` names the parcel.

    Raises ValueError for a profile that does not exist.
    """
    if profile not in PROFILES:
        raise ValueError(f"no profile {profile!r}")
    return _Projector(
        _ProjectionInputs(
            instance,
            heads,
            profile,
            instrument,
            facts,
            language or instance.language,
            retired or {},
            changes,
            remarks or {},
        )
    ).done()


def omitted_answers(
    instance: LiveForm,
    heads: Heads,
    *,
    facts: ReportFacts,
    profile: str,
    instrument: Instrument | None = None,
) -> tuple[OmittedAnswer, ...]:
    """What the audience of `profile` does not read of the answers, and why, as the form goes.

    For who exports; no part of the projection, which may know nothing of what is withheld.
    """
    given = _ProjectionInputs(instance, heads, profile, instrument, facts, instance.language)
    return _Projector(given).record.left_out()


class _Projector:
    """The state of one projection while it is made."""

    def __init__(self, given: _ProjectionInputs) -> None:
        self.given = given
        self.language = given.language
        self._ = words.translator(self.language)
        self.nodes = {node.name: node for node in questions_below(given.instance.root)}
        self.by_reference = {node.reference: node for node in questions_below(given.instance.root)}
        self.audience = Audience(
            given.profile, self._sources(), self._("Several groups, put together")
        )
        self.clusters = {c.value: c.label for c in self._choices(question_names.CLUSTERS)}
        self.seen: dict[str, VisibleAnswer] = {}
        self.shown = {key: e[0] for (kind, key), e in given.heads.items() if kind == "answer"}
        self._judge_all()
        instrument = given.instrument
        language = self.language
        reasons = instrument.missing_reasons if instrument else ()
        self.reader = NodeReader(
            language,
            lambda node: self.seen.get(node.reference),
            lambda ids: self.audience.names(tuple(ids), self.clusters),
            {each.code: each.titles[language] for each in reasons},
            self._contested(),
            derived=given.profile == INTERNAL,
        )
        self.scores = calculate_scores(instrument, self._rated) if instrument else None
        self.record = RecordSummary(
            given.instance, given.heads, self.audience, self.seen, self.clusters, self.language
        )
        self.sections = SectionBuilder(
            self.reader,
            self.audience,
            instrument,
            self.scores,
            self.nodes,
            self.seen,
            self._statements(),
            self.clusters,
            self.reader.rosters(given.instance.root),
        )

    # --- answers -------------------------------------------------------------------------------

    def _body(self, kind: str, key: str) -> Mapping[str, Any]:
        found = self.given.heads.get((kind, key), ())
        return (found[0].body or {}) if found else {}

    def _value(self, name: str) -> str:
        node = self.nodes.get(name)
        return node.value if node is not None and node.relevant else ""

    def _choices(self, name: str) -> Sequence[Any]:
        node = self.nodes.get(name)
        return node.choices if node is not None else ()

    def _statements(self) -> list[Mapping[str, Any]]:
        """The bodies of what sources said, where they are here."""
        said = (e[0].body for (kind, _), e in self.given.heads.items() if kind == "statement")
        return [body for body in said if body]

    def _sources(self) -> dict[str, Source]:
        agreed = self._value(question_names.ATTRIBUTION)
        bodies = {
            key: _strictest(entries)
            for (kind, key), entries in self.given.heads.items()
            if kind == "source"
        }
        in_order = sorted(bodies, key=lambda key: (str(bodies[key].get("date", "")), key))
        return {key: read_source(key, bodies[key], agreed) for key in in_order}

    def _beside(self) -> dict[str, Mapping[str, Any]]:
        """What is said of recommendations beside the form."""
        return {
            key: entries[0].body
            for (kind, key), entries in self.given.heads.items()
            if kind == "recommendation" and entries[0].body
        }

    def _contested(self) -> frozenset[str]:
        if self.given.profile == PUBLIC:
            return frozenset()
        return frozenset(
            key
            for (kind, key), entries in self.given.heads.items()
            if kind == "answer" and len(entries) > 1 and in_conflict(entries)
        )

    def _judge_all(self) -> None:
        for reference, entry in self.shown.items():
            node = self.by_reference.get(reference)
            if node is None or entry.body is None or not has_content(entry.body):
                continue
            meta = dict(node.meta)
            if node.name == question_names.MARKING:
                meta["kind"] = "marking"  # the marking on every page is this answer
            kind = "choice" if node.choices else node.type
            self.seen[reference] = self.audience.judge(meta, kind, entry.body)
            if self.given.profile != INTERNAL and in_conflict(
                self.given.heads["answer", reference]
            ):
                self.seen[reference] = VisibleAnswer(
                    Shown.NONE, why="undecided"
                )  # nobody's is told yet
        bodies = {reference: self.shown[reference].body or {} for reference in self.seen}
        for reference in revealed_counts(self.by_reference, self.seen, bodies, self.audience):
            self.seen[reference] = VisibleAnswer(Shown.NONE, why="beside")
        self._bare_stages()

    def _bare_stages(self) -> None:
        """Where only the stage may be told, it is the evidenced one: a claim alone is not told."""
        instrument = self.given.instrument
        stages = {ref: seen for ref, seen in self.seen.items() if seen.stage_only}
        if not instrument or not stages:
            return
        full = calculate_scores(instrument, self._rated)
        strongest = max(instrument.evidence_scale, key=lambda level: level.supports, default=None)
        for reference, seen in stages.items():
            indicator = instrument.indicator_of.get(self.by_reference[reference].name)
            stage = full.indicators[indicator.code].evidenced if indicator else None
            if stage is not None and strongest is not None:
                self.seen[reference] = replace(seen, value=str(stage), evidence=strongest.code)

    def _rated(self, question: str) -> RatedAnswer:
        node = self.nodes.get(question)
        if node is None or not node.relevant:
            return RatedAnswer()
        seen = self.seen.get(node.reference)
        if seen is None or seen.shown is Shown.NONE:
            return RatedAnswer()
        heads = self.given.heads.get(("answer", node.reference), ())
        others: tuple[RatedAnswer, ...] = ()
        if self.given.profile == INTERNAL and len(heads) > 1 and in_conflict(heads):
            others = tuple(
                RatedAnswer(str(each.body.get("value", "")), str(each.body.get("evidence", "")))
                for each in heads[1:]
                if each.body
            )
        return RatedAnswer(seen.value, seen.evidence, seen.missing, bool(others), others)

    # --- the parts -----------------------------------------------------------------------------

    def done(self) -> Projection:
        """The projection."""
        given, reader = self.given, self.reader
        groups = [node for node in given.instance.root.children if node.kind == "group"]
        sections = [self.sections.section(group) for group in groups]
        scored = [at for at, section in enumerate(sections) if section.code]
        before = scored[0] if scored else 0  # groups before the first scored one are the record
        record = (item for group in groups[:before] for item in reader.items(group))
        met, missed = self._clusters()
        scale = given.instrument.evidence_scale if given.instrument else ()
        withheld, released = self.record.parcel()
        return Projection(
            profile=given.profile,
            language=self.language,
            facts=self._facts(),
            cover=self._cover(),
            mission=(*reader.loose(given.instance.root), *record),
            sections=tuple(sections[at] for at in scored),
            closing=tuple(section for section in sections[before:] if not section.code),
            recommendations=self.sections.apart.get("recommendation"),
            offers=self.sections.apart.get("offer"),
            proposals=self.sections.proposals(self._rated),
            clusters_met=met,
            clusters_missed=missed,
            coverage=self.scores.coverage if self.scores else None,
            rated=self.scores.rated if self.scores else 0,
            of=self.scores.of if self.scores else 0,
            evidence_mix=self.record.evidence_mix(level.code for level in scale),
            evidence_scale=self._scale(),
            stage_titles=self._stage_titles(),
            files=self.record.files(),
            sources=self.record.sources(),
            strangers=self.record.strangers(self.given.retired),
            unanswered=self.record.unanswered(groups),
            areas=self._areas(),
            plan=self.sections.plan(self._beside(), self._rated),
            readings=self.sections.readings(),
            changes=self._changes(),
            remarks=tuple(self._remarks(sections)),
            accounting=self.record.accounting(),
            withheld=withheld,
            released=released,
            restated=self.record.restated(),
        )

    def _changes(self) -> tuple[Change, ...]:
        """The change log: outside the team counts and days, and nothing else."""
        if self.given.profile == INTERNAL:
            return tuple(self.given.changes)
        return tuple(replace(each, details=()) for each in self.given.changes)

    def _remarks(self, sections: Sequence[ReportSection]) -> Iterator[RemarkLine]:
        """What the government said: for the team, and for itself of what it reads; nobody else."""
        if self.given.profile == PUBLIC:
            return
        order = {reference: at for at, reference in enumerate(self.by_reference)}
        for reference in sorted(self.given.remarks, key=lambda key: order.get(key, len(order))):
            node, seen = self.by_reference.get(reference), self.seen.get(reference)
            read = seen is not None and seen.shown in (Shown.FULL, Shown.PART)
            if self.given.profile != INTERNAL and not (node is not None and node.relevant and read):
                continue
            asked = plain_text(node.label) or node.name if node is not None else reference
            there = (each for each in sections if reference.startswith(f"{each.reference}/"))
            section = next((each.title for each in there), "")
            for remark in self.given.remarks[reference]:
                yield RemarkLine(section, asked, remark)

    def _facts(self) -> ReportFacts:
        """The facts of the report; who assessed is told to the team alone."""
        facts = self.given.facts
        return facts if self.given.profile == INTERNAL else replace(facts, assessors=())

    def _cover(self) -> Cover:
        return Cover(
            country=self._words(question_names.COUNTRY),
            country_code=self._value(question_names.COUNTRY),
            days=self._days(),
            host=self._words(question_names.HOST),
            mission_code=self._words(question_names.MISSION_CODE),
            reference_year=self._words(question_names.REFERENCE_YEAR),
            marking=self._("For publication")
            if self.given.profile == PUBLIC
            else self._words(question_names.MARKING),
        )

    def _days(self) -> str:
        """The days in country, as far as they are known and may be told."""
        told = [self._words(name) for name in (question_names.FIRST_DAY, question_names.LAST_DAY)]
        if not all(told):
            return "".join(told)
        try:
            first, last = (
                date.fromisoformat(self._value(name))
                for name in (question_names.FIRST_DAY, question_names.LAST_DAY)
            )
        except ValueError:
            return " – ".join(told)
        return words.date_span(first, last, self.language)

    def _words(self, name: str) -> str:
        node = self.nodes.get(name)
        return self.reader.said(node).text if node is not None else ""

    def _clusters(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        met = self._value(question_names.CLUSTERS).split()
        if not met:
            return (), ()
        labels = self.clusters
        return (
            tuple(label for code, label in labels.items() if code in met),
            tuple(label for code, label in labels.items() if code not in met),
        )

    def _areas(self) -> tuple[tuple[str, str], ...]:
        """The assistance areas of the instrument."""
        areas = self.given.instrument.areas if self.given.instrument else ()
        return tuple((area.code, area.title(self.language)) for area in areas)

    def _scale(self) -> ScaleTitles:
        levels = self.given.instrument.evidence_scale if self.given.instrument else ()
        language = self.language
        return ScaleTitles(
            tuple((e.code, e.titles[language], e.meanings[language]) for e in levels)
        )

    def _stage_titles(self) -> tuple[str, ...]:
        """The names of the stages, lowest first, as the form's choices have them."""
        instrument = self.given.instrument
        for indicator in instrument.indicators if instrument else ():
            stages = [c for c in self._choices(indicator.question) if c.value.isdigit()]
            return tuple(c.label.removeprefix(c.value).strip() for c in stages)
        return ()


def _strictest(entries: Sequence[Entry]) -> Mapping[str, Any]:
    """A source as its heads have it, named as the strictest says; a deleted one is background."""
    bodies = [entry.body for entry in entries if entry.body is not None]
    given = [str(body.get("attribution", "")) for body in bodies]
    if len(bodies) < len(entries):
        given.append("background")
    level = strictest_level(ATTRIBUTION_LEVELS, *given) if any(given) else ""
    return {**(bodies[0] if bodies else {}), "attribution": level}
