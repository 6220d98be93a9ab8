"""The sample missions are consistent: laptops, sources, statements, findings and one conflict."""

from __future__ import annotations

import pytest

from tests.support.scoring.samples import COUNTRIES, rows


def of(name: str, iso3: str) -> list[dict[str, str]]:
    return [row for row in rows(f"samples/{name}") if row["iso3"] == iso3]


def sections() -> set[str]:
    groups = [row["name"] for row in rows("survey") if row["type"] == "begin_group"]
    return {name for name in groups if name.startswith("sec_")} | {"mission", "closing"}


@pytest.mark.parametrize(("iso3", "laptops"), list(zip(COUNTRIES, (2, 1, 1, 3), strict=True)))
def test_every_section_was_answered_on_one_laptop(iso3: str, laptops: int) -> None:
    found = of("laptops", iso3)
    assert len(found) == laptops
    answered = [section for row in found for section in row["sections"].split(";")]
    assert sorted(answered) == sorted(sections())


@pytest.mark.parametrize("iso3", COUNTRIES)
def test_every_section_has_its_finding(iso3: str) -> None:
    found = {row["question"]: row.get("value", "") for row in of("answers", iso3)}
    for dimension in rows("dimensions"):
        assert found[dimension["finding_field"]].count(" ") > 15


@pytest.mark.parametrize("iso3", COUNTRIES)
def test_what_was_cited_and_stated_has_a_source(iso3: str) -> None:
    known = {row["source"]: row["cluster"] for row in of("sources", iso3)}
    cited = {s for row in of("answers", iso3) for s in row.get("sources", "").split(";") if s}
    stated = {row["source"] for row in of("statements", iso3)}
    assert cited | stated <= set(known)
    for row in of("answers", iso3):
        if row.get("evidence") == "corroborated":
            assert len({known[s] for s in row["sources"].split(";")}) > 1, row["question"]


def test_sources_differ_and_one_of_them_was_settled_on() -> None:
    answers = {
        (row["iso3"], row["question"]): row.get("value", "") for row in rows("samples/answers")
    }
    stated: dict[tuple[str, str], set[str]] = {}
    for row in rows("samples/statements"):
        stated.setdefault((row["iso3"], row["question"]), set()).add(row["value"])
    settled_between = {("XSH", "int_poc_test"), ("XSV", "inv_skills_criteria")}
    for subject, values in stated.items():
        assert len(values) == 2, subject
        assert answers[subject] in values or subject in settled_between


def test_two_laptops_disagree_on_exactly_one_answer() -> None:
    (conflict,) = rows("samples/conflicts")
    assert conflict["decision"] == conflict["value_a"] != conflict["value_b"]
    (settled,) = [r for r in of("answers", "XSV") if r["question"] == conflict["question"]]
    assert settled["value"] == conflict["decision"]
