"""The plan: proposals accepted, edited, ordered, undone; it travels and is followed up."""

from __future__ import annotations

import shutil
from contextlib import closing

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.recommendation_plan import PlannedAction, may_follow
from assessor.assessment.headquarters.case_format import case_from, head_of, whole_of
from assessor.assessment.headquarters.case_texts import lexicon
from assessor.assessment.mission.mission_start_packs import previous_parcel
from assessor.assessment.report.report_projection import projection_of
from assessor.errors import Refused
from tests.support.assessment.laptops import instrument, laptop, small_form
from tests.support.assessment.packs import Office, start


@pytest.fixture(scope="module")
def elena(tmp_path_factory):
    """The laptop of somebody who has answered three questions."""
    person = laptop(tmp_path_factory.mktemp("planning"), "Elena")
    with person.create(instrument()) as made:
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
    mission.accept(next(each for each in mission.proposed() if each.code == code))


def codes(mission: Assessment) -> list[str]:
    return [each.area for each in mission.plan()]


def test_a_proposal_says_why_and_becomes_a_recommendation_in_one_step(mission):
    [why] = next(each for each in mission.proposed() if each.code == "stats").triggers
    assert (why.indicator, why.value, why.priority) == ("thr_statistics", "2", 3.0)
    accept(mission, "stats")
    [action] = mission.plan()
    assert (action.section, action.area, action.moves) == ("thr", "stats", ("thr_statistics",))
    assert action.text.startswith("Agree counting rules")
    mission.undo()
    assert mission.plan() == ()
    mission.redo()
    assert mission.plan() == (action,)


def test_it_is_ordered_edited_and_kept_in_the_file(mission):
    for code in ("stats", "strategy"):
        accept(mission, code)
    first, second = mission.plan()
    mission.move_action(second, 0)
    assert codes(mission) == ["strategy", "stats"]
    mission.say_beside(first.id, owner="Ministry", cost="low", after=second.id)
    mission.say_beside(first.id, owner="National police")
    path, identity = mission.path, mission.identity
    mission.close()
    with Assessment.open(path, identity=identity) as again:
        found = again.action("2")
        assert (found.owner, found.cost, found.after) == ("National police", "low", (second.id,))
        lines = projection_of(again, "internal", None).plan
        assert [(e.number, e.owner, e.cost, e.after) for e in lines if e.owner] == [
            (2, "National police", "low", (1,))
        ]
        assert projection_of(again, "public", None).plan == ()
        again.say_beside(first.id, owner="", cost="", after="", moves="")
        assert again.action(first.id).owner == ""


def test_words_there_are_not_are_refused(mission, tmp_path):
    accept(mission, "stats")
    key = mission.plan()[0].id
    for wrong in ({"cost": "cheap"}, {"colour": "red"}, {"status": "maybe"}):
        with pytest.raises(Refused):
            mission.say_beside(key, **wrong)
    with pytest.raises(Refused):
        mission.action("9")
    with laptop(tmp_path, "Tomás").create(small_form(tmp_path)) as plain:
        assert (plain.plan(), plain.proposed(), plain.followed()) == ((), (), ())
        with pytest.raises(Refused):
            plain.accept(mission.proposed()[0])


def test_two_laptops_converge_on_the_plan(mission, tmp_path):
    accept(mission, "stats")
    key = mission.plan()[0].id
    mission.say_beside(key, owner="Ministry")
    other = laptop(tmp_path, "Tomás")
    mission.export(tmp_path / "a.assessor")
    with other.create(instrument()) as theirs:
        [receipt] = theirs.receive([tmp_path / "a.assessor"])
        assert receipt.new
        seen = Assessment.of(theirs.mission, mission.uuid, theirs.identity)
        assert seen.action(key).owner == "Ministry"


def test_what_was_recommended_before_is_followed_up(mission, tmp_path):
    office = Office(tmp_path)
    office.source = instrument()
    accept(mission, "stats")
    [before] = mission.plan()
    mission.seal()
    old = previous_parcel(mission.path, office.identity)
    with start(laptop(tmp_path, "Ben"), office.pack(previous=old)) as now:
        [found] = now.followed()
        assert (found.id, found.text, found.status) == (before.id, before.text, "")
        now.say_beside(found.id, status="under way", note="A decree is drafted")
        now.undo()
        assert now.followed() == (found,)
        now.redo()
        [told] = now.followed()
        assert (told.status, told.note) == ("under way", "A decree is drafted")
        assert now.became() == {before.id: "under way"}
        assert now.plan() == ()
        assert now.mission.check() == ()
    office.registry.close()


@pytest.mark.parametrize(
    ("after", "may"),
    [
        ({}, ("b", "c")),
        ({"a": "b"}, ("b", "c")),
        ({"b": "a"}, ("c",)),
        ({"c": "b", "b": "a"}, ()),
        ({"b": "c", "c": "b"}, ("b", "c")),  # a ring that others made: not walked for ever
        ({"b": "gone"}, ("b", "c")),
    ],
)
def test_nothing_builds_on_what_builds_on_it(after, may):
    plan = [
        PlannedAction(id=key, reference=key, after=tuple(after.get(key, "").split()))
        for key in "abc"
    ]
    assert may_follow(plan, plan[0]) == may


def test_the_tracker_reads_the_plan(mission):
    """What is kept for comparing tells a recommendation's own id, its owner and its fate."""
    accept(mission, "stats")
    [action] = mission.plan()
    mission.say_beside(action.id, owner="Ministry")
    mission.say_beside("earlier", status="done")
    words = lexicon(mission.form, mission.instrument, "en")
    case = case_from(mission.uuid, head_of(mission), whole_of(mission), words)
    [advice] = case.advice
    assert (advice.id, advice.owner, advice.text) == (action.id, "Ministry", action.text)
    assert case.became == {"earlier": "done"}
