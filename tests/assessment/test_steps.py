"""Undo and redo: every step goes back and forth, and nobody's words are lost on the way."""

from __future__ import annotations

from assessor.assessment import derive
from assessor.assessment.redacting import redact
from assessor.assessment.steps import can_be_put_back
from assessor.registry.receive import receive
from tests.assessment.laptops import laptop, small_form, two_who_disagree

REPORTS, STAGE, FINDING = "/data/police/reports", "/data/police/stage", "/data/police/finding"
RECS = "/data/recs"


def words_at(mission, reference):
    """What each of the heads on a question says, the one shown first."""
    return [(head.body or {}).get("value") for head in mission.heads("answer", reference)]


def test_a_decision_is_undone_by_saying_both_again_and_what_was_before_it_still_is(tmp_path):
    with two_who_disagree(tmp_path) as ours:
        ours.answer(REPORTS, "4")
        ours.reload()
        [conflict] = ours.conflicts()
        before = ours.shown(STAGE).value
        other = next(head for head in conflict.heads if head.body["value"] != before)
        ours.decide(conflict, take=other.name, note="They saw more")
        ours.seal()
        assert STAGE in ours.undo()
        [again] = ours.conflicts()
        assert sorted(words_at(ours, STAGE)) == ["2", "3"]
        assert ours.shown(STAGE).value == ours.node(STAGE).value == before
        assert {head.parents for head in again.heads} == {again.heads[0].parents}
        assert again.id != conflict.id  # new words of whoever took it back: none was unsaid
        ours.redo()
        assert words_at(ours, STAGE) == [other.body["value"]]
        assert ours.shown(STAGE).decision == "They saw more"
        ours.undo()
        ours.undo()
        assert ours.node(REPORTS).value == ""
        assert sorted(words_at(ours, STAGE)) == ["2", "3"]
    with laptop(tmp_path, "Elena").open() as ours:
        assert sorted(words_at(ours, STAGE)) == ["2", "3"]


def test_a_decision_on_words_that_are_not_here_stays_and_undo_goes_past_it(tmp_path):
    """What came without its body cannot be said again; what else was done still goes back."""
    with two_who_disagree(tmp_path) as ours:
        ours.reload()
        ours.answer(REPORTS, "4")
        theirs = next(each for each in ours.heads("answer", STAGE) if each.author == "Tomas")
        ours.mission.allow_redactions(theirs.signer)
        other = laptop(tmp_path, "Tomas", hour=12)
        with other.open() as writing:
            redact(writing, theirs.name, "a name")
        receive(ours.mission, [other.mission])
        ours.reload()
        ours.answer(REPORTS, "5")
        [conflict] = ours.conflicts()
        assert not can_be_put_back(conflict.heads)
        ours.decide(conflict, value="2")
        ours.undo()
        assert (ours.node(REPORTS).value, words_at(ours, STAGE)) == ("4", ["2"])


def test_what_others_wrote_stands_between_only_where_they_wrote(tmp_path):
    """Steps on other questions still go back, in their order; those on theirs do not."""
    one, two = laptop(tmp_path, "Elena"), laptop(tmp_path, "Tomas", hour=11)
    with one.create(small_form(tmp_path)) as ours:
        ours.answer(FINDING, "Old")
    two.copy_from(one)
    with two.open() as theirs:
        theirs.answer(FINDING, "Theirs")
    with one.open() as ours:
        ours.answer(REPORTS, "4")
        row = next(iter(ours.add_repeat(RECS)))
        ours.answer(FINDING, "Ours")
        ours.answer(STAGE, "1")
        ours.answer(REPORTS, "5")
        ours.undo()
        receive(ours.mission, [two.mission])
        ours.reload()
        ours.redo()
        assert ours.node(REPORTS).value == "5"
        for _ in range(4):
            ours.undo()
        assert (ours.node(REPORTS).value, ours.node(STAGE).value) == ("", "")
        assert not derive.has(ours.instance, row)
        assert sorted(words_at(ours, FINDING)) == ["Ours", "Theirs"]
        assert not ours.can_undo


def test_an_instance_is_not_taken_back_from_under_what_others_wrote_in_it(tmp_path):
    one, two = laptop(tmp_path, "Elena"), laptop(tmp_path, "Tomas", hour=11)
    with one.create(small_form(tmp_path)) as ours:
        ours.answer(REPORTS, "1")
        ours.add_repeat(RECS, "7f3a9c")
        ours.seal()
        two.copy_from(one)
        with two.open() as theirs:
            theirs.answer(f"{RECS}[7f3a9c]/action", "Theirs")
        receive(ours.mission, [two.mission])
        ours.reload()
        ours.undo()
        assert ours.node(f"{RECS}[7f3a9c]/action").value == "Theirs"
        assert ours.node(REPORTS).value == ""


def test_an_answer_over_a_conflict_is_undone_by_opening_it_again(tmp_path):
    with two_who_disagree(tmp_path) as ours:
        ours.reload()
        before = ours.shown(STAGE).value
        ours.answer(STAGE, "1")
        ours.undo()
        assert ours.shown(STAGE).value == before
        assert sorted(words_at(ours, STAGE)) == ["2", "3"]
        ours.redo()
        assert words_at(ours, STAGE) == ["1"]
