"""A plain table as a Parquet file, for analysis of more rows than a workbook or SQLite likes.

Written by DuckDB, an optional extra: rows go to it as text, which it reads a hundred times faster
than rows one by one, and every column is given its type.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from types import NoneType

import duckdb

from assessor.store.files.scratch_folder import scratch_folder

Cell = str | int | float | bool | None

_TYPES = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}
_KNOWN = 2**16


def parquet_file(head: Sequence[str], rows: Sequence[Sequence[Cell]], beside: Path) -> bytes:
    """The table as the bytes of a Parquet file (zstd); types are those of the cells, None is null.

    Mixed whole and broken numbers are broken, anything mixed with text is text. What it is made of
    lies in a folder in `beside` meanwhile, where it may lie for good, too; see scratch.
    """
    kinds = [_kind(map(itemgetter(at), rows)) for at in range(len(head))]
    quoted = lru_cache(maxsize=_KNOWN)(_quoted)  # most texts of a table stand in it many times
    with scratch_folder(beside) as folder:
        given, made = folder / "rows.csv", folder / "rows.parquet"
        with given.open("w", encoding="utf-8", newline="") as file:
            for row in rows:  # null is what stands there without quotes
                cells = [
                    quoted(cell) if type(cell) is str else "" if cell is None else str(cell)
                    for cell in row
                ]
                file.write(",".join(cells) + "\n")
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


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _said(text: str) -> str:
    """A text as it stands in a statement."""
    return "'" + text.replace("'", "''") + "'"


def _kind(cells: Iterable[Cell]) -> type:
    kinds = set(map(type, cells)) - {NoneType}
    if len(kinds) == 1:
        return kinds.pop()
    return float if kinds and kinds <= {int, float} else str
