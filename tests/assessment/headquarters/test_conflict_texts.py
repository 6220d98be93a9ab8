"""Conflicts in the texts of their form: the question, its place, and each side."""

from __future__ import annotations

from contextlib import closing

import pytest

from assessor.assessment.entries.sources import add_source
from assessor.assessment.headquarters.conflict_texts import conflict_text
from assessor.assessment.headquarters.resolution_rules import SAME, resolve_by_rule
from assessor.registry.receive.receiver import receive
from tests.support.assessment.laptops import laptop, small_form

FORM = """
| survey   |                       |         |                    |                      |
|          | type                  | name    | label::English(en) | label::Français (fr) |
|          | begin_group           | police  | Police             | Police nationale     |
|          | select_multiple units | units   | **Units** there    | Unités               |
|          | date                  | since   | Since when         | Depuis quand         |
|          | end_group             |         |                    |                      |
|          | begin_repeat          | recs    | Recommendation     | Recommandation       |
|          | select_one units      | whose   | For whom           | Pour qui             |
|          | end_repeat            |         |                    |                      |
| choices  |                       |         |                    |                      |
|          | list_name             | name    | label::English(en) | label::Français (fr) |
|          | units                 | inv     | Investigation      | Enquête              |
|          | units                 | lab     | Laboratory         | Laboratoire          |
"""
WHOSE = "/data/recs[r2]/whose"


@pytest.fixture(scope="module")
def mission(tmp_path_factory):
    """A mission in which two laptops answered four questions differently, one of them blank."""
    folder = tmp_path_factory.mktemp("disputed")
    one, two = laptop(folder, "Elena"), laptop(folder, "Tomas", hour=11)
    with one.create(small_form(folder, FORM)) as first:
        for key in ("r1", "r2"):
            first.add_repeat("/data/recs", key)
    two.copy_from(one)
    with two.open() as theirs:
        theirs.answer("/data/police/units", "lab")
        theirs.answer("/data/police/since", "2024-05-01")
        theirs.answer(WHOSE, "lab", note="Said twice")
    ours = one.open()
    source = add_source(ours, institution="Registry", date="2026-03-01")
    ours.answer("/data/police/units", "inv lab", sources=(source,))
    ours.answer("/data/police/since", "", missing="refused")
    ours.answer(WHOSE, "lab")
    receive(ours.mission, [two.mission])
    ours.reload()
    with closing(ours.mission):
        yield ours


@pytest.mark.parametrize(
    ("key", "language", "around", "question", "sides"),
    [
        ("/data/police/units", "en", ("Police",), "Units there",
         {"Investigation, Laboratory", "Laboratory"}),
        ("/data/police/units", "fr", ("Police nationale",), "Unités",
         {"Enquête, Laboratoire", "Laboratoire"}),
        ("/data/police/since", "en", ("Police",), "Since when", {"1 May 2024", ""}),
        (WHOSE, "en", ("Recommendation 3",), "For whom", {"Laboratory"}),
    ],
)  # fmt: skip
def test_it_is_told_in_the_readers_words(mission, key, language, around, question, sides):
    [conflict] = [each for each in mission.conflicts() if each.key == key]
    found = conflict_text(mission, conflict, language)
    assert (found.around, found.question) == (around, question)
    assert {side.said for side in found.sides} == sides


def test_each_side_says_whom_it_cites_and_why_it_is_blank(mission):
    found = {one.key: conflict_text(mission, one, "en") for one in mission.conflicts()}
    cited = [side.sources for side in found["/data/police/units"].sides]
    assert ("Registry, 1 March 2026",) in cited and () in cited
    assert {side.missing for side in found["/data/police/since"].sides} == {"", "refused"}


def test_a_rule_tells_what_it_takes_in_words(mission):
    [ruling] = resolve_by_rule(
        mission.mission, mission.identity, SAME, mission.conflicts(), language="fr", preview=True
    )
    assert (ruling.question, ruling.value) == ("Pour qui", "Laboratoire")
