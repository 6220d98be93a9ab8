"""Form events set values once, in the file as on the screen; places are requested."""

from __future__ import annotations

import pytest

from assessor.assessment.entries.places import answer_place, requested_places
from assessor.form.parse.form_source import FormSource
from tests.support.assessment.events import PLACES
from tests.support.assessment.laptops import laptop
from tests.support.form.models import xform

COUNTING = xform(
    "<opened>0</opened><asked/><said/>",
    '<bind nodeset="/data/opened" type="int"/>'
    '<setvalue event="odk-instance-load" ref="/data/opened" value="/data/opened + 1"/>'
    '<setvalue event="odk-instance-first-load xforms-ready" ref="/data/said">begun</setvalue>',
    '<input ref="/data/asked"/>',
)


@pytest.fixture
def person(tmp_path):
    return laptop(tmp_path, "Elena")


def test_opening_fires_once_and_looking_never(person):
    with person.create(FormSource(COUNTING)) as mission:
        assert mission.node("/data/opened").value == "1"
        assert mission.node("/data/said").value == "begun"
    for times in ("2", "3"):
        with person.open() as mission:
            assert mission.node("/data/opened").value == times
            assert mission.in_language("").node("/data/opened").value == times
            assert mission.answer_at("/data/opened").value == times
            assert not mission.can_undo


def test_who_only_reads_fires_nothing(person):
    with person.create(FormSource(COUNTING)), person.open() as second:
        assert second.mission.read_only
        assert second.node("/data/opened").value == "1"


def test_a_place_is_asked_for_until_it_is_said_or_declined(person):
    with person.create(FormSource(PLACES)) as mission:
        assert requested_places(mission) == ("/data/here",)
    with person.open() as mission:
        assert requested_places(mission) == ("/data/here",)
        with pytest.raises(ValueError, match="latitude"):
            answer_place(mission, "/data/here", "somewhere")
        changes = answer_place(mission, "/data/here", "4.5 -71.25 0 10")
        assert changes["/data/here"] == {"value"}
        assert mission.node("/data/here").value == "4.5 -71.25 0.0 10.0"
        mission.undo()
        assert requested_places(mission) == ("/data/here",)
        answer_place(mission, "/data/here", "")
        assert requested_places(mission) == ()
    with person.open() as mission:
        assert requested_places(mission) == () and mission.node("/data/here").value == ""


def test_a_place_is_asked_for_whenever_its_question_changes(person):
    with person.create(FormSource(PLACES)) as mission:
        answer_place(mission, "/data/here", "")
        for value, place in (("a", "1 1 0 0"), ("b", "")):
            mission.answer("/data/q", value)
            assert requested_places(mission) == ("/data/then",)
            answer_place(mission, "/data/then", place)
            assert requested_places(mission) == ()
        assert mission.node("/data/then").value == ""


def test_a_place_is_asked_for_in_each_new_repeat_instance(person):
    with person.create(FormSource(PLACES)) as mission:
        answer_place(mission, "/data/here", "")
        mission.add_repeat("/data/r", "aaaaaa")
        assert requested_places(mission) == ("/data/r[aaaaaa]/there",)
        mission.remove_repeat("/data/r[aaaaaa]")
        assert requested_places(mission) == ()


REMEMBERING = xform(
    "<a/><drawn/><r jr:template=''><id/><x/></r>",
    '<bind nodeset="/data/drawn" calculate="once(random())"/>'
    '<bind nodeset="/data/r/id" calculate="once(uuid())"/>',
    '<input ref="/data/a"/><group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/x"/>'
    "</repeat></group>",
)


def test_what_once_gave_is_kept_in_the_file(person):
    """once(random()) selects a person for a survey; a second opening must not select another."""
    with person.create(FormSource(REMEMBERING)) as mission:
        mission.add_repeat("/data/r")
        (row,) = mission.node("/data/r").children
        told = [mission.node(each).value for each in ("/data/drawn", f"{row.reference}/id")]
        mission.answer("/data/a", "1")
        mission.undo()
        mission.reload()
        assert told == [mission.node(each).value for each in ("/data/drawn", f"{row.reference}/id")]
    assert all(told)
    with person.open() as mission:
        assert told == [mission.node(each).value for each in ("/data/drawn", f"{row.reference}/id")]
