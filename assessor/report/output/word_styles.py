"""Named Word styles after the look of the pages."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt, RGBColor

from assessor.report.blocks.look import ACCENT, INK, MUTED, Look
from assessor.report.output.word_parts import new_element, set_property
from assessor.report.typesetting.pen import Colour
from assessor.report.typesetting.text_layout import BOLD, SEMIBOLD, Style

FONT = "Arial"
"""Installed with every Word; covers Latin, Cyrillic, Arabic and Hebrew."""

_FAR_EAST = "SimSun"

COMPACT = "Compact"
"""Paragraph style between two tables, which Word would otherwise join."""


def rgb_colour(colour: Colour) -> RGBColor:
    """Convert a colour for Word."""
    return RGBColor(*(round(part * 255) for part in colour))


def add_styles(document: Any, look: Look) -> None:
    """Define all styles of the writer."""
    _apply_look(document.styles["Normal"], look, look.body, after=3)
    for level, style in enumerate((look.h2, look.h3, look.h4), 1):
        heading = document.styles[f"Heading {level}"]
        _apply_look(heading, look, style, before=(0, 14, 9)[level - 1], after=5)
        heading.paragraph_format.keep_with_next = True
    _apply_look(document.styles["Title"], look, look.cover, after=12)
    for border in document.styles["Title"].element.pPr.findall(new_element("w:pBdr").tag):
        document.styles["Title"].element.pPr.remove(border)
    subtitle = look.lead.but(size=13, colour=ACCENT)
    _apply_look(document.styles["Subtitle"], look, subtitle, before=90, after=6)
    for name, style in text_styles(look).items():
        if name not in ("Normal",):
            word_style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            word_style.base_style = document.styles["Normal"]
            _apply_look(word_style, look, style, after=2)
    gap = document.styles.add_style(COMPACT, WD_STYLE_TYPE.PARAGRAPH)
    _apply_look(gap, look, look.tiny.but(size=4, leading=5))


def text_styles(look: Look) -> dict[str, Style]:
    """Return the styles of plain text by their Word names."""
    return {
        "Normal": look.body,
        "Small": look.small,
        "Fine print": look.tiny,
        "Label": look.label,
        "Strong line": look.strong,
        "Lead": look.lead,
        "Figure": look.h1.but(colour=ACCENT),
        "Column heading": look.h3,
        "Marking": look.strong.but(colour=INK),
        "Contents line": look.body,
    }


def style_for(look: Look, style: Style) -> str:
    """Return the named style closest to a text's look."""
    strong = style.weight in (SEMIBOLD, BOLD)
    if style.size >= look.h2.size:
        return "Figure"
    if style.size >= look.h3.size:
        return "Column heading"
    if style.size <= look.tiny.size:
        return "Fine print"
    if style.size <= look.small.size:
        return "Label" if strong and style.colour == MUTED else "Small"
    if style.size >= look.lead.size:
        return "Lead"
    return "Strong line" if strong else "Normal"


def _apply_look(
    word_style: Any, look: Look, style: Style, *, before: float = 0, after: float = 0
) -> None:
    font, layout = word_style.font, word_style.paragraph_format
    strong = style.weight in (SEMIBOLD, BOLD)
    font.name, font.size, font.bold, font.italic = FONT, Pt(_size(style)), strong, False
    font.color.rgb = rgb_colour(style.colour)
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing = 1.12
    properties = word_style.element.get_or_add_rPr()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        properties.rFonts.attrib.pop(new_element("w:x").tag.replace("}x", "}") + theme, None)
    for script, name in (("w:cs", FONT), ("w:hAnsi", FONT), ("w:eastAsia", _FAR_EAST)):
        properties.rFonts.set(new_element(script).tag, name)
    set_property(properties, "w:bCs", val="1" if strong else "0")
    set_property(properties, "w:szCs", val=str(round(_size(style) * 2)))
    bidi = look.code if look.right_to_left else "ar-SA"
    set_property(properties, "w:lang", val=look.code, eastAsia="zh-CN", bidi=bidi)


def _size(style: Style) -> float:
    """Return the size on screen: half a point larger, rounded to half points."""
    return round((style.size + 0.6) * 2) / 2
