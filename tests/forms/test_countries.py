"""Every State of the United Nations can be chosen, with its codes, its region and its names."""

from __future__ import annotations

import csv
from functools import cache

import pytest

from assessor.assessment.report.report_projection import projection_of
from assessor.shipped import FORMS_FOLDER
from tests.support.assessment.laptops import instrument, laptop
from tests.support.forms.countries import LANGUAGES, OBSERVERS, other_codes, states

MEMBERS = {"002": 54, "019": 35, "142": 47, "150": 43, "009": 14}
"""Members of the United Nations by M49 region: 193."""
FICTIONAL = {"XSV", "XSH", "XTL", "XNY"}


@cache
def sheet(name: str) -> tuple[dict[str, str], ...]:
    path = FORMS_FOLDER / "cybercrime_needs" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def offered() -> list[dict[str, str]]:
    return [row for row in sheet("choices") if row["list_name"] == "country"]


def test_there_are_193_members_and_2_observers_by_region() -> None:
    rows = [row for row in sheet("regions") if row["un_member_state"] == "yes"]
    count = {region: sum(row["m49_region"] == region for row in rows) for region in MEMBERS}
    assert count == MEMBERS
    assert sum(count.values()) == len(rows) == 193
    others = {row["iso2"] for row in sheet("regions") if "observer" in row["note"]}
    assert others == OBSERVERS
    assert {r["iso3"] for r in sheet("regions") if r["un_member_state"] == "fictional"} == FICTIONAL


def test_codes_are_unique_and_those_of_iso_3166_and_m49() -> None:
    real = [row for row in sheet("regions") if row["iso3"] not in FICTIONAL]
    for row in real:
        assert (row["iso3"], row["m49"]) == other_codes(row["iso2"])
        assert (row["m49_region"], row["m49_subregion"]) == states()[row["iso2"]]
    for column in ("iso3", "iso2", "name_en", "name_fr", "name_es", "name_ar"):
        found = [row[column] for row in sheet("regions")]
        assert len(set(found)) == len(found), column


def test_each_place_is_offered_once_in_its_region_with_its_names() -> None:
    places = {row["iso3"]: row for row in sheet("regions")}
    regions = {row["name"] for row in sheet("choices") if row["list_name"] == "region"}
    listed = {row["name"]: row for row in offered()}
    assert len(listed) == len(offered())
    assert set(listed) == {*places, "other"}
    assert {row["region"] for row in places.values()} == regions
    for code, place in places.items():
        assert listed[code]["region"] == place["region"]
        for language, title in LANGUAGES.items():
            if f"name_{language}" in place:
                assert listed[code][f"label::{title}"] == place[f"name_{language}"] != ""


@pytest.mark.parametrize("region", ["cam", "m150"])
def test_another_country_is_offered_in_every_region_and_named_in_words(tmp_path, region) -> None:
    with laptop(tmp_path, "Ana").create(instrument()) as made:
        made.answer("/data/mission/region", region)
        choices = made.instance.node("/data/mission/country").choices
        assert "other" in {each.value for each in choices}
        made.answer("/data/mission/country", "other")
        assert made.facts().country == "Other country or territory"
        made.answer("/data/mission/country_other", "Ruritania")
        facts = made.facts()
        assert (facts.country, facts.country_code) == ("Ruritania", "Ruritania")
        assert projection_of(made, "public", "English (en)").cover.country == "Ruritania"
