"""Tests of the comment matrix: written as a document, read back line by line."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from assessor.report.output.comment_matrix import (
    COMMENT,
    HEAD_LINES,
    IN_DOCUMENT,
    VERDICT,
    matrix_book,
    matrix_document,
    matrix_lines,
)
from assessor.report.output.matrix_reader import read_document
from assessor.report.projection.change_log import Remark
from tests.support.report.samples import sample

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def projection():
    return sample("XSH", "ar", "government")


def lines(projection):
    first = matrix_lines(projection, {})[0]
    remark = Remark("Not correct.", "We checked again.", True, "partly")
    return matrix_lines(projection, {first.reference: [remark, Remark("And more.")]})


def test_a_document_is_read_back_line_by_line(projection):
    written = lines(projection)
    found = read_document(matrix_document(projection, written))
    assert len(found.tables[0].above) == HEAD_LINES + 1
    rows = [row for table in found.tables for row in table.rows[1:]]
    assert len(rows) == len(written) and found.margin == ()
    columns = list(IN_DOCUMENT)
    assert [row[columns.index(COMMENT)] for row in rows[:3]] == [
        ("Not correct.",),
        ("And more.",),
        (),
    ]
    assert rows[0][columns.index(VERDICT)] and not rows[1][columns.index(VERDICT)]
    assert all(row[0][-1] == line.reference for row, line in zip(rows, written, strict=True))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no archive", b"plain text"])
def test_a_broken_document_is_rejected(data):
    with pytest.raises(ValueError, match="no document"):
        read_document(data)


def test_a_workbook_has_the_same_lines_and_the_assessment(projection):
    with ZipFile(BytesIO(matrix_book(projection, lines(projection), str))) as book:
        words = book.read("xl/sharedStrings.xml").decode()
    for text in ("Not correct.", "And more.", "We checked again.", projection.facts.assessment):
        assert text in words
