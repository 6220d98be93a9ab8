"""Plain tables become SQLite and Parquet files with typed columns."""

from __future__ import annotations

import sqlite3

import pytest

from assessor.store.files.durable_files import remove_scratch
from assessor.store.files.sqlite_tables import TableView, sqlite_file

HEAD = ("name", "whole", "broken", "empty")
ROWS = [("Ana's", 1, 1, None), ('"Ben"', None, 2.5, None)]


def test_an_sqlite_file_has_typed_columns_a_key_and_views(tmp_path):
    """It is made in memory: nothing of a protected registry is written in clear on the way."""
    view = TableView("wholes", "Rows with an integer", "SELECT name FROM t WHERE whole IS NOT NULL")
    data = sqlite_file([("t", HEAD, ROWS, ("name",))], [view])
    path = tmp_path / "t.db"
    path.write_bytes(data)
    connection = sqlite3.connect(path)
    columns = connection.execute("SELECT name, type, pk FROM pragma_table_info('t')").fetchall()
    assert columns == [
        ("name", "TEXT", 1), ("whole", "INTEGER", 0), ("broken", "REAL", 0), ("empty", "TEXT", 0),
    ]  # fmt: skip
    assert connection.execute("SELECT * FROM t ORDER BY whole IS NULL").fetchall() == ROWS
    assert connection.execute("SELECT * FROM wholes").fetchall() == [("Ana's",)]
    connection.close()


def test_a_parquet_file_has_typed_columns(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    from assessor.store.files.parquet import parquet_file

    path = tmp_path / "t.parquet"
    path.write_bytes(parquet_file(HEAD, ROWS, tmp_path))
    assert list(tmp_path.iterdir()) == [path]
    with duckdb.connect() as connection:
        found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        assert [str(column[1]) for column in found.description] == [
            "VARCHAR", "BIGINT", "DOUBLE", "VARCHAR",
        ]  # fmt: skip
        assert found.fetchall() == [("Ana's", 1, 1.0, None), ('"Ben"', None, 2.5, None)]


def test_what_a_killed_export_left_is_deleted(tmp_path):
    left = tmp_path / ".assessor-publishing-abc"
    left.mkdir()
    (left / "rows.csv").write_text("secret")
    (tmp_path / "kept.csv").write_text("kept")
    remove_scratch(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.csv"]


def test_a_column_without_a_value_keeps_its_type(tmp_path):
    """It was text while blank and a number afterwards: the months did not stack."""
    duckdb = pytest.importorskip("duckdb")
    from assessor.store.files.parquet import parquet_file

    types = set()
    for value in (None, 2.5):
        path = tmp_path / "table.parquet"
        path.write_bytes(parquet_file(("now",), [(value,)], tmp_path, kinds=(float,)))
        types |= set(duckdb.sql(f"SELECT typeof(now) FROM '{path}'").fetchall())
    assert types == {("DOUBLE",)}
