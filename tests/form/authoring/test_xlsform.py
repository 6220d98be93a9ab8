"""Reading and writing XLSForms: workbooks, folders of CSV files, Markdown and attachments."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.errors import FileError, FormError
from assessor.form.authoring import xlsform
from assessor.form.authoring.workbook_files import read_tables
from tests.support.assessment.laptops import instrument
from tests.support.form.form_filling import INSTRUMENT
from tests.support.form.markdown_forms import read_markdown
from tests.support.form.workbooks import write_workbook

pytestmark = pytest.mark.slow

MARKDOWN = """
| survey |
|  | type    | name | label |
|  | integer | a    | A     |
|  |         |      |       |
|  | text    | b    | B     |
| mine |
|  | code | note |
|  | x    |      |
|  |      |      |
"""


def test_a_folder_becomes_a_workbook_and_is_the_same_form(tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    write_workbook(read_tables(INSTRUMENT), out)
    folder, workbook = instrument(), xlsform.read_form(out)
    assert workbook.xform == folder.xform
    assert workbook.sheets == folder.sheets
    assert [path.name for path in tmp_path.iterdir()] == ["form.xlsx"]


def test_blank_rows_of_a_table_are_none() -> None:
    source = read_markdown(MARKDOWN)
    assert [row["name"] for row in source.sheets["survey"]] == ["a", "b"]
    assert source.sheets["mine"] == ({"code": "x"},)


def test_files_beside_a_form_come_along(tmp_path: Path) -> None:
    (tmp_path / "f.md").write_text(MARKDOWN, encoding="utf-8")
    (tmp_path / "f-media").mkdir()
    (tmp_path / "f-media" / "towns.csv").write_bytes(b"name\nx\n")
    assert xlsform.read_form(tmp_path / "f.md").attachments == {"towns.csv": b"name\nx\n"}


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.xlsx", b"no workbook", FileError),
        ("a.txt", b"x", FileError),
        ("a.md", b"\xff\xfe", FileError),
        ("a.md", b"| other |\n| | a |\n| | b |\n", FormError),
        ("gone.xlsx", None, FileError),
    ],
)
def test_what_is_no_form_is_said(tmp_path: Path, name: str, data: bytes | None, error) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(error):
        xlsform.read_form(tmp_path / name)
