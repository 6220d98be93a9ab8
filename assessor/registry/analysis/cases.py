"""What headquarters compares: each assessment of a registry as plain facts beside its scores."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from assessor.scoring.instrument import Instrument
from assessor.scoring.stage_scores import Scores


@dataclass(frozen=True, slots=True)
class AssistanceNeed:
    """An assistance area that an assessment calls for; `priority` 0 to 4, None: not agreed."""

    area: str
    priority: float | None


@dataclass(frozen=True, slots=True)
class AssistanceOffer:
    """Assistance somebody gives; `live` while it is planned or under way. `budget` in US dollars,
    None where it was not said."""

    area: str
    payer: str
    status: str
    live: bool
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class CaseRecommendation:
    """One recommendation: `section` to `priority` are codes of the form's choices, `id` is its own
    in every mission that speaks of it, `owner` who is to see to it; blank where not said."""

    text: str
    section: str = ""
    area: str = ""
    horizon: str = ""
    priority: str = ""
    id: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class LegalFact:
    """How far national law has what an article asks: `rank` is the answer's place among the
    form's choices, the first 0; -1 where there is no answer."""

    question: str
    label: str
    articles: tuple[str, ...]
    value: str
    said: str
    rank: int


class SectionMean(NamedTuple):
    """What an assessment comes to in one section: means of stages, `rated` of `of` indicators, and
    for how many of them more than one answer stands."""

    evidenced: float | None
    asserted: float | None
    rated: int
    of: int
    contested: int


@dataclass(frozen=True)
class Case:
    """One assessment as it stands in the registry.

    `country` and `region` are codes, `country_name` and `region_name` as the reader calls them,
    `start` an ISO date or blank. `words` gives the label of a choice by its code. `became` is
    what it says became of recommendations of missions before, by their ids. `raters` says
    who gave the answer shown on an indicator, by its code.
    """

    assessment: str
    country: str
    country_name: str
    region: str
    region_name: str
    mission: str
    start: str
    instrument: Instrument
    scores: Scores
    needs: tuple[AssistanceNeed, ...] = field(default_factory=tuple)
    requested: frozenset[str] = field(default_factory=frozenset)
    offers: tuple[AssistanceOffer, ...] = field(default_factory=tuple)
    advice: tuple[CaseRecommendation, ...] = field(default_factory=tuple)
    law: tuple[LegalFact, ...] = field(default_factory=tuple)
    became: Mapping[str, str] = field(default_factory=dict)
    raters: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """What tells countries apart: the code, or the assessment where no country is said."""
        return self.country or self.assessment

    @property
    def name(self) -> str:
        """The country as the reader calls it, else the mission's code, else the assessment."""
        return self.country_name or self.mission or self.assessment[:8]

    def section(self, code: str) -> SectionMean | None:
        """What it comes to in a section; None where its form does not have it."""
        found = self.scores.dimensions.get(code)
        if found is None:
            return None
        contested = sum(each.contested for each in found.indicators)
        return SectionMean(found.evidenced, found.asserted, found.rated, found.of, contested)

    @property
    def year(self) -> str:
        """The year the mission began, or blank."""
        return self.start[:4]


UsedInstrument = tuple[Instrument, int, str]
"""An instrument in use, how many missions were rated by it, and when the last of them began."""


class CaseSequence(Sequence[Case]):
    """So many cases that whoever has them says what is asked of all without making each."""

    @abstractmethod
    def last(self) -> tuple[Case, ...]:
        """As `latest` says of them."""

    @abstractmethod
    def last_in(self, by: str) -> Sequence[Case]:
        """As `last_in` says of them."""

    @abstractmethod
    def used(self) -> list[UsedInstrument]:
        """As `instruments` says of them."""


def used_instruments(cases: Iterable[Case]) -> list[UsedInstrument]:
    """The instruments in use, in the order of the cases."""
    if isinstance(cases, CaseSequence):
        return cases.used()
    return merge_used((case.instrument, 1, case.start) for case in cases)


def merge_used(used: Iterable[UsedInstrument]) -> list[UsedInstrument]:
    """Each instrument once, told apart by being the very same object, which a registry holds once
    for each form."""
    found: dict[int, UsedInstrument] = {}
    for by, more, start in used:
        _, count, newest = found.get(id(by), (by, 0, ""))
        found[id(by)] = by, count + more, max(newest, start)
    return list(found.values())


def latest_cases(cases: Iterable[Case]) -> tuple[Case, ...]:
    """The last mission of each country, by the country's name."""
    if isinstance(cases, CaseSequence):
        return cases.last()
    found: dict[str, Case] = {}
    for case in cases:
        before = found.get(case.place)
        if before is None or _in_time(before) < _in_time(case):
            found[case.place] = case
    return tuple(sorted(found.values(), key=lambda case: (case.name, case.place)))


def latest_candidates(cases: Sequence[Case], by: str) -> Sequence[Case]:
    """Enough of these that `latest` finds the same in each group `by` "region" or "year"."""
    return cases.last_in(by) if isinstance(cases, CaseSequence) else cases


def cases_by_country(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """The missions of each country, the earliest first; countries by name."""
    found: dict[str, list[Case]] = {}
    for case in sorted(cases, key=lambda case: (case.name, case.place, *_in_time(case))):
        found.setdefault(case.place, []).append(case)
    return found


def _in_time(case: Case) -> tuple[str, str]:
    return case.start, case.assessment
