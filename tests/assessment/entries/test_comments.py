"""Comments beside answers: said, settled, opened again, undone, and travelling."""

from __future__ import annotations

import pytest

from assessor.errors import Refused
from tests.support.assessment.laptops import laptop, small_form

REPORTS, CASES = "/data/police/reports", "/data/police/cases"


@pytest.fixture
def elena(tmp_path):
    return laptop(tmp_path, "Elena")


def test_a_comment_is_said_settled_and_opened_again(tmp_path, elena):
    with elena.create(small_form(tmp_path)) as mission:
        assert mission.comment(REPORTS, " Ask for the register ")[REPORTS] == {"value"}
        mission.comment(CASES, "Why so few?")
        [one] = mission.comments(REPORTS)
        assert (one.text, one.resolved, one.first.author) == (
            "Ask for the register",
            False,
            "Elena",
        )
        assert [each.reference for each in mission.comments()] == [CASES, REPORTS]
        mission.resolve_comment(one.id)
        assert mission.comments(REPORTS)[0].resolved
        assert not mission.resolve_comment(one.id)
        mission.resolve_comment(one.id, resolved=False)
        assert not mission.comments(REPORTS)[0].resolved
        mission.undo()
        assert mission.comments(REPORTS)[0].resolved
        for _ in range(3):
            mission.undo()
        assert mission.comments() == ()


def test_who_settles_is_not_who_said_it(tmp_path, elena):
    with elena.create(small_form(tmp_path)) as mission:
        mission.comment(REPORTS, "Ask for the register")
    tomas = laptop(tmp_path, "Tomas", 11)
    tomas.copy_from(elena)
    with tomas.open() as mission:
        [one] = mission.comments()
        mission.resolve_comment(one.id)
        mission.export(tmp_path / "tomas.assessor")
    with elena.open() as mission:
        mission.receive([tmp_path / "tomas.assessor"])
        assert REPORTS in mission.reload()
        [one] = mission.comments()
        assert (one.resolved, one.first.author, one.last.author) == (True, "Elena", "Tomas")
        assert mission.conflicts() == ()


def test_what_is_none_is_refused(tmp_path, elena):
    with elena.create(small_form(tmp_path)) as mission:
        for deed in (lambda: mission.comment(REPORTS, " "), lambda: mission.resolve_comment("x")):
            with pytest.raises(Refused):
                deed()
        with pytest.raises(KeyError):
            mission.comment("/data/nothing", "Why?")


def test_page_and_copies_of_a_file_are_known(tmp_path, elena):
    with elena.create(small_form(tmp_path)) as mission:
        mission.attach(REPORTS, b"%PDF-1.7", name="law.pdf", evidence_id="e1")
        mission.attach(CASES, b"%PDF-1.7", name="same.pdf", evidence_id="e2")
        mission.note_file("e1", "Page 12")
        assert mission.file("e1").note == "Page 12"
        assert [one.id for one in mission.copies("e1")] == ["e2"]
        mission.undo()
        assert mission.file("e1").note == ""
