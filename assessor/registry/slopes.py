"""How stages moved from mission to mission; only what means the same is joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessor.errors import Reason
from assessor.registry.cases import Case, by_place, instruments
from assessor.registry.compare import Stage, columns_of, is_thin, stage
from assessor.registry.figure import Cell, Figure
from assessor.scoring.stages import rounded

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
class Point:
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
class Course:
    """How one section or indicator moved in one country."""

    place: str
    name: str
    code: str
    title: str
    points: tuple[Point, ...]


def repeated(cases: Iterable[Case]) -> Missions:
    """The countries that have had more than one mission."""
    return {place: found for place, found in by_place(cases).items() if len(found) > 1}


def course(missions: Sequence[Case], code: str, title: str, section: str = "") -> Course:
    """How the section `code`, or the indicator `code` of `section`, moved over the missions of one
    country, which come in their order. Missions in which it is not rated are passed over."""
    points: list[Point] = []
    before: Stage | None = None
    for case in missions:
        now = stage(case, code, section)
        if now is None or now.evidenced is None:
            continue
        broken = before is not None and before.edition != now.edition
        change = None
        if before is not None and before.evidenced is not None and not broken:
            change = rounded(now.evidenced - before.evidenced)
        thin = is_thin(now.rated, now.of)
        points.append(
            Point(case.assessment, case.start, now.evidenced, now.asserted, now.rated, now.of, thin,
                  broken, change)
        )  # fmt: skip
        before = now
    return Course(missions[0].place, missions[0].name, code, title, tuple(points))


def slopes(cases: Sequence[Case], *, section: str = "", language: str = "en") -> Figure:
    """How every section, or every indicator of one `section`, moved in each country with more than
    one mission, the earliest first."""
    missions = repeated(cases)
    return as_figure(
        course(found, code, title, section)
        for code, title in columns_of(instruments(cases), section, language)
        for found in missions.values()
    )


def as_figure(courses: Iterable[Course]) -> Figure:
    """One row for each point."""
    rows: list[tuple[Cell, ...]] = []
    for each in courses:
        rows += (
            (each.code, each.title, each.place, each.name, one.assessment, one.start,
             one.evidenced, one.asserted, one.change, one.rated, one.of, one.thin, one.broken)
            for one in each.points
        )  # fmt: skip
    return Figure("slopes", _COLUMNS, tuple(rows), (_REWORDED,) if any(r[-1] for r in rows) else ())


def courses_in(figure: Figure) -> tuple[Course, ...]:
    """The courses a figure was made of, in its order."""
    held: dict[tuple[str, str], tuple[Mapping[str, Any], list[Point]]] = {}
    for row in figure.facts():
        _, points = held.setdefault((row["code"], row["country"]), (row, []))
        points.append(
            Point(row["assessment"], row["start"], row["evidenced"], row["asserted"], row["rated"],
                  row["of"], row["thin"], row["other_wording"], row["change"])
        )  # fmt: skip
    return tuple(
        Course(row["country"], row["name"], row["code"], row["title"], tuple(points))
        for row, points in held.values()
    )
