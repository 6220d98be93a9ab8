"""The text of a PDF that Assessor wrote: drawn text, names and descriptions.

Only for our own PDFs: their content streams show text as codes of four hexadecimal digits, which
the font's ToUnicode map decodes (ISO 32000-1, 9.10.3). The child process reads foreign files
(printed_fingerprint).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf

from assessor.parcel.child.page_digest import page_contents
from assessor.parcel.child.printed_fingerprint import Codes, font_codes

_TOKEN = re.compile(rb"/(\S+) [\d.]+ Tf|<([0-9A-F]{4})>|\b(ET)\b")


def pdf_texts(data: bytes) -> tuple[str, str]:
    """Return all text of a PDF, in drawing order and with each line reversed.

    The second form restores right-to-left text. Outline titles, figure descriptions, metadata and
    streams that are neither page nor font follow.
    """
    forward: list[str] = []
    backward: list[str] = []
    with pikepdf.open(BytesIO(data)) as pdf:
        drawn = set()
        for page in pdf.pages:
            drawn |= {stream.objgen for stream in page_contents(page)}
            for line in _lines(page):
                forward += line
                backward += reversed(line)
        other_texts = [text for item in pdf.objects for text in _object_texts(item, drawn)]
    return "".join((*forward, *other_texts)), "".join(backward)


def _lines(page: pikepdf.Page) -> Iterator[list[str]]:
    """Yield the letters of each text object of a page, code by code."""
    resources = page.obj.get("/Resources")
    fonts = None if resources is None else resources.get("/Font")
    fonts_by_name = {} if fonts is None else dict(fonts.items())
    codes_by_font = {
        name.removeprefix("/"): font_codes(font)[0] for name, font in fonts_by_name.items()
    }
    codes: Codes = {}
    line: list[str] = []
    for stream in page_contents(page):
        for font, code, end in _TOKEN.findall(stream.read_bytes()):
            if font:
                codes = codes_by_font.get(font.decode("latin-1"), {})
            elif end:
                yield line
                line = []
            else:
                line.append(codes.get(int(code, 16), ""))
    yield line


def _object_texts(item: pikepdf.Object, drawn: set[tuple[int, int]]) -> Iterator[str]:
    """Yield the strings of an object, and other streams as text."""
    if isinstance(item, pikepdf.Stream):
        if item.objgen not in drawn and str(item.get("/Type")) in ("/Metadata", "/EmbeddedFile"):
            yield item.read_bytes().decode("utf-8", "replace")
    elif isinstance(item, pikepdf.Dictionary):
        for part in item.values():
            if isinstance(part, pikepdf.String):
                yield f" {part} "
            elif isinstance(part, pikepdf.Dictionary) and not part.is_indirect:
                yield from _object_texts(part, drawn)
