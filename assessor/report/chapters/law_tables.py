"""Law tables: offences and powers with national and treaty articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assessor.report.blocks.answer_tables import answer_block, answer_text, citation, header_cells
from assessor.report.blocks.block import Block
from assessor.report.blocks.look import INK, Look
from assessor.report.blocks.page_composition import fitted
from assessor.report.blocks.table_block import TableBlock
from assessor.report.chapters.front_pages import heading, subheading
from assessor.report.projection.projection import GridAnswers, PrintedAnswer, Projection, Visibility
from assessor.report.typesetting.text_layout import SEMIBOLD, Span, label_spans

_MOST = 2
"""Number of treaties with their own column; the others share one."""


@fitted
def law_chapter(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield every grid whose rows cite articles, with the national law; nothing where the articles
    of treaties have tables of their own."""
    grids = [
        item
        for section in projection.sections
        for item in section.items
        if isinstance(item, GridAnswers) and any(answer.legal for answer in item.rows)
    ]
    if not grids or any(table.compared for table in projection.treaties):
        return
    translate = look.translate
    yield heading(look, translate("Law, article by article"), "law")
    noted = any(_national(look, projection, answer) for grid in grids for answer in grid.rows)
    words = (
        translate(
            "The national article is what was noted with the answer or its document; a dash says "
            "that none was noted. Beside it stand the treaty articles each row answers to."
        )
        if noted
        else translate(
            "Beside each row stand the treaty articles it answers to. National articles are not "
            "given here: none was noted, or none is for the readers of this version."
        )
    )
    yield look.block(words, look.small, after=4, keep=True)
    treaties = _most_cited(projection, [answer for grid in grids for answer in grid.rows])
    for grid in grids:
        yield subheading(look, "".join(span.text for span in label_spans(grid.label)), 12)
        yield _table(look, projection, grid, treaties, noted=noted)
    yield from _treaty_names(look, projection, treaties)


def _most_cited(projection: Projection, answers: Sequence[PrintedAnswer]) -> list[str]:
    """Return the codes of the most cited treaties, in the form's order."""
    count = Counter(ref.partition(":")[0] for answer in answers for ref in answer.legal)
    frequent = {code for code, _ in count.most_common(_MOST)}
    order = [code for code, _ in projection.treaty_titles if code in frequent]
    return order or sorted(frequent)


def _table(
    look: Look, projection: Projection, grid: GridAnswers, treaties: Sequence[str], *, noted: bool
) -> TableBlock:
    translate = look.translate
    rows = []
    for answer in grid.rows:
        cells: list[Block] = [
            look.block(label_spans(answer.label), look.cell.but(weight=SEMIBOLD)),
            _state(look, answer),
        ]
        if noted:
            cells.append(look.block(_national(look, projection, answer) or "–", look.cell))
        for treaty in treaties:
            cells.append(look.block(_articles(answer, [treaty]) or "–", look.cell))
        others = [ref for ref in answer.legal if ref.partition(":")[0] not in treaties]
        cells.append(look.block(citation(others) or "–", look.cell))
        rows.append(cells)
    titles = [translate("In national law"), *([translate("National article")] if noted else [])]
    header = header_cells(look, "", *titles, *treaties, translate("Other treaties"))
    national = (0.2, 0.24) if noted else (0.34,)
    shares = (0.26, *national, *(0.085 for _ in treaties), 0.13)
    return TableBlock(header, rows, shares, gap=8, padding=3 * look.air)


def _state(look: Look, answer: PrintedAnswer) -> Block:
    """Return the answer without its note, which has its own column."""
    if answer.visibility.readable and answer.values and not answer.contested:
        return look.block(answer_text(look, answer), look.cell)
    return answer_block(look, replace(answer, note="", cleared=""), bare=True)


def _articles(answer: PrintedAnswer, codes: Sequence[str]) -> str:
    """Return the articles of these treaties, without treaty codes."""
    references = (ref.partition(":") for ref in answer.legal)
    return ", ".join(number.replace("-", "–") for code, _, number in references if code in codes)


def _national(look: Look, projection: Projection, answer: PrintedAnswer) -> str:
    """Return the answer's note and documents; empty if none."""
    if answer.visibility is Visibility.NONE:
        return ""
    parts = [look.quote(answer.note)] if answer.note else []
    for file in projection.files:
        if file.reference == answer.reference:
            parts += [look.quote(text) for text in (file.note or file.title,)]
    return look.semicolon.join(parts)


def _treaty_names(look: Look, projection: Projection, treaties: Sequence[str]) -> Iterator[Block]:
    """Yield the names behind the column codes."""
    for code, title in projection.treaty_titles:
        if code in treaties:
            lead = Span(look.introducing(code), SEMIBOLD, INK)
            spans = [lead, Span(look.quote(title))]
            yield look.block(spans, look.tiny, before=4 if code == treaties[0] else 1)
