"""Open points: what a final report has to mend, or to give a reason for."""

import pytest

from assessor.assessment.entries.sources import add_source, add_statement
from assessor.assessment.report.report_export import export_report
from assessor.assessment.review.open_points import (
    explain_points,
    given_reasons,
    open_points,
    point_lines,
    unexplained,
)
from assessor.errors import Refused
from assessor.registry.receive.receiver import receive
from tests.support.assessment.laptops import laptop, small_form, two_who_disagree
from tests.support.scoring.criteria_form import source

COUNTED = "/data/cnt_criteria"
STAGE_3 = "police.said office.said table.said"
REASON = "The register burned; the ministry sends a copy in May."


@pytest.fixture
def ana(tmp_path):
    return laptop(tmp_path, "Ana")


@pytest.fixture
def mission(ana):
    with ana.create(source()) as made:
        yield made


def kinds(mission):
    return [each.kind for each in open_points(mission)]


def test_a_stage_well_above_what_was_shown_is_an_over_claim(mission):
    mission.answer(COUNTED, STAGE_3)
    [point] = open_points(mission)
    assert (point.kind, point.subject) == ("overclaim", COUNTED)
    assert point.sentence("en") == "Said to reach stage 3; what was shown reaches stage 1."
    mission.answer(COUNTED, "police.shown office.shown table.said", sources=["s"])
    assert kinds(mission) == []


def test_a_stage_needs_a_source_or_a_file(mission):
    mission.answer(COUNTED, "police.shown office.shown")
    assert kinds(mission) == ["unsourced"]
    mission.annotate(COUNTED, sources=[add_source(mission, title="Police table", kind="document")])
    assert kinds(mission) == []


def test_sources_have_a_name_and_an_agreed_attribution(mission):
    met = add_source(mission, kind="meeting", cluster="police")
    document = add_source(mission, kind="document", title="Police table")
    heard = add_source(mission, kind="meeting", institution="Police")
    add_source(mission, kind="meeting", institution="Courts", attribution="cluster")
    assert [(each.kind, each.subject) for each in open_points(mission)] == [
        ("nameless", met),
        *(("attribution", each) for each in sorted((met, heard))),
    ]
    assert document not in {each.subject for each in open_points(mission)}


def test_sources_that_disagree_and_rules_that_are_broken_are_open(tmp_path, ana):
    with ana.create(small_form(tmp_path)) as mission:
        mission.answer("/data/police/reports", "3", evidence="claimed")
        mission.answer("/data/police/cases", "9")
        for value in ("1", "2"):
            told = add_source(mission, institution=f"Unit {value}", attribution="named")
            add_statement(mission, "/data/police/stage", value, told)
        assert kinds(mission) == ["violation", "disagreement", "claimed"]
        assert all(each.sentence("en") for each in open_points(mission))


def test_a_reason_explains_what_is_open_now_and_undo_takes_it_back(mission):
    mission.answer(COUNTED, STAGE_3)
    explain_points(mission, open_points(mission), f" {REASON} ")
    [point] = open_points(mission)
    assert (point.reason, point.author) == (REASON, "Ana")
    assert unexplained([point]) == ()
    assert mission.place_of(undo=True) == COUNTED
    mission.undo()
    assert unexplained(open_points(mission)) == open_points(mission)
    mission.redo()
    mission.answer(COUNTED, f"{STAGE_3} court.said public.said")
    [point] = open_points(mission)
    assert (point.reason, point.earlier) == ("", REASON), "it was given for stage 3"
    assert given_reasons(mission) == (REASON,)


def test_a_blank_takes_a_reason_away(mission):
    mission.answer(COUNTED, STAGE_3)
    explain_points(mission, open_points(mission), REASON)
    explain_points(mission, open_points(mission), " ")
    assert [each.reason for each in open_points(mission)] == [""]
    assert not explain_points(mission, open_points(mission), "")


def test_points_explained_at_once_are_one_step(mission):
    mission.answer(COUNTED, STAGE_3)
    mission.answer("/data/aid_criteria", "contact.said days.said")
    explain_points(mission, open_points(mission), REASON)
    assert [each.reason for each in open_points(mission)] == [REASON, REASON]
    mission.undo()
    assert [each.reason for each in open_points(mission)] == ["", ""]


def test_a_reason_travels_and_is_merged_as_an_answer_is(tmp_path, ana):
    bo = laptop(tmp_path, "Bo", hour=11)
    with ana.create(source()) as mission:
        mission.answer(COUNTED, STAGE_3)
    bo.copy_from(ana)
    with bo.open() as his:
        explain_points(his, open_points(his), "He says so.")
        sent = export_report(his, tmp_path / "bo.assessor").path
    with ana.open() as mission:
        receive(mission.mission, [sent])
        mission.reload()
        assert [each.reason for each in open_points(mission)] == ["He says so."]
    with ana.open() as mission, bo.open() as his:
        explain_points(mission, open_points(mission), "She says so.")
        explain_points(his, open_points(his), "He says otherwise.")
    with ana.open() as mission:
        receive(mission.mission, [bo.mission])
        mission.reload()
        assert [each.kind for each in mission.conflicts()] == ["explanation"]


def test_a_conflict_is_open_until_it_is_decided(tmp_path):
    with two_who_disagree(tmp_path) as mission:
        assert kinds(mission) == ["conflict"]
        mission.seal()
        explain_points(mission, open_points(mission), REASON)
        mission.seal()
        assert [each.reason for each in open_points(mission)] == [REASON]
        mission.decide(mission.conflicts()[0], value="2")
        assert kinds(mission) == []


def test_lines_of_the_report_name_question_and_author(mission):
    mission.answer(COUNTED, STAGE_3)
    add_source(mission, kind="meeting", institution="Police")
    explain_points(mission, open_points(mission)[:1], REASON)
    claim, attribution = point_lines(mission, mission.instance, "fr")
    assert (claim.about, claim.reason, claim.author) == ("Crime is counted", REASON, "Ana")
    assert (attribution.about, attribution.reason) == ("Police", "")


@pytest.mark.parametrize("profile", ["internal", "government", "public"])
def test_a_final_report_is_refused_until_each_point_has_a_reason(mission, tmp_path, profile):
    mission.answer(COUNTED, STAGE_3)
    with pytest.raises(Refused, match="open points without a reason: 1"):
        export_report(mission, tmp_path / "r.assessor", profile=profile, final=True)
    assert not (tmp_path / "r.assessor").exists()
    explain_points(mission, open_points(mission), REASON)
    export_report(mission, tmp_path / "r.assessor", profile=profile, final=True)
