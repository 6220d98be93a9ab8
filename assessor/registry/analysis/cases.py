"""Cases: each assessment of a registry as plain facts beside its scores."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from assessor.scoring.instrument import Instrument
from assessor.scoring.stage_scores import Scores


@dataclass(frozen=True, slots=True)
class AssistanceNeed:
    """An area where an assessment needs assistance; `priority` 0 to 4, None if not agreed."""

    area: str
    priority: float | None


@dataclass(frozen=True, slots=True)
class AssistanceOffer:
    """Assistance that somebody gives; `live` while planned or under way; `budget` in US dollars,
    None if unknown."""

    area: str
    payer: str
    status: str
    live: bool
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class CaseRecommendation:
    """One recommendation. `section` to `priority` are codes of the form's choices, `id` is the same
    in every mission that mentions it, `owner` is responsible for it, `start` and `end` are days
    (ISO 8601), `amount` and `funded` are in `currency`; blank if unknown."""

    text: str
    section: str = ""
    area: str = ""
    horizon: str = ""
    priority: str = ""
    id: str = ""
    owner: str = ""
    start: str = ""
    end: str = ""
    amount: str = ""
    funded: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class LegalFact:
    """How far national law contains what an article requires: `rank` is the answer's position among
    the form's choices, from 0; -1 without an answer."""

    question: str
    label: str
    articles: tuple[str, ...]
    value: str
    said: str
    rank: int


class SectionMean(NamedTuple):
    """The result of an assessment in one section: mean stages, `rated` of `of` indicators, and how
    many of them have competing answers."""

    evidenced: float | None
    asserted: float | None
    rated: int
    of: int
    contested: int


@dataclass(frozen=True)
class Case:
    """One assessment as it is in the registry.

    `country` and `region` are codes, `country_name` and `region_name` their labels, `start` an ISO
    date or blank. `words` maps choice codes to labels. `became` maps ids of earlier recommendations
    to their outcome. `raters` maps indicator codes to the author of the displayed answer. `mark` is
    said beside its name where nobody vouches for who made it: "unverified", for the reader.
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
    mark: str = ""

    @property
    def place(self) -> str:
        """Return the country code, or the assessment where no country is given."""
        return self.country or self.assessment

    @property
    def name(self) -> str:
        """Return the country's label, else the mission's code, else the assessment; with a mark."""
        name = self.country_name or self.mission or self.assessment[:8]
        return f"{name} ({self.mark})" if self.mark else name

    def word(self, code: str) -> str:
        """Return the label of a choice, or its code."""
        return self.words.get(code, code)

    def area_title(self, code: str, language: str) -> str:
        """Return the title of an assistance area, or its code."""
        area = self.instrument.area.get(code)
        return area.title(language) if area else self.word(code)

    def section(self, code: str) -> SectionMean | None:
        """Return the result of a section; None if the form does not have it."""
        score = self.scores.dimensions.get(code)
        if score is None:
            return None
        contested = sum(indicator.contested for indicator in score.indicators)
        return SectionMean(score.evidenced, score.asserted, score.rated, score.of, contested)

    @property
    def year(self) -> str:
        """Return the year in which the mission began, or blank."""
        return self.start[:4]


UsedInstrument = tuple[Instrument, int, str]
"""An instrument, the number of missions rated by it, and the start of the last of them."""


class CaseSequence(Sequence[Case]):
    """A long sequence of cases that answers queries without building each case."""

    @abstractmethod
    def last(self) -> tuple[Case, ...]:
        """Return the result of `latest_cases`."""

    @abstractmethod
    def last_in(self, by: str) -> Sequence[Case]:
        """Return the result of `latest_candidates`."""

    @abstractmethod
    def used(self) -> list[UsedInstrument]:
        """Return the result of `used_instruments`."""


def used_instruments(cases: Iterable[Case]) -> list[UsedInstrument]:
    """Return the instruments in use, in the order of the cases."""
    if isinstance(cases, CaseSequence):
        return cases.used()
    return merge_used((case.instrument, 1, case.start) for case in cases)


def merge_used(used: Iterable[UsedInstrument]) -> list[UsedInstrument]:
    """Merge entries of the same instrument; a registry has one object per form."""
    merged: dict[int, UsedInstrument] = {}
    for instrument, missions, start in used:
        _, count, newest = merged.get(id(instrument), (instrument, 0, ""))
        merged[id(instrument)] = instrument, count + missions, max(newest, start)
    return list(merged.values())


def latest_cases(cases: Iterable[Case]) -> tuple[Case, ...]:
    """Return the last mission of each country, by the country's name."""
    if isinstance(cases, CaseSequence):
        return cases.last()
    latest: dict[str, Case] = {}
    for case in cases:
        earlier = latest.get(case.place)
        if earlier is None or _time_key(earlier) < _time_key(case):
            latest[case.place] = case
    return tuple(sorted(latest.values(), key=lambda case: (case.name, case.place)))


def latest_candidates(cases: Sequence[Case], by: str) -> Sequence[Case]:
    """Return enough cases for `latest_cases` in each group `by` "region" or "year"."""
    return cases.last_in(by) if isinstance(cases, CaseSequence) else cases


def cases_by_country(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """Return the missions of each country, the earliest first; countries by name."""
    by_country: dict[str, list[Case]] = {}
    for case in sorted(cases, key=lambda case: (case.name, case.place, *_time_key(case))):
        by_country.setdefault(case.place, []).append(case)
    return by_country


def _time_key(case: Case) -> tuple[str, str]:
    return case.start, case.assessment
