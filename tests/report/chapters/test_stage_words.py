"""What is printed of a stage: what was said, whether it was shown, and what to aim for."""

from __future__ import annotations

from dataclasses import replace

from assessor.report.blocks.look import Look
from assessor.report.chapters.section_chapter import words_of_aim, words_of_stage
from tests.support.report.samples import sample


def lines():
    projection = sample("XSV", "en", "internal")
    return [line for section in projection.sections for line in section.indicators]


def test_a_stage_without_evidence_is_never_told_by_a_lower_ones_sentence():
    """A unit said to be at stage 4 was told that few officers handle cases beside other work."""
    look, capped = Look("en"), [line for line in lines() if line.asserted != line.evidenced]
    assert capped
    for line in capped:
        words = words_of_stage(look, line)
        assert words.startswith("Said, but not shown to this stage:")
        assert line.descriptors[line.asserted - 1] in words
        below = line.descriptors[: line.asserted - 1]
        assert not any(text in words or text in words_of_aim(look, line) for text in below)
        assert words_of_aim(look, line).startswith("To be checked by:")


def test_no_aim_is_the_failure_of_a_second_stage():
    look = Look("en")
    for line in lines():
        assert line.descriptors[1] not in words_of_aim(look, line)


def test_without_a_stage_nothing_is_said():
    look, line = Look("en"), lines()[0]
    blank = replace(line, asserted=None, evidenced=None, stands="", asks="", to_show="")
    assert (words_of_stage(look, blank), words_of_aim(look, blank)) == ("–", "–")
