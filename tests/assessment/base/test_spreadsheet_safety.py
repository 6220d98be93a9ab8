"""No typed text becomes a formula in a spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.assessment.base.spreadsheet_safety import csv_line, safe_cell
from assessor.assessment.review.audit_log import audit_log, audit_sheet
from tests.support.assessment.laptops import laptop, small_form

AUDITED = """
| survey |       |       |       |                    |
|        | type  | name  | label | parameters         |
|        | audit | audit |       | track-changes=true |
|        | text  | note  | Note  |                    |
"""


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("=1+1", "'=1+1"),
        ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3+cmd", "'-2+3+cmd"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("-12", "-12"),
        ("+33.5", "+33.5"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_a_formula_becomes_a_text(typed, shown):
    assert safe_cell(typed) == shown


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))))
def test_a_line_is_read_back_as_it_was_written(cells):
    [read] = csv.reader(StringIO(csv_line(["first", *cells]), newline=""))
    assert read == ["first", *map(safe_cell, cells)]


def test_the_audit_log_runs_nothing_in_a_spreadsheet(tmp_path):
    with laptop(tmp_path, "Elena").create(small_form(tmp_path, AUDITED)) as mission:
        mission.answer("/data/note", '=HYPERLINK("http://x","y")')
        exact, sheet = audit_log(mission).decode(), audit_sheet(mission).decode("utf-8-sig")
    assert '=HYPERLINK(""http' in exact
    cells = [cell for line in csv.reader(StringIO(sheet, newline="")) for cell in line]
    assert '\'=HYPERLINK("http://x","y")' in cells
    assert not any(cell.startswith("=") for cell in cells)
