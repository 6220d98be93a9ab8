"""The audit log made from entries is what ODK's clients would have written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessor.assessment.core.derive import existing_instances
from assessor.assessment.review.audit_log import (
    audit_events,
    audit_log,
    events_csv,
    explain_changes,
    owes_explanation,
)
from assessor.errors import Refused
from assessor.form.model.definition import Audit
from tests.support.assessment.laptops import laptop, small_form

FORM = """
| survey |              |         |            |            |            |
|        | type         | name    | label      | parameters | default    |
|        | audit        | audit   |            | PARAMETERS |            |
|        | integer      | reports | Reports    |            |            |
|        | text         | found   | Found      |            | nothing    |
|        | begin_repeat | recs    | Rec        |            |            |
|        | text         | action  | What to do |            |            |
|        | end_repeat   |         |            |            |            |
"""
ALL = "identify-user=true track-changes=true track-changes-reasons=on-form-edit"
REPORTS, FOUND = "/data/reports", "/data/found"


@pytest.fixture
def person(tmp_path):
    return laptop(tmp_path, "Elena")


def created(person, tmp_path, parameters=ALL):
    return person.create(small_form(tmp_path, FORM.replace("PARAMETERS", parameters)))


def later(person, hours=2):
    person.clock.time += timedelta(hours=hours)


def check(mission, *expected):
    """Compare the log without its times: event, node, old and new value, reason."""
    found = audit_events(mission.mission.entries(mission.uuid))
    assert [(e.name, e.node, e.old, e.new, e.reason) for e in found] == [
        (*each, "", "", "", "")[:5] for each in expected
    ]
    assert {event.user for event in found} == {"Elena"}
    moments = [event.start if event.end is None else event.end for event in found]
    assert moments == sorted(moments)
    assert all(event.end is None or event.start <= event.end for event in found)


START, RESUME, SAVE, EXIT = (f"form {word}" for word in ("start", "resume", "save", "exit"))


def test_answers_repeats_and_sittings_are_told(person, tmp_path):
    with created(person, tmp_path) as mission:
        [first] = existing_instances(mission.instance)
        mission.answer(REPORTS, "12")
        mission.add_repeat("/data/recs", "ffffff")
        mission.answer("/data/recs[ffffff]/action", "Train, and equip")
        mission.remove_repeat(first)
        mission.answer("/data/recs[ffffff]/action", "Train")
        later(person)
        mission.answer(REPORTS, "13")
        mission.annotate(REPORTS, note="Counted again")
        check(
            mission,
            (START,),
            ("add repeat", "/data/recs[1]"),
            ("question", REPORTS, "", "12"),
            ("add repeat", "/data/recs[2]"),
            ("question", "/data/recs[2]/action", "", "Train, and equip"),
            ("delete repeat", "/data/recs[1]"),
            ("question", "/data/recs[1]/action", "Train, and equip", "Train"),
            (SAVE,),
            (EXIT,),
            (RESUME,),
            ("question", REPORTS, "12", "13"),
            ("question", REPORTS),
            (SAVE,),
            (EXIT,),
        )


def test_a_question_lasts_from_what_was_said_before_it(person, tmp_path):
    with created(person, tmp_path) as mission:
        mission.answer(REPORTS, "12")
        mission.answer(FOUND, "much")
        one, two = (
            e for e in audit_events(mission.mission.entries(mission.uuid)) if e.old or e.new
        )
    assert two.start == one.end
    assert two.end > two.start


def test_what_goes_with_a_repeat_instance_is_no_answer(person, tmp_path):
    with created(person, tmp_path) as mission:
        [first] = existing_instances(mission.instance)
        mission.answer(f"{first}/action", "Train")
        mission.remove_repeat(first)
        check(
            mission,
            (START,),
            ("add repeat", "/data/recs[1]"),
            ("question", "/data/recs[1]/action", "", "Train"),
            ("delete repeat", "/data/recs[1]"),
            (SAVE,),
            (EXIT,),
        )


def test_a_changed_answer_owes_a_reason_once(person, tmp_path):
    with created(person, tmp_path) as mission:
        mission.answer(REPORTS, "12")
        mission.answer(REPORTS, "13")  # the same sitting: a typing error
        assert not owes_explanation(mission)
    later(person)
    with person.open() as mission:
        mission.answer(FOUND, "much")  # only a value that the form had set
        assert not owes_explanation(mission)
        mission.answer(REPORTS, "14")
        assert owes_explanation(mission)
        with pytest.raises(Refused):
            explain_changes(mission, "  ")
        explain_changes(mission, "Recounted, with the ministry")
        assert not owes_explanation(mission)
        assert audit_log(mission).decode().count('"Recounted, with the ministry"\n') == 1
    with person.open() as mission:
        assert not owes_explanation(mission)


def test_a_form_that_asks_for_no_reasons_gets_none(person, tmp_path):
    with created(person, tmp_path, "track-changes=true") as mission:
        mission.answer(REPORTS, "12")
        later(person)
        mission.answer(REPORTS, "13")
        assert not owes_explanation(mission)


def test_a_decision_is_a_reason(person, tmp_path):
    with created(person, tmp_path) as mission:
        mission.answer(REPORTS, "12")
        later(person)
        mission.answer(REPORTS, "13", decision="The ministry's figure")
        assert not owes_explanation(mission)
        assert "change reason" in audit_log(mission).decode()


@pytest.mark.parametrize(
    ("parameters", "head"),
    [
        ("", "event,node,start,end"),
        ("track-changes=true", "event,node,start,end,old-value,new-value"),
        ("identify-user=true", "event,node,start,end,user"),
        (ALL, "event,node,start,end,old-value,new-value,user,change-reason"),
        (
            "location-priority=balanced location-min-interval=60 location-max-age=120",
            "event,node,start,end,latitude,longitude,accuracy",
        ),
    ],
)
def test_the_form_says_which_columns_there_are(person, tmp_path, parameters, head):
    with created(person, tmp_path, parameters) as mission:
        mission.answer(FOUND, 'a, "b"\nc')
        lines = audit_log(mission).decode().split("\n")
    assert lines[0] == head
    assert "\r" not in lines[0]
    assert all(line.count(",") >= head.count(",") for line in lines[:2])


def test_a_form_without_audit_has_no_log(person, tmp_path):
    with person.create(small_form(tmp_path)) as mission, pytest.raises(Refused, match="audit"):
        audit_log(mission)


def test_quotes_are_doubled_only_where_the_cell_is_quoted(person, tmp_path):
    with created(person, tmp_path) as mission:
        mission.answer(FOUND, 'the "unit"')
        mission.answer(REPORTS, "1")
        mission.answer(FOUND, 'the "unit", again')
        text = events_csv(
            Audit(mission.form.root, changes=True),
            audit_events(mission.mission.entries(mission.uuid)),
        )
    assert ',nothing,the "unit"\n' in text
    assert ',the "unit","the ""unit"", again"\n' in text
