"""The verb compare: stages, needs, rights, law and recommendations of many missions."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from assessor.assessment.headquarters.case_cache import Shelf
from assessor.assessment.headquarters.case_comparison import FIGURES, cases_of, figure_of
from assessor.assessment.headquarters.csv_tables import write_figures
from assessor.assessment.headquarters.regional_figures import regional_report
from assessor.cli.base import console
from assessor.cli.base.options import me, passphrase, passphrase_of, registry_place
from assessor.errors import Refused
from assessor.registry.analysis.codebook import figure_codebook
from assessor.registry.analysis.figure import Figure
from assessor.registry.analysis.stage_comparison import (
    GROUPINGS,
    HeatMap,
    HeatMapCell,
    build_heat_map,
)
from assessor.store.write.mission import Mission


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    compare = verbs.add_parser("compare", help="the missions of a registry, side by side")
    registry_place(compare)
    compare.add_argument(
        "--by", choices=GROUPINGS, default="country", help="the rows of the heat map"
    )
    compare.add_argument("--figure", choices=FIGURES, help="one figure alone")
    compare.add_argument("--csv", type=Path, metavar="DIR", help="a table of each figure")
    compare.add_argument(
        "--pdf", type=Path, metavar="OUT.pdf", help="all of it as a regional report"
    )
    compare.add_argument("--json", action="store_true")
    passphrase(compare)
    compare.set_defaults(run=_compare)


def _compare(given: argparse.Namespace) -> int:
    language = console.language_of_person()
    names = FIGURES if given.figure is None else (given.figure,)
    with (
        Mission.open(given.registry, passphrase=passphrase_of(given), read_only=True) as mission,
        Shelf(mission, me()) as shelf,
    ):
        compared = cases_of(shelf, language)
        if not compared.cases:
            raise Refused("{file} holds no assessment with scores.", file=given.registry.name)
        if given.pdf is not None:
            by = "region" if given.by == "country" else given.by
            on = datetime.now().date()
            regional_report(compared, given.pdf, on=on, by=by, language=language)
            console.line(f"{given.pdf}: the regional report, for internal use")
        wanted = [figure_of(compared, name, by=given.by, language=language) for name in names]
        found = build_heat_map(compared.cases, by=given.by, language=language)
    if given.csv is not None:
        for path in write_figures((*wanted, figure_codebook(wanted)), given.csv):
            console.line(str(path))
    if (given.csv is not None or given.pdf is not None) and not given.json:
        return 0
    _say(given, wanted, found, [console.in_words(note) for note in compared.notes])
    return 0


def _say(
    given: argparse.Namespace, wanted: Sequence[Figure], found: HeatMap, notes: Sequence[str]
) -> None:
    if given.json:
        console.as_json(
            {"by": given.by, "notes": notes, "figures": {f.name: _facts(f) for f in wanted}}
        )
        return
    for sentence in notes:
        console.line(sentence)
    for figure in wanted:
        console.line(figure.name.replace("_", " "))
        for note in figure.notes:
            console.line(f"  {console.in_words(note)}")
        if figure.name == "heat_map":
            _print_map(found)
        else:
            console.table([tuple(map(_shown, row)) for row in figure.rows], head=figure.columns)
        console.line()


def _facts(figure: Figure) -> dict[str, Any]:
    return {"notes": [console.in_words(note) for note in figure.notes], "rows": figure.facts()}


def _print_map(found: HeatMap) -> None:
    """Rows by name; * thin data, ! another wording, ? not agreed, how many countries if too few.

    Beneath medians their range, and of how many countries.
    """
    rows: list[tuple[str, ...]] = []
    for line in found.lines:
        rows.append((line.name, *(_square(each) for each in line.squares)))
        if any(each.low is not None for each in line.squares):
            rows.append(("  Lowest", *(_number(each.low) for each in line.squares)))
            rows.append(("  Highest", *(_number(each.high) for each in line.squares)))
            rows.append(("  Countries", *(str(each.n) for each in line.squares)))
    console.table(rows, head=("", *(code for code, _ in found.columns)))


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _square(cell: HeatMapCell) -> str:
    contested = "?" if cell.contested else ""
    if cell.suppressed:
        return f"n={cell.n}{contested}"
    if cell.evidenced is None:
        return f"-{contested}"
    marks = f"{'*' if cell.thin else ''}{'!' if cell.other else ''}{contested}"
    return f"{cell.evidenced:.2f}{marks}"


def _shown(cell: object) -> object:
    return {True: "yes", False: ""}[cell] if isinstance(cell, bool) else cell
