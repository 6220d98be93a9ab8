"""A newer version of the form: previewed, applied, exchanged; no answer is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.assessment.core.form_versions import RenamedPaths
from assessor.assessment.entries.evidence import attach_file, files_of
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.mission.form_upgrade import preview_upgrade, upgrade_form
from assessor.assessment.report.report_export import export_report
from assessor.assessment.review.mission_check import check_assessment
from assessor.errors import FormError, Refused
from assessor.form.model.form_diff import compare_forms
from assessor.form.parse.form_parser import parse_form
from tests.support.assessment.laptops import laptop, written
from tests.support.assessment.upgrading import (
    FINDING,
    FOUND,
    NEW,
    OLD,
    POLICE,
    RETIRED,
    UNIT,
    source,
)


@pytest.fixture
def elena(tmp_path):
    laptop(tmp_path, "Tomas")  # a member of the team from the beginning
    return laptop(tmp_path, "Elena")


@pytest.fixture
def mission(tmp_path, elena):
    mission = elena.create(source(tmp_path, OLD))
    mission.answer(f"{POLICE}/reports", "12", evidence="verified", note="Register")
    mission.answer(f"{POLICE}/stage", "2")
    mission.answer(FINDING, "Two rooms")
    mission.answer(RETIRED, "Kept words")
    attach_file(mission, f"{POLICE}/reports", b"%PDF-1.7", name="register.pdf")
    yield mission
    mission.mission.close()


def test_a_difference_says_what_was_added_moved_changed_retired(tmp_path):
    found = compare_forms(parse_form(source(tmp_path, OLD)), parse_form(source(tmp_path, NEW)))
    assert found.added == (FOUND, f"{POLICE}/staff", "/data/advice/who")
    assert found.retired == (FINDING, RETIRED)
    assert dict(found.moved) == {
        f"{POLICE}/reports": f"{UNIT}/reports",
        "/data/recs": "/data/advice",
        "/data/recs/action": "/data/advice/action",
    }
    assert dict(found.changed) == {
        f"{UNIT}/reports": ("constraint",),
        f"{POLICE}/stage": ("question", "choices"),
    }
    assert found.renamed == ((FINDING, FOUND),)


def test_a_version_that_only_says_the_same_differs_in_nothing(tmp_path):
    same = compare_forms(parse_form(source(tmp_path, OLD)), parse_form(source(tmp_path, OLD)))
    assert not any((same.added, same.retired, same.moved, same.changed, same.renamed))


def test_a_preview_writes_nothing(tmp_path, mission):
    before = mission.mission.size
    plan = preview_upgrade(mission, source(tmp_path, NEW))
    assert (RETIRED, "Kept words") in plan.kept
    assert (FINDING, "Two rooms") in plan.kept
    assert plan.unfit == ((f"{POLICE}/stage", "2"),)
    assert mission.mission.size == before
    assert mission.form.version == "1"


def test_answers_go_where_their_questions_went(tmp_path, elena, mission):
    fresh = upgrade_form(mission, source(tmp_path, NEW), renamed={"finding": "found"})
    said = fresh.answer_at(f"{UNIT}/reports")
    assert (said.value, said.evidence, said.note) == ("12", "verified", "Register")
    assert fresh.answer_at(FOUND).value == "Two rooms"
    assert fresh.answer_at(f"{POLICE}/staff").value == "5"
    assert fresh.node(f"{POLICE}/stage").outdated_values == ("2",)
    assert dict(fresh.instance.unknown_values) == {RETIRED: "Kept words"}
    assert [one.name for one in files_of(fresh, f"{UNIT}/reports")] == ["register.pdf"]
    assert [entry.key for entry in fresh.history(FOUND)] == [FINDING]
    fresh.close()
    with elena.open() as again:
        assert again.form.version == "2"
        assert again.answer_at(FOUND).value == "Two rooms"
        assert check_assessment(again).problems == ()


def test_what_is_said_anew_is_said_under_both_names_and_undone(tmp_path, mission):
    fresh = upgrade_form(mission, source(tmp_path, NEW), renamed={"finding": "found"})
    fresh.answer(FOUND, "Three rooms")
    heads = fresh.mission.heads(fresh.uuid, "answer")
    assert {heads["answer", key][0].body["value"] for key in (FINDING, FOUND)} == {"Three rooms"}
    assert fresh.conflicts() == ()
    fresh.undo()
    assert fresh.node(FOUND).value == fresh.answer_at(FOUND).value == "Two rooms"
    assert {entry.key for entry in fresh.history(FOUND)} == {FINDING, FOUND}


def test_a_colleague_in_the_earlier_version_is_heard_in_the_later(tmp_path, elena, mission):
    tomas = laptop(tmp_path, "Tomas", 11)
    mission.seal()
    tomas.copy_from(elena)
    with tomas.open() as other:
        other.answer(FINDING, "Four rooms")
        export_report(other, tmp_path / "tomas.assessor")
    fresh = upgrade_form(mission, source(tmp_path, NEW), renamed={"finding": "found"})
    receive_files(fresh, [tmp_path / "tomas.assessor"])
    assert FOUND in fresh.reload()
    assert fresh.node(FOUND).value == "Four rooms"
    fresh.answer(FOUND, "Five rooms")
    export_report(fresh, tmp_path / "elena.assessor")
    with tomas.open() as other:
        receive_files(other, [tmp_path / "elena.assessor"])
        other.reload()
        assert other.answer_at(FINDING).value == "Five rooms"
    with tomas.open() as other:  # the import brought the version
        assert other.form.version == "2"
        assert other.answer_at(FOUND).value == "Five rooms"
        assert other.conflicts() == ()


def test_two_who_differ_under_two_names_are_in_conflict_and_can_settle(tmp_path, elena, mission):
    tomas = laptop(tmp_path, "Tomas", 11)
    mission.seal()
    tomas.copy_from(elena)
    with tomas.open() as other:
        other.answer(FINDING, "Four rooms")
        export_report(other, tmp_path / "tomas.assessor")
    fresh = upgrade_form(mission, source(tmp_path, NEW), renamed={"finding": "found"})
    fresh.answer(FOUND, "Five rooms")
    receive_files(fresh, [tmp_path / "tomas.assessor"])
    fresh.reload()
    [conflict] = fresh.conflicts()
    assert conflict.key == FOUND
    assert fresh.conflict_at(FOUND) == conflict
    fresh.decide(conflict, value="Four rooms")
    assert fresh.conflicts() == ()
    assert fresh.node(FOUND).value == "Four rooms"


@pytest.mark.parametrize("renamed", [{}, {"finding": "found"}])
def test_a_kept_answer_a_colleague_took_back_or_renamed_is_kept_no_more(
    tmp_path, elena, mission, renamed
):
    """Found by the laws of versions: the answer stayed beside the form until it was opened
    again.
    """
    tomas = laptop(tmp_path, "Tomas", 11)
    mission.seal()
    tomas.copy_from(elena)
    fresh = upgrade_form(mission, source(tmp_path, NEW))
    assert FINDING in fresh.instance.unknown_values
    with tomas.open() as other:
        if renamed:
            other = upgrade_form(other, source(tmp_path, NEW), renamed=renamed)
        else:
            other.answer(FINDING, "")
        export_report(other, tmp_path / "tomas.assessor")
    receive_files(fresh, [tmp_path / "tomas.assessor"])
    fresh.reload()
    assert FINDING not in fresh.instance.unknown_values
    assert fresh.node(FOUND).value == ("Two rooms" if renamed else "")


def test_a_repeat_of_another_name_keeps_its_instances(tmp_path, elena):
    with elena.create(source(tmp_path, OLD)) as was:
        was.add_repeat("/data/recs", "b2")
        fresh = upgrade_form(was, source(tmp_path, NEW))
        assert "/data/advice[b2]" in [n.reference for n in fresh.node("/data/advice").children]
        assert len(fresh.node("/data/advice").children) == 2
        assert [n.value for n in fresh.instance.questions() if n.name == "who"] == ["unit"] * 2


def test_a_repeat_moved_into_a_group_keeps_its_instances(tmp_path, elena):
    moved = OLD.replace(
        "|        | begin_repeat     | recs    | Recommendation   |                   |",
        "|        | begin_group | advice | Advice | |\n"
        "|        | begin_repeat     | recs    | Recommendation   |                   |",
    ).replace(
        "|        | end_repeat       |         |                  |                   |",
        "|        | end_repeat       |         |                  |                   |\n"
        "|        | end_group | | | |",
    )
    with elena.create(source(tmp_path, OLD)) as was:
        was.add_repeat("/data/recs", "b2")
        was.answer("/data/recs[b2]/action", "Train")
        fresh = upgrade_form(was, source(tmp_path, moved))
        assert fresh.node("/data/advice/recs[b2]/action").value == "Train"
        assert len(fresh.node("/data/advice/recs").children) == 2
        fresh.remove_repeat("/data/advice/recs[b2]")
        assert len(fresh.node("/data/advice/recs").children) == 1
        fresh.undo()
        assert fresh.node("/data/advice/recs[b2]/action").value == "Train"


def test_a_name_that_comes_back_is_its_own_again(tmp_path, mission):
    there = upgrade_form(mission, source(tmp_path, NEW), renamed={"finding": "found"})
    back = OLD.replace("| 1       |", "| 3       |")
    again = upgrade_form(there, source(tmp_path, back), renamed={"found": "finding"})
    assert again.answer_at(FINDING).value == "Two rooms"
    assert again.answer_at(f"{POLICE}/reports").value == "12"
    assert not again.instance.unknown_values.keys() & {FINDING, FOUND}


def test_what_cannot_be_is_refused(tmp_path, mission):
    other = NEW.replace("small   ", "other   ")
    for text, wishes, why in (
        (OLD, {}, "already"),
        (other, {}, "another form"),
        (NEW, {"renamed": {"nothing": "found"}}, "nothing names 0"),
        (NEW, {"renamed": {"finding": "who"}}, "cannot become"),
        (NEW, {"renamed": {"finding": "found", "retired": "found"}}, "cannot become"),
    ):
        with pytest.raises(Refused, match=why):
            upgrade_form(mission, source(tmp_path, text), **wishes)
    with pytest.raises(FormError):
        upgrade_form(mission, source(tmp_path, NEW.replace(". >= 0", "nonsense(")))
    assert mission.form.version == "1"


def test_headquarters_goes_on_in_the_later_version(tmp_path, mission):
    from assessor.assessment.assessment import Assessment
    from assessor.registry.receive.receiver import receive
    from assessor.store.write.mission import Mission

    export_report(mission, tmp_path / "first.assessor")
    fresh = upgrade_form(mission, source(tmp_path, NEW), renamed={"finding": "found"})
    export_report(fresh, tmp_path / "second.pdf")
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [tmp_path / "first.assessor"])
        receive(registry, [tmp_path / "second.pdf"])
        seen = Assessment.of(registry, fresh.uuid, fresh.identity)
        assert seen.form.version == "2"
        assert seen.answer_at(FOUND).value == "Two rooms"
        assert seen.conflicts() == ()


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdefg"), max_size=6))
def test_names_lead_somewhere_or_nowhere_whatever_was_said(ways):
    form = parse_form(written("| survey |\n| | type | name | label |\n| | text | g | G |"))
    told = {f"/data/{old}": f"/data/{new}" for old, new in ways.items()}
    renames = RenamedPaths(told, form)
    for name in "abcdefg":
        here = renames.here(f"/data/{name}")
        assert here in ("/data/g", f"/data/{name}")
        assert renames.here(here) == here
