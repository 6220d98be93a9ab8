"""Published tables are tidy, their rows are unique, and every column and code is explained."""

from __future__ import annotations

import pytest

from assessor.registry.analysis.codebook import TABLE_CODES, figure_codebook, figure_table
from assessor.registry.analysis.figure import Figure
from assessor.registry.analysis.published_tables import (
    build_codebook,
    country_features,
    feature_codebook,
    missions_table,
    sections_table,
    stages_table,
)
from assessor.registry.analysis.regional_tables import consistency, needs_and_offers
from assessor.registry.analysis.slopes import slopes_figure
from assessor.registry.analysis.stage_comparison import build_heat_map
from tests.support.registry.cases import SECTION, case, rated
from tests.support.scoring.version_1 import instrument

CASES = [case("AAA", rated(2)), case("BBB", rated(4, 3), start="2025-01-05", mission="B-1")]


@pytest.mark.parametrize(
    "table", [missions_table(CASES), stages_table(CASES, "en"), sections_table(CASES, "en")]
)
def test_the_key_identifies_each_row(table):
    facts = table.facts()
    assert facts and all(len(row) == len(table.head) for row in table.rows)
    assert len({tuple(row[name] for name in table.key) for row in facts}) == len(facts)


def test_the_tables_hold_the_scores():
    [first, _] = missions_table(CASES).facts()
    assert (first["iso3"], first["region"], first["start"]) == ("AAA", "cam", "2026-03-09")
    section = next(
        row
        for row in sections_table(CASES, "en").facts()
        if (row["iso3"], row["section"]) == ("BBB", SECTION)
    )
    assert (section["evidenced"], section["rated"]) == (4.0, 3) and section["edition"]
    stages = [row for row in stages_table(CASES, "en").facts() if row["iso3"] == "BBB"]
    assert sum(row["state"] == "rated" for row in stages) == 3


def test_the_codebook_explains_every_column_and_scale():
    tables = [missions_table(CASES), stages_table(CASES, "en"), sections_table(CASES, "en")]
    more = [("answers", "value", "x", "An extra code")]
    book = build_codebook(tables[:2], tables[2], [instrument()], more)
    explained = {(row["table"], row["column"]) for row in book.facts() if not row["code"]}
    assert explained >= {(table.name, name) for table in tables for name in ("", *table.head)}
    codes = {(row["table"], row["column"], row["code"]) for row in book.facts()}
    assert ("sections", "section", SECTION) in codes and ("answers", "value", "x") in codes
    assert all(row["meaning"] for row in book.facts())


def test_each_country_is_one_feature_whose_properties_are_explained():
    later = case("AAA", rated(3), start="2026-06-01", assessment="later")
    features = country_features([*CASES, later, case("", rated(1))])["features"]
    assert [each["id"] for each in features] == ["AAA", "BBB"]
    assert features[0]["properties"][f"{SECTION}_evidenced"] == 3.0
    names = {name for _, name, _, _ in feature_codebook([*CASES, later])}
    assert names == {"", *features[0]["properties"]}


def test_every_compared_figure_has_a_codebook():
    figures = [
        build_heat_map(CASES).figure(), slopes_figure(CASES), consistency(CASES),
        needs_and_offers(CASES),
    ]  # fmt: skip
    for figure in figures:
        assert figure_table(figure).head == figure.columns
    book = figure_codebook(figures)
    assert {row[0] for row in book.rows} == {figure.name for figure in figures}
    assert set(TABLE_CODES) <= set(book.rows)
    with pytest.raises(KeyError):
        figure_table(Figure("unknown", (), ()))
