"""The filled comment matrix out of a Word document: its tables as text, and nothing lost unsaid.

Deleted text of tracked changes is not read, inserted text is. Source: ECMA-376, part 1, 17.4 and
17.13.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from assessor.report.output.word_parts import LEFT_MARK, RIGHT_MARK

_BROKEN = (
    BadZipFile, OpcError, SyntaxError, KeyError, ValueError, TypeError, AttributeError, IndexError,
    RecursionError, OSError, EOFError,
)  # fmt: skip
"""What python-docx raises over files that are no document; XML that is none is a SyntaxError."""

_GONE = frozenset(map(qn, ("w:del", "w:moveFrom")))
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}

_BETWEEN = re.compile(f"^([{LEFT_MARK}{RIGHT_MARK}])(.*)\\1$", re.MULTILINE)
"""A line that was written against the direction of its paragraph (word_blocks)."""

Cell = tuple[str, ...]
"""The paragraphs of a cell."""


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """A table of a document, and the paragraphs that stand between it and the one before."""

    above: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document as text: its tables, what stands below the last, and comments in the margin."""

    tables: tuple[DocumentTable, ...]
    below: tuple[str, ...]
    margin: tuple[str, ...]


def read_document(data: bytes) -> DocumentText:
    """The tables of a .docx file. Raises ValueError for what is no document."""
    try:
        document = Document(BytesIO(data))
        tables: list[DocumentTable] = []
        above: list[str] = []
        for element in _blocks(document.element.body):
            if element.tag == qn("w:tbl"):
                tables.append(DocumentTable(tuple(above), tuple(_rows(element))))
                above = []
            elif text := _bare(_text(element)):
                above.append(text)
        return DocumentText(tuple(tables), tuple(above), tuple(_margin(document)))
    except _BROKEN as error:
        raise ValueError("no document") from error


def _blocks(body: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body, also inside what only wraps them."""
    for element in body:
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element
        elif element.tag not in _GONE:
            yield from _blocks(element)


def _rows(table: Any) -> Iterator[tuple[Cell, ...]]:
    for row in _within(table, qn("w:tr")):
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            yield tuple(_cell(cell) for cell in _within(row, qn("w:tc")))


def _within(parent: Any, tag: str) -> Iterator[Any]:
    """The elements of a tag below another, but not those of a table inside a cell."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag not in (qn("w:tc"), qn("w:p"), *_GONE):
            yield from _within(element, tag)


def _cell(cell: Any) -> Cell:
    texts = (_bare(_text(paragraph)) for paragraph in cell.iter(qn("w:p")))
    return tuple(text for text in texts if text)


def _bare(text: str) -> str:
    """A text without blank ends and without the marks its lines were written between."""
    return _BETWEEN.sub(r"\2", text).strip()


def _text(element: Any) -> str:
    """The text of a paragraph as it stands when all its changes are accepted."""
    return "".join(_pieces(element))


def _pieces(parent: Any) -> Iterator[str]:
    for element in parent:
        if element.tag == qn("w:t"):
            yield element.text or ""
        elif element.tag in _SIGNS:
            yield _SIGNS[element.tag]
        elif element.tag not in (*_GONE, qn("w:pPr"), qn("w:rPr")):
            yield from _pieces(element)


def _margin(document: Any) -> Iterable[str]:
    """What was written as comments in the margin."""
    return [text for comment in document.comments if (text := comment.text.strip())]
