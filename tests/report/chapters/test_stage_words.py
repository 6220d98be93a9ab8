"""What is printed of a stage: what was said, whether it was shown, and what to aim for.

Lines are of version 1 of the instrument, or by criteria of their own.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.report.blocks.look import Look
from assessor.report.chapters.section_chapter import aim_parts, in_words, stage_parts
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
    return replace(
        lines()[0],
        stands="",
        descriptors=(),
        asks="Published." if states[3] is UNMET else "",
        to_show="The page",
        criteria=tuple(map(CriterionLine, stages, texts, states)),
    )


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
            "Shown: Police count. Said, not shown: An office compiles. A table.",
        ),
        ((UNMET, UNMET, UNKNOWN, UNKNOWN), 1, "Not met: Police count. An office compiles."),
        ((UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN), None, "–"),
    ],
)
def test_criteria_say_what_was_shown_and_what_only_said(states, evidenced, words):
    line = replace(by_criteria(*states), evidenced=evidenced)
    assert in_words(stage_parts(Look("en"), line)) == words


def test_criteria_not_met_are_the_aim_and_their_proof_is_told():
    line = by_criteria(SHOWN, SHOWN, SHOWN, UNMET)
    assert in_words(aim_parts(Look("en"), line)) == "Published. To be checked by: The page"
    top = replace(by_criteria(SHOWN, SHOWN, SHOWN, SHOWN), to_show="", evidenced=4)
    assert in_words(aim_parts(Look("en"), top)) == "Highest stage reached"
    told = replace(by_criteria(SHOWN, SHOWN, UNKNOWN, UNKNOWN), to_show="", evidenced=2)
    assert in_words(aim_parts(Look("en"), told)) == "–"  # the public may not know what is next
    withheld = by_criteria(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)
    assert in_words(aim_parts(Look("en"), withheld)) == "–"
