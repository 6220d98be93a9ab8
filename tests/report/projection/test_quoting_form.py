"""Tests that labels quote no withheld answer."""

from __future__ import annotations

import pytest

from assessor.assessment.report.report_projection import projection_of
from assessor.report.projection.protection.leak_search import projection_texts
from tests.support.assessment.laptops import laptop, small_form

SECRET, UNIT = "Colonel Zebra Quokka", "Northern unit"
FORM = """
| survey | | | | | |
| | type | name | label | bind::asr:sensitivity | calculation |
| | text | who | Informant | internal | |
| | text | unit | Unit | public | |
| | calculate | called | | | string(${who}) |
| | begin_group | visit | Visit with ${who} | | |
| | text | direct | Did ${who} show ${unit}? | public | |
| | text | derived | What said ${called}? | public | |
| | select_one kind | chosen | Who said so? | public | |
| | text | never | What else, ${who}? | public | |
| | end_group | | | | |
| choices | | | |
| | list_name | name | label |
| | kind | a | ${who} |
| | kind | b | Nobody |
| settings |                           |
| | namespaces |
| | asr="urn:assessor:bind:1" |
"""


@pytest.fixture(scope="module")
def mission(tmp_path_factory):
    folder = tmp_path_factory.mktemp("quoting")
    with laptop(folder, "Elena").create(small_form(folder, FORM)) as mission:
        mission.answer("/data/who", SECRET)
        mission.answer("/data/unit", UNIT, note="Heard in town")  # printed in part to the public
        for name in ("direct", "derived"):
            mission.answer(f"/data/visit/{name}", "Two rooms")
        mission.answer("/data/visit/chosen", "a")
        yield mission


def check(mission, profile: str, wanted: str) -> bool:
    return any(wanted in text for text in projection_texts(projection_of(mission, profile, None)))


@pytest.mark.parametrize("profile", ["government", "public"])
def test_labels_quote_no_withheld_answer(mission, profile):
    assert check(mission, "internal", f"Did {SECRET} show {UNIT}?")
    assert not check(mission, profile, SECRET)
    assert check(mission, profile, "Two rooms") and check(mission, profile, f"show {UNIT}?")
