"""Comparison of a registry's cases, its figures, and their CSV files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assessor.assessment.base.progress import CountCallback, no_count
from assessor.assessment.base.spreadsheet_safety import csv_cell
from assessor.assessment.headquarters.case_cache import CaseCache
from assessor.assessment.headquarters.mission_makers import MissionMakers
from assessor.assessment.mission.outgoing_seal import OutgoingSeal, write_files
from assessor.errors import Reason
from assessor.registry.analysis import regional_tables
from assessor.registry.analysis.cases import Case
from assessor.registry.analysis.figure import Cell, Figure
from assessor.registry.analysis.slopes import slopes_figure
from assessor.registry.analysis.stage_comparison import build_heat_map
from assessor.report.projection import question_names

FIGURES = (
    "heat_map", "slopes", "needs_and_offers", "donors", "rights_watch", "legal_gaps",
    "recommendations", "consistency",
)  # fmt: skip
"""Every figure, in reading order."""


@dataclass(frozen=True, slots=True)
class ComparedCases:
    """The comparable cases of a registry, and notes on the rest; `makers` says who made them all,
    and which stand apart."""

    cases: Sequence[Case]
    notes: tuple[Reason, ...] = ()
    makers: MissionMakers | None = None


def compared_cases(
    shelf: CaseCache, language: str, report_progress: CountCallback = no_count
) -> ComparedCases:
    """Return all cases of a registry; joined assessments count once.

    `language` is a code such as `fr`. Assessments whose form declares no scores are left out, with
    a note; so are those that stand apart. The cases are read while the cache is open.
    """
    makers = shelf.makers(shelf.lines(report_progress), language)
    lines = makers.standing_lines()
    cases = shelf.cases(lines, language, makers.unverified)
    unscored = len(lines) - len(cases)
    left = Reason("{count} assessments declare no scores and are left out.", {"count": unscored})
    notes = (*([left] if unscored else []), *makers.notes())
    return ComparedCases(cases, notes, makers)


def figure_of(
    compared: ComparedCases, name: str, *, by: str = "country", language: str = "en"
) -> Figure:
    """Return one of FIGURES. Raises ValueError for a `by` that is none of BY."""
    cases = compared.cases
    if name == "heat_map":
        return build_heat_map(cases, by=by, language=language).figure()
    if name == "slopes":
        return slopes_figure(cases, language=language)
    if name == "rights_watch":
        questions = question_names.RIGHTS, question_names.POWERS, question_names.SAFEGUARDS
        return regional_tables.rights_watch(cases, *questions, language)
    if name == "needs_and_offers":
        return regional_tables.needs_and_offers(cases, language)
    if name == "donors":
        return regional_tables.donors(cases, language)
    makers = {
        "legal_gaps": regional_tables.legal_gaps,
        "recommendations": regional_tables.recommendations,
        "consistency": regional_tables.consistency,
    }
    return makers[name](cases)


_KNOWN = 2**16


def figure_csv(figure: Figure) -> bytes:
    """Return a figure as CSV (RFC 4180) in UTF-8 with a byte order mark for spreadsheets.

    Blank is unknown, true and false are 1 and 0, numbers have a decimal point.
    """
    cached_cell = lru_cache(maxsize=_KNOWN)(csv_cell)  # most texts occur many times in a table
    lines = [",".join(map(cached_cell, figure.columns))]
    lines += (
        ",".join([cached_cell(cell) if type(cell) is str else cell_text(cell) for cell in row])
        for row in figure.rows
    )
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def cell_text(cell: Cell) -> str:
    """Return a cell as text."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, bool) else str(cell)


def write_figures(figures: Iterable[Figure], folder: Path, seal: OutgoingSeal) -> tuple[Path, ...]:
    """Write each figure to `folder` as `<name>.csv`, or all in one sealed archive (write_files).
    Raises FileError if the disk refuses."""
    return write_files({f"{each.name}.csv": figure_csv(each) for each in figures}, folder, seal)
