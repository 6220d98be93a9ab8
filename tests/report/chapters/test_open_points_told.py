"""A draft says on its cover how many points are open; the team reads each, with its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.report.annexes.history_annexes import points_annex
from assessor.report.blocks.look import Look
from assessor.report.chapters.front_pages import version_words
from assessor.report.projection.report_facts import POINT_TITLES, PointLine, point_sentence
from tests.support.report.block_texts import texts
from tests.support.report.projections import plain

POINT = PointLine("overclaim", "The unit", "Said to reach stage 4.", "A copy comes in May.", "Ana")


def of(count, status="draft"):
    made = plain()
    return replace(made, facts=replace(made.facts, open_points=count, status=status))


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "no open points"), (1, "1 open point"), (14, "14 open points")],
)
def test_the_cover_of_a_draft_counts_its_open_points(count, words):
    told = version_words(Look("en"), of(count), counted=True)
    assert told == f"Internal version, draft: {words}"
    assert version_words(Look("en"), of(count)) == "Internal version, draft"


def test_a_final_report_counts_none():
    told = version_words(Look("en"), of(3, "final"), counted=True)
    assert told == "Internal version, final"


def test_the_annex_lists_each_point_with_its_reason():
    told = list(texts(points_annex(Look("en"), replace(plain(), points=(POINT,)))))
    for part in ("The unit", "Said, not shown", "Said to reach stage 4.", POINT.reason, "Ana"):
        assert any(part in each for each in told), part
    assert list(points_annex(Look("en"), plain())) == []


def test_every_kind_has_a_title_and_a_sentence():
    facts = {"said": "4", "shown": "1", "message": "Not above 9."}
    assert all(point_sentence(kind, facts) for kind in POINT_TITLES)
