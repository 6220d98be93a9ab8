"""The scores of the form, of the application, and of a program in SQL are equal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from assessor.form.authoring.xlsform import read_form
from assessor.form.live.instance import Instance
from assessor.form.model.definition import Form
from assessor.form.parse.form_parser import parse_form
from assessor.scoring.instrument import Instrument
from assessor.scoring.stage_scores import calculate_scores
from tests.support.forms.cybercrime_needs import WORKBOOK
from tests.support.scoring import version_1
from tests.support.scoring.samples import COUNTRIES, FOLDER, SHIPPED, SampleSheets
from tests.support.scoring.score_rows import score_row
from tests.support.scoring.scores_in_sql import COLUMNS, score_rows

pytestmark = pytest.mark.slow


@cache
def form(folder: Path) -> Form:
    return parse_form(read_form(folder))


def filled(sheets: SampleSheets, iso3: str) -> Instance:
    """Return the live form with a sample mission's answers outside repeats."""
    paths = {path.rpartition("/")[2]: path for path in form(sheets.folder).binds}
    said = {
        paths[row["question"]]: row.get("value", "")
        for row in sheets.rows("samples/answers")
        if row["iso3"] == iso3 and "repeat_no" not in row
    }
    return Instance(
        form(sheets.folder),
        now=lambda: datetime(2026, 11, 24, tzinfo=UTC),
        new_id=lambda: "abcdef",
        answers=said,
    )


@pytest.mark.parametrize("sheets", [SHIPPED, version_1.VERSION_1], ids=["shipped", "version 1"])
@pytest.mark.parametrize("iso3", COUNTRIES)
def test_the_form_and_the_scoring_agree(iso3: str, sheets: SampleSheets) -> None:
    live = filled(sheets, iso3)
    paths = {path.rpartition("/")[2]: path for path in form(sheets.folder).binds}
    scores = calculate_scores(sheets.instrument(), sheets.answers(iso3))

    def calculated(name: str) -> float:
        return float(live.node(paths[name]).value)

    for dimension in sheets.instrument().dimensions:
        assert calculated(dimension.score_field) == scores.dimensions[dimension.code].asserted
    assert calculated("overall_score") == scores.overall_asserted
    assert calculated("coverage_pct") == scores.coverage
    assert not live.violations()


def test_the_golden_table_and_a_program_in_sql_agree() -> None:
    worked_out = [
        {name: str(value) for name, value in zip(COLUMNS, row, strict=True) if value != ""}
        for row in score_rows(FOLDER)
    ]
    golden = SHIPPED.rows("samples/expected")
    assert [in_numbers(row) for row in worked_out] == [in_numbers(row) for row in golden]


def in_numbers(row: Mapping[str, str]) -> dict[str, str | float]:
    texts = {"iso3", "dimension"}
    return {name: text if name in texts else float(text) for name, text in row.items()}


@pytest.mark.parametrize(
    "row", SHIPPED.rows("samples/expected"), ids=lambda r: f"{r['iso3']} {r['dimension']}"
)
def test_the_application_gives_the_golden_table(row: dict[str, str]) -> None:
    scores = calculate_scores(SHIPPED.instrument(), SHIPPED.answers(row["iso3"]))
    given = {name: value for name, value in in_numbers(row).items() if isinstance(value, float)}
    assert score_row(scores, row["dimension"]) == given


@pytest.mark.skipif(not WORKBOOK.exists(), reason="the workbook is not beside this repository")
def test_the_workbook_of_version_1_scores_the_same() -> None:
    theirs = Instrument.from_sheets(read_form(WORKBOOK).sheets)
    ours = version_1.instrument()
    assert theirs
    assert len(theirs.areas) == len(ours.areas)
    for iso3 in COUNTRIES:
        there, here = (calculate_scores(each, version_1.answers(iso3)) for each in (theirs, ours))
        assert there.overall_evidenced == here.overall_evidenced
