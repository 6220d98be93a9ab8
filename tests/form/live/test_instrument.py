"""The shipped instrument: scores, cascades, repeats, four languages and speed."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest

from tests.support.assessment import laptops
from tests.support.form.form_filling import INSTRUMENT, instrument, start

pytestmark = pytest.mark.slow

SAMPLES = INSTRUMENT / "samples"


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def paths() -> dict[str, str]:
    return {bind.name: path for path, bind in instrument().binds.items() if not bind.depth}


@pytest.mark.parametrize("country", ["XSV", "XSH", "XTL", "XNY"])
def test_scores_are_the_expected_ones(country: str) -> None:
    where, instance = paths(), start(instrument())
    for row in rows("answers"):
        if row["iso3"] == country and row["question"] in where:
            instance.set(where[row["question"]], row["value"])
    for row in rows("expected"):
        if row["iso3"] == country and f"/data/{row['dimension']}_score" in instrument().binds:
            value = instance.node(f"/data/{row['dimension']}_score").value
            assert float(value or "nan") == pytest.approx(float(row["asserted_score"]), abs=0.011)


def test_a_country_is_of_its_region() -> None:
    instance = start(instrument())
    changes = instance.set("/data/mission/region", "demo")
    assert "choices" in changes["/data/mission/country"]
    country = instance.node("/data/mission/country")
    assert [choice.value for choice in country.choices] == ["XSV", "XSH", "XTL", "XNY", "other"]
    instance.set("/data/mission/country", "XSV")
    instance.set("/data/mission/region", "cam")
    assert country.outdated_values == ("XSV",)


def test_words_follow_the_language() -> None:
    instance = start(instrument())
    question = instance.node("/data/mission/country")
    labels = {}
    for language in instrument().languages:
        instance.set_language(language)
        labels[language] = question.label
    assert len(set(labels.values())) == len(instrument().languages) >= 4


def test_assessor_attributes_travel() -> None:
    kinds = defaultdict(int)
    for bind in instrument().binds.values():
        kinds[bind.meta.get("kind", "")] += 1
    assert kinds["stage"] == 51


def test_recommendations_can_be_added_and_removed() -> None:
    instance = start(instrument())
    repeat = next(node for node in walk(instance.root) if node.name == "recs")
    assert repeat.kind == "repeat" and repeat.can_add
    before = len(repeat.children)
    changes = instance.add_repeat(repeat.reference, "abc123")
    assert changes[f"{repeat.reference}[abc123]"] == {"added"}
    assert [each.id for each in repeat.children][-1] == "abc123"
    instance.set(f"{repeat.reference}[abc123]/rec_text", "Train the trainers.")
    instance.remove_repeat(f"{repeat.reference}[abc123]")
    assert len(repeat.children) == before


def test_a_saved_instance_is_the_same_again() -> None:
    one = start(instrument())
    one.set("/data/sec_thr/thr_statistics_criteria", "police_count.shown yearly_table.said")
    one.set_many({"/data/mission/region": "demo", "/data/mission/country": "XTL"})
    two = start(instrument(), answers={**one.answers(), "/data/gone": "x"}, repeats=one.repeats())
    assert two.answers() == one.answers()
    assert two.repeats() == one.repeats()
    assert two.unknown_values == {"/data/gone": "x"}


def instrument_xform() -> str:
    return laptops.instrument().xform


def walk(node):
    yield node
    for child in node.children:
        yield from walk(child)
