"""An assessment is exported as an ODK submission with its audit log, and imported again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from lxml import etree

from assessor.assessment.entries.evidence import answer_with_file, file_bytes, files_of
from assessor.assessment.odk.answer_import import import_answers
from assessor.assessment.odk.submission_export import write_audit, write_submission
from assessor.assessment.report.report_export import export_report
from assessor.errors import Refused
from tests.support.assessment.laptops import laptop, small_form

FORM = """
| survey   |           |         |         |                                    |
|          | type      | name    | label   | parameters                         |
|          | start     | began   |         |                                    |
|          | end       | ended   |         |                                    |
|          | username  | who     |         |                                    |
|          | deviceid  | device  |         |                                    |
|          | email     | mail    |         |                                    |
|          | audit     | audit   |         | track-changes-reasons=on-form-edit |
|          | integer   | reports | Reports |                                    |
|          | calculate | days    |         |                                    | CALCULATION |
| settings |
|          | instance_name           | form_id |
|          | concat('R', ${reports}) | small   |
""".replace(
    "parameters                         |",
    "parameters                         | calculation |",
).replace("CALCULATION", "decimal-date-time(${ended}) - decimal-date-time(${began})")


@pytest.fixture
def person(tmp_path):
    return laptop(tmp_path, "Elena")


def said(path):
    """Return every leaf of a submission by its name."""
    return {
        etree.QName(leaf).localname: leaf.text or ""
        for leaf in etree.parse(path).iter()
        if not len(leaf)
    }


def test_a_submission_holds_what_was_said_and_what_is_known_at_the_end(person, tmp_path):
    with person.create(small_form(tmp_path, FORM)) as mission:
        mission.answer("/data/reports", "12")
        began = person.clock.time
        person.clock.time += timedelta(hours=3)
        done = write_submission(mission, tmp_path / "one.xml")
        found = said(done.path)
        again = write_submission(mission, tmp_path / "two.xml")
        assert mission.conflicts() == ()
    assert found["reports"] == "12" and found["instanceName"] == "R12"
    assert found["who"] == "Elena" and found["mail"] == ""
    assert found["device"].startswith("assessor:")
    assert found["ended"] == f"{began:%Y-%m-%dT%H:%M:%S}.000+00:00"
    assert 0 < float(found["days"]) < 1 / 1440
    assert found["audit"] == "one.audit.csv" and found["instanceID"] == done.instance_id
    assert [path.name for path in done.beside] == ["one.audit.csv"]
    assert (
        (tmp_path / "one.audit.csv").read_text().startswith("event,node,start,end,change-reason\n")
    )
    assert again.instance_id == done.instance_id


def test_an_edit_names_what_it_replaces_and_has_an_id_of_its_own(person, tmp_path):
    with person.create(small_form(tmp_path, FORM)) as mission:
        first = write_submission(mission, tmp_path / "one.xml")
        mission.answer("/data/reports", "12")
        edits = [
            write_submission(mission, tmp_path / f"{name}.xml", deprecates=first.instance_id)
            for name in ("two", "two")
        ]
        mission.answer("/data/reports", "13")
        third = write_submission(mission, tmp_path / "two.xml", deprecates=first.instance_id)
    assert said(third.path)["deprecatedID"] == first.instance_id
    assert edits[0].instance_id == edits[1].instance_id
    assert len({first.instance_id, edits[0].instance_id, third.instance_id}) == 3


def test_a_submission_fills_another_mission(person, tmp_path):
    with person.create(small_form(tmp_path, FORM)) as mission:
        mission.answer("/data/reports", "12")
        write_submission(mission, tmp_path / "one.xml")
    other = laptop(tmp_path, "Tomas")
    with other.create(small_form(tmp_path, FORM)) as mission:
        assert import_answers(mission, tmp_path / "one.xml") == 1
        assert mission.node("/data/reports").value == "12"


def test_what_owes_a_reason_does_not_leave(person, tmp_path):
    with person.create(small_form(tmp_path, FORM)) as mission:
        mission.answer("/data/reports", "12")
        person.clock.time += timedelta(hours=3)
        mission.answer("/data/reports", "13")
        with pytest.raises(Refused, match="reason"):
            write_submission(mission, tmp_path / "one.xml")
        with pytest.raises(Refused, match="reason"):
            export_report(mission, tmp_path / "one.assessor")
        assert not (tmp_path / "one.xml").exists()


@pytest.mark.parametrize("name", ["one.pdf", "one"])
def test_the_name_says_what_it_is(person, tmp_path, name):
    with person.create(small_form(tmp_path, FORM)) as mission:
        with pytest.raises(Refused):
            write_submission(mission, tmp_path / name)
        with pytest.raises(Refused):
            write_audit(mission, tmp_path / name)


def test_a_new_mission_takes_defaults_from_the_submission_saved_before(person, tmp_path):
    form = """
| survey |      |        |        |                     |
|        | type | name   | label  | default             |
|        | text | street | Street | ${last-saved#street} |
"""
    source = small_form(tmp_path, form)
    with person.create(source) as mission:
        mission.answer("/data/street", "High Street")
        done = write_submission(mission, tmp_path / "one.xml")
    other = laptop(tmp_path, "Tomas")
    with other.create(source, last_saved=done.path.read_text()) as mission:
        assert mission.node("/data/street").value == "High Street"
        assert mission.answer_at("/data/street").auto
    assert json.dumps(done.facts())


ENTITIES = """
| survey   |              |         |         |         |
|          | type         | name    | label   | save_to |
|          | begin_repeat | tree    | Tree    |         |
|          | text         | species | Species | species |
|          | end_repeat   |         |         |         |
| entities |              |         |
|          | list_name    | label      |
|          | trees        | ${species} |
"""


def test_entities_keep_their_ids_in_the_file(person, tmp_path):
    def ids(mission, name):
        root = etree.parse(write_submission(mission, tmp_path / name).path)
        return [entity.get("id") for entity in root.iter("entity")]

    with person.create(small_form(tmp_path, ENTITIES)) as mission:
        mission.add_repeat("/data/tree")
        before = ids(mission, "one.xml")
        assert len(set(before)) == 2 and all(before)
    with person.open() as mission:
        assert ids(mission, "two.xml") == before
        mission.add_repeat("/data/tree")
        mission.undo()
        assert ids(mission, "three.xml") == before


PHOTO = """
| survey |       |       |       |
|        | type  | name  | label |
|        | image | photo | Photo |
"""
PNG = b"\x89PNG\r\n\x1a\n one"


def test_files_go_with_the_submission_and_come_back(person, tmp_path):
    source = small_form(tmp_path, PHOTO)
    out = tmp_path / "out"
    out.mkdir()
    with person.create(source) as mission:
        answer_with_file(mission, "/data/photo", PNG, name="door.png")
        done = write_submission(mission, out / "one.xml")
        [photo] = done.beside
        assert photo.read_bytes() == PNG and said(done.path)["photo"] == photo.name
        assert write_submission(mission, out / "two.xml").beside == (photo,)
        photo.write_bytes(b"somebody else's")
        with pytest.raises(Refused, match="another file"):
            write_submission(mission, out / "three.xml")
        assert photo.read_bytes() == b"somebody else's"
        photo.write_bytes(PNG)
    other = laptop(tmp_path, "Tomas")
    with other.create(source) as mission:
        assert import_answers(mission, done.path) == 1
        [file] = files_of(mission, "/data/photo")
        assert (file.name, file_bytes(mission, file.id)) == ("door.png", PNG)
        assert mission.node("/data/photo").value == photo.name
        assert import_answers(mission, done.path) == 0


def test_a_name_that_is_a_path_is_never_written_to(person, tmp_path):
    with person.create(small_form(tmp_path, PHOTO)) as mission:
        mission.answer("/data/photo", "../outside.png")
        done = write_submission(mission, tmp_path / "one.xml")
    assert done.missing == ("../outside.png",) and done.beside == ()
