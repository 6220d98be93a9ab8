"""What is printed of a stage: what was said, whether it was shown, and what to aim for.

Lines are of version 1 of the instrument, or by criteria of their own.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.report.blocks.look import Look
from assessor.report.blocks.stage_words import aim_parts, count_states, in_words, stage_parts
from assessor.scoring.criteria import CriterionLine, CriterionState
from tests.support.report.version_1 import sample

SHOWN, SAID, UNMET, _, UNKNOWN = CriterionState


def lines():
    projection = sample()
    return [line for section in projection.sections for line in section.indicators]


def test_a_stage_without_evidence_is_never_told_by_a_lower_ones_sentence():
    """A unit said to be at stage 4 was told that few officers handle cases beside other work."""
    look, capped = Look("en"), [line for line in lines() if line.asserted != line.evidenced]
    assert capped
    for line in capped:
        words = in_words(stage_parts(look, line))
        assert words.startswith("Said, but not shown to this stage:")
        assert line.descriptors[line.asserted - 1] in words
        below = line.descriptors[: line.asserted - 1]
        assert not any(text in words or text in in_words(aim_parts(look, line)) for text in below)
        assert in_words(aim_parts(look, line)).startswith("To be checked by:")


def test_no_aim_is_the_failure_of_a_second_stage():
    look = Look("en")
    for line in lines():
        assert line.descriptors[1] not in in_words(aim_parts(look, line))


def test_without_a_stage_nothing_is_said():
    look, line = Look("en"), lines()[0]
    blank = replace(line, asserted=None, evidenced=None, stands="", asks="", to_show="")
    assert (in_words(stage_parts(look, blank)), in_words(aim_parts(look, blank))) == ("–", "–")


def by_criteria(*states: CriterionState):
    """A line with two criteria of stage 2, one of 3 and one of 4, in these states."""
    stages, texts = (2, 2, 3, 4), ("Police count.", "An office compiles.", "A table.", "Published.")
    proofs = ("Police table", "Its mandate", "The table", "The page")
    criteria = tuple(map(CriterionLine, stages, texts, states, "abcd", proofs))
    return replace(lines()[0], stands="", descriptors=(), asks="", to_show="", criteria=criteria)


@pytest.mark.parametrize(
    ("states", "evidenced", "words"),
    [
        (
            (SHOWN, SHOWN, SHOWN, UNMET),
            3,
            "Shown: A table.",
        ),
        (
            (SHOWN, SAID, SAID, UNMET),
            1,
            "Shown: Police count. Said, not yet shown: An office compiles. A table.",
        ),
        ((UNMET, UNMET, UNKNOWN, UNKNOWN), 1, "No criterion was shown or said to be met."),
        ((UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN), None, "–"),
    ],
)
def test_criteria_say_what_was_shown_and_what_only_said(states, evidenced, words):
    line = replace(by_criteria(*states), evidenced=evidenced)
    assert in_words(stage_parts(Look("en"), line)) == words


@pytest.mark.parametrize(
    ("states", "evidenced", "words"),
    [
        (
            (SHOWN, SHOWN, SHOWN, UNMET),
            3,
            "Not met for stage 4: Published. To be checked by: The page",
        ),
        ((SHOWN, SHOWN, SHOWN, UNKNOWN), 3, "Not known for stage 4: Published. "
         "To be checked by: The page"),
        ((SHOWN, SHOWN, SHOWN, SHOWN), 4, "Highest stage reached"),
        ((SHOWN, SHOWN, None, None), 2, "–"),  # the public may not know what is next
        ((None, None, None, None), 2, "–"),
        ((UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN), None, "–"),
    ],
)  # fmt: skip
def test_what_a_higher_stage_asks_is_what_is_not_met_and_its_proof(states, evidenced, words):
    line = replace(by_criteria(*states), evidenced=evidenced)
    assert in_words(aim_parts(Look("en"), line)) == words


def test_what_was_only_said_and_what_is_not_met_are_told_apart():
    """ "To be checked by" served what was said, beside what the stage above it asks."""
    line = replace(by_criteria(SHOWN, SAID, SAID, UNMET), evidenced=1)
    assert in_words(aim_parts(Look("en"), line)) == (
        "To confirm what was said for stage 2, see: Its mandate Not met for stage 4: Published."
    )


def test_the_words_for_states_are_the_same_in_every_chapter():
    line = by_criteria(SHOWN, SAID, UNMET, None)
    counted = "Shown: 1 · Said, not yet shown: 1 · Not met: 1 · Not told in this version: 1"
    assert count_states(Look("en"), line.criteria) == counted
