"""Figures as CSV files: one a figure, nothing in them run by a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.review.sheet_cells import csv_cell
from assessor.errors import FileError
from assessor.registry.analysis.figure import Cell, Figure

_KNOWN = 2**16


def figure_csv(figure: Figure) -> bytes:
    """A figure as CSV (RFC 4180), UTF-8 with a mark by which spreadsheets know it.

    Blank is unknown, true and false are 1 and 0, numbers have a point.
    """
    shown = lru_cache(maxsize=_KNOWN)(csv_cell)  # most texts of a table stand in it many times
    lines = [",".join(map(shown, figure.columns))]
    lines += (
        ",".join([shown(cell) if type(cell) is str else cell_text(cell) for cell in row])
        for row in figure.rows
    )
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def cell_text(cell: Cell) -> str:
    """A cell as text."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, bool) else str(cell)


def write_figures(figures: Iterable[Figure], folder: Path) -> tuple[Path, ...]:
    """Write each figure to `folder`, made if need be, as `<name>.csv`; older ones give way.

    Raises FileError where the disk refuses.
    """
    make_folder(folder)
    found = []
    for figure in figures:
        path = folder / f"{figure.name}.csv"
        content = figure_csv(figure)
        write_verified(content, path)
        found.append(path)
    return tuple(found)


def make_folder(folder: Path) -> Path:
    """Make a folder if need be. Raises FileError where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            "{folder} cannot be made: {why}.", folder=folder, why=error.strerror or error
        ) from error
    return folder
