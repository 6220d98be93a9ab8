"""What criteria call for: assistance, and what a recommendation has to move."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.scoring.assistance_needs import propose_areas
from assessor.scoring.criteria import CriterionState
from assessor.scoring.recommendation_targets import check_target, find_target, possible_targets
from assessor.scoring.stage_scores import RatedAnswer, calculate_scores
from tests.support.scoring.criteria_form import instrument, values


def rated(counting: str = "", requests: str = ""):
    said = {"cnt_criteria": RatedAnswer(counting), "aid_criteria": RatedAnswer(requests)}
    return lambda name: said.get(name, RatedAnswer())


def proposed(counting: str = "", requests: str = ""):
    answer = rated(counting, requests)
    areas = propose_areas(instrument(), calculate_scores(instrument(), answer), answer)
    return {
        each.code: [criterion.code for why in each.triggers for criterion in why.unmet]
        for each in areas
    }


def check(counting: str, code: str):
    answer = rated(counting)
    scores = calculate_scores(instrument(), answer)
    target = find_target(instrument(), code)
    assert target
    return check_target(instrument(), scores, answer, target)


def area(counting: str, requests: str = ""):
    answer = rated(counting, requests)
    scores = calculate_scores(instrument(), answer)
    return propose_areas(instrument(), scores, answer)[0]


@pytest.mark.parametrize(
    ("counting", "expected"),
    [
        ("", {}),
        ("police.no", {"stats": ["police"]}),
        ("police.no office.no", {"stats": ["police", "office"]}),
        ("police.shown office.said table.no", {"stats": ["table"]}),
        ("police.shown office.said", {}),  # nothing is known of the next stage
        ("police.shown office.shown table.shown court.said public.shown check.shown", {}),
    ],
)
def test_a_criterion_that_is_not_met_calls_for_its_area(counting, expected):
    assert proposed(counting) == expected


def test_nothing_above_the_next_stage_calls_for_help():
    assert proposed("police.shown office.no table.no court.no") == {"stats": ["office"]}


def test_what_others_build_on_comes_first():
    assert list(proposed("police.no", "contact.no")) == ["stats", "days"]


def test_what_does_not_arise_calls_for_nothing():
    assert proposed(requests="contact.shown days.na urgent.no help.na") == {"days": ["urgent"]}


def test_a_proposal_consists_of_the_actions_of_its_unmet_criteria():
    """A laboratory was proposed, "plan, equip and open", where one was open."""
    found = area("police.no office.no")
    assert [(each.meets, each.actions["en"]) for each in found.suggestions] == [
        (("cnt.police",), "Police: count cases."),
        (("cnt.office",), "Ministry: name one."),
    ]
    assert found.area.activities["en"] == "Count crimes"


def test_what_was_said_is_to_be_confirmed_and_not_done_again():
    found = area("police.said office.shown table.no")
    assert [each.actions["en"] for each in found.suggestions] == ["Office: make one."]
    assert [each.code for why in found.triggers for each in why.said] == ["police"]


@given(st.data())
def test_no_action_is_suggested_for_what_is_shown_or_said(data):
    counting, requests = (data.draw(values(code)) for code in ("cnt", "aid"))
    answer = rated(counting, requests)
    met = {word.rpartition(".")[0] for word in f"{counting} {requests}".split() if met_word(word)}
    scores = calculate_scores(instrument(), answer)
    for each in propose_areas(instrument(), scores, answer):
        assert each.suggestions
        for suggestion in each.suggestions:
            assert not {code.rpartition(".")[2] for code in suggestion.meets} & met


def met_word(word: str) -> bool:
    return word.endswith((".shown", ".said"))


def test_a_criterion_is_met_when_its_own_proof_is_seen():
    found = check("police.shown office.no", "cnt.office")
    assert (found.state, found.to) == (CriterionState.UNMET, 2)
    assert (found.asks["en"], found.asks["fr"]) == ("An office compiles.", "Un office compile.")
    assert found.shown_by["en"] == "Its mandate"


def test_a_target_that_the_form_does_not_have_is_none():
    assert find_target(instrument(), "cnt.colour") is find_target(instrument(), "nothing") is None
    codes = [each.code for each in possible_targets(instrument())]
    assert len(codes) == 11 and codes[0] == "cnt.police"
    assert [find_target(instrument(), code).code for code in codes] == codes
