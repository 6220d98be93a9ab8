"""The score calculated in the form is equal to the application's score."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from assessor.form.authoring.xlsform import read_form
from assessor.form.live.instance import Instance
from assessor.form.model.definition import Form
from assessor.form.parse.form_parser import parse_form
from assessor.scoring.instrument import Instrument
from assessor.scoring.stage_scores import calculate_scores
from tests.support.forms.cybercrime_needs import WORKBOOK
from tests.support.scoring.samples import COUNTRIES, FOLDER, answers, instrument, rows


@cache
def form() -> Form:
    return parse_form(read_form(FOLDER))


def filled(iso3: str) -> Instance:
    """Return the live form with a sample mission's answers outside repeats."""
    paths = {path.rpartition("/")[2]: path for path in form().binds}
    said = {
        paths[row["question"]]: row["value"]
        for row in rows("samples/answers")
        if row["iso3"] == iso3 and "repeat_no" not in row
    }
    return Instance(
        form(),
        now=lambda: datetime(2026, 11, 24, tzinfo=UTC),
        new_id=lambda: "abcdef",
        answers=said,
    )


@pytest.mark.parametrize("iso3", COUNTRIES)
def test_the_form_and_the_scoring_agree(iso3: str) -> None:
    live = filled(iso3)
    paths = {path.rpartition("/")[2]: path for path in form().binds}
    scores = calculate_scores(instrument(), answers(iso3))

    def calculated(name: str) -> float:
        return float(live.node(paths[name]).value)

    for dimension in instrument().dimensions:
        assert calculated(dimension.score_field) == scores.dimensions[dimension.code].asserted
    assert calculated("overall_score") == scores.overall_asserted
    assert calculated("coverage_pct") == scores.coverage
    assert not live.violations()


@pytest.mark.skipif(not WORKBOOK.exists(), reason="the workbook is not beside this repository")
def test_the_workbook_scores_the_same() -> None:
    theirs = Instrument.from_sheets(read_form(WORKBOOK).sheets)
    assert theirs
    assert len(theirs.areas) == len(instrument().areas)
    for iso3 in COUNTRIES:
        there, here = (
            calculate_scores(theirs, answers(iso3)),
            calculate_scores(instrument(), answers(iso3)),
        )
        assert there.overall_evidenced == here.overall_evidenced
