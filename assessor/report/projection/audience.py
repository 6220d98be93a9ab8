"""What an audience may see of one answer: the rules of every profile, as an allow-list.

An answer is shown because a rule here lets it be; what no rule names is withheld. Levels come from
the form (bind attribute `sensitivity`) and an answer may only make its own stricter.
Source: the table "Confidentiality" of the domain notes; Chatham House Rule; UN ST/SGB/2007/6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assessor.report.projection.projection import GOVERNMENT, INTERNAL, PUBLIC, Shown

SENSITIVITY_LEVELS = ("public", "gov", "internal", "restricted")
"""Sensitivity of an answer, the freest first."""

ATTRIBUTION_LEVELS = ("named", "institution", "cluster", "background")
"""How a source may be named, the freest first; the last is not for reporting at all."""

UNPUBLISHED_PARTS = ("decision", "sources", "weighed", "cleared")
"""Parts of a body that shared pages do not tell (why a conflict was settled so, which source it
was, another wording): a body that has one stays behind."""

REASONS = (
    "background",  # all who said it spoke as background only
    "partly background",  # some of them did
    "small",  # a count below SMALL
    "stage",  # the stage the evidence carries is told, nothing else
    "cleared",  # the wording for the government stands in its place
    "figure",  # of a restricted answer the figure alone
    "beside",  # a count that would give away a small one, with the total beside it
    "bare",  # the answer without its note and sources
    "undecided",  # assessors disagree
    "redacted",  # withheld in the file itself
    "stranger",  # the form does not ask it
)
"""Why an answer, or part of it, is not shown, where it is not its level alone."""

SMALLEST_COUNT = 5
"""Counts of people below this are not told outside the team."""


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody or something the team heard or read; `level` is how it agreed to be named.

    `people` is how many were heard: at least one, unless it is a document.
    """

    id: str
    cluster: str
    institution: str
    name: str
    level: str
    people: int


@dataclass(frozen=True, slots=True)
class VisibleAnswer:
    """What is left of an answer for an audience. `small` hides a count below SMALL.

    `travels` is whether the body may go in the parcel, provided all of it is shown; `why` says
    what kept the rest back: a level, or one of WHY. `tightened` is whether the answer is stricter
    than its question, so that the government reads what the form alone would tell the public.
    """

    shown: Shown
    value: str = ""
    evidence: str = ""
    note: str = ""
    missing: str = ""
    cleared: str = ""  # for the team: what the government reads in its place
    sources: tuple[str, ...] = ()  # ids
    small: bool = False
    stage_only: bool = False
    travels: bool = True
    why: str = ""
    tightened: bool = False


def strictest_level(levels: Sequence[str], *given: str) -> str:
    """The strictest of the levels given; blanks say nothing, what is not known is the strictest."""
    known = [levels.index(each) if each in levels else len(levels) - 1 for each in given if each]
    return levels[max(known)] if known else "internal"


class Audience:
    """One profile, and the sources of one assessment.

    `merged` are the groups so small that the government reads of them under one name only.
    """

    def __init__(self, profile: str, sources: Mapping[str, Source], together: str = "") -> None:
        self.profile = profile
        self.sources = sources
        self.together = together  # what groups that are merged are called
        self.merged = _too_few(self.heard()) if profile == GOVERNMENT else frozenset()

    def heard(self) -> dict[str, int]:
        """How many people of each group were heard and may be reported."""
        count: dict[str, int] = {}
        for source in self.sources.values():
            if source.level != "background" and source.cluster:
                count[source.cluster] = count.get(source.cluster, 0) + source.people
        return count

    def judge(self, meta: Mapping[str, str], kind: str, body: Mapping[str, Any]) -> VisibleAnswer:
        """What may be shown of an answer's body.

        `kind` is the datatype of its question, or "choice" where there are choices.
        """
        seen = VisibleAnswer(
            Shown.FULL,
            value=str(body.get("value", "")),
            evidence=str(body.get("evidence", "")),
            note=str(body.get("note", "")),
            missing=str(body.get("missing", "")),
            cleared=str(body.get("cleared", "")) if kind == "string" else "",
            sources=tuple(str(each) for each in body.get("sources", ())),
        )
        if self.profile == INTERNAL:
            return seen
        level = strictest_level(
            SENSITIVITY_LEVELS, meta.get("sensitivity", ""), str(body.get("sensitivity", ""))
        )
        heard = self._without_background(seen)
        if heard is None:
            return VisibleAnswer(Shown.NONE, why="background")
        allowed = self._allowed(meta, kind, level, heard)
        if any(body.get(part) for part in UNPUBLISHED_PARTS):
            allowed = replace(allowed, travels=False)
        tightened = level != strictest_level(SENSITIVITY_LEVELS, meta.get("sensitivity", ""))
        return replace(self._small(meta, kind, level, allowed), tightened=tightened)

    def names(self, ids: Sequence[str], clusters: Mapping[str, str]) -> tuple[str, ...]:
        """How the sources are cited: codes for the team, groups for the government, else nothing.

        `clusters` are labels by code; each name is given once.
        """
        if self.profile == PUBLIC:
            return ()
        known = [each for each in ids if each in self.sources]
        if self.profile == INTERNAL:
            return tuple(self.code(each) for each in known)
        names = (self.called(self.sources[each], clusters) for each in known)
        return tuple(dict.fromkeys(name for name in names if name))

    def code(self, source: str) -> str:
        """The short code under which a source is listed, such as S3."""
        return f"S{list(self.sources).index(source) + 1}"

    def called(self, source: Source, clusters: Mapping[str, str]) -> str:
        """What a source may be called here."""
        cluster = clusters.get(source.cluster, source.cluster)
        if self.profile == INTERNAL and source.level == "named":
            return source.name or source.institution or cluster
        if self.profile == INTERNAL and source.level == "institution":
            return source.institution or cluster
        return self.together if source.cluster in self.merged else cluster

    def hears(self, source: str) -> bool:
        """Whether what a source said may be reported at all."""
        if self.profile == INTERNAL:
            return True
        found = self.sources.get(source)
        return self.profile == GOVERNMENT and found is not None and found.level != "background"

    def _without_background(self, seen: VisibleAnswer) -> VisibleAnswer | None:
        """The answer without what was heard as background only; None if nothing else bears it."""
        kept = tuple(
            each
            for each in seen.sources
            if each in self.sources and self.sources[each].level != "background"
        )
        if len(kept) == len(seen.sources):
            return seen
        if not kept:
            return None
        alone = seen.evidence == "corroborated" and len(kept) < 2
        return replace(
            seen,
            shown=Shown.PART,
            evidence="claimed" if alone else seen.evidence,
            note="",
            sources=kept,
            why="partly background",
        )

    def _allowed(
        self, meta: Mapping[str, str], kind: str, level: str, seen: VisibleAnswer
    ) -> VisibleAnswer:
        if self.profile == GOVERNMENT:
            if level in ("public", "gov") or meta.get("kind") == "marking":
                return replace(seen, cleared="")
            if level == "internal" and seen.cleared:
                return VisibleAnswer(Shown.PART, seen.cleared, why="cleared")
            if level == "restricted" and kind in ("int", "decimal"):
                return VisibleAnswer(Shown.PART, seen.value, missing=seen.missing, why="figure")
            return VisibleAnswer(Shown.NONE, why=level)
        if self.profile == PUBLIC and level == "public":
            bare = not (seen.note or seen.sources)
            shown, why = (seen.shown, seen.why) if bare else (Shown.PART, seen.why or "bare")
            return VisibleAnswer(shown, seen.value, seen.evidence, missing=seen.missing, why=why)
        if self.profile == PUBLIC and level == "gov" and meta.get("kind") == "stage":
            return VisibleAnswer(
                Shown.PART, seen.value, seen.evidence, stage_only=True, why="stage"
            )
        return VisibleAnswer(Shown.NONE, why=level)

    def guards(self, meta: Mapping[str, str], level: str) -> bool:
        """Whether a small count is not told: those about children and of restricted answers, to the
        public all."""
        return self.profile != INTERNAL and (
            self.profile == PUBLIC
            or level == "restricted"
            or "oce" in meta.get("offence", "").split(";")
        )

    def _small(
        self, meta: Mapping[str, str], kind: str, level: str, seen: VisibleAnswer
    ) -> VisibleAnswer:
        """Hide small counts of those that may not be told small."""
        if not self.guards(meta, level) or kind != "int" or seen.shown is Shown.NONE:
            return seen
        if not (seen.value.isdigit() and 0 < int(seen.value) < SMALLEST_COUNT):
            return seen
        return VisibleAnswer(Shown.PART, evidence=seen.evidence, small=True, why="small")


def _too_few(heard: Mapping[str, int]) -> frozenset[str]:
    """The groups to put together: those of fewer than SMALL people, and enough others with them
    that the sum tells nothing of one of them (second-cell hiding)."""
    by_size = sorted((people, group) for group, people in heard.items() if people)
    merged: dict[str, int] = {}
    for people, group in by_size:
        alone = len(merged) == 1 or 0 < sum(merged.values()) < SMALLEST_COUNT
        if people < SMALLEST_COUNT or alone:
            merged[group] = people
    return frozenset(merged)


def read_source(key: str, body: Mapping[str, Any], agreed: str) -> Source:
    """A source from its entry; `agreed` is the mission's rule, which a source may only tighten."""
    people = str(body.get("people", ""))
    return Source(
        id=key,
        cluster=str(body.get("cluster", "")),
        institution=str(body.get("institution", "")),
        name=str(body.get("name", "")),
        level=strictest_level(
            ATTRIBUTION_LEVELS, agreed or "cluster", str(body.get("attribution", ""))
        ),
        people=int(people) if people.isdecimal() else int(body.get("kind") != "document"),
    )
