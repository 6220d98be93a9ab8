"""Figures as CSV files that a spreadsheet does not run as formulas."""

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


def write_figures(figures: Iterable[Figure], folder: Path) -> tuple[Path, ...]:
    """Write each figure to `folder`, created if needed, as `<name>.csv`; older ones are replaced.

    Raises FileError if the disk refuses.
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
    """Create a folder if needed. Raises FileError if it cannot be created."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            "{folder} cannot be made: {why}.", folder=folder, why=error.strerror or error
        ) from error
    return folder
