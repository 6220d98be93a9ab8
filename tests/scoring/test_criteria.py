"""Stages that follow from criteria: the program, the form's own calculation and a third program."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.errors import FormError
from assessor.form.live.instance import Instance
from assessor.form.model.definition import Form
from assessor.form.parse.form_parser import parse_form
from assessor.scoring.criteria import (
    CriterionState,
    first_unmet,
    mark_stage,
    reached_stages,
    read_states,
    write_states,
)
from assessor.scoring.instrument import Instrument
from assessor.scoring.stage_scores import (
    IndicatorScore,
    RatedAnswer,
    RatingState,
    calculate_scores,
)
from tests.support.form.markdown_forms import read_markdown
from tests.support.scoring.criteria_form import FORM, instrument, source, values

SAID_3 = "police.said office.shown table.said"


def scored(value: str, *others: str, missing: str = "") -> IndicatorScore:
    """Return the score of the first indicator of an otherwise empty assessment."""
    answer = RatedAnswer(value, "", missing, bool(others), tuple(map(RatedAnswer, others)))
    scores = calculate_scores(
        instrument(), lambda name: answer if name == "cnt_criteria" else RatedAnswer()
    )
    return scores.indicators["cnt"]


def stages(value: str, *others: str) -> tuple[int | None, ...]:
    score = scored(value, *others)
    return score.floor, score.evidenced, score.asserted, score.ceiling


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", (1, None, None, 5)),
        ("police.said", (1, None, None, 5)),
        ("police.no", (1, 1, 1, 1)),
        ("police.said office.said", (1, 1, 2, 5)),
        ("police.shown office.shown", (2, 2, 2, 5)),
        ("police.shown office.shown table.no", (2, 2, 2, 2)),
        (f"{SAID_3} court.no", (1, 1, 3, 3)),
        (f"{SAID_3} court.shown public.shown", (1, 1, 4, 5)),
        ("police.shown office.shown table.shown court.said public.shown check.no", (3, 3, 4, 4)),
        ("police.no office.shown table.shown court.shown public.shown", (1, 1, 1, 1)),
    ],
)
def test_a_stage_is_what_its_criteria_and_all_below_reach(value, expected):
    assert stages(value) == expected


def test_answers_that_disagree_widen_the_range():
    assert stages("police.shown office.shown", "police.no") == (1, 2, 2, 5)
    assert stages("police.shown office.shown table.no", f"{SAID_3} court.no") == (1, 2, 2, 3)


def test_a_reason_for_no_answer_leaves_the_indicator_out():
    score = scored("", missing="not_applicable")
    assert score.state is RatingState.LEFT_OUT
    assert (score.floor, score.ceiling) == (None, None)


def test_what_does_not_arise_is_passed_over_but_reaches_nothing_by_itself():
    criteria = instrument().indicator["aid"].criteria

    def reached(value: str) -> int | None:
        return reached_stages(criteria, read_states(criteria, value)).asserted

    assert reached("contact.shown days.na") == 2
    assert reached("contact.shown days.said urgent.na help.shown") == 4
    assert reached("contact.shown days.said urgent.na help.na review.shown") == 3


def test_of_two_states_the_weaker_counts():
    criteria = instrument().indicator["cnt"].criteria
    states = read_states(criteria, "police.shown police.no office.said office.shown else.no court")
    assert states["police"] is CriterionState.UNMET
    assert states["office"] is CriterionState.SAID
    assert states["court"] is CriterionState.UNKNOWN


def test_the_first_unmet_criteria_are_what_comes_next():
    criteria = instrument().indicator["cnt"].criteria
    assert [each.code for each in first_unmet(criteria, read_states(criteria, ""))] == [
        "police", "office",
    ]  # fmt: skip
    said = read_states(criteria, f"{SAID_3} public.said")
    assert [each.code for each in first_unmet(criteria, said)] == ["court"]
    every = {each.code: CriterionState.SHOWN for each in criteria}
    assert first_unmet(criteria, every) == ()


@given(
    values("cnt"), st.integers(1, 5), st.sampled_from([CriterionState.SAID, CriterionState.SHOWN])
)
def test_picking_a_stage_reaches_it_and_takes_nothing_shown_away(value, stage, state):
    criteria = instrument().indicator["cnt"].criteria
    before = read_states(criteria, value)
    after = mark_stage(criteria, before, stage, state)
    assert reached_stages(criteria, after).asserted == stage
    for each in criteria:
        if each.stage <= stage and before[each.code] is CriterionState.SHOWN:
            assert after[each.code] is CriterionState.SHOWN
    assert read_states(criteria, write_states(after)) == after


def third_program(rows: list[tuple[str, int]], value: str) -> tuple[int | None, int | None]:
    """Return (asserted, shown) of an answer, worked out from sets of words alone."""
    words, top = set(value.split()), 6

    def fails(endings: tuple[str, ...]) -> int:
        """Return the first stage that fails."""
        for stage in range(2, top):
            asked = {code for code, at in rows if at == stage}
            arising = {code for code in asked if f"{code}.na" not in words}
            met = {code for code in arising if words & {f"{code}.{end}" for end in endings}}
            if not arising or arising - met:
                return stage
        return top

    refuted = {code for code, at in rows if at == 2 and f"{code}.no" in words}
    empty = all(f"{code}.na" in words for code, at in rows if at == 2)
    asserted = fails(("shown", "said")) - 1
    if asserted == 1 and not refuted and not empty:
        return None, None
    return asserted, fails(("shown",)) - 1


@cache
def form() -> Form:
    return parse_form(source())


@given(values("cnt"), values("aid"))
def test_three_programs_agree(counting, requests):
    said = {"/data/cnt_criteria": counting, "/data/aid_criteria": requests}
    live = Instance(
        form(),
        now=lambda: datetime(2026, 3, 9, tzinfo=UTC),
        new_id=lambda: "abcdef",
        answers=said,
    )
    scores = calculate_scores(instrument(), lambda name: RatedAnswer(said.get(f"/data/{name}", "")))
    for code, value in (("cnt", counting), ("aid", requests)):
        ours = scores.indicators[code]
        rows = [(each.code, each.stage) for each in instrument().indicator[code].criteria]
        assert (ours.asserted, ours.evidenced) == third_program(rows, value)
        in_form = (live.node(f"/data/{code}_{name}").value for name in ("said", "shown"))
        assert (ours.asserted, ours.evidenced) == tuple(int(t) if t else None for t in in_form)
    assert live.violations() == []
    assert scores.overall_asserted is None or (
        1 <= scores.overall_floor <= scores.overall_evidenced <= scores.overall_asserted
        <= scores.overall_ceiling <= 5
    )  # fmt: skip


def test_a_criterion_with_two_states_breaks_the_constraint():
    live = Instance(form(), now=lambda: datetime(2026, 3, 9, tzinfo=UTC), new_id=lambda: "abcdef")
    live.set("/data/cnt_criteria", "police.shown police.no")
    assert [each.reference for each in live.violations()] == ["/data/cnt_criteria"]


def test_choices_are_in_the_languages_of_the_form():
    control = Instance(
        form(),
        now=lambda: datetime(2026, 3, 9, tzinfo=UTC),
        new_id=lambda: "abcdef",
        language="French (fr)",
    ).node("/data/cnt_criteria")
    labels = {choice.value: choice.label for choice in control.choices}
    assert labels["police.said"] == "Dit – La police compte."
    assert "police.na" not in labels


def test_faults_of_the_sheet_are_told():
    sheets = {name: [dict(row) for row in rows] for name, rows in source().sheets.items()}
    sheets["criteria"][1]["code"] = "police"
    sheets["criteria"][2]["indicator"] = "other"
    sheets["criteria"][3]["area"] = "none"
    with pytest.raises(FormError) as caught:
        Instrument.from_sheets(sheets)
    assert [(each.sheet, each.row) for each in caught.value.problems] == [
        ("criteria", 3), ("criteria", 4), ("criteria", 5),
    ]  # fmt: skip


def test_a_constraint_of_the_author_holds_too():
    text = FORM.replace("calculation |", "calculation | constraint |").replace(
        "Le crime est compté | |", "Le crime est compté | | count-selected(.) < 3 |"
    )
    live = Instance(
        parse_form(read_markdown(text)),
        now=lambda: datetime(2026, 3, 9, tzinfo=UTC),
        new_id=lambda: "abcdef",
    )
    live.set("/data/cnt_criteria", "police.shown office.shown table.shown")
    assert [each.reference for each in live.violations()] == ["/data/cnt_criteria"]
    live.set("/data/cnt_criteria", "police.shown police.no")
    assert [each.reference for each in live.violations()] == ["/data/cnt_criteria"]
    live.set("/data/cnt_criteria", "police.shown office.shown")
    assert live.violations() == []
