"""The answers mapped to the parts of other instruments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assessor.report.blocks.answer_tables import header_cells
from assessor.report.blocks.block import Block, Stack
from assessor.report.blocks.look import INK, Look
from assessor.report.blocks.page_composition import fitted
from assessor.report.blocks.table_block import TableBlock
from assessor.report.chapters.front_pages import heading, subheading
from assessor.report.projection.projection import Projection
from assessor.report.readings.crosswalk_tables import CrosswalkEntry, CrosswalkTable
from assessor.report.typesetting.text_layout import SEMIBOLD, Span, label_spans

_SHORT = 40
"""Longest answer, in characters, that the annex repeats."""


def crosswalk_chapter(look: Look, table: CrosswalkTable) -> Iterator[Block]:
    """Yield each part with its indicators and facts, then the parts without."""
    translate = look.translate
    yield heading(look, table.title, f"reading-{table.code}")
    yield look.block(_lead(look), look.small, after=6)
    named = [part for part in table.parts if part.named]
    if named:
        figure = [] if table.is_treaty else [translate("Evidenced")]
        header = header_cells(
            look,
            translate("Article or part"),
            *figure,
            translate("Indicators and their stage"),
            translate("Facts"),
        )
        rows = [_row(look, part, figure=not table.is_treaty) for part in named]
        shares = (0.28, 0.38, 0.34) if table.is_treaty else (0.28, 0.1, 0.34, 0.28)
        yield TableBlock(header, rows, shares, gap=9, padding=3)
    if table.unnamed:
        yield subheading(look, translate("Nothing is asked about these"))
        part_names = look.semicolon.join(_part_title(part) for part in table.unnamed)
        yield look.block(part_names, look.body, after=4)


@fitted
def crosswalk_annex(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield a short table for every instrument that the form names."""
    if not projection.readings:
        return
    translate = look.translate
    yield heading(look, translate("The answers by other instruments"), "readings")
    yield look.block(_lead(look), look.small, after=2, keep=True)
    for table in (each for each in projection.readings if each.is_treaty):
        yield subheading(look, table.title, 12)
        yield from _parts(look, [part for part in table.parts if part.named], figure=False)
        if table.unnamed:
            part_names = look.semicolon.join(_part_title(part) for part in table.unnamed)
            lead = look.introducing(translate("Nothing is asked about these"))
            spans = [Span(lead, SEMIBOLD, INK), Span(part_names)]
            yield look.block(spans, look.tiny, before=3)
    models = [
        replace(part, title=" ".join((table.code, _part_title(part).removeprefix(table.code))))
        for table in projection.readings
        if not table.is_treaty
        for part in table.parts
        if part.named
    ]
    if models:
        yield subheading(look, translate("Models and programmes"), 12)
        yield from _parts(look, [replace(part, number="") for part in models])


def _lead(look: Look) -> str:
    return look.translate(
        "This is no rating by these instruments. It shows which questions of this assessment bear "
        "on which of their parts; no question named here decides whether an article is in law."
    )


def _parts(look: Look, parts: Sequence[CrosswalkEntry], *, figure: bool = True) -> Iterator[Block]:
    """Yield a table of parts, with a figure or without."""
    if parts:
        titles = [look.translate("Article or part"), *([look.translate("Evidenced")] * figure)]
        header = header_cells(look, *titles, look.translate("Indicators and their stage; facts"))
        rows = [_short(look, part, figure=figure) for part in parts]
        shares = (0.3, 0.09, 0.61) if figure else (0.3, 0.7)
        yield TableBlock(header, rows, shares, gap=8, padding=1.6)


def _short(look: Look, part: CrosswalkEntry, *, figure: bool) -> Iterator[Block]:
    """Yield the cells of a part, tightly set."""
    yield look.block(_part_title(part), look.fine)
    if figure:
        yield look.block(look.figure(part.evidenced), look.fine.but(weight=SEMIBOLD))
    texts = [look.introducing(title, stage or "–") for title, stage in part.indicators]
    for title, text in part.facts:  # long answers are only in their section
        short = 0 < len(text) <= _SHORT
        texts.append(look.introducing(title, look.quote(text)) if short else title)
    yield look.block(look.semicolon.join(texts) or "–", look.fine)


def _row(look: Look, part: CrosswalkEntry, *, figure: bool) -> Iterator[Block]:
    yield look.block(_part_title(part), look.body)
    if figure:
        yield look.block(look.figure(part.evidenced), look.strong)
    yield _pairs(look, part.indicators)
    yield _pairs(look, part.facts) if part.facts else look.block("–", look.cell)


def _pairs(look: Look, pairs: Sequence[tuple[str, str]]) -> Block:
    lines: list[Block] = []
    for title, text in pairs:
        texts = look.introducing(title, look.quote(text) if text else "–")
        lines.append(look.block(label_spans(texts), look.cell, after=1))
    return Stack(lines)


def _part_title(part: CrosswalkEntry) -> str:
    return " ".join(text for text in (part.number, part.title) if text)
