"""The text of a report just written, read out of its bytes: what is drawn, named and described.

For PDFs of our own making only: their content streams show text as codes of four hexadecimal
digits, which the ToUnicode map of the font spells (ISO 32000-1, 9.10.3). Foreign files are read by
`printed`, in the child process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf

from assessor.parcel.child.printed_fingerprint import Codes, font_codes

_TOKEN = re.compile(rb"/(\S+) [\d.]+ Tf|<([0-9A-F]{4})>|\b(ET)\b")


def pdf_texts(data: bytes) -> tuple[str, str]:
    """All text of a PDF: in the order of drawing, and with each line from its other end.

    The second gives back what runs from right to left. Titles of the outline, descriptions of
    figures and the document's own facts follow, and every stream that is neither page nor font.
    """
    forward: list[str] = []
    backward: list[str] = []
    with pikepdf.open(BytesIO(data)) as pdf:
        drawn = set()
        for page in pdf.pages:
            drawn |= {stream.objgen for stream in _contents(page)}
            for line in _lines(page):
                forward += line
                backward += reversed(line)
        told = [text for each in pdf.objects for text in _said(each, drawn)]
    return "".join((*forward, *told)), "".join(backward)


def _contents(page: pikepdf.Page) -> list[pikepdf.Object]:
    held = page.obj.get("/Contents")
    if held is None:
        return []
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def _lines(page: pikepdf.Page) -> Iterator[list[str]]:
    """The letters of each text object of a page, code by code."""
    resources = page.obj.get("/Resources")
    fonts = None if resources is None else resources.get("/Font")
    named = {} if fonts is None else dict(fonts.items())
    known = {name.removeprefix("/"): font_codes(font)[0] for name, font in named.items()}
    codes: Codes = {}
    line: list[str] = []
    for stream in _contents(page):
        for font, code, end in _TOKEN.findall(stream.read_bytes()):
            if font:
                codes = known.get(font.decode("latin-1"), {})
            elif end:
                yield line
                line = []
            else:
                line.append(codes.get(int(code, 16), ""))
    yield line


def _said(held: pikepdf.Object, drawn: set[tuple[int, int]]) -> Iterator[str]:
    """The strings of an object, and a stream that is no page, font or picture as text."""
    if isinstance(held, pikepdf.Stream):
        if held.objgen not in drawn and str(held.get("/Type")) in ("/Metadata", "/EmbeddedFile"):
            yield held.read_bytes().decode("utf-8", "replace")
    elif isinstance(held, pikepdf.Dictionary):
        for part in held.values():
            if isinstance(part, pikepdf.String):
                yield f" {part} "
            elif isinstance(part, pikepdf.Dictionary) and not part.is_indirect:
                yield from _said(part, drawn)
