"""The verb compare: stages, needs, rights, law and recommendations of many missions."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from assessor.assessment.comparing import FIGURES, cases_of, figure_of
from assessor.assessment.regional import regional_report
from assessor.assessment.shelf import Shelf
from assessor.assessment.tabling import write_figures
from assessor.cli import say
from assessor.cli.opening import me, passphrase, passphrase_of, registry_place
from assessor.errors import Refused
from assessor.registry.compare import BY, HeatMap, Square, heat_map
from assessor.registry.figure import Figure
from assessor.registry.meanings import explained
from assessor.store.mission import Mission


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    compare = verbs.add_parser("compare", help="the missions of a registry, side by side")
    registry_place(compare)
    compare.add_argument("--by", choices=BY, default="country", help="the rows of the heat map")
    compare.add_argument("--figure", choices=FIGURES, help="one figure alone")
    compare.add_argument("--csv", type=Path, metavar="DIR", help="a table of each figure")
    compare.add_argument(
        "--pdf", type=Path, metavar="OUT.pdf", help="all of it as a regional report"
    )
    compare.add_argument("--json", action="store_true")
    passphrase(compare)
    compare.set_defaults(run=_compare)


def _compare(given: argparse.Namespace) -> int:
    language = say.language_of_person()
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
            say.line(f"{given.pdf}: the regional report, for internal use")
        wanted = [figure_of(compared, name, by=given.by, language=language) for name in names]
        found = heat_map(compared.cases, by=given.by, language=language)
    if given.csv is not None:
        for path in write_figures((*wanted, explained(wanted)), given.csv):
            say.line(str(path))
    if (given.csv is not None or given.pdf is not None) and not given.json:
        return 0
    _say(given, wanted, found, [say.in_words(note) for note in compared.notes])
    return 0


def _say(
    given: argparse.Namespace, wanted: Sequence[Figure], found: HeatMap, notes: Sequence[str]
) -> None:
    if given.json:
        say.as_json(
            {"by": given.by, "notes": notes, "figures": {f.name: _facts(f) for f in wanted}}
        )
        return
    for sentence in notes:
        say.line(sentence)
    for figure in wanted:
        say.line(figure.name.replace("_", " "))
        for note in figure.notes:
            say.line(f"  {say.in_words(note)}")
        if figure.name == "heat_map":
            _print_map(found)
        else:
            say.table([tuple(map(_shown, row)) for row in figure.rows], head=figure.columns)
        say.line()


def _facts(figure: Figure) -> dict[str, Any]:
    return {"notes": [say.in_words(note) for note in figure.notes], "rows": figure.facts()}


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
    say.table(rows, head=("", *(code for code, _ in found.columns)))


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _square(cell: Square) -> str:
    contested = "?" if cell.contested else ""
    if cell.suppressed:
        return f"n={cell.n}{contested}"
    if cell.evidenced is None:
        return f"-{contested}"
    marks = f"{'*' if cell.thin else ''}{'!' if cell.other else ''}{contested}"
    return f"{cell.evidenced:.2f}{marks}"


def _shown(cell: object) -> object:
    return {True: "yes", False: ""}[cell] if isinstance(cell, bool) else cell
