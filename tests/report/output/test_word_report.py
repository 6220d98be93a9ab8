"""Tests of Word files: the content of the pages as styles, tables and pictures."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from assessor.report.blocks.block import Panel, Stack
from assessor.report.blocks.charts import BarChart
from assessor.report.blocks.look import GROUND, Look
from assessor.report.blocks.raster import draw_picture
from assessor.report.output.word_blocks import WordWriter
from assessor.report.output.word_styles import add_styles
from assessor.report.projection.projection import Projection
from tests.support.report import samples
from tests.support.report.profiles import suppressed
from tests.support.report.profiles import texts as said_by
from tests.support.report.proofs import word
from tests.support.report.word_text import texts

pytestmark = pytest.mark.slow

CASES = [("XSV", "en", "internal"), ("XSH", "ar", "government")]


@cache
def shown(iso3: str, code: str, profile: str) -> Projection:
    return samples.short(samples.sample(iso3, code, profile))


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_it_has_the_content_of_the_pages_in_named_styles(case):
    projection, data = shown(*case), word(*case)
    document = Document(BytesIO(data))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    told = texts(data).replace("&amp;", "&")
    for number, section in enumerate(projection.sections, 1):
        assert any(line.endswith(section.title) and str(number) in line for line in headings)
        for line in section.indicators:
            assert line.title in told
            assert all(each.text in told for each in line.criteria)
    for row in projection.recommendations.rows if projection.profile == "internal" else ():
        assert row[0].text in told
    assert {p.style.name for p in document.paragraphs} >= {"Title", "Heading 2", "Small"}
    pictures = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    drawn = next(each for each in projection.sections if each.score.released)
    assert any(drawn.title in each for each in pictures)  # the radar, in words
    assert projection.cover.marking in document.sections[0].footer.paragraphs[0].text


def test_a_column_heading_is_not_larger_than_its_chapters():
    document = Document(BytesIO(word(*CASES[0])))
    found = {
        p.text: p.style
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for p in cell.paragraphs
    }
    chapter = document.styles["Heading 1"].font.size
    assert found["Strengths"].name == found["Gaps"].name == "Column heading"
    assert found["Strengths"].font.size < chapter


def test_arabic_is_right_to_left_and_english_is_not():
    for case, right in zip(CASES, (False, True), strict=True):
        document = Document(BytesIO(word(*case)))
        body = document.element.body
        bidi = [p.find(qn("w:pPr") + "/" + qn("w:bidi")) is not None
                for p in body.iter(qn("w:p")) if "".join(p.itertext()).strip()]  # fmt: skip
        assert all(bidi) if right else not any(bidi)
        visual = [t.tblPr.find(qn("w:bidiVisual")) is not None for t in body.iter(qn("w:tbl"))]
        assert visual and (all(visual) if right else not any(visual))


def test_tables_repeat_headers_and_cells_are_editable():
    document = Document(BytesIO(word(*CASES[0])))
    body = document.element.body
    assert sum(1 for _ in body.iter(qn("w:tblHeader"))) > 20
    for cell in body.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")  # Word repairs a file in which it is not so
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert anchors and set(anchors) <= marks


RUN_ORDER = [
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "vertAlign",
    "rtl",
    "cs",
    "lang",
]


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_properties_follow_the_schema_order_without_duplicates(case):
    document = Document(BytesIO(word(*case)))
    for root in (document.element, document.styles.element):
        for properties in root.iter(qn("w:rPr")):
            names = [child.tag.rpartition("}")[2] for child in properties]
            places = [RUN_ORDER.index(name) for name in names if name in RUN_ORDER]
            assert places == sorted(set(places)), names
    section = [child.tag.rpartition("}")[2] for child in document.sections[0]._sectPr]
    if "bidi" in section and "docGrid" in section:
        assert section.index("titlePg") < section.index("bidi") < section.index("docGrid")


def test_it_has_no_parcel_and_mentions_none():
    told = texts(word(*CASES[0]))
    assert "carries every answer" not in told
    assert "proves nothing" in told
    assert "python-docx" not in told


def test_it_contains_nothing_beyond_its_projection():
    projection = samples.sample(*CASES[1])
    hidden = suppressed("XSH", projection) - set(said_by(projection))
    told = texts(word(*CASES[1]))
    assert len(hidden) > 10
    assert not {text for text in hidden if text in told}


def test_a_figure_becomes_a_mirrored_picture_with_alternative_text():
    look = Look("en")
    bars = BarChart(look, [("Courts", 3.0, "3.0"), ("Police", 1.0, "1.0")], 4.0)
    data, _ = draw_picture(bars, 300, right_to_left=False)
    mirrored, _ = draw_picture(bars, 300, right_to_left=True)
    left, right = (Image.open(BytesIO(each)).convert("L") for each in (data, mirrored))
    assert left.size == right.size == (750, round(bars.height(300) * 2.5))
    assert min(left.tobytes()) < 80  # something was drawn
    blank, said = draw_picture(look.block(""), 100, right_to_left=False)
    assert not said
    assert Image.open(BytesIO(blank)).convert("L").getextrema() == (255, 255)


def test_lines_against_their_paragraphs_direction_have_direction_marks():
    """LibreOffice goes by the letters: it set the full stop of an English note before its start."""
    look = Look("ar")
    document = Document()
    add_styles(document, look)
    quoted = look.quote("Read on two dates.\nSee annex 3.")
    WordWriter(look, document, {}).add(document, [look.block(quoted)], 400)
    said = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert said == ["\u200eRead on two dates.\u200e\n\u200eSee annex 3.\u200e"]


def test_a_figure_on_a_panel_has_the_panels_background():
    look = Look("en")
    document = Document()
    add_styles(document, look)
    bars = BarChart(look, [("Courts", 3.0, "3.0")], 4.0)
    WordWriter(look, document, {}).add(document, [Panel(Stack([bars]), GROUND), bars], 300)
    pictures = [
        Image.open(BytesIO(part.blob)).convert("RGB")
        for part in document.part.package.iter_parts()
        if part.partname.startswith("/word/media/")
    ]
    grounds = sorted(each.getpixel((each.width - 1, 0)) for each in pictures)
    assert grounds == [(0xF6, 0xF7, 0xF8), (255, 255, 255)]
