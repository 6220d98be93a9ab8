"""A plain table as a Parquet file, for analysis of more rows than a workbook or SQLite likes.

Written by DuckDB, an optional extra: rows go to it as text, which it reads a hundred times faster
than rows one by one, and every column is given its type.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

Cell = str | int | float | bool | None

_TYPES = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}


_BESIDE = ".assessor-parquet-"


def parquet_file(head: Sequence[str], rows: Sequence[Sequence[Cell]], beside: Path) -> bytes:
    """The table as the bytes of a Parquet file (zstd); types are those of the cells, None is null.

    Mixed whole and broken numbers are broken, anything mixed with text is text. What it is made of
    lies in a folder in `beside` meanwhile, where it may lie for good, too; see clear_away.
    """
    kinds = [_kind(row[at] for row in rows) for at in range(len(head))]
    with tempfile.TemporaryDirectory(prefix=_BESIDE, dir=beside) as folder:
        given, made = Path(folder) / "rows.csv", Path(folder) / "rows.parquet"
        with given.open("w", encoding="utf-8", newline="") as file:
            file.writelines(",".join(map(_quoted, row)) + "\n" for row in rows)
        typed = zip(head, kinds, strict=True)
        columns = ", ".join(f"{_said(name)}: '{_TYPES[kind]}'" for name, kind in typed)
        with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
            connection.execute(
                f"COPY (SELECT * FROM read_csv(?, columns={{{columns}}}, header=false, quote='\"',"
                " escape='\"', delim=',', nullstr='', allow_quoted_nulls=false, auto_detect=false,"
                " parallel=false))"
                f" TO {_said(str(made))} (FORMAT parquet, COMPRESSION zstd)",
                [str(given)],
            )
        return made.read_bytes()


def clear_away(beside: Path) -> None:
    """Take away what is left in a folder where making a file was killed: answers, as text."""
    for left in beside.glob(f"{_BESIDE}*"):
        shutil.rmtree(left, ignore_errors=True)


def _quoted(cell: Cell) -> str:
    """Null is what stands there without quotes."""
    return "" if cell is None else '"' + str(cell).replace('"', '""') + '"'


def _said(text: str) -> str:
    """A text as it stands in a statement."""
    return "'" + text.replace("'", "''") + "'"


def _kind(cells: Iterable[Cell]) -> type:
    kinds = {type(cell) for cell in cells if cell is not None}
    if len(kinds) == 1:
        return kinds.pop()
    return float if kinds and kinds <= {int, float} else str
