"""Rules of each profile: what an audience may see of one answer.

The rules are an allow-list; an answer without a rule is withheld. Levels come from the form (bind
attribute `sensitivity`); an answer can only be stricter than its question. Source: table
"Confidentiality" of the domain notes; Chatham House Rule; UN ST/SGB/2007/6.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assessor.report.projection.projection import GOVERNMENT, INTERNAL, PUBLIC, Visibility
from assessor.report.projection.protection.leak_search import fold_letters
from assessor.store.model.entry import listed_texts

SENSITIVITY_LEVELS = ("public", "gov", "internal", "restricted")
"""Sensitivity of an answer, least strict first."""

RELEASE_LEVELS = ("public", "gov", "internal")
"""To whom the stage of an indicator is told: everybody, the government, or the team alone."""

ATTRIBUTION_LEVELS = ("named", "institution", "cluster", "background")
"""How a source may be named, least strict first; `background` sources are not reported."""

TRAVELLING_PARTS: Mapping[str, frozenset[str]] = {
    "answer": frozenset(
        {"value", "evidence", "basis", "note", "missing", "sensitivity", "auto", "file"}
    ),
    "repeat": frozenset({"value", "added", "place"}),
    "form": frozenset({"digest", "id", "version"}),
    "renamed": frozenset({"to"}),
    "founder": frozenset(),
    "member": frozenset({"invitation"}),
}
"""Kinds of entries whose bodies may leave with a shared report, and the parts they may have: a body
with any other part, known or not, stays behind."""

REASONS = (
    "background",  # all sources are background only
    "partly background",  # some sources are
    "small",  # a count below SMALLEST_COUNT
    "stage",  # only the evidenced stage is shown
    "unreleased",  # the team decided that the stage is not told
    "cleared",  # replaced by the wording for the government
    "figure",  # only the figure of a restricted answer
    "beside",  # a count that reveals a small one together with the total
    "bare",  # without note and sources
    "named",  # without a note that names a source
    "undecided",  # assessors disagree
    "redacted",  # withheld in the file
    "stranger",  # not a question of the form
)
"""Reasons other than the sensitivity level for withholding an answer or part of it."""

_WORD = re.compile(r"\w+")
_FIRST_IDEOGRAPH = "\u2e80"
SHORTEST_NAME = 4
"""Names with fewer letters are too common to be found in a note."""

_MOST_DIGITS = 4_000
SMALLEST_COUNT = 5
"""Counts from 1 to 4 are hidden from the public, and from the government where `protects_count`,
unless the team decides to tell one."""
COUNTS_PEOPLE = "people"
"""The value of the form's attribute `counts` at a count of people."""


def _is_telling(name: str) -> bool:
    """Return whether letters are enough to recognise a name: two where each is a word."""
    return len(name) >= (2 if name[:1] >= _FIRST_IDEOGRAPH else SHORTEST_NAME)


@dataclass(frozen=True, slots=True)
class Source:
    """A person heard or a document read; `level` is the agreed attribution.

    `people` is the number of people heard: at least one, zero for a document.
    """

    id: str
    cluster: str
    institution: str
    name: str
    level: str
    people: int

    def is_named_in(self, text: str) -> bool:
        """Return whether a text has the person's name or family name, or the institution where the
        source may not be named by it."""
        whole = [fold_letters(self.name)]
        if self.level in ("cluster", "background"):
            whole.append(fold_letters(self.institution))
        family = fold_letters(self.name.split()[-1]) if self.name.strip() else ""
        letters, words = fold_letters(text), set(map(fold_letters, _WORD.findall(text)))
        return any(_is_telling(name) and name in letters for name in whole) or (
            _is_telling(family) and family in words
        )


@dataclass(frozen=True, slots=True)
class VisibleAnswer:
    """The part of an answer that an audience sees. `small` hides a count below SMALLEST_COUNT.

    `travels` says whether the body may leave with the parcel if all of it is visible. `why` is the
    reason for omissions: a level or one of REASONS. `tightened` says whether the answer is stricter
    than its question, so that the government sees what the form alone would publish.
    """

    visibility: Visibility
    value: str = ""
    evidence: str = ""
    note: str = ""
    missing: str = ""
    cleared: str = ""  # for the team: the wording for the government
    sources: tuple[str, ...] = ()  # ids
    small: bool = False
    stage_only: bool = False
    travels: bool = True
    why: str = ""
    tightened: bool = False


def strictest_level(levels: Sequence[str], *given: str) -> str:
    """Return the strictest level; blanks are ignored, unknown values count as strictest."""
    known = [levels.index(each) if each in levels else len(levels) - 1 for each in given if each]
    return levels[max(known)] if known else "internal"


def usual_release(meta: Mapping[str, str], body: Mapping[str, Any]) -> str:
    """Return to whom a stage is told if the team decides nothing, of RELEASE_LEVELS.

    The government is told the stages of all questions, those of rights and child protection as
    well, and the public those of what is not restricted, unless the team made the answer stricter.
    """
    open_ = ("", "public", "gov")
    if str(body.get("sensitivity", "")) not in open_:
        return "internal"
    return "public" if meta.get("sensitivity", "") in open_ else "gov"


def may_travel(kind: str, body: Mapping[str, Any]) -> bool:
    """Return whether the body of an entry has only parts that may leave with a shared report."""
    parts = {part for part, content in body.items() if content}
    return parts <= TRAVELLING_PARTS.get(kind, frozenset())


class Audience:
    """One profile and the sources of one assessment.

    `merged` are groups so small that the government sees them under one common name.
    """

    def __init__(self, profile: str, sources: Mapping[str, Source], merged_name: str = "") -> None:
        self.profile = profile
        self.sources = sources
        self.merged_name = merged_name  # name of the merged groups
        self.merged = (
            _groups_to_merge(self.people_heard()) if profile == GOVERNMENT else frozenset()
        )

    def people_heard(self) -> dict[str, int]:
        """Return how many reportable people each group has."""
        count: dict[str, int] = {}
        for source in self.sources.values():
            if source.level != "background" and source.cluster:
                count[source.cluster] = count.get(source.cluster, 0) + source.people
        return count

    def judge(
        self, meta: Mapping[str, str], kind: str, body: Mapping[str, Any], decided: str = ""
    ) -> VisibleAnswer:
        """Return what may be shown of an answer's body.

        `kind` is the question's datatype, or "choice" for questions with choices; `decided` says to
        whom the team tells a small count, of RELEASE_LEVELS, blank without a decision.
        """
        visible = VisibleAnswer(
            Visibility.FULL,
            value=str(body.get("value", "")),
            evidence=str(body.get("evidence", "")),
            note=str(body.get("note", "")),
            missing=str(body.get("missing", "")),
            cleared=str(body.get("cleared", "")) if kind == "string" else "",
            sources=listed_texts(body.get("sources")),
        )
        if self.profile == INTERNAL:
            return visible
        level = strictest_level(
            SENSITIVITY_LEVELS, meta.get("sensitivity", ""), str(body.get("sensitivity", ""))
        )
        reportable = self._without_background(visible)
        if reportable is None:
            return VisibleAnswer(Visibility.NONE, why="background")
        allowed = self._apply_level(meta, kind, level, reportable)
        if not may_travel("answer", body):
            allowed = replace(allowed, travels=False)
        tightened = level != strictest_level(SENSITIVITY_LEVELS, meta.get("sensitivity", ""))
        if not self.is_reader(decided):
            allowed = self._hide_small_count(meta, kind, level, allowed)
        return replace(allowed, tightened=tightened)

    def may_tell_stage(
        self, meta: Mapping[str, str], body: Mapping[str, Any], decided: str = ""
    ) -> bool:
        """Return whether the stage that an answer gives may be told, apart from its words.

        `decided` is the team's decision, of RELEASE_LEVELS; without one it is usual_release(). What
        background sources alone gave is never told.
        """
        if self.profile == INTERNAL:
            return True
        told = self.is_reader(decided or usual_release(meta, body))
        return told and not self.is_background(body)

    def is_reader(self, told_to: str) -> bool:
        """Return whether something told to `told_to`, of RELEASE_LEVELS, is told this audience."""
        return told_to in (("public",) if self.profile == PUBLIC else ("public", "gov"))

    def is_background(self, body: Mapping[str, Any]) -> bool:
        """Return whether all sources of an answer spoke as background only."""
        sources = [str(each) for each in body.get("sources", ())]
        return bool(sources) and not any(
            each in self.sources and self.sources[each].level != "background" for each in sources
        )

    def names(self, ids: Sequence[str], clusters: Mapping[str, str]) -> tuple[str, ...]:
        """Return citations: codes for the team, groups for the government, nothing for the public.

        `clusters` are group labels by code. Each name occurs once.
        """
        if self.profile == PUBLIC:
            return ()
        known = [each for each in ids if each in self.sources]
        if self.profile == INTERNAL:
            return tuple(self.code(each) for each in known)
        names = (self.name_of(self.sources[each], clusters) for each in known)
        return tuple(dict.fromkeys(name for name in names if name))

    def code(self, source: str) -> str:
        """Return the short code of a source in the list, such as S3."""
        return f"S{list(self.sources).index(source) + 1}"

    def name_of(self, source: Source, clusters: Mapping[str, str]) -> str:
        """Return how this profile names a source."""
        cluster = clusters.get(source.cluster, source.cluster)
        if self.profile == INTERNAL and source.level == "named":
            return source.name or source.institution or cluster
        if self.profile == INTERNAL and source.level == "institution":
            return source.institution or cluster
        return self.merged_name if source.cluster in self.merged else cluster

    def may_report(self, source: str) -> bool:
        """Return whether statements of a source may be reported."""
        if self.profile == INTERNAL:
            return True
        known = self.sources.get(source)
        return self.profile == GOVERNMENT and known is not None and known.level != "background"

    def _without_background(self, visible: VisibleAnswer) -> VisibleAnswer | None:
        """Remove background sources; None if no other source supports the answer."""
        remaining = tuple(
            each
            for each in visible.sources
            if each in self.sources and self.sources[each].level != "background"
        )
        if len(remaining) == len(visible.sources):
            return visible
        if not remaining:
            return None
        weakened = visible.evidence == "corroborated" and len(remaining) < 2
        return replace(
            visible,
            visibility=Visibility.PART,
            evidence="claimed" if weakened else visible.evidence,
            note="",
            sources=remaining,
            why="partly background",
        )

    def _apply_level(
        self, meta: Mapping[str, str], kind: str, level: str, visible: VisibleAnswer
    ) -> VisibleAnswer:
        if self.profile == GOVERNMENT:
            if level in ("public", "gov"):
                return self._without_names(replace(visible, cleared=""))
            if meta.get("kind") == "marking":  # it is printed on every page
                return VisibleAnswer(Visibility.PART, visible.value, why="bare")
            if level == "internal" and visible.cleared:
                return VisibleAnswer(Visibility.PART, visible.cleared, why="cleared")
            if level == "restricted" and kind in ("int", "decimal"):
                return VisibleAnswer(
                    Visibility.PART, visible.value, missing=visible.missing, why="figure"
                )
            return VisibleAnswer(Visibility.NONE, why=level)
        if self.profile == PUBLIC and level == "public":
            bare = not (visible.note or visible.sources)
            visibility, why = (
                (visible.visibility, visible.why)
                if bare
                else (Visibility.PART, visible.why or "bare")
            )
            return VisibleAnswer(
                visibility, visible.value, visible.evidence, missing=visible.missing, why=why
            )
        if self.profile == PUBLIC and level == "gov" and meta.get("kind") == "stage":
            return VisibleAnswer(
                Visibility.PART, visible.value, visible.evidence, stage_only=True, why="stage"
            )
        return VisibleAnswer(Visibility.NONE, why=level)

    def names_source(self, text: str) -> bool:
        """Return whether a text names a source as only the team may."""
        return any(source.is_named_in(text) for source in self.sources.values())

    def _without_names(self, visible: VisibleAnswer) -> VisibleAnswer:
        """Remove a note that names a source; only the group of a source may be told."""
        if not self.names_source(visible.note):
            return visible
        return replace(visible, visibility=Visibility.PART, note="", why=visible.why or "named")

    def protects_count(self, meta: Mapping[str, str], level: str) -> bool:
        """Return whether small counts are hidden: of people, restricted, or for the public."""
        return self.profile != INTERNAL and (
            self.profile == PUBLIC
            or level == "restricted"
            or meta.get("counts") == COUNTS_PEOPLE
            or "oce" in meta.get("offence", "").split(";")
        )

    def _hide_small_count(
        self, meta: Mapping[str, str], kind: str, level: str, visible: VisibleAnswer
    ) -> VisibleAnswer:
        """Hide a small count if this profile protects it."""
        if (
            not self.protects_count(meta, level)
            or kind != "int"
            or visible.visibility is Visibility.NONE
        ):
            return visible
        if not (is_count(visible.value) and 0 < int(visible.value) < SMALLEST_COUNT):
            return visible
        return VisibleAnswer(Visibility.PART, evidence=visible.evidence, small=True, why="small")


def is_count(value: str) -> bool:
    """Return whether a value is a whole number, of not so many digits that nothing reads it."""
    return value.isdecimal() and len(value) <= _MOST_DIGITS


def _groups_to_merge(people_by_group: Mapping[str, int]) -> frozenset[str]:
    """Return the groups to merge: those below SMALLEST_COUNT and enough others to hide each
    size.
    """
    by_size = sorted((people, group) for group, people in people_by_group.items() if people)
    merged: dict[str, int] = {}
    for people, group in by_size:
        alone = len(merged) == 1 or 0 < sum(merged.values()) < SMALLEST_COUNT
        if people < SMALLEST_COUNT or alone:
            merged[group] = people
    return frozenset(merged)


def read_source(key: str, body: Mapping[str, Any], mission_rule: str) -> Source:
    """Read a source from its entry. A source can only tighten `mission_rule`."""
    people = str(body.get("people", ""))
    return Source(
        id=key,
        cluster=str(body.get("cluster", "")),
        institution=str(body.get("institution", "")),
        name=str(body.get("name", "")),
        level=strictest_level(
            ATTRIBUTION_LEVELS, mission_rule or "cluster", str(body.get("attribution", ""))
        ),
        people=int(people) if is_count(people) else int(body.get("kind") != "document"),
    )
