"""Answers by criteria in words."""

from __future__ import annotations

import pytest

from assessor.assessment.base.criteria_text import asks_criteria, criteria_text
from tests.support.assessment.laptops import laptop
from tests.support.scoring.criteria_form import source


@pytest.fixture
def node(tmp_path):
    with laptop(tmp_path, "Elena").create(source()) as mission:
        yield mission.node("/data/cnt_criteria")


def test_criteria_are_told_by_what_is_known_of_them(node):
    assert asks_criteria(node)
    text = criteria_text(node, "police.shown office.said table.shown court.no", "en")
    assert text == (
        "Shown: Police count cases. A table combines all. Said: An office compiles. "
        "Not met: Courts send outcomes."
    )


def test_of_competing_answers_only_what_differs_is_told(node):
    mine, other = "police.shown office.said table.no", "police.shown office.shown table.no"
    assert criteria_text(node, mine, "en", [other]) == "Said: An office compiles. Alike in all: 2."
    assert criteria_text(node, other, "en", [mine]) == "Shown: An office compiles. Alike in all: 2."


def test_a_code_that_the_form_does_not_have_is_told_as_it_is(node):
    assert criteria_text(node, "gone.shown", "en") == "gone.shown"
