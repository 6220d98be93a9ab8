"""The government's comment matrix: written, filled in by a spreadsheet, taken back, answered."""

from __future__ import annotations

from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from assessor.assessment.government import export_matrix, take_matrix
from assessor.errors import FileError, Refused
from tests.assessment.laptops import laptop, small_form

REPORTS, FINDING = "/data/police/reports", "/data/police/finding"


FORM = """
| survey |             |         |                  |                       |
|        | type        | name    | label            | bind::asr:sensitivity |
|        | begin_group | police  | Police           |                       |
|        | integer     | reports | Reports received | gov                   |
|        | integer     | cases   | Cases opened     | public                |
|        | text        | finding | What we found    | internal              |
|        | end_group   |         |                  |                       |
| settings |
|        | namespaces                       |
|        | asr="urn:assessor:bind:1"          |
"""


@pytest.fixture
def mission(tmp_path):
    with laptop(tmp_path, "Elena").create(small_form(tmp_path, FORM)) as made:
        made.answer(REPORTS, "120")
        made.answer("/data/police/cases", "7")
        made.answer(FINDING, "The chief hides the other register from everybody")
        yield made


@pytest.fixture
def matrix(tmp_path, mission):
    path = tmp_path / "matrix.xlsx"
    export_matrix(mission, path)
    return path


def lines(path):
    """The lines of the first sheet, below its head."""
    sheet = load_workbook(path).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def fill(path, comment, response=None, *, reference=REPORTS, also=lambda book: None):
    """Write a comment into the line of a question, as a spreadsheet does."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    [row] = [row for row in sheet.iter_rows(min_row=2) if row[6].value == reference]
    row[3].value = comment
    row[4].value = response if response is not None else row[4].value
    also(book)
    book.save(path)


def test_the_matrix_holds_what_the_government_reads_and_nothing_else(mission, matrix):
    found = {line[6]: line for line in lines(matrix)}
    assert found[REPORTS][:3] == ["Police", "Reports received", "120"]
    assert FINDING not in found or not found[FINDING][2]
    with ZipFile(matrix) as book:
        assert not any(b"other register" in book.read(name) for name in book.namelist())


def test_a_comment_is_taken_in_answered_and_written_out_again(tmp_path, mission, matrix):
    fill(matrix, "We counted 180; see the bulletin.")
    taken = take_matrix(mission, matrix)
    assert (taken.comments, taken.responses, taken.known) == (1, 0, 0)
    [one] = mission.remarks()
    assert (one.reference, one.text) == (REPORTS, "We counted 180; see the bulletin.")
    assert mission.sources()[one.source]["kind"] == "government"
    again = take_matrix(mission, matrix)
    assert (again.comments, again.responses, again.known) == (0, 0, 1)
    mission.respond(one.id, "The bulletin counts emails too.")
    export_matrix(mission, tmp_path / "second.xlsx")
    [line] = [each for each in lines(tmp_path / "second.xlsx") if each[6] == REPORTS]
    assert line[3:6] == [one.text, "The bulletin counts emails too.", "No"]
    mission.answer(REPORTS, "130")
    export_matrix(mission, tmp_path / "third.xlsx")
    [line] = [each for each in lines(tmp_path / "third.xlsx") if each[6] == REPORTS]
    assert (line[2], line[5]) == ("130", "Yes")
    assert take_matrix(mission, tmp_path / "third.xlsx").responses == 0


def test_comments_and_answers_come_as_one_step(mission, matrix):
    fill(matrix, "No.", "Yes.")
    assert take_matrix(mission, matrix).responses == 1
    assert [each.text for each in mission.responses(mission.remarks()[0])] == ["Yes."]
    mission.undo()
    assert mission.comments() == () and mission.government() == ()


def test_two_laptops_that_take_the_same_table_agree(tmp_path, mission, matrix):
    fill(matrix, "No.")
    other = laptop(tmp_path, "Tomas", 11)
    mission.seal()
    other.mission.write_bytes(mission.path.read_bytes())
    with other.open() as twin:
        take_matrix(twin, matrix)
        twin.export(tmp_path / "twin.assessor")
    take_matrix(mission, matrix)
    mission.receive([tmp_path / "twin.assessor"])
    mission.reload()
    assert mission.conflicts() == ()
    assert take_matrix(mission, matrix).known == 1
    export_matrix(mission, tmp_path / "b.xlsx")
    assert len([each for each in lines(tmp_path / "b.xlsx") if each[6] == REPORTS]) == 1


def test_a_document_says_the_same(tmp_path, mission, matrix):
    fill(matrix, "We counted 180.")
    take_matrix(mission, matrix)
    export_matrix(mission, tmp_path / "matrix.docx")
    from docx import Document

    document = Document(tmp_path / "matrix.docx")
    text = "\n".join(cell.text for t in document.tables for r in t.rows for cell in r.cells)
    for part in ("Reports received", "120", "We counted 180.", "Comment of the government"):
        assert part in text
    assert "other register" not in text


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_a_matrix_in_another_language_is_taken_back(tmp_path, mission, language):
    path = tmp_path / "matrix.xlsx"
    export_matrix(mission, path, language=language)
    fill(path, "لا")
    assert take_matrix(mission, path).comments == 1


def moved(book):
    book.worksheets[0].insert_cols(1)


def without_about(book):
    del book[book.sheetnames[1]]


def stray(book):
    book.worksheets[0].append([None, None, None, "And another thing"])


def long(book):
    book.worksheets[0].append([None, None, None, "x" * 10_001, None, None, REPORTS])


@pytest.mark.parametrize(
    ("spoils", "why"),
    [(moved, "columns"), (without_about, "not the comment matrix"), (stray, "lines"),
     (long, "longer")],
)  # fmt: skip
def test_nothing_is_taken_from_a_table_that_was_spoiled(mission, matrix, spoils, why):
    fill(matrix, "Good.", also=spoils)
    with pytest.raises(Refused, match=why):
        take_matrix(mission, matrix)
    assert mission.comments() == ()


def test_what_is_no_matrix_is_refused(tmp_path, mission, matrix):
    for name, content in (("a.docx", b"x"), ("a.xlsx", b"no zip")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises((Refused, FileError)):
            take_matrix(mission, tmp_path / name)
    Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(Refused):
        take_matrix(mission, tmp_path / "empty.xlsx")
    other = laptop(tmp_path, "Tomas", 11)
    with other.create(small_form(tmp_path)) as stranger, pytest.raises(Refused, match="not the"):
        take_matrix(stranger, matrix)
    with pytest.raises(Refused, match="docx"):
        export_matrix(mission, tmp_path / "m.pdf")


SIGNS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn", "Co")),
    min_size=1, max_size=12,
)  # fmt: skip


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(comment=st.one_of(SIGNS, st.sampled_from(["=1+1", "-3", "+x", "'quoted", "@a", "=", "''="])))
def test_whatever_was_written_is_known_when_it_comes_again(tmp_path, mission, comment):
    """Written out and read back, a comment is itself: nothing is said twice."""
    while mission.comments():
        mission.undo()
    mission.take_remarks([said(comment)], name="The government")
    export_matrix(mission, tmp_path / "law.xlsx")
    assert take_matrix(mission, tmp_path / "law.xlsx").comments == 0


def said(comment):
    from assessor.assessment.remarks import Said

    return Said(REPORTS, comment)


def test_what_the_team_says_among_itself_is_in_no_matrix(tmp_path, mission):
    mission.comment(REPORTS, "The minister must never learn of this")
    export_matrix(mission, tmp_path / "m.xlsx")
    with ZipFile(tmp_path / "m.xlsx") as book:
        assert not any(b"minister" in book.read(name) for name in book.namelist())
