"""A reader who tries to work out a priority that is hidden, from everything that is printed.

The attacker knows the form, the scores and answers that are told, and what the program does. It
goes through every answer that may be hidden and keeps those with which the same would be printed.
"""

from __future__ import annotations

from functools import cache
from itertools import product

import pytest

from assessor.scoring.assistance_needs import propose_areas
from assessor.scoring.instrument import Instrument
from assessor.scoring.released_priorities import PriorityRelease
from assessor.scoring.released_scores import release_scores
from assessor.scoring.stage_scores import RatedAnswer, calculate_scores
from tests.support.form.markdown_forms import read_markdown

FORM = """
| survey | | | |
| | type | name | label::English (en) |
| | select_multiple one | one_criteria | One |
| | select_multiple two | two_criteria | Two |
| | integer | need | Need |
| choices | | | |
| | list_name | name | label::English (en) |
| dimensions | | | | | |
| | code | order | weight | title_en | need_field |
| | all | 1 | 1 | Everything | need |
| indicators | | | | | |
| | code | question | dimension | weight | title_en |
| | one | one_criteria | all | 1 | One |
| | two | two_criteria | all | 1 | Two |
| areas | | |
| | code | title_en |
| | a | Area A |
| | b | Area B |
| criteria | | | | | | |
| | indicator | stage | code | criterion_en | may_not_arise | area |
| | one | 2 | p | P. | | a |
| | one | 3 | q | Q. | | b |
| | one | 4 | u | U. | | a |
| | two | 2 | r | R. | yes | a |
| | two | 2 | s | S. | | {other} |
| | two | 3 | t | T. | yes | a |
| settings | | |
| | form_id | form_title |
| | criteria | Criteria |
"""
PUBLISHED = ("p.no", "p.said q.no", "p.shown q.no", "p.shown q.shown u.no", "p.said", "")
NEEDS = ("4", "")


@cache
def instrument(other: str) -> Instrument:
    built = Instrument.from_sheets(read_markdown(FORM.format(other=other)).sheets)
    assert built
    return built


def secrets(other):
    """Every answer about the indicator that is withheld."""
    criteria = instrument(other).indicator["two"].criteria
    states = [
        ("", "shown", "said", "no", *(("na",) if each.may_not_arise else ())) for each in criteria
    ]
    for chosen in product(*states):
        yield " ".join(
            f"{each.code}.{state}" for each, state in zip(criteria, chosen, strict=True) if state
        )


@cache
def printed(other, published, need, secret, released):
    """Return what the reader sees, and the priorities over everything."""
    known = instrument(other)
    all_answers = {"one_criteria": published, "two_criteria": secret, "need": need}
    told_answers = {**all_answers, "two_criteria": ""}

    def everything(question):
        return RatedAnswer(all_answers.get(question, ""))

    def told(question):
        return RatedAnswer(told_answers.get(question, ""))

    full = calculate_scores(known, everything)
    scores = release_scores(full, () if released else ("two",), ("all",))
    proposed = propose_areas(known, scores, told)
    release = PriorityRelease(known, scores, told, lambda question, _: question != "two_criteria")
    shown = release.priorities(proposed)
    seen = (
        tuple((each.code, shown.get(each.code, "hidden")) for each in proposed),
        tuple((i.code, i.asserted, i.evidenced, i.ceiling) for i in scores.indicators.values()),
        tuple((s.asserted, s.evidenced, s.floor, s.ceiling) for s in scores.dimensions.values()),
    )
    return seen, {each.code: each.priority for each in propose_areas(known, full, everything)}


@pytest.mark.parametrize("other", ["a", "b"])
@pytest.mark.parametrize("released", [True, False])
def test_a_hidden_priority_cannot_be_worked_out_and_a_told_one_is_right(other, released):
    hidden = 0
    for published, need in product(PUBLISHED, NEEDS):
        worlds = {}
        for secret in secrets(other):
            seen, truth = printed(other, published, need, secret, released)
            worlds.setdefault(seen, []).append(truth)
        for (areas, *_), truths in worlds.items():
            for area, shown in areas:
                possible = {truth[area] for truth in truths}
                assert len(possible) > 1 if shown == "hidden" else possible == {shown}
                hidden += shown == "hidden"
    assert hidden
