"""Open items: everything that waits for the team, and nothing else."""

import pytest

from assessor.assessment.entries.comments import add_comment, comments_of, resolve_comment
from assessor.assessment.entries.meetings import settle_finding
from assessor.assessment.entries.sources import (
    StatementDraft,
    add_source,
    add_statement,
    statement_drafts,
    store_draft,
)
from assessor.assessment.entries.tasks import assign_tasks
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.exchange.open_items import KINDS, open_items
from tests.support.assessment.laptops import laptop, small_form

REPORTS, CASES = "/data/police/reports", "/data/police/cases"
STAGE, FINDING = "/data/police/stage", "/data/police/finding"


@pytest.fixture
def mission(tmp_path):
    with laptop(tmp_path, "Ana").create(small_form(tmp_path)) as made:
        yield made


def waiting(mission):
    """Return kind and question of the items in the form's first section."""
    found = ((one.kind, one.reference) for one in open_items(mission))
    return [each for each in found if each[1].startswith("/data/police")]


def test_at_first_every_question_waits_for_an_answer(mission):
    assert waiting(mission) == [("unanswered", each) for each in (REPORTS, CASES, STAGE, FINDING)]


def test_each_kind_is_told_in_its_order(mission):
    mission.answer(REPORTS, "5", evidence="claimed")
    mission.answer(CASES, "9", evidence="documented")
    mission.answer(STAGE, "", missing="pending", note="Chart by Friday")
    for institution, value in (("Police", "5"), ("Courts", "7")):
        add_statement(mission, REPORTS, value, add_source(mission, institution=institution))
    assert waiting(mission) == [
        ("violation", CASES),
        ("disagreement", REPORTS),
        ("promised", STAGE),
        ("claimed", REPORTS),
        ("unanswered", FINDING),
    ]
    assert [one.why for one in open_items(mission) if one.kind == "promised"] == ["Chart by Friday"]
    assert next(one.why for one in open_items(mission) if one.kind == "violation")


def test_a_statement_begun_waits_until_it_is_kept_or_given_up(mission):
    store_draft(mission.mission, REPORTS, StatementDraft(note="The register says otherwise"))
    store_draft(mission.mission, "/data/gone", StatementDraft(typed="of an earlier form"))
    assert ("begun", REPORTS) in waiting(mission)
    assert [one.why for one in open_items(mission) if one.kind == "begun"] == [
        "The register says otherwise"
    ]
    store_draft(mission.mission, REPORTS, StatementDraft())
    assert ("begun", REPORTS) not in waiting(mission)
    assert statement_drafts(mission.mission).keys() == {"/data/gone"}


def test_what_is_settled_waits_no_longer(mission):
    mission.answer(REPORTS, "5")
    add_statement(mission, REPORTS, "5", add_source(mission, institution="Police"))
    add_statement(mission, REPORTS, "7", add_source(mission, institution="Courts"))
    settle_finding(mission, REPORTS, "7", reason="Their register was seen.")
    mission.annotate(REPORTS, evidence="documented")
    assert REPORTS not in [one.reference for one in open_items(mission)]


def test_laptops_that_disagree_come_first(tmp_path):
    ana, ben = laptop(tmp_path, "Ana"), laptop(tmp_path, "Ben")
    ana.create(small_form(tmp_path)).close()
    ben.copy_from(ana)
    with ben.open() as other:
        other.answer(REPORTS, "8")
    with ana.open() as own:
        own.answer(REPORTS, "9")
        receive_files(own, [ben.mission])
        own.reload()
        assert waiting(own)[0] == ("conflict", REPORTS)
        assert {one.kind for one in open_items(own)} <= set(KINDS)


def test_open_comments_wait_and_settled_ones_do_not(mission):
    for reference in (REPORTS, CASES, STAGE, FINDING):
        mission.answer(reference, "2")
    add_comment(mission, CASES, "Why so few?")
    add_comment(mission, REPORTS, "Ask for the register")
    [settled] = comments_of(mission, REPORTS)
    found = [(one.kind, one.reference, one.why) for one in open_items(mission)]
    assert found[:2] == [
        ("comment", REPORTS, "Ask for the register"),
        ("comment", CASES, "Why so few?"),
    ]
    resolve_comment(mission, settled.id)
    assert ("comment", CASES) in waiting(mission)
    assert ("comment", REPORTS) not in waiting(mission)


def test_each_matter_names_whoever_holds_the_question(mission):
    assign_tasks(mission, ["/data/police"], "Ben")
    assert {one.person for one in open_items(mission) if one.reference == STAGE} == {"Ben"}
    assert {one.person for one in open_items(mission) if "/recs" in one.reference} == {""}


def test_what_laptops_handed_to_several_people_waits_until_it_is_handed_out_again(tmp_path):
    ana, ben = laptop(tmp_path, "Ana"), laptop(tmp_path, "Ben")
    with ana.create(small_form(tmp_path)) as ours:
        ben.copy_from(ana)
        with ben.open() as theirs:
            assign_tasks(theirs, ["/data/police"], "Ben")
        assign_tasks(ours, ["/data/police", "/data/recs"], "Cleo")
        ours.answer(REPORTS, "5")
        receive_files(ours, [ben.mission])
        ours.reload()
        [torn] = [one for one in open_items(ours) if one.kind == "task"]
        assert (torn.reference, torn.why) == ("/data/police", "Ben, Cleo")
        assert open_items(ours)[0] == torn
        assign_tasks(ours, ["/data/police"], "Ben")
        assert not [one for one in open_items(ours) if one.kind == "task"]
        ours.undo()
        assert [one for one in open_items(ours) if one.kind == "task"] == [torn]
