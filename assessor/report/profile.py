"""From a live form and its entries to what one audience may see, before any layout.

Scores are computed again from what the projection shows, so that no number on the page lets a
reader work out an answer that is not on it; the same projection names what its parcel may carry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assessor import words
from assessor.report.audience import Audience, Seen, Source, source_of
from assessor.report.live import LiveForm, LiveNode
from assessor.report.projection import (
    INTERNAL,
    PROFILES,
    PUBLIC,
    Accounting,
    Cover,
    EvidenceFile,
    Facts,
    Item,
    Projection,
    Scale,
    Shown,
)
from assessor.report.reading import Reader, questions
from assessor.report.sections import Sections
from assessor.scoring.stages import Rated, score
from assessor.store.entry import Entry, in_conflict

if TYPE_CHECKING:
    from assessor.scoring.instrument import Instrument

Heads = Mapping[tuple[str, str], Sequence[Entry]]
"""What `Mission.heads` gives: (kind, key) → the standing entries, the one shown first."""


@dataclass(frozen=True, slots=True)
class _Given:
    """What a projection is made from."""

    instance: LiveForm
    heads: Heads
    profile: str
    instrument: Instrument | None
    facts: Facts


def project(
    instance: LiveForm,
    heads: Heads,
    *,
    facts: Facts,
    profile: str = INTERNAL,
    instrument: Instrument | None = None,
) -> Projection:
    """What the audience of `profile` may see, in the language of `instance`.

    `instance` is a form with its answers, set to the language of the report; it is only read.
    `heads` are the standing entries of the assessment as Mission.heads gives them. The form's own
    facts (country, dates, host, marking, clusters met, attribution rule) are read from questions
    named as in the shipped instrument; a form without them gives a plainer cover.

    The parcel of the report is made from the result: an entry travels with its body if
    `projection.releases(entry.name)`. Then `projection.carrying(...)` names the parcel.

    Raises ValueError for a profile that does not exist.
    """
    if profile not in PROFILES:
        raise ValueError(f"no profile {profile!r}")
    return _Projecting(_Given(instance, heads, profile, instrument, facts)).done()


class _Projecting:
    """The state of one projection while it is made."""

    def __init__(self, given: _Given) -> None:
        self.given = given
        self.language = given.instance.language
        self._ = words.translator(self.language)
        self.nodes = {node.name: node for node in questions(given.instance.root)}
        self.by_reference = {node.reference: node for node in questions(given.instance.root)}
        self.audience = Audience(given.profile, self._sources())
        self.clusters = {c.value: c.label for c in self._choices("clusters_met")}
        self.seen: dict[str, Seen] = {}
        self.shown = {key: e[0] for (kind, key), e in given.heads.items() if kind == "answer"}
        self._judge_all()
        instrument = given.instrument
        language = self.language
        reasons = instrument.missing_reasons if instrument else ()
        self.reader = Reader(
            language,
            lambda node: self.seen.get(node.reference),
            lambda ids: self.audience.names(tuple(ids), self.clusters),
            {each.code: each.titles[language] for each in reasons},
            self._contested(),
        )
        self.scores = score(instrument, self._rated) if instrument else None
        self.sections = Sections(
            self.reader,
            self.audience,
            instrument,
            self.scores,
            self.nodes,
            self.seen,
            [
                e[0].body
                for (kind, _), e in given.heads.items()
                if kind == "statement" and e[0].body
            ],
            self.clusters,
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

    def _sources(self) -> dict[str, Source]:
        agreed = self._value("attribution")
        return {
            key: source_of(key, entries[0].body, agreed)
            for (kind, key), entries in self.given.heads.items()
            if kind == "source" and entries[0].body
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
            if node is None or entry.body is None or not _says(entry.body):
                continue
            meta = dict(node.meta)
            if node.name == "classification":
                meta["kind"] = "marking"  # the marking on every page is this answer
            self.seen[reference] = self.audience.judge(meta, node.type, entry.body)
        self._bare_stages()

    def _bare_stages(self) -> None:
        """Where only the stage may be told, it is the evidenced one: a claim alone is not told."""
        instrument = self.given.instrument
        stages = {ref: seen for ref, seen in self.seen.items() if seen.stage_only}
        if not instrument or not stages:
            return
        full = score(instrument, self._rated)
        strongest = max(instrument.evidence_scale, key=lambda level: level.supports, default=None)
        for reference, seen in stages.items():
            indicator = instrument.indicator_of.get(self.by_reference[reference].name)
            stage = full.indicators[indicator.code].evidenced if indicator else None
            if stage is not None and strongest is not None:
                self.seen[reference] = replace(seen, value=str(stage), evidence=strongest.code)

    def _rated(self, question: str) -> Rated:
        node = self.nodes.get(question)
        if node is None or not node.relevant:
            return Rated()
        seen = self.seen.get(node.reference)
        if seen is None or seen.shown is Shown.NONE:
            return Rated()
        heads = self.given.heads.get(("answer", node.reference), ())
        others: tuple[Rated, ...] = ()
        if self.given.profile == INTERNAL and len(heads) > 1 and in_conflict(heads):
            others = tuple(
                Rated(str(each.body.get("value", "")), str(each.body.get("evidence", "")))
                for each in heads[1:]
                if each.body
            )
        return Rated(seen.value, seen.evidence, seen.missing, bool(others), others)

    # --- the parts -----------------------------------------------------------------------------

    def done(self) -> Projection:
        """The projection."""
        given, reader = self.given, self.reader
        groups = [n for n in given.instance.root.children if n.kind == "group"]
        sections = {group.name: self.sections.section(group) for group in groups}
        scored = tuple(each for each in sections.values() if each.code)
        first = next((at for at, g in enumerate(groups) if sections[g.name].code), len(groups))
        loose = [n for n in given.instance.root.children if n.kind == "question"]
        mission: list[Item] = [reader.said(node) for node in loose if node.control != "note"]
        for group in groups[:first] if scored else ():
            mission += reader.items(group)
        rest = groups[first:] if scored else groups
        met, missed = self._clusters()
        scale = given.instrument.evidence_scale if given.instrument else ()
        withheld, released = self._parcel()
        return Projection(
            profile=given.profile,
            language=self.language,
            facts=given.facts,
            cover=self._cover(),
            mission=tuple(mission),
            sections=scored,
            closing=tuple(sections[g.name] for g in rest if not sections[g.name].code),
            recommendations=self.sections.roster(given.instance.root, "recommendation"),
            offers=self.sections.roster(given.instance.root, "offer"),
            proposals=self.sections.proposals(self._rated),
            clusters_met=met,
            clusters_missed=missed,
            coverage=self.scores.coverage if self.scores else None,
            rated=self.scores.rated if self.scores else 0,
            of=self.scores.of if self.scores else 0,
            evidence_mix=self._evidence_mix(),
            evidence_scale=Scale(
                tuple((e.code, e.titles[self.language], e.meanings[self.language]) for e in scale)
            ),
            stage_titles=self._stage_titles(),
            files=self._files(),
            strangers=self._strangers(),
            unanswered=self._unanswered(groups),
            accounting=self._accounting(),
            withheld=withheld,
            released=released,
        )

    def _cover(self) -> Cover:
        return Cover(
            country=self._words("country"),
            country_code=self._value("country"),
            first_day=self._words("mission_start"),
            last_day=self._words("mission_end"),
            host=self._words("lead_institution"),
            mission_code=self._words("mission_code"),
            reference_year=self._words("ref_year"),
            marking=self._("For publication")
            if self.given.profile == PUBLIC
            else self._words("classification"),
        )

    def _words(self, name: str) -> str:
        node = self.nodes.get(name)
        return self.reader.said(node).text if node is not None else ""

    def _clusters(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        met = self._value("clusters_met").split()
        if not met:
            return (), ()
        labels = self.clusters
        return (
            tuple(label for code, label in labels.items() if code in met),
            tuple(label for code, label in labels.items() if code not in met),
        )

    def _evidence_mix(self) -> dict[str, int]:
        """How many printed facts and stages rest on each kind of evidence; "" is not stated."""
        levels = self.given.instrument.evidence_scale if self.given.instrument else ()
        found = Counter(
            seen.evidence
            for reference, seen in self.seen.items()
            if seen.value
            and not seen.stage_only
            and seen.shown is not Shown.NONE
            and self.by_reference[reference].meta.get("kind") in ("fact", "stage")
        )
        codes = [*(level.code for level in levels), ""]
        return {code: found[code] for code in codes if found[code] or code}

    def _stage_titles(self) -> tuple[str, ...]:
        """The names of the stages, lowest first, as the form's choices have them."""
        instrument = self.given.instrument
        for indicator in instrument.indicators if instrument else ():
            stages = [c for c in self._choices(indicator.question) if c.value.isdigit()]
            return tuple(c.label.removeprefix(c.value).strip() for c in stages)
        return ()

    def _files(self) -> tuple[EvidenceFile, ...]:
        if self.given.profile == PUBLIC:
            return ()
        whole = self.given.profile == INTERNAL
        bodies = [
            entries[0].body
            for (kind, _), entries in self.given.heads.items()
            if kind == "evidence" and entries[0].body
        ]
        return tuple(
            EvidenceFile(
                title=str(body.get("title") or body.get("name") or self._("Untitled document")),
                digest=str(body.get("sha256", body.get("digest", ""))) if whole else "",
                size=int(str(body.get("size", 0) or 0)),
            )
            for body in bodies
        )

    def _strangers(self) -> tuple[tuple[str, str], ...]:
        """Answers the form does not have, kept and shown to the team."""
        strangers = self.given.instance.strangers if self.given.profile == INTERNAL else {}
        return tuple(sorted(strangers.items()))

    def _unanswered(self, groups: Iterable[LiveNode]) -> tuple[tuple[str, str], ...]:
        if self.given.profile == PUBLIC:
            return ()
        return tuple(
            (group.label or group.name, node.label or node.name)
            for group in groups
            for node in questions(group)
            if node.relevant
            and node.control not in ("note", "trigger", "calculate")
            and node.meta.get("kind") != "layout"
            and node.reference not in self.seen
            and not node.value
        )

    def _accounting(self) -> Accounting:
        count: Counter[str] = Counter()
        strangers = self.given.instance.strangers
        for reference, entry in self.shown.items():
            if entry.gone or (entry.body is not None and not _says(entry.body)):
                continue
            count[self._fate(reference, entry, strangers)] += 1
        return Accounting(
            in_file=count.total(),
            printed=count["printed"],
            in_part=count["printed in part"],
            withheld=count["withheld"],
            not_relevant=count["not relevant"],
            unasked=count["unasked"],
        )

    def _fate(self, reference: str, entry: Entry, strangers: Mapping[str, str]) -> str:
        node = self.by_reference.get(reference)
        if reference in strangers:
            return "printed" if self.given.profile == INTERNAL else "withheld"
        if node is None:
            return "unasked"
        if entry.body is None:
            return "withheld"
        if not node.relevant:
            return "not relevant"
        return self.seen[reference].shown.value

    def _parcel(self) -> tuple[frozenset[str], frozenset[str]]:
        """The references whose bodies stay behind, and the names of the entries that travel."""
        if self.given.profile == INTERNAL:
            return frozenset(), frozenset()
        whole = {
            reference
            for reference, seen in self.seen.items()
            if seen.shown is Shown.FULL and self.by_reference[reference].relevant
        }
        repeats = {
            entry.name
            for (kind, _), entries in self.given.heads.items()
            if kind == "repeat"
            for entry in entries
        }
        names = {self.shown[reference].name for reference in whole} | repeats
        return frozenset(self.shown) - whole, frozenset(names)


def _says(body: Mapping[str, Any]) -> bool:
    """Whether an answer's body says anything at all."""
    return any(body.get(part) for part in ("value", "missing", "note"))
