"""Render blocks as a numbered, tagged PDF without a parcel; deterministic."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO

from assessor.report.blocks.block import Block
from assessor.report.blocks.look import HEIGHT, LINE, MARGIN, PAGE, TOP, WIDTH, Look
from assessor.report.blocks.page_composition import compose_pages
from assessor.report.typesetting.pen import DocumentFonts, PdfCanvas, Pen
from assessor.report.typesetting.tags import StructureTree
from assessor.report.typesetting.text_layout import SEMIBOLD


def render_plain(
    blocks: Iterable[Block],
    look: Look,
    title: str,
    *,
    marking: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Render blocks as an A4 PDF: `title` above all pages but the first, `marking` below all.

    Exceptions of `progress` (pages done, total) propagate.
    """
    pages = list(compose_pages(iter(blocks), WIDTH, HEIGHT))
    target = BytesIO()
    canvas = PdfCanvas(target, pagesize=PAGE, invariant=1, pageCompression=1, lang=look.code)
    canvas.setTitle(title)
    canvas.setCreator("Assessor")
    if look.right_to_left:
        canvas.setViewerPreference("Direction", "R2L")
    fonts, tree = DocumentFonts(canvas), StructureTree()
    for at, page in enumerate(pages, 1):
        if progress:
            progress(at - 1, len(pages))
        pen = Pen(canvas, fonts, PAGE, look.right_to_left, tree, {})
        page.draw(pen, MARGIN, TOP, WIDTH)
        words = look.translate("Page {page} of {pages}").format(page=at, pages=len(pages))
        foot = look.text(words, look.tiny.but(align="end"))
        foot.draw(pen, MARGIN, PAGE[1] - 40, WIDTH)
        if marking:
            strong = look.tiny.but(weight=SEMIBOLD)
            look.text(marking, strong).draw(pen, MARGIN, PAGE[1] - 40, WIDTH * 0.8)
        if at > 1:
            look.text(title, look.tiny).draw(pen, MARGIN, 34, WIDTH)
            pen.line((MARGIN, 50), (MARGIN + WIDTH, 50), LINE, 0.6)
        pen.finish()
    tree.write(canvas._doc)
    canvas.save()
    return target.getvalue()
