"""Render pages as a deterministic tagged PDF without a parcel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO

from assessor.report.blocks.block import Block
from assessor.report.blocks.look import HEIGHT, LINE, MARGIN, PAGE, TOP, WIDTH, Look
from assessor.report.blocks.page_composition import ComposedPage, compose_pages
from assessor.report.typesetting.pen import DocumentFonts, PdfCanvas, Pen
from assessor.report.typesetting.tags import StructureTree
from assessor.report.typesetting.text_layout import SEMIBOLD

Progress = Callable[[int, int], None]
"""Called with (pages done, total); raise to cancel."""


def render_pages(
    pages: Sequence[tuple[Look, ComposedPage]],
    look: Look,
    describe: Callable[[PdfCanvas], None],
    furnish: Callable[[Pen, int], None],
    progress: Progress | None,
) -> bytes:
    """Render pages, each in its own look, in a document in the language of `look`.

    `furnish` draws header and footer on a page by its number.
    """
    target = BytesIO()
    canvas = PdfCanvas(target, pagesize=PAGE, invariant=1, pageCompression=1, lang=look.code)
    describe(canvas)
    canvas.setCreator("Assessor")
    if look.right_to_left:
        canvas.setViewerPreference("Direction", "R2L")
    fonts, tree = DocumentFonts(canvas), StructureTree()
    places = {place.anchor: at for at, (_, page) in enumerate(pages, 1) for place in page.anchors()}
    for at, (own, page) in enumerate(pages, 1):
        if progress:
            progress(at - 1, len(pages))
        pen = Pen(canvas, fonts, PAGE, own.right_to_left, tree, places)
        with tree.spoken(own.code if own.code != look.code else ""):
            page.draw(pen, MARGIN, TOP, WIDTH)
        furnish(pen, at)
        pen.finish()
    tree.write(canvas._doc)
    canvas.save()
    return target.getvalue()


def render_plain(
    blocks: Iterable[Block],
    look: Look,
    title: str,
    *,
    marking: str = "",
    progress: Progress | None = None,
) -> bytes:
    """Render blocks as an A4 PDF: `title` above all pages but the first, `marking` below all.

    Exceptions of `progress` (pages done, total) propagate.
    """
    pages = [(look, page) for page in compose_pages(iter(blocks), WIDTH, HEIGHT)]

    def furnish(pen: Pen, at: int) -> None:
        words = look.translate("Page {page} of {pages}").format(page=at, pages=len(pages))
        foot = look.text(words, look.tiny.but(align="end"))
        foot.draw(pen, MARGIN, PAGE[1] - 40, WIDTH)
        if marking:
            strong = look.tiny.but(weight=SEMIBOLD)
            look.text(marking, strong).draw(pen, MARGIN, PAGE[1] - 40, WIDTH * 0.8)
        if at > 1:
            look.text(title, look.tiny).draw(pen, MARGIN, 34, WIDTH)
            pen.line((MARGIN, 50), (MARGIN + WIDTH, 50), LINE, 0.6)

    return render_pages(pages, look, lambda canvas: canvas.setTitle(title), furnish, progress)
