"""Read a filled comment matrix from a Word document.

Tracked deletions are skipped, insertions read. Source: ECMA-376, part 1, 17.4 and 17.13.5.
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
"""Exceptions of python-docx for broken files; invalid XML is a SyntaxError."""

_GONE = frozenset(map(qn, ("w:del", "w:moveFrom")))
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}

_BETWEEN = re.compile(f"^([{LEFT_MARK}{RIGHT_MARK}])(.*)\\1$", re.MULTILINE)
"""A line written against its paragraph's direction (word_blocks)."""

Cell = tuple[str, ...]
"""The paragraphs of a cell."""


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """A table and the paragraphs above it."""

    above: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document as text: tables, paragraphs below the last, and margin comments."""

    tables: tuple[DocumentTable, ...]
    below: tuple[str, ...]
    margin: tuple[str, ...]


def read_document(data: bytes) -> DocumentText:
    """Read the tables of a .docx file. Raises ValueError for an invalid document."""
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
    """Yield paragraphs and tables, also inside wrapper elements."""
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
    """Yield descendants with a tag, but not those of nested tables."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag not in (qn("w:tc"), qn("w:p"), *_GONE):
            yield from _within(element, tag)


def _cell(cell: Any) -> Cell:
    texts = (_bare(_text(paragraph)) for paragraph in cell.iter(qn("w:p")))
    return tuple(text for text in texts if text)


def _bare(text: str) -> str:
    """Strip a text and the direction marks of its lines."""
    return _BETWEEN.sub(r"\2", text).strip()


def _text(element: Any) -> str:
    """Return a paragraph's text with all changes accepted."""
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
    """Return the margin comments."""
    return [text for comment in document.comments if (text := comment.text.strip())]
