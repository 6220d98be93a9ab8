"""Two assessments of the same subject: joined, resolved, sent back, and parted again."""

from __future__ import annotations

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.mission.joined_missions import (
    DifferentCountries,
    find_assessment,
    join_assessments,
    part_assessments,
)
from assessor.assessment.report.report_export import export_report
from assessor.assessment.review.mission_check import check_assessment
from assessor.errors import Refused
from assessor.registry.receive.receiver import receive
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import OF_COUNTRIES, SMALL, Laptop, laptop, small_form

STAGE, FINDING, REPORTS = "/data/police/stage", "/data/police/finding", "/data/police/reports"


def fill(person: Laptop, source, answers: dict[str, str]) -> str:
    with person.create(source) as mission:
        for reference, value in answers.items():
            mission.answer(reference, value)
        export_report(mission, person.folder / "out.assessor")
        return mission.uuid


@pytest.fixture
def two(tmp_path):
    """A registry with Elena's and Tomas' assessments of one subject: (registry, who, uuids)."""
    source = small_form(tmp_path)
    laptop(tmp_path, "Head", 15)  # a member of both teams from the beginning
    elena, tomas = laptop(tmp_path, "Elena"), laptop(tmp_path, "Tomas", 11)
    uuids = (
        fill(elena, source, {STAGE: "3", REPORTS: "120"}),
        fill(tomas, source, {STAGE: "2", FINDING: "A unit."}),
    )
    with Mission.create(tmp_path / "all.registry", role="registry") as registry:
        receive(registry, [one.folder / "out.assessor" for one in (elena, tomas)])
        yield registry, (elena, tomas), uuids


def values(assessment: Assessment) -> dict[str, str]:
    return {key: assessment.node(key).value for key in (STAGE, FINDING, REPORTS)}


def test_joined_they_are_one_and_what_differs_waits(two, tmp_path):
    registry, _, (one, other) = two
    head = laptop(tmp_path, "Head", 15).identity()
    assert registry.conflicts() == ()
    done = join_assessments(registry, one, other, head, note="one police, two teams")
    assert done.together == (one, other) and done.conflicts == 1
    for uuid in (one, other):
        assert values(Assessment.of(registry, uuid, head)) == {
            STAGE: "2", FINDING: "A unit.", REPORTS: "120",
        }  # fmt: skip
    [conflict] = registry.conflicts()
    assert {tip.assessment for tip in conflict.heads} == {one, other}
    assert conflict == registry.conflicts(one)[0] == registry.conflicts(other)[0]
    assert registry.check() == ()


def test_a_decision_holds_in_both_and_when_they_part(two, tmp_path):
    registry, _, (one, other) = two
    head = laptop(tmp_path, "Head", 15).identity()
    join_assessments(registry, one, other, head)
    [conflict] = registry.conflicts()
    joint = Assessment.of(registry, other, head)
    joint.decide(conflict, value="3", note="the order was read")
    joint.seal()
    assert registry.conflicts() == () and joint.conflicts() == ()
    joint.answer(REPORTS, "121")
    joint.seal()
    parted = part_assessments(registry, other, one, head)
    assert parted.together == (other,) and parted.conflicts == 0
    assert values(Assessment.of(registry, one, head)) == {STAGE: "3", FINDING: "", REPORTS: "121"}
    assert values(Assessment.of(registry, other, head)) == {
        STAGE: "3", FINDING: "A unit.", REPORTS: "121",
    }  # fmt: skip
    assert registry.check() == ()


def test_it_travels_and_the_field_sees_one_too(two, tmp_path):
    registry, people, (one, other) = two
    head = laptop(tmp_path, "Head", 15).identity()
    join_assessments(registry, one, other, head)
    [conflict] = registry.conflicts()
    with_all = tmp_path / "back.pdf"
    joint = Assessment.of(registry, one, head)
    joint.decide(conflict, take=conflict.heads[0].name)
    export_report(joint, with_all)
    for person, uuid in zip(people, (one, other), strict=True):
        with person.open() as mission:
            [receipt] = receive_files(mission, [with_all])
            assert receipt.status == "new" and receipt.conflicts == 0
            mission.reload()
            assert mission.uuid == uuid and set(mission.joint) == {one, other}
            assert values(mission) == {STAGE: "2", FINDING: "A unit.", REPORTS: "120"}
        with person.open() as mission:  # which now holds two assessments
            assert mission.uuid == uuid and check_assessment(mission).problems == ()


def test_what_cannot_be_joined_is_refused(two, tmp_path):
    registry, _, (one, other) = two
    head = laptop(tmp_path, "Head", 15)
    identity = head.identity()
    with pytest.raises(Refused, match="not joined"):
        part_assessments(registry, one, other, identity)
    with pytest.raises(Refused, match="joined already"):
        join_assessments(registry, one, one, identity)
    with pytest.raises(Refused, match="0 assessments that fit"):
        join_assessments(registry, one, "ee" * 16, identity)
    join_assessments(registry, one, other, identity)
    with pytest.raises(Refused, match="joined already"):
        join_assessments(registry, other, one, identity)
    part_assessments(registry, one, other, identity)
    join_assessments(registry, other, one, identity)  # and once more
    assert set(registry.joined(one)) == {one, other}
    (tmp_path / "b").mkdir()
    strange = small_form(tmp_path / "b", SMALL + "| settings | |\n| | form_id |\n| | other |\n")
    third = fill(laptop(tmp_path, "Third"), strange, {STAGE: "1"})
    receive(registry, [tmp_path / "Third" / "out.assessor"])
    with pytest.raises(Refused, match="different forms"):
        join_assessments(registry, one, third, identity)


def test_three_are_one_by_way_of_the_third(two, tmp_path):
    registry, _, (one, other) = two
    identity = laptop(tmp_path, "Head", 15).identity()
    (tmp_path / "b").mkdir()
    third = fill(laptop(tmp_path, "Third", 13), small_form(tmp_path / "b"), {STAGE: "3"})
    receive(registry, [tmp_path / "Third" / "out.assessor"])
    join_assessments(registry, one, third, identity)
    assert set(join_assessments(registry, third, other, identity).together) == {one, other, third}
    assert len(registry.conflicts()) == 1 and len(registry.conflicts()[0].heads) == 3
    assert set(part_assessments(registry, one, third, identity).together) == {one}
    assert set(registry.joined(other)) == {other, third}


def test_an_assessment_is_named_by_the_beginning_of_its_id(two):
    registry, _, (one, other) = two
    assert (
        find_assessment(registry, one[:10]) == one
        and find_assessment(registry, other.upper()) == other
    )
    with pytest.raises(Refused, match="fits 0"):
        find_assessment(registry, "zz")
    with pytest.raises(Refused, match="fits 2"):
        find_assessment(registry, "")


def test_those_of_two_countries_are_joined_only_when_that_is_meant(tmp_path):
    source = small_form(tmp_path, OF_COUNTRIES)
    people = [laptop(tmp_path, name, hour) for name, hour in (("Ana", 9), ("Bo", 11), ("Cy", 13))]
    one, other, unsaid = (
        fill(person, source, {"/data/country": country} if country else {STAGE: "2"})
        for person, country in zip(people, ("SVE", "NMB", ""), strict=True)
    )
    with Mission.create(tmp_path / "all.registry", role="registry") as registry:
        receive(registry, [person.folder / "out.assessor" for person in people])
        head = laptop(tmp_path, "Head", 15).identity()
        before = registry.size
        with pytest.raises(DifferentCountries, match="San Verano and Nambia"):
            join_assessments(registry, one, other, head)
        assert registry.size == before and registry.joined(one) == (one,)
        assert join_assessments(registry, one, unsaid, head).together == (one, unsaid)
        assert set(join_assessments(registry, one, other, head, anyway=True).together) == {
            one,
            other,
            unsaid,
        }


@pytest.mark.parametrize("key", [STAGE, FINDING])
def test_a_decision_between_joined_ones_is_undone_in_both(two, tmp_path, key):
    """Each has its own answer again; where only the resolution was written, nothing is left."""
    registry, _, (one, other) = two
    head = laptop(tmp_path, "Head", 15).identity()
    join_assessments(registry, one, other, head)
    about = Assessment.of(registry, one, head)
    if key == FINDING:  # in conflict in one of them only: the other has it from the resolution
        there = Assessment.of(registry, other, head)
        shown = there.heads("answer", FINDING)
        for value in ("Two units.", "No unit."):
            registry.write(
                other, [Draft("answer", FINDING, {"value": value}, (shown[0].name,), 1)], "Head"
            )
        about.reload()
    [before] = [one for one in about.conflicts() if one.key == key]
    said = sorted(head.body["value"] for head in before.heads)
    about.decide(before, take=before.heads[-1].name)
    assert [one.key for one in about.conflicts() if one.key == key] == []
    about.undo()
    [again] = [one for one in about.conflicts() if one.key == key]
    assert sorted({head.body["value"] for head in again.heads}) == said
    assert about.node(key).value == before.heads[0].body["value"]
    about.redo()
    assert [one.key for one in about.conflicts() if one.key == key] == []
    about.seal()
    assert registry.check() == ()
