"""Tests of Excel files: plan, answers and scores without formulas."""

from __future__ import annotations

import dataclasses
from io import BytesIO

import openpyxl
import pytest

from assessor.assessment.base.spreadsheet_safety import safe_cell
from assessor.report.output.excel_report import render_sheet
from assessor.report.projection.projection import PrintedAnswer
from tests.support.report import samples
from tests.support.report.profiles import changed, projected, suppressed
from tests.support.report.word_text import texts

pytestmark = pytest.mark.slow


def opened(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_it_contains_scores_answers_and_plan():
    projection = samples.sample("XSV", "en")
    book = opened(render_sheet(projection, safe_cell))
    assert {"About", "Scores", "Indicators", "Plan", "Answers"} <= set(book)
    scores = {row[0]: row for row in book["Scores"][1:]}
    for section in projection.sections:
        row = scores[section.code]
        assert row[2:4] == (section.score.asserted, section.score.evidenced)
    assert len(book["Plan"]) == 1 + len(projection.recommendations.rows)
    answers = {row[-1]: row for row in book["Answers"][1:]}
    reports = samples.paths()["thr_reports_total"]
    assert answers[reports][3] == 6210
    counts = projection.accounting
    assert len(answers) >= counts.printed


def test_no_cell_is_a_formula():
    asked = ("thr_reports_total", "thr_statistics_criteria", "thr_finding", "pol_budget",
             "pol_strategy_criteria", "inv_unit_criteria")  # fmt: skip
    typed = ("=HYPERLINK(1)", "+1+cmd|x", "-2+3", "@SUM(A1)", "\t=1", "=1")
    notes = {name: {"note": note} for name, note in zip(asked, typed, strict=True)}
    projection = projected("XSV", "internal", changed("XSV", **notes))
    book = openpyxl.load_workbook(BytesIO(render_sheet(projection, safe_cell)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    told = [cell.value for cell in cells if isinstance(cell.value, str)]
    for note in typed:
        assert [text for text in told if text.endswith(note)], note
        assert not [text for text in told if text.startswith(note[0] + "1")], note


def test_arabic_sheets_are_right_to_left():
    book = openpyxl.load_workbook(
        BytesIO(render_sheet(samples.sample("XSH", "ar", "government"), safe_cell))
    )
    assert all(sheet.sheet_view.rightToLeft for sheet in book)


def test_a_cell_has_the_direction_of_its_text():
    """In an Arabic sheet an English note ended with its full stop before its first word."""
    projection = samples.sample("XSH", "ar", "internal")
    first, *rest = projection.sections
    said = next(item for item in first.items if isinstance(item, PrintedAnswer) and item.note)
    items = tuple(
        dataclasses.replace(each, note="Read on two dates.") if each is said else each
        for each in first.items
    )
    sections = (dataclasses.replace(first, items=items), *rest)
    data = render_sheet(dataclasses.replace(projection, sections=sections), safe_cell)
    cells = [
        cell
        for sheet in openpyxl.load_workbook(BytesIO(data))
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if isinstance(cell.value, str)
    ]
    [note] = [cell for cell in cells if cell.value == "Read on two dates."]
    assert (note.alignment.readingOrder, note.alignment.horizontal) == (1, "right")
    orders = {cell.alignment.readingOrder for cell in cells if cell.value == said.label}
    assert orders == {2}


@pytest.mark.parametrize("profile", ["government", "public"])
def test_it_contains_nothing_withheld(profile):
    projection = projected("XSH", profile)
    told = texts(render_sheet(projection, safe_cell))
    assert not {text for text in suppressed("XSH", projection) if text in told}
