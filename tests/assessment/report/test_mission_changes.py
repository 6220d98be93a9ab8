"""What changed since the previous mission: criterion by criterion, for one audience."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assessor.assessment.report.mission_changes import compare_projections, criterion_movement
from assessor.assessment.report.report_export import export_report
from assessor.assessment.report.report_projection import projection_of
from assessor.assessment.review.previous_mission import follow_mission
from assessor.report.blocks.look import Look
from assessor.report.chapters.follow_up_chapter import follow_up_chapter
from assessor.report.output.follow_up_sheets import follow_up_sheets
from assessor.report.projection.follow_up import Movement, RecommendationOutcome
from assessor.report.projection.projection import (
    IndicatorLine,
    PrintedAnswer,
    Projection,
    RepeatAnswers,
    ReportSection,
    Visibility,
)
from assessor.scoring.criteria import CriterionLine, CriterionState
from tests.support.assessment.laptops import laptop
from tests.support.form.markdown_forms import read_markdown
from tests.support.report.block_texts import texts
from tests.support.report.projections import plain
from tests.support.scoring.criteria_form import FORM

GROUPED = FORM.replace(
    "| | select_multiple cnt",
    "| | begin_group | all | Everything | Tout | |\n| | select_multiple cnt",
).replace("| choices |", "| | end_group | | | | |\n| choices |")
STATES = st.sampled_from(CriterionState)
MIRRORED = {
    Movement.GAINED: Movement.LOST,
    Movement.GAINED_BY_WORD: Movement.NOT_CONFIRMED,
    Movement.CONFIRMED: Movement.NOT_SHOWN_AGAIN,
    Movement.UNCHANGED: Movement.UNCHANGED,
}


def followed(tmp_path, then: dict[str, str], now: dict[str, str], profile: str = "internal"):
    """The projection of a mission that follows one; both give answers by question."""
    with laptop(tmp_path, "Old", 8).create(read_markdown(GROUPED)) as before:
        for question, value in then.items():
            before.answer(f"/data/all/{question}", value)
        export_report(before, tmp_path / "then.assessor")
    with laptop(tmp_path, "Elena").create(read_markdown(GROUPED)) as mission:
        follow_mission(mission, tmp_path / "then.assessor")
        for question, value in now.items():
            mission.answer(f"/data/all/{question}", value)
        return projection_of(mission, profile, None)


def printed(projection) -> str:
    return " ".join(texts(follow_up_chapter(Look("en"), projection)))


def test_only_what_was_not_met_then_and_is_shown_now_is_gained(tmp_path):
    projection = followed(
        tmp_path,
        {"cnt_criteria": "police.shown office.no table.said court.no public.no check.shown"},
        {"cnt_criteria": "police.shown office.shown table.shown court.said public.no check.no"},
    )
    [change] = projection.follow_up.indicators
    assert change.moved == {
        Movement.GAINED: ("An office compiles.",),
        Movement.CONFIRMED: ("A table combines all.",),
        Movement.GAINED_BY_WORD: ("Courts send outcomes.",),
        Movement.LOST: ("Its quality is checked.",),
    }
    assert (change.shown_then, change.shown_now, change.compared, change.of) == (2, 3, 6, 6)
    assert (change.stage_then, change.stage_now) == (1, 3)
    text = printed(projection)
    assert "Not met then, shown now: An office compiles." in text
    assert "Said then, shown now: A table combines all." in text
    assert "Stage 1, now 3" in text
    assert "Not compared: Requests" in text


def test_the_workbook_tells_every_criterion_that_moved(tmp_path):
    """A row each, and one for an indicator where none moved, or that is not compared."""
    then = {"cnt_criteria": "police.shown office.no table.said", "aid_criteria": "contact.no"}
    now = {"cnt_criteria": "police.no office.said table.shown", "aid_criteria": "contact.no"}
    changes, outcomes = follow_up_sheets(Look("en"), followed(tmp_path, then, now))
    assert [row[-2:] for row in changes.rows] == [
        ("Not met then, said to be met now and not yet shown", "An office compiles."),
        ("Said then, shown now", "A table combines all."),
        ("Shown then, not met now", "Police count cases."),
        ("Nothing changed", ""),
    ]
    assert outcomes.rows == ()


def test_the_public_workbook_tells_no_change(tmp_path):
    told = followed(tmp_path, {"cnt_criteria": "police.no"}, {"cnt_criteria": "police.shown"})
    sheets = follow_up_sheets(Look("en"), replace(told, profile="public"))
    assert [sheet.title for sheet in sheets] == ["Earlier recommendations"]


def test_what_is_not_known_in_one_of_both_is_not_compared(tmp_path):
    projection = followed(
        tmp_path,
        {"cnt_criteria": "police.no", "aid_criteria": "contact.shown"},
        {"cnt_criteria": "police.shown office.shown", "aid_criteria": "days.na"},
    )
    [change] = projection.follow_up.indicators
    assert (change.compared, change.of, change.whole) == (1, 6, False)
    assert (change.stage_then, change.stage_now) == (None, None)
    assert projection.follow_up.apart == ("Requests",)
    assert "Stage" not in printed(projection)


def test_the_public_is_told_no_change_of_what_was_not_met(tmp_path):
    criteria = "police.no office.shown"
    projection = followed(
        tmp_path, {"cnt_criteria": criteria}, {"cnt_criteria": criteria}, "public"
    )
    assert projection.follow_up.indicators == ()
    assert printed(projection) == ""


def test_a_mission_that_follows_none_has_no_such_chapter(tmp_path):
    with laptop(tmp_path, "Elena").create(read_markdown(GROUPED)) as mission:
        projection = projection_of(mission, "internal", None)
    assert projection.follow_up is None
    assert printed(projection) == ""


@given(STATES, STATES)
def test_looking_back_mirrors_every_movement(then, now):
    there, back = criterion_movement(then, now), criterion_movement(now, then)
    both_ways = MIRRORED | {value: key for key, value in MIRRORED.items()}
    assert back is (None if there is None else both_ways[there])


def rated(states: tuple[CriterionState, ...]) -> Projection:
    """A projection with one indicator whose criteria have these states."""
    criteria = tuple(
        CriterionLine(2, f"Criterion {at}.", state, f"c{at}") for at, state in enumerate(states)
    )
    answer = PrintedAnswer("/data/a", "a", "A", "indicator", "string")
    line = IndicatorLine("a", "A", answer, 1, 1, "", "", "", "", 1, False, criteria=criteria)
    return plain(sections=(ReportSection("/data/s", "s", "S", "", (), indicators=(line,)),))


@given(st.lists(STATES, min_size=1, max_size=8).map(tuple))
def test_nothing_changed_since_the_same_answers(states):
    told = compare_projections(rated(states), rated(states), {})
    assert all(not each.moved for each in told.indicators)
    known = sum(
        state not in (CriterionState.UNKNOWN, CriterionState.NOT_ARISING) for state in states
    )
    assert [each.compared for each in told.indicators] == ([known] if known else [])
    assert bool(told.apart) is not bool(told.indicators)


def recommended(*told: tuple[str, str, Visibility]) -> RepeatAnswers:
    rows = tuple(
        (
            PrintedAnswer(
                f"/data/rec[{key}]/rec_text", "rec_text", "Text", "recommendation", "string",
                (text,) if visibility is Visibility.FULL else (), visibility=visibility,
            ),
        )
        for key, text, visibility in told
    )  # fmt: skip
    return RepeatAnswers("rec", "Recommendations", "recommendation", (), rows, {})


def test_each_recommendation_has_an_outcome_and_a_hidden_one_is_counted():
    before = plain(
        recommendations=recommended(
            ("a", "Name an office", Visibility.FULL),
            ("b", "Publish a table", Visibility.FULL),
            ("c", "Close the unit", Visibility.NONE),
        )
    )
    outcomes = {"a": ("done", "Decree 7"), "c": ("dropped", "The minister refused")}
    told = compare_projections(plain(), before, outcomes)
    assert told.recommendations == (
        RecommendationOutcome("Name an office", "done", "Decree 7"),
        RecommendationOutcome("Publish a table"),
        RecommendationOutcome("", "", "The minister refused"),
    )
    outside = compare_projections(plain(profile="government"), before, outcomes)
    assert {each.note for each in outside.recommendations} == {""}
    text = printed(replace(plain(profile="government"), follow_up=outside))
    assert "Name an office Done" in text
    assert "Recommendations not released: 1 of 3." in text
    assert "minister" not in text
