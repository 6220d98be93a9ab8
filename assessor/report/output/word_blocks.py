"""Write blocks to Word: text as paragraphs, tables as tables, figures as pictures.

Blocks without a rule are drawn as figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from unicodedata import bidirectional

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.table import CT_Tbl
from docx.shared import Pt
from docx.table import Table as WordTable
from docx.table import _Cell

from assessor.report.blocks.answer_tables import ChoiceMark
from assessor.report.blocks.block import (
    AnchoredBlock,
    AnchoredCell,
    Block,
    Columns,
    Gap,
    PageBreak,
    Panel,
    SpanningCell,
    Stack,
    TextBlock,
)
from assessor.report.blocks.charts import EvidenceBadge, StageDots
from assessor.report.blocks.look import INK, LINE, WHITE, Look
from assessor.report.blocks.raster import draw_picture
from assessor.report.blocks.table_block import TableBlock
from assessor.report.chapters.front_pages import ContentsLine
from assessor.report.output import word_parts
from assessor.report.output.word_styles import COMPACT, rgb_colour, style_for
from assessor.report.typesetting.text_layout import BOLD, ITALIC, SEMIBOLD, Span, TextLayout

_HEADINGS = {"H1": "Heading 1", "H2": "Heading 2", "H3": "Heading 3"}

_DISCS = {"none": "○", "claimed": "◔", "corroborated": "◑", "documented": "◕", "verified": "●"}
"""Evidence discs as characters."""

_ISOLATED = re.compile("[\u2066-\u2068]([^\u2066-\u2069]*)\u2069")


Rule = Callable[[Any, Any, float], None]
"""Writes a block into a document or cell at a width in points."""


class WordWriter:
    """Writes blocks into a document; `anchors` are the link targets."""

    def __init__(self, look: Look, document: Any, anchors: Mapping[str, str]) -> None:
        self.look, self.document = look, document
        self._marks = {anchor: f"_a{number}" for number, anchor in enumerate(anchors, 1)}
        self._ground = WHITE  # background of figures
        self._fresh: set[int] = set()  # cells with an unused first paragraph
        self._styles = {
            each.name: (each.style_id, bool(each.font.bold), each.font.color.rgb)
            for each in document.styles
            if each.type == WD_STYLE_TYPE.PARAGRAPH
        }  # cached: python-docx searches all styles each time
        self._rules: dict[type[Block], Rule] = {
            TextBlock: self._lines,
            AnchoredBlock: self._anchored,
            AnchoredCell: self._inner,
            ContentsLine: self._contents,
            Stack: self._stack,
            SpanningCell: self._inner,
            Columns: self._columns,
            Panel: self._panel,
            TableBlock: self._table,
            StageDots: self._dots,
            EvidenceBadge: self._badge,
            ChoiceMark: self._mark,
            Gap: self._nothing,
            Block: self._nothing,
            PageBreak: self._break,
        }

    def add(self, into: Any, blocks: Iterable[Block], width: float) -> None:
        """Append blocks to a document or cell at a width in points."""
        for block in blocks:
            rule = self._rules.get(type(block)) or self._figure
            rule(into, block, width)

    def page_break(self) -> None:
        """Start a page with the next paragraph."""
        self.paragraph(self.document, COMPACT).paragraph_format.page_break_before = True

    def write(self, paragraph: Any, text: TextLayout) -> None:
        """Write a text into a paragraph with direction and emphasis."""
        right = self.look.right_to_left
        word_parts.set_paragraph_direction(paragraph, right)
        base = text.style
        code = paragraph._p.style
        styles = (each[1:] for each in self._styles.values() if each[0] == code)
        bold, ink = next(styles, (False, None))
        for span in text.spans:
            for part, turned in _parts_with_direction(span.text, right):
                run = paragraph.add_run(_with_direction_marks(_clean(part), right, turned))
                weight = span.weight or base.weight
                if (weight in (SEMIBOLD, BOLD)) != bold:
                    run.bold = weight in (SEMIBOLD, BOLD)
                if weight == ITALIC:
                    run.italic = True
                colour = rgb_colour(span.colour or base.colour)
                if colour != ink:
                    run.font.color.rgb = colour
                word_parts.set_run_direction(run, turned)
        if base.align != "start":
            paragraph.alignment = 1 if base.align == "center" else 2

    def facts(
        self, into: Any, rows: Sequence[Sequence[TextLayout]], shares: Sequence[float], width: float
    ) -> None:
        """Write a plain table of labels and values."""
        cells = [[TextBlock(text) for text in row] for row in rows]
        self._grid(into, None, cells, shares, width, ruled=False, padding=2)

    def paragraph(self, into: Any, style: str) -> Any:
        """Return the next paragraph of a document or cell, in a named style."""
        if id(into) in self._fresh:
            self._fresh.discard(id(into))
            paragraph = into.paragraphs[0]
        else:
            paragraph = into.add_paragraph()
        paragraph._p.style = self._styles[style][0]
        return paragraph

    def _lines(self, into: Any, block: TextBlock, width: float) -> None:
        if not block.text:
            return
        style = _HEADINGS.get(block.role) or style_for(self.look, block.text.style)
        paragraph = self.paragraph(into, style)
        self.write(paragraph, block.text)
        if block.keep:
            paragraph.paragraph_format.keep_with_next = True

    def _anchored(self, into: Any, block: AnchoredBlock, width: float) -> None:
        self.add(into, [block.block], width)
        name = self._marks[block.anchor]
        word_parts.add_bookmark(into.paragraphs[-1], name, int(name[2:]))

    def _inner(self, into: Any, block: AnchoredCell | SpanningCell, width: float) -> None:
        self.add(into, [block.block], width)

    def _stack(self, into: Any, block: Stack, width: float) -> None:
        self.add(into, block.blocks, width)

    def _nothing(self, into: Any, block: Block, width: float) -> None:
        """Write nothing: spacing is part of the styles."""

    def _break(self, into: Any, block: PageBreak, width: float) -> None:
        self.page_break()

    def _contents(self, into: Any, block: ContentsLine, width: float) -> None:
        paragraph = self.paragraph(into, "Contents line")
        layout = paragraph.paragraph_format
        layout.left_indent = Pt(16 * block.level)
        layout.tab_stops.add_tab_stop(Pt(width), 2, 1)
        self.write(paragraph, block.text)
        word_parts.set_run_direction(paragraph.add_run("\t"), self.look.right_to_left)
        if block.anchor in self._marks:
            word_parts.add_field(paragraph, f"PAGEREF {self._marks[block.anchor]} \\h", "")
            word_parts.add_link(paragraph, self._marks[block.anchor])

    def _dots(self, into: Any, block: StageDots, width: float) -> None:
        """Write stages as characters."""
        ringed = max(0, block.asserted - block.evidenced)
        rest = block.count - block.evidenced - ringed
        words = self.look.translate("Stage {stage} of {count}").format(
            stage=block.evidenced, count=block.count
        )
        dots = "●" * block.evidenced + "◎" * ringed + "○" * rest
        text = self.look.text([Span(dots), Span(f"  {words}")], self.look.small)
        self.write(self.paragraph(into, "Small"), text)

    def _badge(self, into: Any, block: EvidenceBadge, width: float) -> None:
        disc = Span(_DISCS.get(block.code, "○") + "\u2002", colour=INK)
        text = self.look.text([disc, *block.text.spans], self.look.small)
        self.write(self.paragraph(into, "Small"), text)

    def _mark(self, into: Any, block: ChoiceMark, width: float) -> None:
        text = self.look.text("●" if block.alt else "·", self.look.body.but(align="center"))
        self.write(self.paragraph(into, "Normal"), text)

    def _figure(self, into: Any, block: Block, width: float) -> None:
        if block.height(width) <= 0:
            return
        data, description = draw_picture(
            block, width, right_to_left=self.look.right_to_left, ground=self._ground
        )
        run = self.paragraph(into, "Normal").add_run()
        run.add_picture(BytesIO(data), width=Pt(width))
        for side in "TBLR":  # LibreOffice defaults to 9 points on each side
            run._r.xpath(".//wp:inline")[0].set(f"dist{side}", "0")
        run._r.xpath(".//wp:docPr")[0].set("descr", description)

    def _columns(self, into: Any, block: Columns, width: float) -> None:
        """Write blocks side by side; below each other in a narrow cell."""
        if isinstance(into, _Cell) and width < 300:
            self.add(into, block.blocks, width)
            return
        self._grid(into, None, [list(block.blocks)], block.shares, width, ruled=False, padding=0)

    def _panel(self, into: Any, block: Panel, width: float) -> None:
        if isinstance(into, _Cell):
            self.add(into, [block.block], width)
            return
        before, self._ground = self._ground, block.fill
        table = self._grid(into, None, [[block.block]], (1,), width, ruled=False, padding=6)
        self._ground = before
        word_parts.shade_cell(table._tbl.tr_lst[0].tc_lst[0], block.fill, block.bar)

    def _table(self, into: Any, block: TableBlock, width: float) -> None:
        rows = [list(row.cells) for row in block.rows]
        header = list(block.header) if block.header else None
        self._grid(into, header, rows, block.shares, width, ruled=block.ruled)

    def _grid(
        self,
        into: Any,
        header: list[Block] | None,
        rows: Sequence[Sequence[Block]],
        shares: Sequence[float],
        width: float,
        *,
        ruled: bool,
        padding: float = 2,
    ) -> Any:
        """Write rows of blocks under a repeated header."""
        widths = [width * share / sum(shares) for share in shares]
        every = [header, *rows] if header else list(rows)
        tbl = CT_Tbl.new_tbl(len(every), len(widths), Pt(width))
        self._insert(tbl, into)
        table = WordTable(tbl, into)
        edges = {"insideH": 0.5, "bottom": 0.5} if ruled else {}
        word_parts.shape_table(
            table,
            widths,
            right_to_left=self.look.right_to_left,
            padding=padding,
            lines=word_parts.new_borders("w:tblBorders", LINE, **edges),
        )
        for row, cells in zip(tbl.tr_lst, every, strict=True):
            heads = cells is header
            word_parts.keep_row_together(row, header=heads)
            for tc, block, each in zip(row.tc_lst, cells, widths, strict=True):
                if heads:
                    tc.get_or_add_tcPr().append(
                        word_parts.new_borders("w:tcBorders", INK, bottom=1)
                    )
                cell = _Cell(tc, table)
                self._fresh.add(id(cell))
                self.add(cell, [block], each - 8)
                if id(cell) in self._fresh:
                    self.paragraph(cell, COMPACT)
        self.paragraph(into, COMPACT)
        return table

    def _insert(self, tbl: Any, into: Any) -> None:
        """Insert a table after the first paragraph of a document or cell."""
        if id(into) in self._fresh:
            self.paragraph(into, COMPACT)
        if isinstance(into, _Cell):
            into._tc._insert_tbl(tbl)
        else:
            into._body._body._insert_tbl(tbl)


def _parts_with_direction(text: str, right_to_left: bool) -> Iterator[tuple[str, bool]]:
    """Yield parts of a text with their direction.

    Isolated parts take the direction of their first strong letter (UAX #9, P2); Word needs it as a
    run property.
    """
    at = 0
    for match in _ISOLATED.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], right_to_left
        inner = match.group(1)
        if inner:
            strong = (bidirectional(char) for char in inner)
            first = next((kind for kind in strong if kind in ("L", "R", "AL")), "")
            yield inner, first in ("R", "AL") if first else right_to_left
        at = match.end()
    if at < len(text):
        yield text[at:], right_to_left


def _with_direction_marks(part: str, right: bool, turned: bool) -> str:
    """Enclose lines that oppose their paragraph's direction in direction marks.

    Word uses the run property, LibreOffice only the letters (UAX #9): it would misplace the full
    stop of an English note.
    """
    if turned == right:
        return part
    mark = word_parts.RIGHT_MARK if turned else word_parts.LEFT_MARK
    return "\n".join(f"{mark}{line}{mark}" if line else "" for line in part.split("\n"))


def _clean(text: str) -> str:
    """Remove characters that XML cannot hold and isolates."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\u2066-\u2069\ufffe\uffff\ud800-\udfff]", "", text)
