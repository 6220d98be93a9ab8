"""The government's comment matrix: exported, filled in a spreadsheet, imported, answered."""

from __future__ import annotations

from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from assessor.assessment.core.statements import sources_of
from assessor.assessment.entries.comments import add_comment, comments_of
from assessor.assessment.entries.membership import make_member
from assessor.assessment.entries.remarks import (
    GovernmentRemark,
    answered_remarks,
    government_sources,
    import_remarks,
    remarks_of,
    respond_to_remark,
    responses_to,
)
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.report.government_comments import export_matrix, import_matrix
from assessor.assessment.report.report_export import export_report
from assessor.assessment.report.report_projection import projection_of
from assessor.errors import FileError, Refused
from assessor.words import say
from tests.support.assessment.government import fill
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.matrices import FINDING, REPORTS, SIGNS, said


def lines(path):
    """Return the lines of the first sheet, below its headings."""
    sheet = load_workbook(path).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_the_matrix_holds_what_the_government_reads_and_nothing_else(mission, matrix):
    found = {line[7]: line for line in lines(matrix)}
    assert found[REPORTS][:3] == ["Police", "Reports received", "120"]
    assert FINDING not in found or not found[FINDING][2]
    with ZipFile(matrix) as book:
        assert not any(b"other register" in book.read(name) for name in book.namelist())


def test_a_comment_is_taken_in_answered_and_written_out_again(tmp_path, mission, matrix):
    fill(matrix, "We counted 180; see the bulletin.")
    taken = import_matrix(mission, matrix)
    assert (taken.comments, taken.responses, taken.known) == (1, 0, 0)
    [one] = remarks_of(mission)
    assert (one.reference, one.text) == (REPORTS, "We counted 180; see the bulletin.")
    assert sources_of(mission)[one.source]["kind"] == "government"
    again = import_matrix(mission, matrix)
    assert (again.comments, again.responses, again.known) == (0, 0, 1)
    respond_to_remark(mission, one.id, "The bulletin counts emails too.")
    export_matrix(mission, tmp_path / "second.xlsx")
    [line] = [each for each in lines(tmp_path / "second.xlsx") if each[7] == REPORTS]
    assert line[3:7] == [one.text, "", "The bulletin counts emails too.", "No"]
    mission.answer(REPORTS, "130")
    export_matrix(mission, tmp_path / "third.xlsx")
    [line] = [each for each in lines(tmp_path / "third.xlsx") if each[7] == REPORTS]
    assert (line[2], line[6]) == ("130", "Yes")
    assert import_matrix(mission, tmp_path / "third.xlsx").responses == 0


def test_comments_and_answers_come_as_one_step(mission, matrix):
    fill(matrix, "No.", "Yes.")
    assert import_matrix(mission, matrix).responses == 1
    assert [each.text for each in responses_to(mission, remarks_of(mission)[0])] == ["Yes."]
    mission.undo()
    assert comments_of(mission) == () and government_sources(mission) == ()


def test_two_laptops_that_take_the_same_table_agree(tmp_path, mission, matrix):
    fill(matrix, "No.")
    other = laptop(tmp_path, "Tomas", 11)
    make_member(mission.mission, mission.uuid, other.identity().public.hex(), mission.identity)
    other.mission.write_bytes(mission.path.read_bytes())
    with other.open() as twin:
        import_matrix(twin, matrix)
        export_report(twin, tmp_path / "twin.assessor")
    import_matrix(mission, matrix)
    receive_files(mission, [tmp_path / "twin.assessor"])
    mission.reload()
    assert mission.conflicts() == ()
    assert import_matrix(mission, matrix).known == 1
    export_matrix(mission, tmp_path / "b.xlsx")
    assert len([each for each in lines(tmp_path / "b.xlsx") if each[7] == REPORTS]) == 1


def test_a_document_says_the_same(tmp_path, mission, matrix):
    fill(matrix, "We counted 180.")
    import_matrix(mission, matrix)
    export_matrix(mission, tmp_path / "matrix.docx")
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
    assert import_matrix(mission, path).comments == 1


def moved(book):
    book.worksheets[0].insert_cols(1)


def without_about(book):
    del book[book.sheetnames[1]]


def stray(book):
    book.worksheets[0].append([None, None, None, "And another thing"])


def long(book):
    book.worksheets[0].append([None, None, None, "x" * 10_001, None, None, None, REPORTS])


def run(book):
    """Add comments that begin with = and with -, as spreadsheets store them."""
    for text in ("=HYPERLINK(A1)", "#NAME?"):
        book.worksheets[0].append([None, None, None, text, None, None, None, REPORTS])
        cell = book.worksheets[0].cell(book.worksheets[0].max_row, 4)
        cell.data_type = "f" if text.startswith("=") else "e"


@pytest.mark.parametrize(
    ("spoils", "why"),
    [(moved, "columns"), (without_about, "not the comment matrix"),
     (stray, r"beside no finding of this form: 4\. Copy"),
     (long, r"longer than 10000 signs: 4\. Shorten"),
     (run, r"made a formula .* 4, 5\. Put an apostrophe")],
)  # fmt: skip
def test_nothing_is_taken_from_a_table_that_was_spoiled(mission, matrix, spoils, why):
    fill(matrix, "Good.", also=spoils)
    with pytest.raises(Refused, match=why):
        import_matrix(mission, matrix)
    assert comments_of(mission) == ()


def test_each_cause_names_its_own_lines(mission, matrix):
    """The four reasons once named all lines together."""

    def spoil(book):
        stray(book)  # 4
        long(book)  # 5
        add = book.worksheets[0].append
        add([None, None, None, None, None, "We did", None, REPORTS])  # 6
        for _ in range(6):  # 7 to 12
            add([None, None, None, "No.", "Perhaps", None, None, REPORTS])

    fill(matrix, "Good.", also=spoil)
    with pytest.raises(Refused) as told:
        import_matrix(mission, matrix)
    text = str(told.value)
    for cause in (
        "beside no finding of this form: 4.",
        "there is no comment: 6.",
        "10000 signs: 5.",
        ": 7, 8, 9, 10, 11 …. Choose",
    ):
        assert text.count(cause) == 1
    assert say(told.value, "fr").startswith("Rien n’a été repris. ")


def test_what_is_no_matrix_is_refused(tmp_path, mission, matrix):
    for name, content in (("a.docx", b"x"), ("a.xlsx", b"no zip")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises((Refused, FileError)):
            import_matrix(mission, tmp_path / name)
    Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(Refused):
        import_matrix(mission, tmp_path / "empty.xlsx")
    other = laptop(tmp_path, "Tomas", 11)
    with other.create(small_form(tmp_path)) as stranger, pytest.raises(Refused, match="not the"):
        import_matrix(stranger, matrix)
    with pytest.raises(Refused, match="docx"):
        export_matrix(mission, tmp_path / "m.pdf")


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(comment=st.one_of(SIGNS, st.sampled_from(["=1+1", "-3", "+x", "'quoted", "@a", "=", "''="])))
def test_whatever_was_written_is_known_when_it_comes_again(tmp_path, mission, comment):
    """A comment that is exported and imported again is the same comment."""
    while comments_of(mission):
        mission.undo()
    import_remarks(mission, [said(comment)], name="The government")
    export_matrix(mission, tmp_path / "law.xlsx")
    assert import_matrix(mission, tmp_path / "law.xlsx").comments == 0


def test_what_the_team_says_among_itself_is_in_no_matrix(tmp_path, mission):
    add_comment(mission, REPORTS, "The minister must never learn of this")
    export_matrix(mission, tmp_path / "m.xlsx")
    with ZipFile(tmp_path / "m.xlsx") as book:
        assert not any(b"minister" in book.read(name) for name in book.namelist())


def test_how_a_comment_is_taken_travels_with_the_table(mission, matrix):
    def also(book):
        [row] = [r for r in book.worksheets[0].iter_rows(min_row=2) if r[7].value == REPORTS]
        row[4].value = "accepted in PART"

    fill(matrix, "We counted 180.", "Emails are counted, too.", also=also)
    taken = import_matrix(mission, matrix)
    assert (taken.comments, taken.responses) == (1, 1)
    [remark] = answered_remarks(mission)[REPORTS]
    assert (remark.verdict, remark.response) == ("partly", "Emails are counted, too.")
    [one] = remarks_of(mission)
    respond_to_remark(mission, one.id, "", "accepted")
    [remark] = answered_remarks(mission)[REPORTS]
    assert (remark.verdict, remark.response) == ("accepted", "Emails are counted, too.")
    assert import_matrix(mission, matrix).responses == 0  # an older table reverts nothing


@pytest.mark.parametrize(
    ("text", "verdict", "why"),
    [("Why", "maybe", "no way"), ("", "not", "empty"), ("", "", "empty")],
)
def test_a_comment_is_refused_with_a_reason_only(mission, matrix, text, verdict, why):
    fill(matrix, "No.")
    import_matrix(mission, matrix)
    with pytest.raises(Refused, match=why):
        respond_to_remark(mission, remarks_of(mission)[0].id, text, verdict)


def test_a_table_of_before_without_that_column_is_taken_in(mission, matrix):
    fill(matrix, "We counted 180.", "Yes.", also=lambda book: book.worksheets[0].delete_cols(5))
    taken = import_matrix(mission, matrix)
    assert (taken.comments, taken.responses) == (1, 1)


@pytest.mark.parametrize(("profile", "told"), [("internal", 2), ("government", 1), ("public", 0)])
def test_a_report_has_the_comments_on_what_it_tells(mission, profile, told):
    import_remarks(
        mission,
        [said("We counted 180."), GovernmentRemark(FINDING, "Not so.", "It is.", "not")],
        name="The government",
    )
    found = projection_of(mission, profile, None).remarks
    assert len(found) == told
    for line in found[:1]:
        assert (line.section, line.finding, line.remark.comment) == (
            "Police", "Reports received", "We counted 180.",
        )  # fmt: skip
