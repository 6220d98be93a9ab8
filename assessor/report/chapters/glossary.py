"""Definitions of the report's terms and abbreviations."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.report.blocks.block import Block, PageBreak
from assessor.report.blocks.look import INK, Look
from assessor.report.blocks.table_block import TableBlock, TableRow
from assessor.report.chapters.front_pages import heading, subheading
from assessor.report.projection.projection import Projection
from assessor.report.typesetting.text_layout import SEMIBOLD

_WORDS = (
    ("Indicator", "One thing that is rated, on stages of which each includes those below."),
    ("Asserted", "The stage that was said to be reached, whatever supports it."),
    ("Evidenced", "The stage as far as what was seen or heard supports it."),
    (
        "Range",
        "From what is proven to what would hold if everything open, claimed or in dispute turned "
        "out well.",
    ),
    (
        "Rated",
        "How many indicators could be rated; those that do not apply are left out of the count.",
    ),
    ("Finding", "What the team settled on after weighing what it was told and shown."),
    ("Need", "How much outside support a section needs (0 to 4), agreed with the counterpart."),
    ("Priority", "The need, weighed by how far the evidenced stage is from the highest."),
    ("Source", "A meeting, a person, a text or a place that answers rest on."),
    ("Stakeholder group", "People of one kind of institution, heard together and named together."),
    ("Sources differ", "Several sources said different things; all stand beside what was settled."),
    ("Withheld", "Answered, but not told to the readers of this version."),
    ("Fingerprint", "Figures that are the same only for the very same data."),
)
"""Terms in reading order, each with its definition."""


def glossary_annex(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield the definitions, for reports with ratings."""
    if not projection.of:
        return
    translate = look.translate
    yield heading(look, translate("Words used"), "glossary")
    yield _table(look, [(translate(word), translate(meaning)) for word, meaning in _WORDS])
    codes = [(r.code, r.title) for r in projection.readings if r.code != r.title]
    if codes:
        yield subheading(look, translate("Instruments by their abbreviation"))
        yield _table(look, codes)
    yield PageBreak()


def _table(look: Look, pairs: list[tuple[str, str]]) -> TableBlock:
    small = look.small.but(colour=INK)
    rows = [
        TableRow(
            (look.block(word, small.but(weight=SEMIBOLD)), look.block(look.quote(meaning), small))
        )
        for word, meaning in pairs
    ]
    return TableBlock(None, rows, (0.24, 0.76), padding=2.8)
