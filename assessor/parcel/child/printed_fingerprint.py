"""The fingerprint printed on a report's pages: a hint, read in the child process, never proof."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import pikepdf

_PAGES = 3
_MOST_INSTRUCTIONS = 20_000
_MAX_DEPTH = 3
_FINGERPRINT = re.compile(r"(?<![0-9a-f])((?:[0-9a-f]{4} ?){3}[0-9a-f]{4})(?![0-9a-f])")
_CODE = r"<([0-9a-fA-F]+)>\s*"
_SINGLE, _RANGE = re.compile(_CODE * 2), re.compile(_CODE * 3)
_RANGE_LIST = re.compile(_CODE * 2 + r"\[([^]]*)\]")
_MOVES = ("Td", "TD", "Tm", "T*", "ET")
_SHOWS = ("Tj", "TJ", "'", '"')

Codes = dict[int, str]


def find_fingerprint(pdf: pikepdf.Pdf) -> str:
    """Return the first 16 hex of the parcel that the pages name, or ""."""
    for page in list(pdf.pages)[:_PAGES]:
        pieces = list(_pieces(page.obj, 0))
        for text in ("".join(pieces), "".join(piece for piece in pieces if piece != "\n")):
            match = _FINGERPRINT.search(text)
            if match:
                return match[1].replace(" ", "")
    return ""


def _pieces(page: pikepdf.Object, depth: int) -> Iterator[str]:
    """Yield the text of a page or of a form in it; a line feed wherever the pen moves."""
    fonts: dict[str, tuple[Codes, int]] = {}
    codes, width = Codes(), 1
    for step in islice(pikepdf.parse_content_stream(page), _MOST_INSTRUCTIONS):
        operator, operands = str(step.operator), step.operands
        if operator == "Tf":
            name = str(operands[0])
            if name not in fonts:
                fonts[name] = font_codes(_resource(page, "/Font", name))
            codes, width = fonts[name]
        elif operator in _SHOWS:
            operand = operands[-1]
            for string in operand if operator == "TJ" else (operand,):
                if isinstance(string, pikepdf.String):
                    yield _decode(string, codes, width)
        elif operator in _MOVES:
            yield "\n"
        elif operator == "Do" and depth < _MAX_DEPTH:
            form = _resource(page, "/XObject", str(operands[0]))
            if form is not None and str(form.get("/Subtype")) == "/Form":
                yield from _pieces(form, depth + 1)


def _resource(holder: pikepdf.Object, kind: str, name: str) -> pikepdf.Object | None:
    """Return a font or form by its name in a page or form."""
    resources = holder.get("/Resources")
    resources_of_kind = None if resources is None else resources.get(kind)
    return None if resources_of_kind is None else resources_of_kind.get(name)


def _decode(string: pikepdf.Object, codes: Codes, width: int) -> str:
    data = bytes(string)
    if not codes:
        return data.decode("latin-1")
    numbers = (
        int.from_bytes(data[start : start + width], "big") for start in range(0, len(data), width)
    )
    return "".join(codes.get(number, "") for number in numbers)


def font_codes(font: pikepdf.Object | None) -> tuple[Codes, int]:
    """Return a font's codes and their letters by its ToUnicode map, and the bytes per code."""
    codes = Codes()
    if font is None or "/ToUnicode" not in font:
        return codes, 1
    text = font.ToUnicode.read_bytes().decode("latin-1")[:500_000]
    for kind, body in re.findall(r"begin(bfchar|bfrange)(.*?)end", text, re.DOTALL):
        if kind == "bfchar":
            codes.update((int(code, 16), _letters(text)) for code, text in _SINGLE.findall(body))
            continue
        for first, _, listed in _RANGE_LIST.findall(body):
            for offset, letter in enumerate(re.findall(_CODE, listed)):
                codes[int(first, 16) + offset] = _letters(letter)
        for first, last, letter in _RANGE.findall(_RANGE_LIST.sub("", body)):
            start, first_letter = int(first, 16), int(letter, 16)
            for code in range(start, min(int(last, 16), start + 65_535) + 1):
                codes[code] = chr(min(first_letter + code - start, 0x10FFFF))
    return codes, 2 if str(font.get("/Subtype")) == "/Type0" else 1


def _letters(text: str) -> str:
    return bytes.fromhex(text if len(text) % 2 == 0 else f"0{text}").decode("utf-16-be", "replace")
