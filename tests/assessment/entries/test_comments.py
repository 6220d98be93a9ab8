"""Comments: added, resolved, opened again, undone, and exchanged."""

from __future__ import annotations

import pytest

from assessor.assessment.entries.comments import add_comment, comments_of, resolve_comment
from assessor.assessment.entries.evidence import attach_file, copies_of_file, find_file, note_file
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.report.report_export import export_report
from assessor.errors import Refused
from tests.support.assessment.laptops import laptop, small_form

REPORTS, CASES = "/data/police/reports", "/data/police/cases"


@pytest.fixture
def elena(tmp_path):
    laptop(tmp_path, "Tomas")  # a member of the team from the beginning
    return laptop(tmp_path, "Elena")


def test_a_comment_is_said_settled_and_opened_again(tmp_path, elena):
    with elena.create(small_form(tmp_path)) as mission:
        assert add_comment(mission, REPORTS, " Ask for the register ")[REPORTS] == {"value"}
        add_comment(mission, CASES, "Why so few?")
        [one] = comments_of(mission, REPORTS)
        assert (one.text, one.resolved, one.first.author) == (
            "Ask for the register",
            False,
            "Elena",
        )
        assert [each.reference for each in comments_of(mission)] == [CASES, REPORTS]
        resolve_comment(mission, one.id)
        assert comments_of(mission, REPORTS)[0].resolved
        assert not resolve_comment(mission, one.id)
        resolve_comment(mission, one.id, resolved=False)
        assert not comments_of(mission, REPORTS)[0].resolved
        mission.undo()
        assert comments_of(mission, REPORTS)[0].resolved
        for _ in range(3):
            mission.undo()
        assert comments_of(mission) == ()


def test_who_settles_is_not_who_said_it(tmp_path, elena):
    with elena.create(small_form(tmp_path)) as mission:
        add_comment(mission, REPORTS, "Ask for the register")
    tomas = laptop(tmp_path, "Tomas", 11)
    tomas.copy_from(elena)
    with tomas.open() as mission:
        [one] = comments_of(mission)
        resolve_comment(mission, one.id)
        export_report(mission, tmp_path / "tomas.assessor")
    with elena.open() as mission:
        receive_files(mission, [tmp_path / "tomas.assessor"])
        assert REPORTS in mission.reload()
        [one] = comments_of(mission)
        assert (one.resolved, one.first.author, one.last.author) == (True, "Elena", "Tomas")
        assert mission.conflicts() == ()


def test_what_is_none_is_refused(tmp_path, elena):
    with elena.create(small_form(tmp_path)) as mission:
        for deed in (
            lambda: add_comment(mission, REPORTS, " "),
            lambda: resolve_comment(mission, "x"),
        ):
            with pytest.raises(Refused):
                deed()
        with pytest.raises(KeyError):
            add_comment(mission, "/data/nothing", "Why?")


def test_page_and_copies_of_a_file_are_known(tmp_path, elena):
    with elena.create(small_form(tmp_path)) as mission:
        attach_file(mission, REPORTS, b"%PDF-1.7", name="law.pdf", evidence_id="e1")
        attach_file(mission, CASES, b"%PDF-1.7", name="same.pdf", evidence_id="e2")
        note_file(mission, "e1", "Page 12")
        assert find_file(mission, "e1").note == "Page 12"
        assert [one.id for one in copies_of_file(mission, "e1")] == ["e2"]
        mission.undo()
        assert find_file(mission, "e1").note == ""
