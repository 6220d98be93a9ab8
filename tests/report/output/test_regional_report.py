"""Tests of the regional report and of blank questionnaires: PDFs without a parcel."""

from __future__ import annotations

import pytest

from assessor.report.output.blank_questionnaire import render_questionnaire
from assessor.report.output.regional_report import (
    PlainTable,
    RegionalPart,
    RegionalReport,
    ShadedCell,
    SlopeFigure,
    StageMatrix,
    nearest_stage,
    render_regional,
)
from tests.support.report.pdf_text import read
from tests.support.report.samples import instance


def report(language: str) -> RegionalReport:
    columns = tuple(f"C{number}" for number in range(14))  # more than fit on one table
    cells = tuple(ShadedCell(str(at % 6), at % 6, at % 2 == 0, f"Cell {at}") for at in range(14))
    slope = SlopeFigure(
        "Law", (("AAA", (("2020-01-01", 1.0), ("2024-01-01", 3.5))), ("BBB", (("2022-05-01", 2),)))
    )
    return RegionalReport(
        "Regional title",
        ("Lead sentence.",),
        (
            RegionalPart("Heat map", ("A warning.",), StageMatrix(columns, (("AAA", cells),))),
            RegionalPart("Trend", slopes=(slope,), legend=("Thin data are hatched.",)),
            RegionalPart("Words", table=PlainTable(("A", "B"), (0.5, 0.5), (("left", "right"),))),
            RegionalPart("Empty", nothing="Nothing to compare."),
        ),
        language,
        "Confidential",
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_regional_report_contains_every_part(language):
    pages: list[tuple[int, int]] = []
    text = read(render_regional(report(language), lambda *page: pages.append(page)))
    for words in ("Lead sentence", "A warning", "Heat map", "AAA", "left", "Nothing to compare"):
        assert words in text
    assert pages and "Confidential" in text
    assert render_regional(report(language)) == render_regional(report(language))


@pytest.mark.parametrize(("mean", "stage"), [(None, 0), (1.0, 1), (3.4, 3), (4.6, 5)])
def test_a_mean_takes_the_colour_of_the_nearest_stage(mean, stage):
    assert nearest_stage(mean) == stage


def test_a_blank_questionnaire_has_the_kept_questions_and_no_answers():
    tops = instance("XTL", "en").root.children
    chosen = {"int_budapest", "pol_lead_body"}
    pdf = render_questionnaire(
        tops, "en", "A form", "The police", lambda node: node.name in chosen, guidance=True
    )
    text = " ".join(read(pdf).split())
    assert "A form" in text and "The police" in text and "Institution" in text
    everything = render_questionnaire(tops, "en", "A form", "", lambda node: True)
    assert len(everything) > 3 * len(pdf)
