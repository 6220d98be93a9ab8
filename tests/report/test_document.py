"""The document: PDF/A with a parcel in it, a structure to hear, contents that tell the truth."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest

from assessor.report.annexes import descriptors
from assessor.report.blocks import Lines, Stack
from assessor.report.front import summary
from assessor.report.look import HEIGHT, WIDTH, Look
from assessor.report.order import chapters_of
from assessor.report.pages import render
from assessor.report.rows import Table
from assessor.report.text import BOLD
from tests.report.proofs import report
from tests.report.samples import sample
from tests.report.test_proofs import CASES
from tests.report.test_text import read

LATIN = [("XNY", "fr")]


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_it_is_tagged_and_numbered_in_its_language_with_fonts_of_its_own(case):
    with pikepdf.open(BytesIO(report(*case))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.StructTreeRoot.K
        assert str(pdf.Root.Lang) == case[1]
        assert ("/Direction" in pdf.Root.ViewerPreferences) == (case[1] == "ar")
        assert 20 <= len(pdf.pages) <= 75
        assert str(pdf.Root.PageLabels.Nums[1].S) == "/D"
        for page in pdf.pages:
            for font in page.get("/Resources", {}).get("/Font", {}).values():
                assert font.Subtype == "/Type0"
                assert "/ToUnicode" in font


def elements(node: pikepdf.Object, pages: dict[tuple[int, int], int]) -> list[tuple[str, object]]:
    """Every structure element under a node, as (role, element), in the order of reading."""
    found: list[tuple[str, object]] = [(str(node.S), node)]
    kids = node.K if isinstance(node.K, pikepdf.Array) else [node.K]
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += elements(kid, pages)
    return found


def test_every_mark_has_its_element_and_every_figure_its_words(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(render(sample("XSV", "en")))
    with pikepdf.open(path) as pdf:
        root = pdf.Root.StructTreeRoot
        found = elements(root.K, {})
        roles = [role for role, _ in found]
        assert roles[0] == "/Document"
        assert {"/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD", "/Figure"} <= set(roles)
        assert roles.count("/H1") == 29  # the title, the contents and the 27 they list
        assert all(str(element.Alt) for role, element in found if role == "/Figure")
        numbers = root.ParentTree.Nums
        for at, page in enumerate(pdf.pages):
            assert page.StructParents == at
            marks = b"".join(stream.read_bytes() for stream in _streams(page)).count(b"/MCID")
            assert len(numbers[2 * at + 1]) == marks


def _streams(page: pikepdf.Page) -> list[pikepdf.Object]:
    contents = page.Contents
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


@pytest.mark.parametrize(("iso3", "language"), LATIN)
def test_contents_and_outline_name_the_page_a_chapter_stands_on(iso3, language, tmp_path):
    """Arabic goes through the same code; its lines are checked by eye, as they wrap mirrored."""
    path = tmp_path / "report.pdf"
    path.write_bytes(render(sample(iso3, language)))
    text = [" ".join(page.split()) for page in read(path.read_bytes()).split("\f")]
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        number = {page.objgen: at for at, page in enumerate(pdf.pages, 1)}
        listed = {
            item.title: number[pdf.Root.Dests[item.destination].D[0].objgen]
            if isinstance(item.destination, pikepdf.Name)
            else number[item.destination[0].objgen]
            for item in outline.root
        }
    assert len(listed) == 28  # the contents and the 27 they list
    for title, page in listed.items():
        assert title in text[page - 1]
        if page > 2:
            assert re.search(rf"{re.escape(title)}\D{{0,4}}{page}\b", text[1]), title


@pytest.mark.parametrize(
    ("iso3", "language"),  # those with the longest words and the highest lines
    [("XSV", "fr"), ("XSH", "ar"), ("XTL", "ar"), ("XNY", "fr")],
)
@pytest.mark.parametrize("profile", ["internal", "government", "public"])
def test_every_chapter_fits_the_page_it_is_given(iso3, language, profile):
    """No block alone is higher than the text area, and the summary is one page."""
    projection = sample(iso3, language, profile)
    for chapter in chapters_of(Look(language), projection):
        for block in chapter.blocks:
            assert block.least(WIDTH) <= HEIGHT
    assert Stack(summary(Look(language), projection)).height(WIDTH) <= HEIGHT


def test_the_annex_marks_the_stage_the_evidence_carries_and_no_other():
    projection = sample("XSV", "en", "government")
    blocks = list(descriptors(Look("en"), projection))
    rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
    lines = [line for section in projection.sections for line in section.indicators]
    assert len(rows) == len(lines) == 51
    for row, line in zip(rows, lines, strict=True):
        texts = [cell.text for cell in row.cells[1:] if isinstance(cell, Lines)]
        bold = [at for at, text in enumerate(texts, 1) if text.style.weight == BOLD]
        assert bold == ([line.evidenced] if line.evidenced else [])
