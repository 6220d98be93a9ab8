"""Tasks: who holds what, how tasks travel, and what happens when laptops differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.assessment.base.section_list import is_within
from assessor.assessment.core.completeness import Progress
from assessor.assessment.entries.tasks import (
    Task,
    TaskHolders,
    add_member,
    assign_tasks,
    holders_of,
    reassign_tasks,
    remove_member,
)
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.exchange.team_progress import find_section, team_names, team_of
from assessor.assessment.report.report_export import export_report
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.team import DAY, FORM, LAB, PLACE, POLICE, REPORTS, TOOLS


@pytest.fixture
def ana(tmp_path):
    return laptop(tmp_path, "Ana")


@pytest.fixture
def ours(tmp_path, ana):
    with ana.create(small_form(tmp_path, FORM)) as made:
        yield made


def held(mission):
    """Return each part with its holder and everybody's progress."""
    return [
        (part.label, part.person, {name: str(p.answered) + "/" + str(p.relevant)
                                   for name, p in part.progress.items()})
        for part in team_of(mission).parts
    ]  # fmt: skip


def test_what_lies_in_a_section_goes_with_it_unless_it_is_handed_out_by_itself(ours):
    assign_tasks(ours, [POLICE], " Ben  Okafor ")
    assign_tasks(ours, [LAB], "Cléo")
    holders = holders_of(ours)
    assert [holders.of(each) for each in (REPORTS, TOOLS, LAB, POLICE, PLACE)] == [
        "Ben Okafor", "Cléo", "Cléo", "Ben Okafor", "",
    ]  # fmt: skip
    ours.answer(TOOLS, "4")
    assert held(ours)[1:3] == [
        ("Police", "Ben Okafor", {"Ben Okafor": "0/1", "Cléo": "1/2"}),
        ("Laboratory", "Cléo", {"Cléo": "1/2"}),
    ]


def test_loose_questions_at_the_top_are_handed_out_together(ours):
    assign_tasks(ours, find_section(ours, "place"), "Ana")
    assert {holders_of(ours).of(each) for each in (PLACE, DAY)} == {"Ana"}
    assert held(ours)[0] == ("data", "Ana", {"Ana": "0/2"})
    assign_tasks(ours, [DAY], "Ben")
    assert held(ours)[0] == ("data", None, {"Ana": "0/1", "Ben": "0/1"})


@pytest.mark.parametrize(
    ("written", "meant"),
    [("police", (POLICE,)), (LAB, (LAB,)), ("lab", (LAB,)), ("day", ()), ("recs", ("/data/recs",))],
)
def test_a_section_is_called_by_its_name_or_reference(ours, written, meant):
    assert find_section(ours, written) == meant


def test_giving_is_a_step_that_is_undone_and_told(ours):
    assert assign_tasks(ours, [POLICE], "Ben")[POLICE] == {"value"}
    assert not assign_tasks(ours, [POLICE], "Ben")
    assign_tasks(ours, [POLICE], "")
    assert holders_of(ours).of(REPORTS) == ""
    assert POLICE in ours.undo()
    assert holders_of(ours).of(REPORTS) == "Ben"
    assert ours.undo_text == "Police"
    with pytest.raises(KeyError):
        assign_tasks(ours, ["/data/nothing"], "Ben")


def test_all_that_one_holds_is_passed_on_at_once(ours):
    assign_tasks(ours, [POLICE], "Ben")
    assign_tasks(ours, [PLACE, DAY], "BEN")
    assign_tasks(ours, [LAB], "Cléo")
    reassign_tasks(ours, "ben", "Ana")
    assert holders_of(ours).people == ("Ana", "Cléo")
    ours.undo()
    assert [holders_of(ours).of(each) for each in (REPORTS, DAY)] == ["Ben", "BEN"]


def test_people_are_oneself_whoever_holds_and_whoever_spoke(tmp_path, ana, ours):
    assign_tasks(ours, [LAB], "Zoë")
    ben = laptop(tmp_path, "Ben", 10)
    ana.invite(ours)
    ours.seal()
    ben.copy_from(ana)
    with ben.open() as theirs:
        theirs.answer(REPORTS, "5")
        assert team_names(theirs) == ("Ben", "Zoë", "Ana")
    receive_files(ours, [ben.mission])
    ours.reload()
    team = team_of(ours)
    assert [(one.name, one.own) for one in team.people] == [
        ("Ana", True), ("Zoë", False), ("Ben", False),
    ]  # fmt: skip
    assert team.people[1].progress == Progress(0, 2)
    zoe, of_ben = team.people[1:]
    assert (zoe.said, zoe.came) == (0, 0)
    assert of_ben.said == max(e.at for e in ours.history(REPORTS))
    assert of_ben.came == ours.mission.receipts()[0].at
    assert of_ben.lacks is None


def test_two_who_hand_out_alike_agree_and_two_who_differ_are_in_conflict(tmp_path, ana, ours):
    ben = laptop(tmp_path, "Ben", 10)
    ana.invite(ours)
    ours.seal()
    ben.copy_from(ana)
    with ben.open() as theirs:
        assign_tasks(theirs, [POLICE], "Ben")
        assign_tasks(theirs, [LAB], "Cléo")
    assign_tasks(ours, [POLICE], "Ana")
    assign_tasks(ours, [LAB], "Cléo")
    receive_files(ours, [ben.mission])
    assert POLICE in ours.reload()
    contested = {part.label: part.contested for part in team_of(ours).parts}
    assert contested["Police"] and not contested["Laboratory"]
    [conflict] = ours.conflicts()
    assert (conflict.kind, conflict.key) == ("task", POLICE)
    chosen = holders_of(ours).of(REPORTS)
    assign_tasks(ours, [POLICE], chosen)  # a new assignment decides, to whomever it is
    assert ours.conflicts() == ()
    assert holders_of(ours).of(REPORTS) == chosen


def test_a_task_is_the_teams_own_and_leaves_with_no_shared_report(tmp_path, ours):
    from assessor.parcel.pack.parcel_pack import unpack_parcel

    assign_tasks(ours, [POLICE], "Benedict Arnoldsson")
    path = tmp_path / "shared.assessor"
    export_report(ours, path, profile="government")
    said = [p for c in unpack_parcel(path.read_bytes()).changesets for p in c.payloads if p]
    assert not any("Arnoldsson" in each for each in said)


PLACES = [
    "/a/b",
    "/a/b/c",
    "/a/b/c/d",
    "/a/bc",
    "/a/b/r",
    "/a/b/r[7f]",
    "/a/b/r[7f]/x",
    "/a/b/r[8]",
]


@given(
    given_out=st.dictionaries(st.sampled_from(PLACES), st.sampled_from(["Ana", "Ben"])),
    asked=st.sampled_from(PLACES),
)
def test_the_nearest_task_around_a_question_holds(given_out, asked):
    holders = TaskHolders({key: Task(key, name, False) for key, name in given_out.items()})
    around = [key for key in given_out if is_within(asked, key)]
    assert holders.of(asked) == (given_out[max(around, key=len)] if around else "")


def test_who_was_added_stays_on_the_team_travels_with_it_and_may_be_taken_off(tmp_path, ana, ours):
    add_member(ours, " Ben  Okafor ")
    add_member(ours, "Ben Okafor")
    assert [one.name for one in team_of(ours).people if one.only_added] == ["Ben Okafor"]
    assert holders_of(ours).tasks == {} and holders_of(ours).people == ()
    ours.seal()
    cleo = laptop(tmp_path, "Cleo", 10)
    cleo.copy_from(ana)
    with cleo.open() as theirs:
        assert team_names(theirs) == ("Cleo", "Ben Okafor", "Ana")
        add_member(theirs, "Ben Okafor")
        remove_member(theirs, "ben okafor")
        assert team_names(theirs) == ("Cleo", "Ana")
        theirs.undo()
        assign_tasks(theirs, [POLICE], "Ben Okafor")
        assert not [one for one in team_of(theirs).people if one.only_added]
        reassign_tasks(theirs, "Ben Okafor", "Cleo")
        assert holders_of(theirs).people == ("Cleo",)
        assert ours.conflicts() == theirs.conflicts() == ()
    ours.undo()
    assert team_names(ours) == ("Ana",)
