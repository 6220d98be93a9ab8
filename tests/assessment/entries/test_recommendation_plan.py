"""The plan: proposals accepted, edited, ordered, undone, exchanged and followed up."""

from __future__ import annotations

import shutil
from contextlib import closing

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.recommendation_plan import (
    PlannedAction,
    accept_suggestion,
    action_statuses,
    annotate_action,
    find_action,
    move_action,
    plan_of,
    possible_predecessors,
    previous_actions,
    proposed_areas,
)
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.headquarters.case_format import head_of, pack_case, unpack_case
from assessor.assessment.headquarters.case_texts import form_texts
from assessor.assessment.mission.mission_start_packs import previous_parcel
from assessor.assessment.report.report_export import export_report
from assessor.assessment.report.report_projection import projection_of
from assessor.errors import Refused
from tests.support.assessment.laptops import laptop, small_form, version_1
from tests.support.assessment.packs import Office, start


@pytest.fixture(scope="module")
def elena(tmp_path_factory):
    """A laptop with three answers."""
    person = laptop(tmp_path_factory.mktemp("planning"), "Elena")
    with person.create(version_1()) as made:
        for name, value, evidence in (
            ("thr/thr_statistics_stage", "2", "documented"),
            ("pol/pol_strategy_stage", "1", "documented"),
            ("thr/thr_need", "4", ""),
        ):
            reference = next(
                n.reference for n in made.instance.questions() if n.reference.endswith(name)
            )
            made.answer(reference, value, **({"evidence": evidence} if evidence else {}))
    return person


@pytest.fixture
def mission(elena, tmp_path):
    shutil.copytree(elena.folder, tmp_path / elena.name)
    here = laptop(tmp_path, elena.name)
    here.clock.time = elena.clock.time
    made = here.open()
    with closing(made.mission):
        yield made


def accept(mission: Assessment, code: str) -> None:
    [first, *_] = next(each for each in proposed_areas(mission) if each.code == code).suggestions
    accept_suggestion(mission, first)


def codes(mission: Assessment) -> list[str]:
    return [each.area for each in plan_of(mission)]


def test_a_proposal_says_why_and_becomes_a_recommendation_in_one_step(mission):
    [why] = next(each for each in proposed_areas(mission) if each.code == "stats").triggers
    assert (why.indicator, why.value, why.priority) == ("thr_statistics", "2", 3.0)
    accept(mission, "stats")
    [action] = plan_of(mission)
    assert (action.section, action.area, action.meets) == ("thr", "stats", ("thr_statistics",))
    assert action.text.startswith("Agree counting rules")
    mission.undo()
    assert plan_of(mission) == ()
    mission.redo()
    assert plan_of(mission) == (action,)


def test_it_is_ordered_edited_and_kept_in_the_file(mission):
    for code in ("stats", "strategy"):
        accept(mission, code)
    first, second = plan_of(mission)
    move_action(mission, second, 0)
    assert codes(mission) == ["strategy", "stats"]
    annotate_action(mission, first.id, owner="Ministry", cost="low", after=second.id)
    annotate_action(mission, first.id, owner="National police")
    path, identity = mission.path, mission.identity
    mission.close()
    with Assessment.open(path, identity=identity) as again:
        found = find_action(again, "2")
        assert (found.owner, found.cost, found.after) == ("National police", "low", (second.id,))
        lines = projection_of(again, "internal", None).plan
        assert [(e.number, e.owner, e.cost, e.after) for e in lines if e.owner] == [
            (2, "National police", "low", (1,))
        ]
        assert projection_of(again, "public", None).plan == ()
        annotate_action(again, first.id, owner="", cost="", after="", meets="")
        assert find_action(again, first.id).owner == ""


def test_words_there_are_not_are_refused(mission, tmp_path):
    accept(mission, "stats")
    key = plan_of(mission)[0].id
    for wrong in ({"cost": "cheap"}, {"colour": "red"}, {"status": "maybe"}):
        with pytest.raises(Refused):
            annotate_action(mission, key, **wrong)
    with pytest.raises(Refused):
        find_action(mission, "9")
    with laptop(tmp_path, "Tomás").create(small_form(tmp_path)) as plain:
        assert (plan_of(plain), proposed_areas(plain), previous_actions(plain)) == ((), (), ())
        with pytest.raises(Refused):
            accept_suggestion(plain, proposed_areas(mission)[0].suggestions[0])


def test_two_laptops_converge_on_the_plan(mission, tmp_path):
    other = laptop(tmp_path, "Tomás")
    mission.mission.backup(other.mission)
    accept(mission, "stats")
    key = plan_of(mission)[0].id
    annotate_action(mission, key, owner="Ministry")
    export_report(mission, tmp_path / "a.assessor")
    with Assessment.open(other.mission, identity=other.identity()) as theirs:
        [receipt] = receive_files(theirs, [tmp_path / "a.assessor"])
        assert receipt.new
        theirs.reload()
        assert find_action(theirs, key).owner == "Ministry"


def test_what_was_recommended_before_is_followed_up(mission, tmp_path):
    office = Office(tmp_path)
    office.source = version_1()
    accept(mission, "stats")
    [before] = plan_of(mission)
    mission.seal()
    old = previous_parcel(mission.path, office.identity)
    with start(laptop(tmp_path, "Ben"), office.pack(previous=old)) as now:
        [found] = previous_actions(now)
        assert (found.id, found.text, found.status) == (before.id, before.text, "")
        annotate_action(now, found.id, status="under way", note="A decree is drafted")
        now.undo()
        assert previous_actions(now) == (found,)
        now.redo()
        [told] = previous_actions(now)
        assert (told.status, told.note) == ("under way", "A decree is drafted")
        assert action_statuses(now) == {before.id: "under way"}
        assert plan_of(now) == ()
        assert now.mission.check() == ()
    office.registry.close()


@pytest.mark.parametrize(
    ("after", "may"),
    [
        ({}, ("b", "c")),
        ({"a": "b"}, ("b", "c")),
        ({"b": "a"}, ("c",)),
        ({"c": "b", "b": "a"}, ()),
        ({"b": "c", "c": "b"}, ("b", "c")),  # a cycle made by others must not loop for ever
        ({"b": "gone"}, ("b", "c")),
    ],
)
def test_nothing_builds_on_what_builds_on_it(after, may):
    plan = [
        PlannedAction(id=key, reference=key, after=tuple(after.get(key, "").split()))
        for key in "abc"
    ]
    assert possible_predecessors(plan, plan[0]) == may


def test_the_tracker_reads_the_plan(mission):
    """The cached case has the id, owner and status of a recommendation."""
    accept(mission, "stats")
    [action] = plan_of(mission)
    annotate_action(mission, action.id, owner="Ministry")
    annotate_action(mission, "earlier", status="done")
    words = form_texts(mission.form, mission.instrument, "en")
    case = unpack_case(mission.uuid, head_of(mission), pack_case(mission), words)
    [advice] = case.advice
    assert (advice.id, advice.owner, advice.text) == (action.id, "Ministry", action.text)
    assert case.became == {"earlier": "done"}
