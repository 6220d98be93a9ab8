"""Sources, documents and the accounting of every answer, for one audience."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessor import words
from assessor.form.labels.styled_text import plain_text
from assessor.report.projection.audience import (
    SMALLEST_COUNT,
    TRAVELLING_PARTS,
    Audience,
    VisibleAnswer,
    may_travel,
)
from assessor.report.projection.live_form import LiveForm, LiveNode
from assessor.report.projection.node_reader import questions_below
from assessor.report.projection.projection import (
    GOVERNMENT,
    INTERNAL,
    PUBLIC,
    Accounting,
    EvidenceFile,
    SourceLine,
    Visibility,
)
from assessor.scoring.stage_scores import parse_whole_number
from assessor.store.model.entry import Entry

Heads = Mapping[tuple[str, str], Sequence[Entry]]
"""Result of `Mission.heads`: (kind, key) → standing entries, displayed one first."""


@dataclass(frozen=True, slots=True)
class OmittedAnswer:
    """An answer that an audience sees in part or not at all; `why` as in VisibleAnswer."""

    reference: str
    visibility: Visibility
    why: str


@dataclass
class RecordSummary:
    """Everything of one assessment outside its sections, for one audience."""

    form: LiveForm
    heads: Heads
    audience: Audience
    visible: Mapping[str, VisibleAnswer]
    clusters: Mapping[str, str]
    language: str

    def __post_init__(self) -> None:
        self.profile = self.audience.profile
        self.entries = {key: e[0] for (kind, key), e in self.heads.items() if kind == "answer"}
        self.nodes = {node.reference: node for node in questions_below(self.form.root)}
        self._ = words.translator(self.language)

    def bodies(self, kind: str) -> Iterator[Mapping[str, Any]]:
        """Yield the readable standing bodies of a kind."""
        for (each, _), entries in self.heads.items():
            if each == kind and entries[0].body:
                yield entries[0].body

    def evidence_mix(self, levels: Iterable[str]) -> dict[str, int]:
        """Count printed facts and stages by evidence level; "" means not stated.

        A stage by criteria has no level: each criterion says whether it was shown.
        """
        counts = Counter(
            visible.evidence
            for reference, visible in self.visible.items()
            if visible.value
            and not visible.stage_only
            and visible.visibility is not Visibility.NONE
            and self.nodes[reference].meta.get("kind") in ("fact", "stage")
            and (self.nodes[reference].meta["kind"], self.nodes[reference].control)
            != ("stage", "select")
        )
        return {code: counts[code] for code in (*levels, "") if counts[code] or code}

    def files(self) -> tuple[EvidenceFile, ...]:
        """Return documents: complete for the team, titles for the government, none for the public.

        The government sees titles of documents whose question it sees completely, unless they name
        a source.
        """
        if self.profile == PUBLIC:
            return ()
        whole = self.profile == INTERNAL
        return tuple(
            EvidenceFile(
                title=self._title(str(body.get("title") or body.get("name") or "")),
                digest=str(body.get("sha256", body.get("digest", ""))) if whole else "",
                size=parse_whole_number(str(body.get("size"))) or 0,
                reference=str(body.get("reference", "")),
                note=str(body.get("note", "")) if whole else "",
            )
            for body in self.bodies("evidence")
            if whole or self._is_fully_visible(str(body.get("reference", "")))
        )

    def _title(self, title: str) -> str:
        """Return what a document may be called."""
        if self.profile != INTERNAL and self.audience.names_source(title):
            title = ""
        return title or self._("Untitled document")

    def _is_fully_visible(self, reference: str) -> bool:
        visible = self.visible.get(reference)
        return visible is not None and visible.visibility is Visibility.FULL

    def sources(self) -> tuple[SourceLine, ...]:
        """Return sources: each for the team, group sizes for the government."""
        if self.profile == INTERNAL:
            return tuple(self._source(key) for key in self.audience.sources)
        if self.profile != GOVERNMENT:
            return ()
        heard, merged = self.audience.people_heard(), self.audience.merged
        groups = [
            (label, heard[code])
            for code, label in self.clusters.items()
            if code in heard and code not in merged
        ]
        if merged:
            groups.append((self.audience.merged_name, sum(heard[code] for code in merged)))
        return tuple(
            SourceLine("", "", label, "", "", "", self._people_text(number))
            for label, number in groups
        )

    def _people_text(self, number: int) -> str:
        if 0 < number < SMALLEST_COUNT:
            return self._("fewer than {count}").format(count=SMALLEST_COUNT)
        return str(number) if number else self._("documents only")

    def _source(self, key: str) -> SourceLine:
        source = self.audience.sources[key]
        body = self.heads["source", key][0].body or {}
        return SourceLine(
            code=self.audience.code(key),
            name=self.audience.name_of(source, self.clusters),
            cluster=self.clusters.get(source.cluster, source.cluster),
            kind=str(body.get("kind", "")),
            day=self._format_day(str(body.get("date", ""))),
            place=str(body.get("place", "")),
            people=str(body.get("people", "")),
        )

    def _format_day(self, text: str) -> str:
        try:
            return words.long_date(date.fromisoformat(text[:10]), self.language)
        except ValueError:
            return text  # not a date: unchanged

    def retired(self, asked: Mapping[str, tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Return answers without a question (team only): as last asked, else reference and
        value.
        """
        values = self.form.unknown_values if self.profile == INTERNAL else {}
        return tuple(asked.get(key, (key, value)) for key, value in sorted(values.items()))

    def unanswered(self, groups: Iterable[LiveNode]) -> tuple[tuple[str, str], ...]:
        """Return unanswered questions with their section's label."""
        if self.profile == PUBLIC:
            return ()
        return tuple(
            (plain_text(group.label) or group.name, plain_text(node.label) or node.name)
            for group in groups
            for node in questions_below(group)
            if node.relevant
            and node.control not in ("note", "trigger", "calculate")
            and node.meta.get("kind") != "layout"
            and node.reference not in self.visible
            and not node.value
        )

    def accounting(self) -> Accounting:
        """Count what became of every answer."""
        count: Counter[str] = Counter()
        for reference, entry in self.entries.items():
            if self._is_empty(entry):
                continue
            count[self._outcome(reference, entry)] += 1
        return Accounting(
            in_file=count.total(),
            printed=count["printed"],
            in_part=count["printed in part"],
            withheld=count["withheld"],
            not_relevant=count["not relevant"],
            unasked=count["unasked"],
        )

    @staticmethod
    def _is_empty(entry: Entry) -> bool:
        """Return whether an entry holds nothing (deleted or blank)."""
        return entry.is_tombstone or (entry.body is not None and not has_content(entry.body))

    def _outcome(self, reference: str, entry: Entry) -> str:
        node = self.nodes.get(reference)
        if reference in self.form.unknown_values:
            return "printed" if self.profile == INTERNAL else "withheld"
        if node is None:
            return "unasked"
        if entry.body is None:
            return "withheld"
        if not node.relevant:
            return "not relevant"
        return self.visible[reference].visibility.value

    def omitted(self) -> tuple[OmittedAnswer, ...]:
        """Return answers that are withheld or shown in part, in form order."""
        outcomes = {
            r: self._outcome(r, e) for r, e in self.entries.items() if not self._is_empty(e)
        }
        known = [reference for reference in self.nodes if reference in outcomes]
        return tuple(
            OmittedAnswer(reference, Visibility(outcomes[reference]), self._reason(reference))
            for reference in (*known, *(outcomes.keys() - self.nodes.keys()))
            if outcomes[reference] in (Visibility.PART.value, Visibility.NONE.value)
        )

    def _reason(self, reference: str) -> str:
        if reference in self.form.unknown_values:
            return "stranger"
        visible = self.visible.get(reference)
        return visible.why if visible is not None else "redacted"

    def parcel(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return references whose bodies stay behind, and names of entries that travel."""
        if self.profile == INTERNAL:
            return frozenset(), frozenset()
        whole = {
            reference
            for reference, visible in self.visible.items()
            if visible.visibility is Visibility.FULL
            and visible.travels
            and self.nodes[reference].relevant
        }
        structure = {
            entry.name
            for (kind, _), entries in self.heads.items()
            if kind in TRAVELLING_PARTS and kind != "answer"
            for entry in entries
            if may_travel(kind, entry.body or {})
        }
        names = {self.entries[reference].name for reference in whole} | structure
        return frozenset(self.entries) - whole, frozenset(names)

    def disclosed(self) -> dict[str, dict[str, str]]:
        """Return what is printed of answers that stay behind, by entry name."""
        omitted = self.parcel()[0]
        return {
            self.entries[reference].name: parts | self._tightened_level(visible)
            for reference, visible in self.visible.items()
            if reference in omitted
            and self.nodes[reference].relevant
            and (parts := _printed_parts(visible))
        }

    def _tightened_level(self, visible: VisibleAnswer) -> dict[str, str]:
        """Return the level set by the author if it is stricter than the question's."""
        tightened = visible.tightened and self.audience.profile == GOVERNMENT
        return {"sensitivity": "gov"} if tightened else {}


def _printed_parts(visible: VisibleAnswer) -> dict[str, str]:
    """Return the printed parts of an answer, as body fields of a disclosure."""
    parts = {
        "value": visible.value,
        "evidence": visible.evidence,
        "note": visible.note,
        "missing": visible.missing,
        "below": str(SMALLEST_COUNT) if visible.small else "",
    }
    return {part: text for part, text in parts.items() if text}


def has_content(body: Mapping[str, Any]) -> bool:
    """Return whether a body has a value, a reason or a note."""
    return any(body.get(part) for part in ("value", "missing", "note"))
