"""The façade: answers, undo, merge; everything is in the file."""

from __future__ import annotations

import pytest

from assessor.assessment.core.statements import statements_of
from assessor.assessment.entries.sources import add_source, add_statement
from assessor.errors import AssessorError, FileError, FormError
from assessor.form.parse.form_source import FormSource
from assessor.registry.receive.receiver import receive
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form, two_who_disagree

REPORTS, CASES, STAGE = "/data/police/reports", "/data/police/cases", "/data/police/stage"
RECS = "/data/recs"


@pytest.fixture
def elena(tmp_path):
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        yield mission


def test_an_answer_is_in_the_file_when_answer_returns(elena):
    elena.answer(REPORTS, "120", evidence="documented", note="Annual table")
    with Mission.open(elena.path) as other:
        [entry] = other.entries(elena.uuid, "answer", REPORTS)
    assert entry.body == {"value": "120", "evidence": "documented", "note": "Annual table"}
    assert entry.author == "Elena"


def test_a_form_whose_scoring_is_at_fault_is_refused_when_new_and_opens_unscored(tmp_path):
    sound = small_form(tmp_path)
    sheets = {"dimensions": ({"code": "A"},), "indicators": ({"code": "A1", "dimension": "B"},)}
    source = FormSource(sound.xform, {**sound.sheets, **sheets})
    own = laptop(tmp_path, "Elena")
    with pytest.raises(FormError) as caught:
        own.create(source)
    assert caught.value.passable
    assert not own.mission.exists()
    own.create(source, anyway=True).close()
    with own.open() as opened:
        assert opened.scores() is None
        assert opened.form.tolerated_problems == caught.value.problems


def test_the_same_again_writes_nothing(elena):
    elena.answer(REPORTS, "120")
    assert not elena.answer(REPORTS, "120")
    assert len(elena.history(REPORTS)) == 1


def test_saying_nothing_of_a_blank_question_writes_nothing(elena):
    assert not elena.answer(REPORTS, "")
    assert elena.history(REPORTS) == ()


def test_annotating_keeps_the_value(elena):
    elena.answer(REPORTS, "120")
    elena.annotate(REPORTS, evidence="verified")
    said = elena.answer_at(REPORTS)
    assert (said.value, said.evidence) == ("120", "verified")


def test_a_missing_reason_goes_when_an_answer_comes(elena):
    elena.annotate(REPORTS, missing="pending")
    assert elena.progress().answered == 1
    elena.answer(REPORTS, "7")
    assert elena.answer_at(REPORTS).missing == ""


def test_a_value_of_another_type_is_refused_and_nothing_is_written(elena):
    with pytest.raises(ValueError, match=r"\w"):
        elena.answer(REPORTS, "many")
    assert elena.history(REPORTS) == ()
    assert elena.node(REPORTS).value == ""


def test_a_violating_answer_is_kept_and_reported(elena):
    elena.answer(REPORTS, "10")
    elena.answer(CASES, "11")
    [violation] = elena.violations()
    assert (violation.reference, violation.kind) == (CASES, "constraint")
    assert elena.answer_at(CASES).value == "11"


def test_undo_and_redo_only_add_to_history(elena):
    elena.answer(REPORTS, "1")
    elena.answer(REPORTS, "2")
    elena.undo()
    assert elena.node(REPORTS).value == "1"
    elena.undo()
    assert elena.node(REPORTS).value == ""
    assert elena.undo_text is None
    elena.redo()
    elena.redo()
    assert elena.node(REPORTS).value == "2"
    assert len(elena.history(REPORTS)) == 6


def actions(mission):
    return [row.children[0].value for row in mission.node(RECS).children]


def test_deleting_a_repeat_and_undoing_it_brings_all_of_it_back_in_its_place(elena):
    elena.add_repeat(RECS)
    rows = [row.reference for row in elena.node(RECS).children]
    for row, text in zip(rows, ("first", "second"), strict=True):
        elena.answer(f"{row}/action", text)
    elena.remove_repeat(rows[0])
    assert actions(elena) == ["second"]
    elena.undo()
    assert actions(elena) == ["first", "second"]
    assert [row.reference for row in elena.node(RECS).children] == rows
    elena.redo()
    assert actions(elena) == ["second"]
    elena.undo()
    elena.undo()
    assert actions(elena) == ["first", ""]


def test_what_was_said_is_there_after_reopening(tmp_path):
    person = laptop(tmp_path, "Elena")
    with person.create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "120")
        mission.add_repeat(RECS)
        row = mission.node(RECS).children[-1].reference
        mission.answer(f"{row}/action", "Train them")
        before = mission.instance.answers()
    with person.open() as mission:
        assert mission.instance.answers() == before
        assert mission.node(f"{row}/action").value == "Train them"


def test_an_import_between_display_and_save_is_a_conflict(tmp_path):
    one, two = laptop(tmp_path, "Elena"), laptop(tmp_path, "Tomas")
    one.create(small_form(tmp_path)).close()
    two.copy_from(one)
    with two.open() as theirs:
        theirs.answer(STAGE, "3", evidence="verified")
    with one.open() as ours:
        receive(
            ours.mission, [two.mission]
        )  # written past the façade: the screen shows nothing new
        ours.answer(STAGE, "2")
        assert ours.conflict_at(STAGE) is None
        ours.reload()
        conflict = ours.conflict_at(STAGE)
        assert {head.body["value"] for head in conflict.heads} == {"2", "3"}


def test_a_decision_settles_and_keeps_the_whole_atom(tmp_path):
    one, two = laptop(tmp_path, "Elena"), laptop(tmp_path, "Tomas", hour=11)
    one.create(small_form(tmp_path)).close()
    two.copy_from(one)
    with two.open() as theirs:
        theirs.answer(STAGE, "3", evidence="verified", note="Two provinces")
    with one.open() as ours:
        ours.answer(STAGE, "2", evidence="claimed")
        receive(ours.mission, [two.mission])
        ours.reload()
        ours.answer(REPORTS, "4")
        [conflict] = ours.conflicts()
        theirs_says = next(head for head in conflict.heads if head.author == "Tomas")
        ours.decide(conflict, take=theirs_says.name, note="They saw more")
        said = ours.answer_at(STAGE)
        assert (said.value, said.evidence, said.note) == ("3", "verified", "Two provinces")
        assert said.decision == "They saw more"
        assert ours.conflicts() == ()


def test_deleting_against_answering_is_contested_not_lost(tmp_path):
    one, two = laptop(tmp_path, "Elena"), laptop(tmp_path, "Tomas", hour=11)
    with one.create(small_form(tmp_path)) as ours:
        row = ours.node(RECS).children[0].reference
        ours.answer(f"{row}/action", "Old words")
    two.copy_from(one)
    with two.open() as theirs:
        theirs.answer(f"{row}/action", "New words")
    with one.open() as ours:
        ours.remove_repeat(row)
        receive(ours.mission, [two.mission])
        ours.reload()
        assert ours.node(f"{row}/action").value == "New words"
        assert [conflict.key for conflict in ours.conflicts()] == [f"{row}/action"]


def test_creating_over_a_file_is_refused_and_the_file_stays(tmp_path):
    person = laptop(tmp_path, "Elena")
    person.mission.write_text("precious")
    with pytest.raises(FileError):
        person.create(small_form(tmp_path))
    assert person.mission.read_text() == "precious"


def test_sources_and_statements_stand_beside_the_finding(elena):
    police = add_source(elena, institution="Police", cluster="pol")
    court = add_source(elena, institution="Court", cluster="jud")
    add_statement(elena, STAGE, "3", police)
    add_statement(elena, STAGE, "1", court, note="Never seen them")
    elena.answer(STAGE, "2", sources=(police, court))
    assert sorted(each["value"] for each in statements_of(elena, STAGE).values()) == ["1", "3"]
    assert elena.conflicts() == ()
    assert elena.answer_at(STAGE).sources == (police, court)


def test_an_answer_of_another_type_comes_in_as_it_is(elena):
    """Another version of the form may have had text where this one has a number."""
    draft = Draft("answer", REPORTS, {"value": "about 120 "}, (), 1)
    elena.mission.write(elena.uuid, [draft], "Tomas")
    elena.reload()
    assert elena.node(REPORTS).value == "about 120 "
    elena.answer(REPORTS, "120")
    elena.undo()
    assert elena.node(REPORTS).value == "about 120 "


ACTING = """
| survey |                  |         |            |              |            |
|        | type             | name    | label      | calculation  | trigger    |
|        | text             | unit    | Unit       |              |            |
|        | text             | copy    | Copy of it | ${unit}      | ${unit}    |
|        | begin_repeat     | row     | Row        |              |            |
|        | text             | note    | Note       | once('made') |            |
|        | text             | own     | Own        |              |            |
|        | end_repeat       |         |            |              |            |
"""


def test_what_the_form_sets_by_itself_is_kept_and_undone_with_its_cause(tmp_path):
    """setvalue on a change, and initial values of a new repeat instance."""
    person = laptop(tmp_path, "Elena")
    with person.create(small_form(tmp_path, ACTING)) as mission:
        mission.answer("/data/unit", "Police")
        assert mission.node("/data/copy").value == "Police"
        assert mission.answer_at("/data/copy").auto
        mission.answer("/data/unit", "Court")
        mission.undo()
        assert mission.node("/data/copy").value == "Police"
        mission.reload()
        assert mission.node("/data/copy").value == "Police"
        before = mission.instance.answers()
    with person.open() as mission:
        assert mission.instance.answers() == before


def test_when_the_disk_refuses_the_form_is_as_before(tmp_path):
    mission = laptop(tmp_path, "Elena").create(small_form(tmp_path))
    mission.answer(REPORTS, "1")
    mission.mission.close()  # every later write fails, as when a stick is removed
    with pytest.raises(AssessorError):
        mission.answer(REPORTS, "2")
    assert mission.node(REPORTS).value == "1"
    assert mission.answer_at(REPORTS).value == "1"


def test_sealing_shows_nothing_of_what_others_wrote(tmp_path):
    """Otherwise the next answer would have a parent that nobody saw: a silent overwrite."""
    with two_who_disagree(tmp_path) as ours:
        ours.answer(REPORTS, "1")
        ours.seal()
        assert ours.answer_at(STAGE).value == "2"
        ours.answer(STAGE, "1")
        ours.reload()
        assert {head.body["value"] for head in ours.conflict_at(STAGE).heads} == {"1", "3"}


def test_sealing_leaves_undo_as_it_was(elena):
    elena.answer(REPORTS, "1")
    elena.seal()
    elena.reload()
    elena.undo()
    assert elena.node(REPORTS).value == ""


def test_keeping_an_answer_keeps_the_instance_it_stands_in(tmp_path):
    one, two = laptop(tmp_path, "Elena"), laptop(tmp_path, "Tomas", hour=11)
    with one.create(small_form(tmp_path)) as ours:
        row = ours.node(RECS).children[0].reference
        ours.answer(f"{row}/action", "Old words")
    two.copy_from(one)
    with two.open() as theirs:
        theirs.annotate(f"{row}/action", note="Ask again")
    with one.open() as ours:
        ours.remove_repeat(row)
        receive(ours.mission, [two.mission])
        ours.reload()
        [conflict] = ours.conflicts()
        kept = next(head for head in conflict.heads if not head.is_tombstone)
        ours.decide(conflict, take=kept.name)
        assert ours.node(f"{row}/action").value == "Old words"
        assert not ours.heads("repeat", row)[0].is_tombstone
        ours.undo()
        assert ours.heads("repeat", row)[0].is_tombstone
        assert [each.key for each in ours.conflicts()] == [f"{row}/action"]
