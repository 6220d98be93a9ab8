"""WordprocessingML elements that python-docx does not offer."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from assessor.report.blocks.look import LINE
from assessor.report.typesetting.pen import Colour

_ORDER = (
    "w:rFonts", "w:b", "w:bCs", "w:i", "w:iCs", "w:caps", "w:smallCaps", "w:strike", "w:color",
    "w:spacing", "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u",
    "w:vertAlign", "w:rtl", "w:cs", "w:lang",
)  # fmt: skip
"""Order of run properties (CT_RPr); Word may reject another order."""

LEFT_MARK, RIGHT_MARK = "\u200e", "\u200f"
"""Invisible direction marks (UAX #9, LRM and RLM)."""

EDGES = ("top", "start", "bottom", "end", "insideH", "insideV")


def new_element(tag: str, /, **attributes: str) -> Any:
    """Create an element such as w:tab with attributes of its namespace."""
    element = OxmlElement(tag)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


def set_property(properties: Any, name: str, **attributes: str) -> None:
    """Set a property at its position in the schema, replacing an existing one."""
    for existing in properties.findall(qn(name)):
        properties.remove(existing)
    order = _ORDER[_ORDER.index(name) + 1 :]
    properties.insert_element_before(new_element(name, **attributes), *order)


def colour_code(colour: Colour) -> str:
    """Return a colour as six hexadecimal digits."""
    return "".join(f"{round(part * 255):02X}" for part in colour)


def set_paragraph_direction(paragraph: Any, right_to_left: bool) -> None:
    """Set a paragraph to right-to-left."""
    if right_to_left:
        paragraph._p.get_or_add_pPr().insert_element_before(
            new_element("w:bidi"), "w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )


def set_run_direction(run: Any, right_to_left: bool) -> Any:
    """Set a run to right-to-left."""
    if right_to_left:
        set_property(run._r.get_or_add_rPr(), "w:rtl")
    return run


def add_field(paragraph: Any, instruction: str, placeholder: str) -> None:
    """Add a field that Word calculates, such as PAGE, with a placeholder."""
    for kind in ("begin", None, "separate", "shown", "end"):
        run = paragraph.add_run(placeholder if kind == "shown" else "")
        if kind is None:
            text = new_element("w:instrText")
            text.text = f" {instruction} "
            run._r.append(text)
        elif kind != "shown":
            mark = new_element("w:fldChar", fldCharType=kind)
            if kind == "begin":
                mark.set(qn("w:dirty"), "true")
            run._r.append(mark)


def add_bookmark(paragraph: Any, name: str, number: int) -> None:
    """Make a paragraph a link target."""
    start = new_element("w:bookmarkStart", id=str(number), name=name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(new_element("w:bookmarkEnd", id=str(number)))


def add_link(paragraph: Any, anchor: str) -> Any:
    """Link a paragraph's content to a bookmark."""
    element = new_element("w:hyperlink", anchor=anchor, history="1")
    for child in list(paragraph._p):
        if child.tag == qn("w:r"):
            element.append(child)
    paragraph._p.append(element)
    return element


def new_borders(tag: str, colour: Colour = LINE, **edges: float) -> Any:
    """Create borders: weight in points per edge, none elsewhere."""
    element = new_element(tag)
    for edge in EDGES:
        weight = edges.get(edge, 0.0)
        if weight:
            size = str(round(weight * 8))
            element.append(
                new_element(
                    f"w:{edge}", val="single", sz=size, space="0", color=colour_code(colour)
                )
            )
        else:
            element.append(new_element(f"w:{edge}", val="nil"))
    return element


def shape_table(
    table: Any, widths: list[float], *, right_to_left: bool, padding: float, lines: Any
) -> None:
    """Set fixed columns, padding, borders and direction of a table."""
    around = table._tbl.tblPr
    for child in list(around):
        around.remove(child)
    if right_to_left:
        around.append(new_element("w:bidiVisual"))
    around.append(new_element("w:tblW", w=_twips(sum(widths)), type="dxa"))
    around.append(lines)
    around.append(new_element("w:tblLayout", type="fixed"))
    room = new_element("w:tblCellMar")
    for edge, size in (("top", padding), ("start", 4.0), ("bottom", padding), ("end", 4.0)):
        room.append(new_element(f"w:{edge}", w=_twips(size), type="dxa"))
    around.append(room)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Pt(width)
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Pt(width)


def keep_row_together(row: Any, *, header: bool) -> None:
    """Keep a row on one page; a header repeats on every page."""
    around = row.get_or_add_trPr()
    around.append(new_element("w:cantSplit"))
    if header:
        around.append(new_element("w:tblHeader"))


def shade_cell(cell: Any, fill: Colour, bar: Colour | None) -> None:
    """Tint a cell, with a bar on the reading side."""
    around = cell.get_or_add_tcPr()
    if bar:
        around.append(new_borders("w:tcBorders", bar, start=2.5))
    around.append(new_element("w:shd", val="clear", color="auto", fill=colour_code(fill)))


def _twips(points: float) -> str:
    return str(round(points * 20))
