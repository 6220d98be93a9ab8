"""Compare stages: countries, regions or years in rows, sections or indicators in columns.

Only stages with the same meaning are compared (see column_edition). Medians of fewer than three
countries are suppressed, because they reveal single countries. Nothing is ordered by score.
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
from assessor.registry.analysis.codebook import build_figure
from assessor.registry.analysis.figure import Cell, Figure
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_records import Indicator
from assessor.scoring.stage_scores import RatingState, round_half_up

MIN_COUNTRIES = 3
"""The fewest countries for which a median and a range are shown."""
THIN_BELOW = 50
"""The percentage of rated indicators below which data are thin."""
GROUPINGS = ("country", "region", "year")

_OTHER_WORDING = Reason(
    "Some missions were rated on another wording of this scale. Their cells are marked and they "
    "count in no median."
)


@dataclass(frozen=True, slots=True)
class ColumnStage:
    """The result of one mission in one column.

    `evidenced` and `asserted` are stages or their means; `rated` of `of` indicators count.
    `edition` identifies the meaning of a stage; `contested` counts indicators with competing
    answers.
    """

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
    indicators are rated. `other`: the stage has another meaning than the column's. `contested`: the
    number of indicators with competing answers, so that a decision may change the stage.
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
    """A row: `key` is a country, region or year; `assessment` is a country's displayed mission."""

    key: str
    name: str
    assessment: str
    squares: tuple[HeatMapCell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A heat map with rows by name; `columns` are (code, title) of sections or indicators."""

    by: str
    columns: tuple[tuple[str, str], ...]
    lines: tuple[HeatMapRow, ...]
    notes: tuple[Reason, ...]

    def figure(self) -> Figure:
        """Return a figure with one row per cell."""
        return build_figure("heat_map", self._rows(), self.notes)

    def _rows(self) -> Iterator[tuple[Cell, ...]]:
        for line in self.lines:
            for (code, title), cell in zip(self.columns, line.squares, strict=True):
                yield (
                    line.key, line.name, line.assessment, code, title, cell.evidenced,
                    cell.asserted, cell.low, cell.high, cell.n, cell.rated, cell.of, cell.thin,
                    cell.suppressed, cell.other, cell.contested,
                )  # fmt: skip


def build_heat_map(
    cases: Sequence[Case], *, by: str = "country", section: str = "", language: str = "en"
) -> HeatMap:
    """Compare sections, or the indicators of one `section`; a country is its last mission. Raises
    ValueError for a `by` that is not in GROUPINGS."""
    if by not in GROUPINGS:
        raise ValueError(by)
    instruments = used_instruments(cases)
    columns = heat_map_columns(instruments, section, language)
    editions = {code: _common_edition(instruments, code, section) for code, _ in columns}
    codes = tuple(editions)
    if by == "country":
        lines = tuple(_country_row(case, codes, editions, section) for case in latest_cases(cases))
    else:
        lines = tuple(_group_rows(cases, by, codes, editions, section))
    has_other_editions = any(
        column_edition(instrument, code, section) not in (None, editions[code])
        for instrument, _, _ in instruments
        for code in codes
    )
    return HeatMap(by, columns, lines, (_OTHER_WORDING,) if has_other_editions else ())


def column_stage(case: Case, code: str, section: str = "") -> ColumnStage | None:
    """Return a mission's result in a column: section `code`, or indicator `code` of `section`. None
    if its form does not have it."""
    if section:
        indicator = case.instrument.indicator.get(code)
        return None if indicator is None else indicator_stage(case, indicator)
    result = case.section(code)
    if result is None:
        return None
    edition = column_edition(case.instrument, code)
    return ColumnStage(
        result.evidenced, result.asserted, result.rated, result.of, edition or "", result.contested
    )


def indicator_stage(case: Case, indicator: Indicator) -> ColumnStage:
    """Return a mission's result on one indicator."""
    score = case.scores.indicators[indicator.code]
    edition = column_edition(case.instrument, indicator.code, indicator.dimension)
    rated = score.state is RatingState.RATED
    return ColumnStage(
        score.evidenced, score.asserted, int(rated), 1, edition or "", int(score.contested)
    )


def column_edition(instrument: Instrument, code: str, section: str = "") -> str | None:
    """Return the edition of a column in an instrument; None if it is not in it."""
    return (instrument.indicator_editions if section else instrument.editions).get(code)


def heat_map_columns(
    instruments: list[UsedInstrument], section: str, language: str
) -> tuple[tuple[str, str], ...]:
    """Return (code, title) of every section, or of every indicator of one `section`."""
    titles: dict[str, str] = {}
    for instrument, _, _ in instruments:
        for column in instrument.indicators_in(section) if section else instrument.dimensions:
            titles.setdefault(column.code, column.title(language))
    return tuple(titles.items())


def _common_edition(instruments: list[UsedInstrument], code: str, section: str) -> str:
    """Return the edition that most missions used; of two alike that of the later mission."""
    counts: Counter[str] = Counter()
    newest: dict[str, str] = {}
    for instrument, count, start in instruments:
        edition = column_edition(instrument, code, section)
        if edition is not None:
            counts[edition] += count
            newest[edition] = max(newest.get(edition, ""), start)
    return max(
        counts, key=lambda candidate: (counts[candidate], newest[candidate], candidate), default=""
    )


def _country_row(
    case: Case, codes: Iterable[str], editions: dict[str, str], section: str
) -> HeatMapRow:
    return HeatMapRow(
        case.place,
        case.name,
        case.assessment,
        tuple(_country_cell(column_stage(case, code, section), editions[code]) for code in codes),
    )


def _country_cell(stage: ColumnStage | None, edition: str) -> HeatMapCell:
    if stage is None:
        return HeatMapCell()
    return HeatMapCell(
        evidenced=stage.evidenced,
        asserted=stage.asserted,
        n=int(stage.evidenced is not None),
        rated=stage.rated,
        of=stage.of,
        thin=is_thin(stage.rated, stage.of),
        other=stage.edition != edition,
        contested=stage.contested,
    )


def is_thin(rated: int, of: int) -> bool:
    """Return whether too few indicators are rated for a meaningful mean."""
    return rated * 100 < of * THIN_BELOW


def _group_rows(
    cases: Sequence[Case], by: str, codes: Sequence[str], editions: dict[str, str], section: str
) -> Iterator[HeatMapRow]:
    groups: dict[tuple[str, str], list[Case]] = {}
    for case in latest_candidates(cases, by):
        group = (case.region_name, case.region) if by == "region" else (case.year, case.year)
        groups.setdefault(group, []).append(case)
    for (name, key), members in sorted(groups.items()):
        last = latest_cases(members)
        squares = tuple(
            _group_cell([column_stage(case, code, section) for case in last], editions[code])
            for code in codes
        )
        yield HeatMapRow(key, name, "", squares)


def _group_cell(stages: Iterable[ColumnStage | None], edition: str) -> HeatMapCell:
    comparable = [stage for stage in stages if stage is not None and stage.edition == edition]
    evidenced_stages = [stage.evidenced for stage in comparable if stage.evidenced is not None]
    asserted_stages = [stage.asserted for stage in comparable if stage.asserted is not None]
    rated, of = sum(stage.rated for stage in comparable), sum(stage.of for stage in comparable)
    n, contested = len(evidenced_stages), sum(stage.contested for stage in comparable)
    if n < MIN_COUNTRIES:
        thin = is_thin(rated, of)
        return HeatMapCell(
            n=n, rated=rated, of=of, thin=thin, suppressed=n > 0, contested=contested
        )
    return HeatMapCell(
        evidenced=round_half_up(median(evidenced_stages)),
        asserted=round_half_up(median(asserted_stages)),
        low=min(evidenced_stages),
        high=max(evidenced_stages),
        n=n,
        rated=rated,
        of=of,
        thin=is_thin(rated, of),
        contested=contested,
    )
