"""The plan as an IATI activity file."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.undo_steps import Move
from assessor.assessment.entries.recommendation_plan import annotate_action, plan_of
from tests.support.assessment.laptops import laptop, written
from tests.support.assessment.plan_form import PLAN_FORM
from tests.support.cli.results import check, fill

ORDER = (
    "iati-identifier", "reporting-org", "title", "description", "participating-org",
    "activity-status", "activity-date", "recipient-country", "sector", "tag", "budget",
    "related-activity",
)  # fmt: skip
"""The order of elements in the standard's activity schema (2.03), as far as they occur."""
PUBLISHER = ("--publisher", "XM-DAC-99999", "--publisher-name", "A programme")


def made(folder, *texts: str) -> Assessment:
    mission = laptop(folder, "Elena").create(written(PLAN_FORM))
    for at, text in enumerate(texts, 1):
        mission.add_repeat("/data/end/recs", f"{at:012}")
        mission.answer(f"/data/end/recs[{at:012}]/rec_text", text)
    return mission


def test_a_recommendation_is_an_activity_in_the_order_of_the_standard(run, tmp_path):
    with made(tmp_path, "Found a unit", "Train it", "Say more") as mission:
        unit, training, _ = plan_of(mission)
        money = {"amount": "60000", "currency": "EUR", "funded": "20000"}
        days = {"start": "2027-01-01", "end": "2027-12-31"}
        annotate_action(mission, unit.id, owner="Ministry", partner="A partner", **days, **money)
        annotate_action(
            mission, training.id, owner="School", start="2028-01-01", end="2030-01-01",
            after=unit.id, **money,
        )  # fmt: skip
        path = str(mission.path)
    left_out = "LEFT OUT  Say more: without an organisation"
    verb = ("plan", "export", path, "--iati", "plan.xml", *PUBLISHER)
    check(run(*verb), 0, "2 activities", left_out)
    root = ET.parse(tmp_path / "plan.xml").getroot()
    first, second = root.findall("iati-activity")
    for each in (first, second):
        tags = [ORDER.index(part.tag) for part in each]
        assert tags == sorted(tags)
    assert first.findtext("title/narrative") == "Found a unit"
    parties = first.findall("participating-org")
    named = {each.get("role"): each.findtext("narrative") for each in parties}
    assert named == {"2": "Ministry", "4": "A partner"}
    value = first.find("budget/value")
    assert (value.text, value.get("currency")) == ("60000", "EUR")
    assert second.find("budget") is None  # IATI has no budget of two years
    assert second.find("related-activity").get("ref") == first.findtext("iati-identifier")


@pytest.mark.parametrize(("profile", "told"), [("government", True), ("public", False)])
def test_a_result_counts_the_criteria_that_are_to_be_met(run, tmp_path, shipped, profile, told):
    """Two of three criteria of stage 2 were shown; the public is told of none that is not met."""
    seen = "police_count.shown compiling_office.shown offence_list.no"
    answers = f"reference,value\nmission_start,2026-03-09\nthr_statistics_criteria,{seen}\n"
    check(run("fill", "a.mission", fill(tmp_path, answers)), 0)
    check(run("plan", "accept", "a.mission", "stats"), 0)
    days = ("--start", "2027-01-01", "--end", "2027-12-31")
    check(run("plan", "set", "a.mission", "1", "--owner", "Ministry", *days), 0)
    verb = ("plan", "export", "a.mission", "--iati", "plan.xml", *PUBLISHER, "--profile", profile)
    code, *_ = run(*verb)
    results = ET.parse(tmp_path / "plan.xml").iter("result") if code == 0 else ()
    found = [
        (each.find("indicator/baseline").attrib, each.find("indicator/period/target").attrib)
        for each in results
    ]
    assert found == ([({"year": "2026", "value": "0"}, {"value": "1"})] if told else [])


GARBAGE = {
    "owner": "Minis\x0btry\ufffe",
    "partner": "A\x1b[31m",
    "start": "2026-99-99",
    "end": "2027-01-01",
    "amount": "NaN",
    "currency": "<b>",
}


def test_whatever_a_colleague_s_file_holds_the_file_is_well_formed(run, tmp_path):
    """Entries of others are signed, but no program checked their values."""
    with made(tmp_path, "Found\x1b a unit") as mission:
        [unit] = plan_of(mission)
        mission.add([Move("recommendation", unit.id, None, GARBAGE)], "")
        path = str(mission.path)
    check(run("plan", "export", path, "--iati", "plan.xml", *PUBLISHER), 0, "1 activities")
    [one] = ET.parse(tmp_path / "plan.xml").getroot().findall("iati-activity")
    assert [(each.get("type"), each.get("iso-date")) for each in one.findall("activity-date")] == [
        ("3", "2027-01-01")
    ]
    assert one.findtext("participating-org/narrative") == "Minis try"
    assert one.find("budget") is None


def test_nothing_is_written_where_nothing_is_complete(run, tmp_path):
    with made(tmp_path, "Found a unit") as mission:
        path = str(mission.path)
    check(run("plan", "export", path, "--iati", "plan.xml", *PUBLISHER), 2, "nothing to write")
    assert not (tmp_path / "plan.xml").exists()
