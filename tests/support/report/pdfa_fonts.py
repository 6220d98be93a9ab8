"""The rules of PDF/A-3b about fonts: programs inside, widths as drawn, every code a letter.

Clauses are those of ISO 19005-3:2012, 6.2.11. The embedded programs are opened with HarfBuzz.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import uharfbuzz as hb

Used = dict[tuple[int, int], set[int]]
"""The codes shown in each font of the document."""

Instructions = list[tuple[str, Any]]
"""What a page draws with: operators and their operands."""


def instructions(page: Any) -> Instructions:
    """The content of a page, taken apart."""
    return [(str(each.operator), each.operands) for each in pikepdf.parse_content_stream(page)]


def font_faults(pdf: pikepdf.Pdf, drawn: list[Instructions]) -> Iterator[str]:
    """Every break of a rule about a font that a page uses."""
    fonts: dict[tuple[int, int], Any] = {}
    used: Used = {}
    for page, content in zip(pdf.pages, drawn, strict=True):
        here = page.get("/Resources", {}).get("/Font", {})
        named = {name: here[name] for name in here.keys()}  # noqa: SIM118 - a PDF dictionary
        fonts |= {font.objgen: font for font in named.values()}
        _shown(content, named, used)
    for key, font in fonts.items():
        yield from (f"{each} ({font.BaseFont})" for each in _font(font, used.get(key, set())))


def _shown(content: Instructions, fonts: dict[str, Any], used: Used) -> None:
    """Note the two-byte codes that the page shows."""
    codes: set[int] = set()
    for operator, operands in content:
        if operator == "Tf":
            codes = used.setdefault(fonts[str(operands[0])].objgen, set())
        elif operator in ("Tj", "TJ"):
            given = operands[0] if operator == "TJ" else operands
            for piece in given:
                if isinstance(piece, pikepdf.String):
                    data = bytes(piece)
                    codes.update(data[at] << 8 | data[at + 1] for at in range(0, len(data), 2))


def _font(font: Any, codes: set[int]) -> Iterator[str]:
    if font.get("/Subtype") != "/Type0" or font.get("/Encoding") != "/Identity-H":
        yield "6.2.11.2, 6.2.11.3.3 not a composite font under a map every reader has"
        return
    below = font.DescendantFonts[0]
    info = below.get("/CIDSystemInfo", {})
    if not {"/Registry", "/Ordering", "/Supplement"} <= set(info.keys()):
        yield "6.2.11.3.1 the character collection is not named"
    mapping = below.get("/CIDToGIDMap")
    if below.get("/Subtype") != "/CIDFontType2" or mapping is None:
        yield "6.2.11.3.2 no map from codes to glyphs"
        return
    descriptor = below.get("/FontDescriptor", {})
    program = descriptor.get("/FontFile2")
    if program is None:
        yield "6.2.11.4.1 the font program is not embedded"
        return
    if not re.fullmatch(r"/[A-Z]{6}\+.+", str(font.BaseFont)):
        yield "6.2.11.4.2 a subset that is not named as one"
    if str(below.get("/BaseFont")) != str(font.BaseFont) != str(descriptor.get("/FontName")):
        yield "6.2.11.2 the names of the font differ"
    yield from _glyphs(below, program.read_bytes(), mapping, codes)
    yield from _letters(font, codes)


def _glyphs(below: Any, data: bytes, mapping: Any, codes: set[int]) -> Iterator[str]:
    """6.2.11.4.1, 6.2.11.5, 6.2.11.8: each glyph there, as wide as said, none of them .notdef."""
    face = hb.Face(data)
    drawn = hb.Font(face)
    widths = _widths(below)
    places = mapping.read_bytes() if isinstance(mapping, pikepdf.Stream) else b""
    for code in sorted(codes):
        glyph = int.from_bytes(places[2 * code : 2 * code + 2], "big") if places else code
        if not 0 < glyph < face.glyph_count:
            yield f"6.2.11.4.1, 6.2.11.8 the code {code} has no glyph"
            continue
        told = widths.get(code, float(below.get("/DW", 1000)))
        real = drawn.get_glyph_h_advance(glyph) * 1000 / face.upem
        if abs(told - real) > 1:
            yield f"6.2.11.5 the code {code} is {told} wide, its glyph {real:.1f}"


def _widths(below: Any) -> dict[int, float]:
    found: dict[int, float] = {}
    given = list(below.get("/W", []))
    while given:
        first, second = int(given.pop(0)), given.pop(0)
        if isinstance(second, pikepdf.Array):
            found |= {first + at: float(width) for at, width in enumerate(second)}
        else:
            width = float(given.pop(0))
            found |= dict.fromkeys(range(first, int(second) + 1), width)
    return found


def _letters(font: Any, codes: set[int]) -> Iterator[str]:
    """6.2.11.7.2 (level U, held as well): each code a letter, unless it continues the last one."""
    told = font.get("/ToUnicode")
    if told is None:
        yield "6.2.11.7.2 no map from codes to letters"
        return
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", told.read_bytes())
    letters = {int(code, 16): text for code, text in pairs}
    if any(text in (b"0000", b"FEFF", b"FFFE") for text in letters.values()):
        yield "6.2.11.7.2 a code stands for no letter"
    if codes and not codes & set(letters):
        yield "6.2.11.7.2 no code that is shown stands for a letter"
