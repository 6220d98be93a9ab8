"""Stages side by side: countries, regions or years down, sections or indicators across.

Only stages that mean the same are compared (see cases.edition). Medians of fewer than three
countries are suppressed, since they would say what one country is. Nothing is ordered by score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from assessor.errors import Reason
from assessor.registry.analysis.cases import (
    Case,
    UsedInstrument,
    latest_candidates,
    latest_cases,
    used_instruments,
)
from assessor.registry.analysis.figure import Cell, Figure
from assessor.scoring.instrument import Indicator, Instrument
from assessor.scoring.stage_scores import RatingState, round_half_up

MIN_COUNTRIES = 3
"""Countries below which a median and a range are not told."""
THIN_BELOW = 50
"""Percent of indicators rated below which data are thin."""
GROUPINGS = ("country", "region", "year")

_OTHER_WORDING = Reason(
    "Some missions were rated on another wording of this scale. Their cells are marked and they "
    "count in no median."
)


@dataclass(frozen=True, slots=True)
class ColumnStage:
    """What one mission has in one column: `evidenced` and `asserted` are stages or means of them,
    `rated` of `of` indicators count. `edition` says what a stage there means, `contested` for how
    many indicators more than one answer stands."""

    evidenced: float | None
    asserted: float | None
    rated: int
    of: int
    edition: str
    contested: int = 0


@dataclass(frozen=True, slots=True)
class HeatMapCell:
    """One cell of a heat map.

    Of a country: its stages, `n` 1 or 0. Of a region or year: the median, with the range `low` to
    `high`, over `n` countries; all None where `suppressed`. `thin`: fewer than half of the
    indicators are rated. `other` marks stages that mean something else than the column's.
    `contested`: for how many indicators more than one answer stands, so that a decision may move
    the stage.
    """

    evidenced: float | None = None
    asserted: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    rated: int = 0
    of: int = 0
    thin: bool = False
    suppressed: bool = False
    other: bool = False
    contested: int = 0


@dataclass(frozen=True, slots=True)
class HeatMapRow:
    """A row: `key` is a country, region or year, `assessment` the mission shown of a country."""

    key: str
    name: str
    assessment: str
    squares: tuple[HeatMapCell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Rows by name, never by score; `columns` are (code, title) of sections or indicators."""

    by: str
    columns: tuple[tuple[str, str], ...]
    lines: tuple[HeatMapRow, ...]
    notes: tuple[Reason, ...]

    def figure(self) -> Figure:
        """One row for each cell."""
        return Figure("heat_map", _COLUMNS, tuple(self._rows()), self.notes)

    def _rows(self) -> Iterator[tuple[Cell, ...]]:
        for line in self.lines:
            for (code, title), cell in zip(self.columns, line.squares, strict=True):
                yield (
                    line.key, line.name, line.assessment, code, title, cell.evidenced,
                    cell.asserted, cell.low, cell.high, cell.n, cell.rated, cell.of, cell.thin,
                    cell.suppressed, cell.other, cell.contested,
                )  # fmt: skip


_COLUMNS = (
    "key", "name", "assessment", "code", "title", "evidenced", "asserted", "low", "high", "n",
    "rated", "of", "thin", "suppressed", "other_wording", "contested",
)  # fmt: skip


def build_heat_map(
    cases: Sequence[Case], *, by: str = "country", section: str = "", language: str = "en"
) -> HeatMap:
    """Sections across, or the indicators of one `section`; countries stand for their last mission.

    Raises ValueError for a `by` that is none of BY.
    """
    if by not in GROUPINGS:
        raise ValueError(by)
    used = used_instruments(cases)
    columns = heat_map_columns(used, section, language)
    base = {code: _common(used, code, section) for code, _ in columns}
    codes = tuple(base)
    if by == "country":
        lines = tuple(_country(case, codes, base, section) for case in latest_cases(cases))
    else:
        lines = tuple(_lines(cases, by, codes, base, section))
    mixed = any(
        column_edition(instrument, code, section) not in (None, base[code])
        for instrument, _, _ in used
        for code in codes
    )
    return HeatMap(by, columns, lines, (_OTHER_WORDING,) if mixed else ())


def column_stage(case: Case, code: str, section: str = "") -> ColumnStage | None:
    """What a mission has in a column: the section `code`, or the indicator `code` of `section`.

    None where its form does not have it.
    """
    if section:
        indicator = case.instrument.indicator.get(code)
        return None if indicator is None else indicator_stage(case, indicator)
    found = case.section(code)
    if found is None:
        return None
    said = column_edition(case.instrument, code)
    return ColumnStage(
        found.evidenced, found.asserted, found.rated, found.of, said or "", found.contested
    )


def indicator_stage(case: Case, indicator: Indicator) -> ColumnStage:
    """What a mission has on one indicator."""
    found = case.scores.indicators[indicator.code]
    said = column_edition(case.instrument, indicator.code, indicator.dimension)
    rated = found.state is RatingState.RATED
    return ColumnStage(
        found.evidenced, found.asserted, int(rated), 1, said or "", int(found.contested)
    )


def column_edition(instrument: Instrument, code: str, section: str = "") -> str | None:
    """What stages in a column mean by an instrument (see cases.edition); None: it has none."""
    return (instrument.indicator_editions if section else instrument.editions).get(code)


def heat_map_columns(
    used: list[UsedInstrument], section: str, language: str
) -> tuple[tuple[str, str], ...]:
    """The (code, title) of every section, or of every indicator of one `section`."""
    found: dict[str, str] = {}
    for instrument, _, _ in used:
        for each in instrument.indicators_in(section) if section else instrument.dimensions:
            found.setdefault(each.code, each.title(language))
    return tuple(found.items())


def _common(used: list[UsedInstrument], code: str, section: str) -> str:
    """The wording most missions were rated on; of two alike that of the later mission."""
    counted: Counter[str] = Counter()
    newest: dict[str, str] = {}
    for instrument, count, start in used:
        found = column_edition(instrument, code, section)
        if found is not None:
            counted[found] += count
            newest[found] = max(newest.get(found, ""), start)
    return max(counted, key=lambda each: (counted[each], newest[each], each), default="")


def _country(case: Case, codes: Iterable[str], base: dict[str, str], section: str) -> HeatMapRow:
    return HeatMapRow(
        case.place,
        case.name,
        case.assessment,
        tuple(_square(column_stage(case, code, section), base[code]) for code in codes),
    )


def _square(found: ColumnStage | None, base: str) -> HeatMapCell:
    if found is None:
        return HeatMapCell()
    return HeatMapCell(
        evidenced=found.evidenced,
        asserted=found.asserted,
        n=int(found.evidenced is not None),
        rated=found.rated,
        of=found.of,
        thin=is_thin(found.rated, found.of),
        other=found.edition != base,
        contested=found.contested,
    )


def is_thin(rated: int, of: int) -> bool:
    """Whether so few of the indicators are rated that a mean of them says little."""
    return rated * 100 < of * THIN_BELOW


def _lines(
    cases: Sequence[Case], by: str, codes: Sequence[str], base: dict[str, str], section: str
) -> Iterator[HeatMapRow]:
    groups: dict[tuple[str, str], list[Case]] = {}
    for case in latest_candidates(cases, by):
        group = (case.region_name, case.region) if by == "region" else (case.year, case.year)
        groups.setdefault(group, []).append(case)
    for (name, key), members in sorted(groups.items()):
        last = latest_cases(members)
        squares = tuple(
            _summed([column_stage(case, code, section) for case in last], base[code])
            for code in codes
        )
        yield HeatMapRow(key, name, "", squares)


def _summed(found: Iterable[ColumnStage | None], base: str) -> HeatMapCell:
    same = [each for each in found if each is not None and each.edition == base]
    proven = [each.evidenced for each in same if each.evidenced is not None]
    said = [each.asserted for each in same if each.asserted is not None]
    rated, of = sum(each.rated for each in same), sum(each.of for each in same)
    n, contested = len(proven), sum(each.contested for each in same)
    if n < MIN_COUNTRIES:
        thin = is_thin(rated, of)
        return HeatMapCell(
            n=n, rated=rated, of=of, thin=thin, suppressed=n > 0, contested=contested
        )
    return HeatMapCell(
        evidenced=round_half_up(median(proven)),
        asserted=round_half_up(median(said)),
        low=min(proven),
        high=max(proven),
        n=n,
        rated=rated,
        of=of,
        thin=is_thin(rated, of),
        contested=contested,
    )
