"""How stages moved from mission to mission; only what means the same is joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessor.errors import Reason
from assessor.registry.analysis.cases import Case, cases_by_country, used_instruments
from assessor.registry.analysis.figure import Cell, Figure
from assessor.registry.analysis.stage_comparison import (
    ColumnStage,
    column_stage,
    heat_map_columns,
    is_thin,
)
from assessor.scoring.stage_scores import round_half_up

_REWORDED = Reason(
    "Between some missions the wording of this scale changed. Their stages are marked and not "
    "joined, and no change is told between them."
)
_COLUMNS = (
    "code", "title", "country", "name", "assessment", "start", "evidenced", "asserted", "change",
    "rated", "of", "thin", "other_wording",
)  # fmt: skip

Missions = Mapping[str, Sequence[Case]]
"""The missions of each country, the earliest first; countries by name."""


@dataclass(frozen=True, slots=True)
class SlopePoint:
    """One mission on a course: stages, `rated` of `of` indicators. `broken`: rated on another
    wording than the mission before. `change` of the evidenced stage since that mission, None for
    the first and where it is broken."""

    assessment: str
    start: str
    evidenced: float
    asserted: float | None
    rated: int
    of: int
    thin: bool
    broken: bool
    change: float | None


@dataclass(frozen=True, slots=True)
class Slope:
    """How one section or indicator moved in one country."""

    place: str
    name: str
    code: str
    title: str
    points: tuple[SlopePoint, ...]


def repeated_missions(cases: Iterable[Case]) -> Missions:
    """The countries that have had more than one mission."""
    return {place: found for place, found in cases_by_country(cases).items() if len(found) > 1}


def build_slope(missions: Sequence[Case], code: str, title: str, section: str = "") -> Slope:
    """How the section `code`, or the indicator `code` of `section`, moved over the missions of one
    country, which come in their order. Missions in which it is not rated are passed over."""
    points: list[SlopePoint] = []
    before: ColumnStage | None = None
    for case in missions:
        now = column_stage(case, code, section)
        if now is None or now.evidenced is None:
            continue
        broken = before is not None and before.edition != now.edition
        change = None
        if before is not None and before.evidenced is not None and not broken:
            change = round_half_up(now.evidenced - before.evidenced)
        thin = is_thin(now.rated, now.of)
        points.append(
            SlopePoint(case.assessment, case.start, now.evidenced, now.asserted, now.rated, now.of,
            thin,
                  broken, change)
        )  # fmt: skip
        before = now
    return Slope(missions[0].place, missions[0].name, code, title, tuple(points))


def slopes_figure(cases: Sequence[Case], *, section: str = "", language: str = "en") -> Figure:
    """How every section, or every indicator of one `section`, moved in each country with more than
    one mission, the earliest first."""
    missions = repeated_missions(cases)
    return slopes_to_figure(
        build_slope(found, code, title, section)
        for code, title in heat_map_columns(used_instruments(cases), section, language)
        for found in missions.values()
    )


def slopes_to_figure(courses: Iterable[Slope]) -> Figure:
    """One row for each point."""
    rows: list[tuple[Cell, ...]] = []
    for each in courses:
        rows += (
            (each.code, each.title, each.place, each.name, one.assessment, one.start,
             one.evidenced, one.asserted, one.change, one.rated, one.of, one.thin, one.broken)
            for one in each.points
        )  # fmt: skip
    return Figure("slopes", _COLUMNS, tuple(rows), (_REWORDED,) if any(r[-1] for r in rows) else ())


def read_slopes(figure: Figure) -> tuple[Slope, ...]:
    """The courses a figure was made of, in its order."""
    held: dict[tuple[str, str], tuple[Mapping[str, Any], list[SlopePoint]]] = {}
    for row in figure.facts():
        _, points = held.setdefault((row["code"], row["country"]), (row, []))
        points.append(
            SlopePoint(
                row["assessment"],
                row["start"],
                row["evidenced"],
                row["asserted"],
                row["rated"],
                row["of"],
                row["thin"],
                row["other_wording"],
                row["change"],
            )
        )
    return tuple(
        Slope(row["country"], row["name"], row["code"], row["title"], tuple(points))
        for row, points in held.values()
    )
