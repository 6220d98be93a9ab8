"""The trace of every score is complete, so that anybody can calculate it again."""

from __future__ import annotations

from contextlib import closing

import pytest

from assessor.assessment.base.references import references_by_name
from assessor.assessment.entries.evidence import attach_file
from assessor.assessment.entries.sources import add_source, add_statement
from assessor.assessment.review.score_trace import trace_facts
from assessor.scoring.stage_scores import round_half_up
from tests.support.assessment.laptops import laptop, small_form, version_1


@pytest.fixture
def mission(tmp_path):
    """Two indicators of one section rated, one with a statement and a file."""
    made = laptop(tmp_path, "Elena").create(version_1())
    with closing(made.mission):
        where = references_by_name(made.instance)
        source = add_source(made, title="Registry of cases", institution="Police")
        made.answer(where["thr_statistics_stage"], "4", evidence="claimed", sources=[source])
        made.answer(where["thr_reporting_stage"], "3", evidence="verified", note="page 4")
        made.answer(where["thr_need"], "3")
        add_statement(made, where["thr_statistics_stage"], "3", source, note="since June")
        attach_file(
            made, where["thr_reporting_stage"], b"%PDF-1.7", name="report.pdf", note="page 4"
        )
        yield made


def test_a_score_can_be_worked_out_again_from_what_is_told(mission):
    facts = trace_facts(mission)
    for part in facts["dimensions"].values():
        rated = [each for each in part["indicators"].values() if each["state"] == "rated"]
        weights = sum(each["weight"] for each in rated)
        for figure in ("asserted", "evidenced"):
            total = sum(each["weight"] * each[figure] for each in rated)
            assert part[figure] == (round_half_up(total / weights) if rated else None)
    threat = facts["dimensions"]["thr"]
    assert (threat["rated"], threat["of"]) == (2, 4)
    assert threat["priority"] == round_half_up(3 * (5 - threat["evidenced"]) / 4)


def test_beneath_each_indicator_stand_its_answer_statements_and_files(mission):
    facts = trace_facts(mission)["dimensions"]["thr"]
    [need] = facts["need_answers"]
    assert (need["value"], need["author"]) == ("3", "Elena")
    claimed, shown = (facts["indicators"][code] for code in ("thr_statistics", "thr_reporting"))
    [answer] = claimed["answers"]
    head, *_ = mission.heads("answer", claimed["reference"])
    assert answer["entry"] == head.name
    assert (answer["value"], answer["evidence"]) == ("4", "claimed")
    assert answer["sources"] == ["Registry of cases"]
    [statement] = claimed["statements"]
    assert (statement["named"], statement["value"]) == ("Registry of cases", "3")
    assert (claimed["asserted"], claimed["evidenced"], claimed["files"]) == (4, 2, [])
    [file] = shown["files"]
    assert (file["name"], file["page"], len(file["sha256"])) == ("report.pdf", "page 4", 64)
    assert shown["answers"][0]["note"] == "page 4"


def test_what_nobody_answered_has_nothing_beneath_it_and_other_forms_have_no_scores(
    mission, tmp_path
):
    law = trace_facts(mission)["dimensions"]["law"]
    assert all(each["answers"] == each["files"] == [] for each in law["indicators"].values())
    (tmp_path / "other").mkdir()
    other = laptop(tmp_path / "other", "Ben").create(small_form(tmp_path))
    with closing(other.mission):
        assert trace_facts(other) == {}
