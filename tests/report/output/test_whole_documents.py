"""Tests of whole documents: PDF/A, structure tree, contents and outline."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from assessor.report.annexes.closing_annexes import descriptors_annex
from assessor.report.blocks.block import TextBlock
from assessor.report.blocks.look import Look
from assessor.report.blocks.table_block import TableBlock
from assessor.report.typesetting.text_layout import BOLD
from tests.support.report import version_1
from tests.support.report.proof_cases import CASES
from tests.support.report.proofs import chapters, cut, listed, misled, pages, report, too_high
from tests.support.report.samples import sample, short

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_it_is_tagged_and_numbered_with_embedded_fonts(case):
    with pikepdf.open(BytesIO(report(*case))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.StructTreeRoot.K
        assert str(pdf.Root.Lang) == case[1]
        assert ("/Direction" in pdf.Root.ViewerPreferences) == (case[1] == "ar")
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


def test_every_mark_has_an_element_and_every_figure_a_text():
    with pikepdf.open(BytesIO(pages("XTL", "en", "internal"))) as pdf:
        assert 20 <= len(pdf.pages) <= 95
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


def test_contents_and_outline_have_correct_page_numbers():
    """Here in English; `python -m tests.bench proofs` takes every language but Arabic."""
    assert len(listed(pages("XTL", "en", "internal"))) == 28  # the contents and the 27 they list
    assert misled(pages("XTL", "en", "internal")) == []


@pytest.mark.parametrize(("iso3", "language"), [("XNY", "fr"), ("XSH", "ar")])
def test_chapters_fit_pages_and_words_fit_columns(iso3, language):
    """Those with the longest words and the highest lines, three sections of them.

    `python -m tests.bench proofs` takes every sample, whole, in every language.
    """
    projection = short(sample(iso3, language))
    found = chapters(projection)
    assert too_high(projection, found) == []
    assert cut(found) == []


def test_the_annex_marks_only_a_stage_that_was_said_and_shown():
    projection = version_1.sample("government")
    blocks = list(descriptors_annex(Look("en"), projection))
    rows = [row for block in blocks if isinstance(block, TableBlock) for row in block.rows]
    lines = [line for section in projection.sections for line in section.indicators]
    assert len(rows) == len(lines) == 51
    for row, line in zip(rows, lines, strict=True):
        texts = [cell.text for cell in row.cells[1:] if isinstance(cell, TextBlock)]
        bold = [at for at, text in enumerate(texts, 1) if text.style.weight == BOLD]
        assert bold == (
            [line.evidenced] if line.evidenced and line.evidenced == line.asserted else []
        )
