"""Fonts: shaping with HarfBuzz, and embedding of the used glyphs.

Each pair (glyph, text) has its own code in the PDF, so that copied text equals stored text, even
for ligatures and decomposed letters. Sources: ISO 32000-1, 9.7 (composite fonts) and 9.10.3
(ToUnicode).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from assessor.shipped import RESOURCES_FOLDER

LATIN, ARABIC, CHINESE = "NotoSans", "NotoSansArabic", "NotoSansSC"
REGULAR, ITALIC, SEMIBOLD, BOLD = "Regular", "Regular_Italic", "SemiBold", "Bold"

_SCRIPTS = {LATIN: "Latn", ARABIC: "Arab", CHINESE: "Hani"}
_LENT = {SEMIBOLD: (SEMIBOLD, BOLD)}
"""Substitutes for missing weights, best first; Regular is the last resort."""
_REPLACEMENT = "\ufffd"
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c") | frozenset(
    chr(code) for start, end in ((0x202A, 0x202F), (0x2066, 0x206A)) for code in range(start, end)
)


class Glyph(NamedTuple):
    """A placed glyph; units are thousandths of the type size."""

    code: int  # in the face, before subsetting
    advance: float
    x: float
    y: float
    text: str  # its text; "" for further glyphs of a letter


class ShapedWord(NamedTuple):
    """A word in one font: glyphs from left to right, and width in thousandths."""

    glyphs: tuple[Glyph, ...]
    width: float


class FontFace:
    """One font file: its coverage and its shaping."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.script = _SCRIPTS[name.partition("-")[0]]
        blob = hb.Blob.from_file_path(str(RESOURCES_FOLDER / "fonts" / f"{name}.ttf"))
        self.face = hb.Face(blob)
        self.font = hb.Font(self.face)
        self.scale: float = 1000 / self.face.upem
        self.covered = frozenset(self.face.unicodes)
        self.blank: int = self.font.get_nominal_glyph(0x200C) or self.font.get_nominal_glyph(0x20)

    @lru_cache(maxsize=20_000)  # noqa: B019 - faces live as long as the process
    def shape(self, word: str, right_to_left: bool = False) -> ShapedWord:
        """Return the glyphs of a word from left to right; the font must cover it."""
        if not word:
            return ShapedWord((), 0.0)
        buffer = hb.Buffer()
        buffer.add_str(word)
        buffer.direction = "rtl" if right_to_left else "ltr"
        buffer.script = self.script
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        hb.shape(self.font, buffer, {})
        texts = _texts(word, [info.cluster for info in buffer.glyph_infos])
        scale = self.scale
        glyphs = tuple(
            Glyph(
                info.codepoint,
                place.x_advance * scale,
                place.x_offset * scale,
                place.y_offset * scale,
                text,
            )
            for info, place, text in zip(
                buffer.glyph_infos, buffer.glyph_positions, texts, strict=True
            )
        )
        return ShapedWord(glyphs, sum(glyph.advance for glyph in glyphs))

    def advance(self, code: int) -> float:
        """Return a glyph's advance in thousandths."""
        return float(self.font.get_glyph_h_advance(code)) * self.scale


def _texts(word: str, clusters: list[int]) -> list[str]:
    """Return the text of each glyph; a cluster's text goes to its last drawn glyph.

    HarfBuzz puts marks before their base in right-to-left text, so the last is the base.
    """
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(word)], strict=True))
    base = {cluster: at for at, cluster in enumerate(clusters)}
    if clusters and clusters[0] < clusters[-1]:
        base = {cluster: len(clusters) - 1 - at for at, cluster in enumerate(reversed(clusters))}
    return [
        word[cluster : ends[cluster]] if base[cluster] == at else ""
        for at, cluster in enumerate(clusters)
    ]


@cache
def load_face(family: str, weight: str) -> FontFace:
    """Return a family in a weight, or its nearest weight."""
    names = (f"{family}-{each}" for each in _LENT.get(weight, (weight,)))
    existing = (name for name in names if (RESOURCES_FOLDER / "fonts" / f"{name}.ttf").is_file())
    return FontFace(next(existing, f"{family}-{REGULAR}"))


def replace_undrawable(text: str) -> str:
    """Replace characters that no font covers by U+FFFD, one for one."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if _drawable(char) else _REPLACEMENT for char in text)


def family_runs(text: str) -> Iterable[tuple[int, int, str]]:
    """Yield runs (start, end, family) of a text; marks follow their letter."""
    if text.isascii():
        yield 0, len(text), LATIN
        return
    start, family = 0, ""
    for at, char in enumerate(text):
        needed = _family(char)
        if needed and needed != family:
            if family and at > start:
                yield start, at, family
                start = at
            family = needed
    yield start, len(text), family or LATIN


@lru_cache(maxsize=20_000)
def is_latin(word: str) -> bool:
    """Return whether the Latin font draws the whole word, without control characters."""
    if word.isascii():
        return word.isprintable()
    return all(_family(char) == LATIN for char in word)


def is_invisible(char: str) -> bool:
    """Return whether a character only controls layout."""
    return char in _INVISIBLE


@lru_cache(maxsize=4096)
def _drawable(char: str) -> bool:
    if char in _INVISIBLE or char in "\n\t\u2028\u2029":
        return True
    return any(ord(char) in load_face(family, REGULAR).covered for family in _SCRIPTS)


@lru_cache(maxsize=4096)
def _family(char: str) -> str:
    """Return the family that draws a character; "" for marks and joiners."""
    if char in _INVISIBLE:
        return ""
    arabic = ord(char) in load_face(ARABIC, REGULAR).covered
    latin = ord(char) in load_face(LATIN, REGULAR).covered
    if arabic and not latin:
        return ARABIC
    if arabic and "\u0300" <= char <= "\u036f":
        return ""
    if latin:
        return LATIN
    return CHINESE if ord(char) in load_face(CHINESE, REGULAR).covered else LATIN


class EmbeddedFont:
    """A font in one document: assigned codes and PDF objects."""

    def __init__(self, source: FontFace, name: str) -> None:
        self.source = source
        self.name = name  # the resource name, such as "A1"
        self.codes: dict[tuple[int, str], int] = {}
        self.widths: list[float] = []
        self._hex_codes: dict[tuple[int, str], tuple[str, float]] = {}

    def code(self, glyph: int, text: str) -> int:
        """Return the two-byte code of a glyph and its text."""
        key = (glyph, text)
        cached = self.codes.get(key)
        if cached is None:
            cached = self.codes[key] = len(self.codes) + 1
            self.widths.append(round(self.source.advance(glyph), 2))
        return cached

    def hex_code(self, glyph: int, text: str) -> tuple[str, float]:
        """Return the hexadecimal code of a glyph, and its width for PDF readers."""
        key = (glyph, text)
        cached = self._hex_codes.get(key)
        if cached is None:
            code = self.code(glyph, text)
            cached = self._hex_codes[key] = (f"<{code:04X}>", self.widths[code - 1])
        return cached

    def addObjects(self, doc: Any) -> None:
        """Add the font to a reportlab document; called after all pages are drawn."""
        plan = self._plan()
        mapping = dict(plan.old_to_new_glyph_mapping)
        data = plan.execute().blob.data
        base = f"{_tag(self.codes)}+{self.source.name.replace('_', '')}"
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(base),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": doc.Reference(self._descriptor(doc, base, data)),
                "DW": 0,
                "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray(self.widths)]),
                "CIDToGIDMap": doc.Reference(_stream(doc, self._glyph_map(mapping))),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(base),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant)]),
                "ToUnicode": doc.Reference(_stream(doc, self._to_unicode())),
            }
        )
        doc.idToObject["BasicFonts"].dict[self.name] = doc.Reference(font)

    def _plan(self) -> Any:
        subset = hb.SubsetInput()
        subset.glyph_set.update({0, *(glyph for glyph, _ in self.codes)})
        subset.flags = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_BIDI_CLOSURE
        subset.drop_table_tag_set.update(
            int.from_bytes(tag, "big")
            for tag in (b"GSUB", b"GPOS", b"GDEF", b"name", b"post", b"OS/2", b"cmap")
        )
        return hb.SubsetPlan(self.source.face, subset)

    def _descriptor(self, doc: Any, base: str, data: bytes) -> Any:
        extents = self.source.font.get_font_extents("ltr")
        scale = self.source.scale
        file = _stream(doc, data)
        file.dictionary["Length1"] = len(data)
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": pdfdoc.PDFName(base),
                "Flags": 4,
                "FontBBox": pdfdoc.PDFArray([-1000, -1000, 3000, 2000]),
                "ItalicAngle": -12 if "Italic" in base else 0,
                "Ascent": round(extents.ascender * scale),
                "Descent": round(extents.descender * scale),
                "CapHeight": 714,
                "StemV": 120 if "Bold" in base else 80,
                "FontFile2": doc.Reference(file),
            }
        )

    def _glyph_map(self, mapping: dict[int, int]) -> bytes:
        places = [0, *(mapping[glyph] for glyph, _ in self.codes)]
        return b"".join(place.to_bytes(2, "big") for place in places)

    def _to_unicode(self) -> bytes:
        pairs = [
            f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
            for (_, text), code in self.codes.items()
            if text
        ]
        blocks = [
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar"
            for block in (pairs[at : at + 100] for at in range(0, len(pairs), 100))
        ]
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
            + "\n".join(blocks)
            + "\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode("ascii")


def _stream(doc: Any, data: bytes) -> Any:
    stream = pdfdoc.PDFStream(content=data)
    stream.filters = [pdfdoc.PDFZCompress] if doc.compression else []
    return stream


def _tag(codes: Iterable[tuple[int, str]]) -> str:
    """Return the six capitals of a subset name; equal glyphs give equal names."""
    total = 0
    for glyph, _ in codes:
        total = (total * 31 + glyph + 1) % 26**6
    return "".join(chr(65 + total // 26**place % 26) for place in range(6))
