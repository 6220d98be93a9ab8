"""The verb compare: the missions of a registry side by side."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from assessor.assessment.headquarters import case_comparison
from assessor.assessment.headquarters.case_cache import CaseCache
from assessor.assessment.headquarters.regional_figures import regional_report
from assessor.assessment.mission.outgoing_seal import UNSEALED
from assessor.cli.base import console
from assessor.cli.base.arguments import (
    JSON,
    PASSPHRASE,
    REGISTRY,
    SEALING,
    argument,
    path,
)
from assessor.cli.base.options import open_mission, own_identity, read_seal
from assessor.cli.base.verb import verb
from assessor.errors import Refused
from assessor.registry.analysis.codebook import figure_codebook
from assessor.registry.analysis.figure import Figure
from assessor.registry.analysis.stage_comparison import (
    GROUPINGS,
    HeatMap,
    HeatMapCell,
    build_heat_map,
)


@verb(
    "compare",
    REGISTRY,
    argument("--by", choices=GROUPINGS, default="country", meaning="the rows of the heat map"),
    argument("--figure", choices=case_comparison.FIGURES, meaning="only this figure"),
    path("--csv", "DIR", "write a table of each figure"),
    path("--pdf", "OUT.pdf", "write a regional report"),
    SEALING,
    JSON,
    PASSPHRASE,
    examples=["compare hq.registry --by region", "compare hq.registry --pdf region.pdf"],
)
def _run(options: Namespace) -> None:
    language = console.user_language()
    names = case_comparison.FIGURES if options.figure is None else (options.figure,)
    with (
        open_mission(options, read_only=True) as mission,
        CaseCache(mission, own_identity()) as shelf,
    ):
        compared = case_comparison.compared_cases(shelf, language)
        if not compared.cases:
            console.print_lines(map(console.sentence_of, compared.notes))
            raise Refused("{file} holds no assessment with scores.", file=options.file.name)
        writes = options.csv is not None or options.pdf is not None
        seal = read_seal(options, mission) if writes else UNSEALED
        if options.pdf is not None:
            by = "region" if options.by == "country" else options.by
            on = datetime.now().date()
            written = regional_report(
                compared, options.pdf, on=on, by=by, language=language, seal=seal
            )
            console.print_line(f"{written}: the regional report, for internal use")
        wanted = [
            case_comparison.figure_of(compared, name, by=options.by, language=language)
            for name in names
        ]
        found = build_heat_map(compared.cases, by=options.by, language=language)
    if options.csv is not None:
        figures = *wanted, figure_codebook(wanted)
        for path in case_comparison.write_figures(figures, options.csv, seal):
            console.print_line(str(path))
    if writes and not options.json:
        return
    _print_figures(options, wanted, found, [console.sentence_of(note) for note in compared.notes])


def _print_figures(
    options: Namespace, wanted: Sequence[Figure], found: HeatMap, notes: Sequence[str]
) -> None:
    if options.json:
        console.print_json(
            {"by": options.by, "notes": notes, "figures": {f.name: _facts(f) for f in wanted}}
        )
        return
    console.print_lines(notes)
    for figure in wanted:
        console.print_line(figure.name.replace("_", " "))
        console.print_lines(f"  {console.sentence_of(note)}" for note in figure.notes)
        if figure.name == "heat_map":
            _print_heat_map(found)
        else:
            console.print_table(
                [tuple(map(_plain, row)) for row in figure.rows], head=figure.columns
            )
        console.print_line()


def _facts(figure: Figure) -> dict[str, Any]:
    return {"notes": [console.sentence_of(note) for note in figure.notes], "rows": figure.facts()}


def _print_heat_map(found: HeatMap) -> None:
    """Rows by name; * thin data, ! another wording, ? not agreed, how many countries if too few.

    Beneath medians their range, and of how many countries.
    """
    rows: list[tuple[str, ...]] = []
    for line in found.lines:
        rows.append((line.name, *(_cell_text(each) for each in line.squares)))
        if any(each.low is not None for each in line.squares):
            rows.append(("  Lowest", *(_number(each.low) for each in line.squares)))
            rows.append(("  Highest", *(_number(each.high) for each in line.squares)))
            rows.append(("  Countries", *(str(each.n) for each in line.squares)))
    console.print_table(rows, head=("", *(code for code, _ in found.columns)))


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _cell_text(cell: HeatMapCell) -> str:
    contested = "?" if cell.contested else ""
    if cell.suppressed:
        return f"n={cell.n}{contested}"
    if cell.evidenced is None:
        return f"-{contested}"
    marks = f"{'*' if cell.thin else ''}{'!' if cell.other else ''}{contested}"
    return f"{cell.evidenced:.2f}{marks}"


def _plain(cell: object) -> object:
    return {True: "yes", False: ""}[cell] if isinstance(cell, bool) else cell
