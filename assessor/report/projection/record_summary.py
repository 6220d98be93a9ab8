"""What the file holds beside its sections: sources, documents, and where every answer went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessor import words
from assessor.form.labels.styled_text import plain_text
from assessor.report.projection.audience import SMALLEST_COUNT, Audience, VisibleAnswer
from assessor.report.projection.live_form import LiveForm, LiveNode
from assessor.report.projection.node_reader import questions_below
from assessor.report.projection.projection import (
    GOVERNMENT,
    INTERNAL,
    PUBLIC,
    Accounting,
    EvidenceFile,
    Shown,
    SourceLine,
)
from assessor.store.model.entry import Entry

Heads = Mapping[tuple[str, str], Sequence[Entry]]
"""What `Mission.heads` gives: (kind, key) → the standing entries, the one shown first."""


@dataclass(frozen=True, slots=True)
class OmittedAnswer:
    """An answer that an audience does not read, or reads in part; `why` as of audience.Seen."""

    reference: str
    shown: Shown
    why: str


class RecordSummary:
    """Everything of one assessment that is not a section, for one audience."""

    def __init__(
        self,
        form: LiveForm,
        heads: Heads,
        audience: Audience,
        seen: Mapping[str, VisibleAnswer],
        clusters: Mapping[str, str],
        language: str,
    ) -> None:
        self.form = form
        self.language = language
        self.heads = heads
        self.audience = audience
        self.profile = audience.profile
        self.seen = seen
        self.clusters = clusters
        self.shown = {key: e[0] for (kind, key), e in heads.items() if kind == "answer"}
        self.nodes = {node.reference: node for node in questions_below(form.root)}
        self._ = words.translator(language)

    def bodies(self, kind: str) -> Iterator[Mapping[str, Any]]:
        """The standing bodies of a kind that can be read."""
        for (each, _), entries in self.heads.items():
            if each == kind and entries[0].body:
                yield entries[0].body

    def evidence_mix(self, levels: Iterable[str]) -> dict[str, int]:
        """How many printed facts and stages rest on each kind of evidence; "" is not stated."""
        found = Counter(
            seen.evidence
            for reference, seen in self.seen.items()
            if seen.value
            and not seen.stage_only
            and seen.shown is not Shown.NONE
            and self.nodes[reference].meta.get("kind") in ("fact", "stage")
        )
        return {code: found[code] for code in (*levels, "") if found[code] or code}

    def files(self) -> tuple[EvidenceFile, ...]:
        """Documents: whole for the team, by title for the government, not for the public.

        The government reads the titles of those whose question it reads in full.
        """
        if self.profile == PUBLIC:
            return ()
        whole = self.profile == INTERNAL
        return tuple(
            EvidenceFile(
                title=str(body.get("title") or body.get("name") or self._("Untitled document")),
                digest=str(body.get("sha256", body.get("digest", ""))) if whole else "",
                size=int(str(body.get("size", 0) or 0)),
                reference=str(body.get("reference", "")),
                note=str(body.get("note", "")) if whole else "",
            )
            for body in self.bodies("evidence")
            if whole or self._is_shown(str(body.get("reference", "")))
        )

    def _is_shown(self, reference: str) -> bool:
        seen = self.seen.get(reference)
        return seen is not None and seen.shown is Shown.FULL

    def sources(self) -> tuple[SourceLine, ...]:
        """Who was heard, what was read: each for the team, people by group for the government."""
        if self.profile == INTERNAL:
            return tuple(self._source(key) for key in self.audience.sources)
        if self.profile != GOVERNMENT:
            return ()
        heard, merged = self.audience.heard(), self.audience.merged
        alone = [
            (label, heard[code])
            for code, label in self.clusters.items()
            if code in heard and code not in merged
        ]
        if merged:
            alone.append((self.audience.together, sum(heard[code] for code in merged)))
        return tuple(
            SourceLine("", "", label, "", "", "", self._people(number)) for label, number in alone
        )

    def _people(self, number: int) -> str:
        if 0 < number < SMALLEST_COUNT:
            return self._("fewer than {count}").format(count=SMALLEST_COUNT)
        return str(number) if number else self._("documents only")

    def _source(self, key: str) -> SourceLine:
        source = self.audience.sources[key]
        body = self.heads["source", key][0].body or {}
        return SourceLine(
            code=self.audience.code(key),
            name=self.audience.called(source, self.clusters),
            cluster=self.clusters.get(source.cluster, source.cluster),
            kind=str(body.get("kind", "")),
            day=self._day(str(body.get("date", ""))),
            place=str(body.get("place", "")),
            people=str(body.get("people", "")),
        )

    def _day(self, text: str) -> str:
        try:
            return words.long_date(date.fromisoformat(text[:10]), self.language)
        except ValueError:
            return text  # kept as it was written

    def strangers(self, retired: Mapping[str, tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Answers the form does not have, kept and shown to the team: as they were last asked
        (`retired`), else their reference and value."""
        strangers = self.form.unknown_values if self.profile == INTERNAL else {}
        return tuple(retired.get(key, (key, value)) for key, value in sorted(strangers.items()))

    def unanswered(self, groups: Iterable[LiveNode]) -> tuple[tuple[str, str], ...]:
        """Questions nobody answered, each with its section's label."""
        if self.profile == PUBLIC:
            return ()
        return tuple(
            (plain_text(group.label) or group.name, plain_text(node.label) or node.name)
            for group in groups
            for node in questions_below(group)
            if node.relevant
            and node.control not in ("note", "trigger", "calculate")
            and node.meta.get("kind") != "layout"
            and node.reference not in self.seen
            and not node.value
        )

    def accounting(self) -> Accounting:
        """Where every answer of the file went."""
        count: Counter[str] = Counter()
        for reference, entry in self.shown.items():
            if self._silent(entry):
                continue
            count[self._fate(reference, entry)] += 1
        return Accounting(
            in_file=count.total(),
            printed=count["printed"],
            in_part=count["printed in part"],
            withheld=count["withheld"],
            not_relevant=count["not relevant"],
            unasked=count["unasked"],
        )

    @staticmethod
    def _silent(entry: Entry) -> bool:
        """Whether an entry is of no account: what it said was taken back."""
        return entry.is_tombstone or (entry.body is not None and not has_content(entry.body))

    def _fate(self, reference: str, entry: Entry) -> str:
        node = self.nodes.get(reference)
        if reference in self.form.unknown_values:
            return "printed" if self.profile == INTERNAL else "withheld"
        if node is None:
            return "unasked"
        if entry.body is None:
            return "withheld"
        if not node.relevant:
            return "not relevant"
        return self.seen[reference].shown.value

    def left_out(self) -> tuple[OmittedAnswer, ...]:
        """The answers that are withheld or told in part, in the order of the form."""
        fates = {r: self._fate(r, e) for r, e in self.shown.items() if not self._silent(e)}
        asked = [reference for reference in self.nodes if reference in fates]
        return tuple(
            OmittedAnswer(reference, Shown(fates[reference]), self._why(reference))
            for reference in (*asked, *(fates.keys() - self.nodes.keys()))
            if fates[reference] in (Shown.PART.value, Shown.NONE.value)
        )

    def _why(self, reference: str) -> str:
        if reference in self.form.unknown_values:
            return "stranger"
        seen = self.seen.get(reference)
        return seen.why if seen is not None else "redacted"

    def parcel(self) -> tuple[frozenset[str], frozenset[str]]:
        """The references whose bodies stay behind, and the names of the entries that travel."""
        if self.profile == INTERNAL:
            return frozenset(), frozenset()
        whole = {
            reference
            for reference, seen in self.seen.items()
            if seen.shown is Shown.FULL and seen.travels and self.nodes[reference].relevant
        }
        shape = {
            entry.name
            for (kind, _), entries in self.heads.items()
            if kind in ("repeat", "form", "renamed")
            for entry in entries
        }
        names = {self.shown[reference].name for reference in whole} | shape
        return frozenset(self.shown) - whole, frozenset(names)

    def restated(self) -> dict[str, dict[str, str]]:
        """What is printed of the answers that do not travel, by entry: what a reader may keep."""
        stay = self.parcel()[0]
        return {
            self.shown[reference].name: told | self._kept_from(seen)
            for reference, seen in self.seen.items()
            if reference in stay and self.nodes[reference].relevant and (told := _told(seen))
        }

    def _kept_from(self, seen: VisibleAnswer) -> dict[str, str]:
        """The level of what its author kept from the public, where the question does not say so."""
        tightened = seen.tightened and self.audience.profile == GOVERNMENT
        return {"sensitivity": "gov"} if tightened else {}


def _told(seen: VisibleAnswer) -> dict[str, str]:
    """What the pages say of an answer, as the words of a statement about it (store.published)."""
    parts = {
        "value": seen.value,
        "evidence": seen.evidence,
        "note": seen.note,
        "missing": seen.missing,
        "below": str(SMALLEST_COUNT) if seen.small else "",
    }
    return {part: said for part, said in parts.items() if said}


def has_content(body: Mapping[str, Any]) -> bool:
    """Whether an answer's body says anything at all."""
    return any(body.get(part) for part in ("value", "missing", "note"))
