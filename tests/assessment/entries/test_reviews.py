"""Reviews: made at headquarters, sent back, answered in the field, and never published."""

from __future__ import annotations

import pytest

from assessor.assessment.entries.reviews import answer_review, review_answer, reviews_of
from assessor.assessment.exchange.open_items import open_items
from assessor.assessment.report.report_export import export_report
from assessor.errors import Refused
from assessor.store.write.mission import Mission
from tests.support.assessment.reviewing import CASES, REPORTS, Office, hand_in
from tests.support.assessment.reviewing import field as field
from tests.support.assessment.reviewing import office as office


def standing(mission, reference=REPORTS):
    return [(one.state, one.waits_for) for one in reviews_of(mission, reference)]


def waiting(mission):
    return [
        (one.kind, one.reference, one.why)
        for one in open_items(mission)
        if one.kind in ("query", "redo")
    ]


def test_a_query_travels_is_answered_and_accepted(field, office):
    with office.open() as about:
        assert review_answer(about, REPORTS, "query", "Per year or in all?")[REPORTS] == {"value"}
        assert standing(about) == [("query", "field")]
    office.send_back(field)
    with field.open() as mission:
        assert waiting(mission) == [("query", REPORTS, "Per year or in all?")]
        [asked] = reviews_of(mission)
        assert (asked.reference, asked.last.author) == (REPORTS, "Ivo")
        answer_review(mission, REPORTS, "Per year")
        assert standing(mission) == [("query", "office")]
        assert [one.text for one in reviews_of(mission, REPORTS)[0].answers] == ["Per year"]
        assert waiting(mission) == []
    hand_in(field, office)
    with office.open() as about:
        assert standing(about) == [("query", "office")]
        review_answer(about, REPORTS, "accepted")
        assert standing(about) == [("accepted", "")]
        assert about.mission.conflicts() == ()
    office.send_back(field)
    with field.open() as mission:
        assert standing(mission) == [("accepted", "")]


def test_what_is_to_be_redone_waits_until_the_answer_is_another(field, office):
    with office.open() as about:
        review_answer(about, CASES, "redo", "Count again")
    office.send_back(field)
    with field.open() as mission:
        assert waiting(mission) == [("redo", CASES, "Count again")]
        mission.answer(CASES, "9")
        assert standing(mission, CASES) == [("redo", "office")]
        assert waiting(mission) == []
        mission.undo()
        assert standing(mission, CASES) == [("redo", "field")]  # it is unchanged


def test_an_answer_changed_after_it_was_accepted_is_looked_at_again(field, office):
    with office.open() as about:
        review_answer(about, REPORTS, "accepted")
    with field.open() as mission:
        mission.answer(REPORTS, "121")
    hand_in(field, office)
    with office.open() as about:
        assert standing(about) == [("accepted", "office")]


def test_a_second_query_is_not_answered_by_the_answer_to_the_first(field, office):
    with office.open() as about:
        review_answer(about, REPORTS, "query", "Per year?")
        answer_review(about, REPORTS, "Yes")
        review_answer(about, REPORTS, "query", "Which year?")
        [one] = reviews_of(about, REPORTS)
        assert (one.note, one.answers, one.waits_for) == ("Which year?", (), "field")


def test_two_offices_ask_side_by_side_and_one_word_settles_both(tmp_path, field, office):
    other = Office(tmp_path, "Mei")
    hand_in(field, other)
    for each, text in ((office, "Per year?"), (other, "Which source?")):
        with each.open() as about:
            review_answer(about, REPORTS, "query", text)
        each.send_back(field)
    office.analyst.meet(other.analyst)
    hand_in(field, office)
    with office.open() as about:
        assert {one.note for one in reviews_of(about, REPORTS)} == {"Per year?", "Which source?"}
        assert about.conflicts() == ()
        review_answer(about, REPORTS, "accepted", "Seen")
        assert standing(about) == [("accepted", "")] * 2


def test_a_review_is_withdrawn_and_undone(office):
    with office.open() as about:
        review_answer(about, REPORTS, "redo", "No")
        review_answer(about, REPORTS, "")
        assert reviews_of(about) == ()
        about.undo()
        assert standing(about) == [("redo", "field")]
        assert not review_answer(about, REPORTS, "redo", "No")  # nothing new


def test_the_same_state_is_said_again_once_the_answer_is_another(field, office):
    with office.open() as about:
        review_answer(about, REPORTS, "accepted")
    with field.open() as mission:
        mission.answer(REPORTS, "121")
    hand_in(field, office)
    with office.open() as about:
        review_answer(about, REPORTS, "accepted")
        assert standing(about) == [("accepted", "")]


def test_what_is_none_is_refused(field, office):
    with office.open() as about:
        for deed in (
            lambda: review_answer(about, REPORTS, "perhaps"),
            lambda: review_answer(about, REPORTS, "query", " "),
            lambda: review_answer(about, REPORTS, "redo"),
            lambda: review_answer(about, REPORTS, ""),
            lambda: answer_review(about, REPORTS, "Yes"),
        ):
            with pytest.raises(Refused):
                deed()
        with pytest.raises(KeyError):
            review_answer(about, "/data/none", "accepted")
    with field.open() as mission, pytest.raises(Refused, match="registry"):
        review_answer(mission, REPORTS, "accepted")


def test_a_strangers_review_that_makes_no_sense_is_passed_over(office):
    with office.open() as about:
        review_answer(about, REPORTS, "query", "Why?")
        for body in ({"reference": REPORTS, "state": "no"}, {"state": "redo"}, {}):
            about.write_entries([("review", f"r{len(body)}", body, ())])
        about.write_entries(
            [("review", "odd", {"reference": REPORTS, "state": "redo", "seen": 7}, ())]
        )
        assert standing(about) == [("query", "field"), ("redo", "office")]


@pytest.mark.parametrize("profile", ["government", "public"])
def test_reviews_stay_with_the_team(tmp_path, field, office, profile):
    with office.open() as about:
        review_answer(about, REPORTS, "query", "Is the minister hiding the rest?")
        answer_review(about, REPORTS, "We believe he is")
        export_report(about, tmp_path / "shared.pdf", profile=profile)
    with Mission.in_memory() as reader:
        from assessor.registry.receive.receiver import receive

        receive(reader, [tmp_path / "shared.pdf"])
        told = [
            one.body
            for row in reader.assessments()
            for one in reader.entries(row.uuid)
            if one.kind in ("review", "comment")
        ]
        assert told and set(map(type, told)) == {type(None)}
