"""How stages changed from mission to mission; only the same meaning is connected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessor.errors import Reason
from assessor.registry.analysis import stage_comparison
from assessor.registry.analysis.cases import Case, cases_by_country, used_instruments
from assessor.registry.analysis.codebook import build_figure
from assessor.registry.analysis.figure import Cell, Figure
from assessor.scoring.stage_scores import round_half_up, weighted_mean

_REWORDED = Reason(
    "Between some missions the wording of this scale changed. Their stages are marked and not "
    "joined, and no change is told between them."
)
Missions = Mapping[str, Sequence[Case]]
"""The missions of each country, the earliest first; countries by name."""


@dataclass(frozen=True, slots=True)
class SlopePoint:
    """One mission on a slope: its stages, `rated` of `of` indicators.

    `broken`: rated on another wording than the mission before. `change` of the evidenced stage
    since that mission, over the `matched` indicators that are rated in both; None for the first,
    where it is broken and where none is matched.
    """

    assessment: str
    start: str
    evidenced: float
    asserted: float | None
    rated: int
    of: int
    thin: bool
    broken: bool
    change: float | None
    matched: int = 0


@dataclass(frozen=True, slots=True)
class Slope:
    """How one section or indicator changed in one country."""

    place: str
    name: str
    code: str
    title: str
    points: tuple[SlopePoint, ...]


def repeated_missions(cases: Iterable[Case]) -> Missions:
    """Return the countries with more than one mission."""
    return {
        place: missions for place, missions in cases_by_country(cases).items() if len(missions) > 1
    }


def build_slope(missions: Sequence[Case], code: str, title: str, section: str = "") -> Slope:
    """Build the slope of section `code`, or indicator `code` of `section`, in one country.
    `missions` are in chronological order; those without a rating are skipped."""
    points: list[SlopePoint] = []
    previous: stage_comparison.ColumnStage | None = None
    before: Case | None = None
    for case in missions:
        current = stage_comparison.column_stage(case, code, section)
        if current is None or current.evidenced is None:
            continue
        broken = previous is not None and previous.edition != current.edition
        change, matched = None, 0
        if before is not None and not broken:
            change, matched = _matched_change(before, case, code, section)
        thin = stage_comparison.is_thin(current.rated, current.of)
        points.append(
            SlopePoint(case.assessment, case.start, current.evidenced, current.asserted,
                       current.rated, current.of, thin, broken, change, matched)
        )  # fmt: skip
        previous, before = current, case
    return Slope(missions[0].place, missions[0].name, code, title, tuple(points))


def _matched_change(before: Case, now: Case, code: str, section: str) -> tuple[float | None, int]:
    """Return the change of the mean over the indicators rated in both missions, and their number.

    Others would change the mean though nothing changed in the country.
    """
    known = before.scores.indicators
    of_column = [
        each
        for each in now.instrument.indicators_in(section or code)
        if not section or each.code == code
    ]
    pairs = [
        (each.weight, then.evidenced, here.evidenced)
        for each in of_column
        if (then := known.get(each.code)) is not None
        and then.evidenced is not None
        and (here := now.scores.indicators[each.code]).evidenced is not None
    ]
    was = weighted_mean((weight, stage) for weight, stage, _ in pairs)
    stands = weighted_mean((weight, stage) for weight, _, stage in pairs)
    if was is None or stands is None:
        return None, 0
    return round_half_up(stands - was), len(pairs)


def slopes_figure(cases: Sequence[Case], *, language: str = "en") -> Figure:
    """Return the slopes of every section in each country with more than one mission."""
    missions = repeated_missions(cases)
    return slopes_to_figure(
        build_slope(country_missions, code, title)
        for code, title in stage_comparison.heat_map_columns(used_instruments(cases), "", language)
        for country_missions in missions.values()
    )


def slopes_to_figure(slopes: Iterable[Slope]) -> Figure:
    """Return a figure with one row per point."""
    rows: list[tuple[Cell, ...]] = []
    for slope in slopes:
        rows += (
            (slope.code, slope.title, slope.place, slope.name, point.assessment, point.start,
             point.evidenced, point.asserted, point.change, point.matched, point.rated, point.of,
             point.thin, point.broken)
            for point in slope.points
        )  # fmt: skip
    return build_figure("slopes", rows, (_REWORDED,) if any(row[-1] for row in rows) else ())


def read_slopes(figure: Figure) -> tuple[Slope, ...]:
    """Return the slopes of a figure, in its order."""
    groups: dict[tuple[str, str], tuple[Mapping[str, Any], list[SlopePoint]]] = {}
    for row in figure.facts():
        _, points = groups.setdefault((row["code"], row["iso3"]), (row, []))
        points.append(
            SlopePoint(
                row["assessment"], row["start"], row["evidenced"], row["asserted"], row["rated"],
                row["of"], row["thin"], row["other_wording"], row["change"], row["matched"],
            )
        )  # fmt: skip
    return tuple(
        Slope(row["iso3"], row["country"], row["code"], row["title"], tuple(points))
        for row, points in groups.values()
    )
