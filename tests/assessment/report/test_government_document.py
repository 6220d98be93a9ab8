"""The comment matrix as a document: filled in a word processor, and imported."""

from __future__ import annotations

from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessor.assessment.entries.comments import comments_of
from assessor.assessment.entries.remarks import (
    answered_remarks,
    import_remarks,
    remarks_of,
    respond_to_remark,
)
from assessor.assessment.report.government_comments import export_matrix, import_matrix
from assessor.errors import FileError, Refused
from tests.support.assessment.matrices import REPORTS, SIGNS, said

pytestmark = pytest.mark.slow


def type_in(path, comment="", *, verdict="", response="", also=lambda document: None):
    """Write into the line of a question, as a word processor does."""
    made = Document(path)
    [row] = [r for t in made.tables for r in t.rows if REPORTS in r.cells[0].text]
    for at, text in ((2, comment), (3, verdict), (4, response)):
        if text:
            row.cells[at].paragraphs[0].add_run(text)
    also(made)
    made.save(path)


def test_a_document_that_was_filled_in_is_taken_back_and_known_again(mission, document):
    def also(made):
        made.tables[0].rows[1].cells[2].add_paragraph("See page 4.")

    type_in(document, "We counted 180.", also=also)
    assert import_matrix(mission, document).comments == 1
    [one] = remarks_of(mission)
    assert (one.reference, one.text) == (REPORTS, "We counted 180.\nSee page 4.")
    respond_to_remark(mission, one.id, "Emails are counted, too.", "partly")
    export_matrix(mission, document)
    taken = import_matrix(mission, document)
    assert (taken.comments, taken.responses, taken.known) == (0, 0, 1)


@pytest.mark.parametrize("language", ["ar", "fr", "zh"])
def test_a_document_in_another_language_is_taken_back(mission, document, language):
    export_matrix(mission, document, language=language)
    type_in(document, "لا")
    assert import_matrix(mission, document).comments == 1


def changed(tag, text):
    """Return a tracked change: inserted, or deleted but still in the file."""
    inside = "w:delText" if tag == "w:del" else "w:t"

    def also(made):
        paragraph = made.tables[0].rows[1].cells[2].paragraphs[0]._p
        change, run, words = (OxmlElement(each) for each in (tag, "w:r", inside))
        words.text = text
        run.append(words)
        change.append(run)
        paragraph.append(change)

    return also


def test_what_was_inserted_is_read_and_what_was_deleted_is_not(mission, document):
    type_in(document, "We counted ", also=changed("w:ins", "180."))
    type_in(document, also=changed("w:del", "or was it 170?"))
    import_matrix(mission, document)
    assert [one.text for one in remarks_of(mission)] == ["We counted 180."]


def below(made):
    made.add_paragraph("And in general we disagree.")


def between(made):
    made.tables[0]._tbl.addprevious(made.add_paragraph("In general we disagree.")._p)


def in_margin(made):
    run = made.tables[0].rows[1].cells[1].paragraphs[0].runs[0]
    made.add_comment(run, text="In general we disagree.", author="", initials="")


def another_column(made):
    made.tables[0].add_column(10)


def no_head(made):
    made.tables[0]._tbl.remove(made.tables[0].rows[0]._tr)


def no_about(made):
    for paragraph in made.paragraphs[:4]:
        paragraph._p.getparent().remove(paragraph._p)


def no_reference(made):
    last = made.tables[0].rows[1].cells[0].paragraphs[-1]._p
    last.getparent().remove(last)


@pytest.mark.parametrize(
    ("spoils", "why"),
    [(below, "in general we disagree"), (between, "In general we disagree"),
     (in_margin, "margin"), (another_column, "columns"), (no_head, "columns"),
     (no_about, "not the comment matrix"), (no_reference, "Nothing was imported")],
)  # fmt: skip
def test_nothing_of_a_document_is_passed_over(mission, document, spoils, why):
    type_in(document, "Good.", also=spoils)
    with pytest.raises(Refused, match=why):
        import_matrix(mission, document)
    assert comments_of(mission) == ()


def test_a_hostile_document_is_refused(tmp_path, mission, document):
    other = tmp_path / "hostile.docx"
    entity = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    for part, content in (
        ("word/document.xml", entity),
        ("word/document.xml", b"<w:document"),
        ("[Content_Types].xml", b"<Types/>"),
        ("word/bomb.bin", bytes(129 * 2**20)),
    ):
        with ZipFile(document) as whole, ZipFile(other, "w", ZIP_DEFLATED) as spoiled:
            for name in {*whole.namelist(), part}:
                spoiled.writestr(name, content if name == part else whole.read(name))
        with pytest.raises(FileError):
            import_matrix(mission, other)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(comment=st.one_of(SIGNS, st.sampled_from(["=1+1", "'=x", "a\nb", "a\tb", "لا 12%"])))
def test_whatever_was_written_into_a_document_is_known_when_it_comes_again(
    tmp_path, mission, comment
):
    while comments_of(mission):
        mission.undo()
    import_remarks(mission, [said(comment)], name="The government")
    export_matrix(mission, tmp_path / "law.docx")
    taken = import_matrix(mission, tmp_path / "law.docx")
    assert (taken.comments, taken.known) == (0, 1)


@pytest.mark.parametrize("word", ["Accepted in full", "مقبول كلياً", "accepted"])
def test_how_it_is_taken_may_be_said_in_any_language(mission, document, word):
    type_in(document, "No.", verdict=word)
    import_matrix(mission, document)
    assert answered_remarks(mission)[REPORTS][0].verdict == "accepted"


def test_another_word_for_how_it_is_taken_is_refused(mission, document):
    type_in(document, "No.", verdict="Perhaps")
    with pytest.raises(Refused, match="Accepted in part"):
        import_matrix(mission, document)
