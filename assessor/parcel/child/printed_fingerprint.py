"""The fingerprint printed on a report's pages, found again when the parcel itself is gone.

Read in the child process only. It is a hint for a sentence to a person, never proof of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import pikepdf

_PAGES = 3
_MOST_INSTRUCTIONS = 20_000
_DEEPEST = 3
_SHORT = re.compile(r"(?<![0-9a-f])((?:[0-9a-f]{4} ?){3}[0-9a-f]{4})(?![0-9a-f])")
_CODE = r"<([0-9a-fA-F]+)>\s*"
_ONE, _MANY = re.compile(_CODE * 2), re.compile(_CODE * 3)
_LISTED = re.compile(_CODE * 2 + r"\[([^]]*)\]")
_MOVES = ("Td", "TD", "Tm", "T*", "ET")
_SHOWS = ("Tj", "TJ", "'", '"')

Codes = dict[int, str]


def find_fingerprint(pdf: pikepdf.Pdf) -> str:
    """The first 16 hex of the parcel that the pages name, or "" if they name none."""
    for page in list(pdf.pages)[:_PAGES]:
        pieces = list(_pieces(page.obj, 0))
        for text in ("".join(pieces), "".join(piece for piece in pieces if piece != "\n")):
            found = _SHORT.search(text)
            if found:
                return found[1].replace(" ", "")
    return ""


def _pieces(holder: pikepdf.Object, depth: int) -> Iterator[str]:
    """The text of a page or a form in it, piece by piece; a line feed wherever the pen moves."""
    fonts: dict[str, tuple[Codes, int]] = {}
    codes, width = Codes(), 1
    for step in islice(pikepdf.parse_content_stream(holder), _MOST_INSTRUCTIONS):
        operator, operands = str(step.operator), step.operands
        if operator == "Tf":
            name = str(operands[0])
            if name not in fonts:
                fonts[name] = font_codes(_resource(holder, "/Font", name))
            codes, width = fonts[name]
        elif operator in _SHOWS:
            shown = operands[-1]
            for part in shown if operator == "TJ" else (shown,):
                if isinstance(part, pikepdf.String):
                    yield _spelled(part, codes, width)
        elif operator in _MOVES:
            yield "\n"
        elif operator == "Do" and depth < _DEEPEST:
            form = _resource(holder, "/XObject", str(operands[0]))
            if form is not None and str(form.get("/Subtype")) == "/Form":
                yield from _pieces(form, depth + 1)


def _resource(holder: pikepdf.Object, kind: str, name: str) -> pikepdf.Object | None:
    """A font or a form by its name in a page or a form."""
    resources = holder.get("/Resources")
    found = None if resources is None else resources.get(kind)
    return None if found is None else found.get(name)


def _spelled(string: pikepdf.Object, codes: Codes, width: int) -> str:
    data = bytes(string)
    if not codes:
        return data.decode("latin-1")
    numbers = (
        int.from_bytes(data[start : start + width], "big") for start in range(0, len(data), width)
    )
    return "".join(codes.get(number, "") for number in numbers)


def font_codes(font: pikepdf.Object | None) -> tuple[Codes, int]:
    """A font's codes and the letters they stand for, by its ToUnicode map; bytes in a code."""
    found = Codes()
    if font is None or "/ToUnicode" not in font:
        return found, 1
    text = font.ToUnicode.read_bytes().decode("latin-1")[:500_000]
    for kind, body in re.findall(r"begin(bfchar|bfrange)(.*?)end", text, re.DOTALL):
        if kind == "bfchar":
            found.update((int(code, 16), _letters(text)) for code, text in _ONE.findall(body))
            continue
        for first, _, listed in _LISTED.findall(body):
            for place, letter in enumerate(re.findall(_CODE, listed)):
                found[int(first, 16) + place] = _letters(letter)
        for first, last, letter in _MANY.findall(_LISTED.sub("", body)):
            start, begin = int(first, 16), int(letter, 16)
            for code in range(start, min(int(last, 16), start + 65_535) + 1):
                found[code] = chr(min(begin + code - start, 0x10FFFF))
    return found, 2 if str(font.get("/Subtype")) == "/Type0" else 1


def _letters(text: str) -> str:
    return bytes.fromhex(text if len(text) % 2 == 0 else f"0{text}").decode("utf-16-be", "replace")
