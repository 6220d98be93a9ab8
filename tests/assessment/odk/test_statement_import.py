"""An ODK submission as statements of a source: beside the findings, once, and as one step."""

from __future__ import annotations

import pytest

from assessor.assessment.core.statements import sources_of, statements_of
from assessor.assessment.entries.sources import add_source, add_statement
from assessor.assessment.odk.statement_import import import_statements
from assessor.assessment.odk.submission_export import write_submission
from assessor.errors import AssessorError, FileError, Refused
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.uploading import PHOTOS

REPORTS, STAGE, FINDING = "/data/police/reports", "/data/police/stage", "/data/police/finding"


@pytest.fixture
def submission(tmp_path):
    """A submission that a colleague filled in another client."""
    with laptop(tmp_path, "Collect").create(small_form(tmp_path)) as other:
        other.answer(REPORTS, "150")
        other.answer(STAGE, "3")
        other.answer(FINDING, "Words of the clerk")
        other.add_repeat("/data/recs", "aa")
        other.answer("/data/recs[aa]/action", "Train")
        return write_submission(other, tmp_path / "s.xml").path


@pytest.fixture
def mission(tmp_path, submission):
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as made:
        made.answer(REPORTS, "120")
        yield made


def said(mission):
    return {body["reference"]: body["value"] for body in statements_of(mission).values()}


def test_it_speaks_beside_the_finding(mission, submission):
    heard = import_statements(mission, submission, "Registry clerk")
    assert (heard.new, heard.known) == (2, 0)
    assert said(mission) == {REPORTS: "150", STAGE: "3"}
    assert mission.answer_at(REPORTS).value == "120"
    assert FINDING in heard.left and any("recs" in each for each in heard.left)
    [source] = sources_of(mission).values()
    assert source["institution"] == "Registry clerk"
    again = import_statements(mission, submission, "Registry clerk")
    assert (again.new, again.known) == (0, 2) and len(sources_of(mission)) == 1
    mission.undo()
    assert said(mission) == {} and sources_of(mission) == {}


def test_a_source_that_is_known_is_the_same_one(mission, submission):
    police = add_source(mission, institution="Police")
    add_statement(mission, REPORTS, "150", police)
    heard = import_statements(mission, submission, police)
    assert (heard.new, heard.known) == (1, 1)
    assert import_statements(mission, submission, "Police").new == 0
    assert len(sources_of(mission)) == 1


def test_what_is_none_is_refused(tmp_path, mission, submission):
    (tmp_path / "a.csv").write_text("x")
    (tmp_path / "b.xml").write_text(submission.read_text().replace(">150<", ">many<"))
    for name in ("a.csv", "b.xml", "none.xml"):
        with pytest.raises(AssessorError):
            import_statements(mission, tmp_path / name, "Police")
    with pytest.raises(Refused, match="police/reports: A whole number"):
        import_statements(mission, tmp_path / "b.xml", "Police")
    with laptop(tmp_path, "Other").create(small_form(tmp_path, PHOTOS)) as other:
        other.answer("/data/note", "x")
        path = write_submission(other, tmp_path / "o.xml").path
    path.write_text(path.read_text().replace("<data ", '<data id="other" ', 1))
    with pytest.raises(FileError, match="cannot be read"):
        import_statements(mission, path, "Police")
    assert said(mission) == {} and sources_of(mission) == {}
