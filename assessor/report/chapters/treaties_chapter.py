"""Treaties article by article: in law, in practice, and the provision of national law."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assessor.report.blocks.answer_tables import header_cells
from assessor.report.blocks.block import Block, PageBreak, Stack
from assessor.report.blocks.look import INK, MUTED, Look
from assessor.report.blocks.table_block import TableBlock
from assessor.report.chapters.front_pages import heading, subheading
from assessor.report.projection.projection import Projection
from assessor.report.readings import treaty_words
from assessor.report.readings.treaty_tables import ArticleLine, ProvisionGap, TreatyTable
from assessor.report.typesetting.shaping import Style
from assessor.report.typesetting.text_layout import SEMIBOLD, Span
from assessor.scoring.article_rules import InLaw

_SHARES = (0.34, 0.11, 0.18, 0.37)


def treaties_chapter(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield a table for each treaty that is compared, and the names of those that are not."""
    compared = [table for table in projection.treaties if table.compared]
    if not compared:
        return
    yield heading(look, look.translate("Treaties, article by article"), "treaties")
    yield from _head(look, to_check=any(table.to_check for table in compared))
    for table in compared:
        yield subheading(look, look.quote(table.title), 14)
        yield from _treaty(look, table)
    yield from _left_out(look, [each for each in projection.treaties if not each.compared])
    yield PageBreak()


def treaty_chapter(look: Look, table: TreatyTable) -> Iterator[Block]:
    """Yield one treaty as a chapter of its own."""
    yield heading(look, look.quote(table.title), f"reading-{table.code}")
    yield from _head(look, to_check=table.to_check)
    yield from _treaty(look, table)


def _head(look: Look, *, to_check: bool) -> Iterator[Block]:
    translate = look.translate
    words = translate(
        "The assessment team compared national law with the text of each treaty, on the answers "
        "and provisions quoted here. This is no legal opinion, and no finding of compliance or "
        "breach. An article obliges the state unless its line says otherwise. Not known: the form "
        "asks, and no answer decides it. Not asked: no question of the form decides it. Practice "
        "comes from one source, and goes no further than the law."
    )
    yield look.block(words, look.small, after=3)
    if to_check:
        style = look.small.but(weight=SEMIBOLD, colour=INK)
        yield look.block(treaty_words.lawyer_words(translate), style, after=2)


def _treaty(look: Look, table: TreatyTable) -> Iterator[Block]:
    translate = look.translate
    yield look.block(treaty_words.standing_words(translate, table), look.body, after=2, keep=True)
    if table.reservations:
        lead = Span(look.introducing(translate("Reservations and declarations")), SEMIBOLD)
        yield look.block([lead, Span(look.quote(table.reservations))], look.body, after=2)
    yield look.block(treaty_words.count_words(translate, table), look.body, after=4, keep=True)
    if any(line.gap is ProvisionGap.NOT_RELEASED for line in table.articles):
        words = translate("Provisions of national law that are not shown here are not released.")
        yield look.block(words, look.small, after=2)
    titles = treaty_words.group_titles(translate)
    for place, (categories, title) in enumerate(zip(treaty_words.GROUPS, titles, strict=True)):
        lines = [line for line in table.articles if line.category in categories]
        if not lines:
            continue
        yield look.block(title, look.h4, before=8, after=2, keep=True, role="H4")
        if place == treaty_words.POWERS:
            yield from _unsafe(look, table)
        yield _table(look, lines)
    if table.not_asked:
        words = translate(
            "Not asked by this form: {articles}. Nothing is said about them; the law may or may "
            "not provide for them."
        ).format(articles=look.comma.join(table.not_asked))
        yield look.block(words, look.small, before=4)


def _unsafe(look: Look, table: TreatyTable) -> Iterator[Block]:
    """Yield the safeguards that are not known to be in law, above the powers."""
    numbers = treaty_words.open_safeguards(table)
    if numbers:
        words = look.translate(
            "Of the safeguards, these are not fully in law, or it is not known: {articles}."
        ).format(articles=look.comma.join(numbers))
        style = look.small.but(weight=SEMIBOLD, colour=INK)
        yield look.block(words, style, after=3, keep=True)


def _table(look: Look, lines: Sequence[ArticleLine]) -> TableBlock:
    translate = look.translate
    header = header_cells(
        look,
        translate("Article"),
        translate("In law"),
        translate("In practice"),
        translate("National provision, and the answer"),
    )
    return TableBlock(header, (_row(look, line) for line in lines), _SHARES, gap=9, padding=2)


def _row(look: Look, line: ArticleLine) -> Iterator[Block]:
    translate = look.translate
    number = Span(f"{line.number}\u2002", SEMIBOLD, INK)
    title = [look.block([number, Span(look.quote(line.title))], look.cell)]
    duty = treaty_words.duty_words(translate, line.duty)
    yield Stack([*title, *([look.block(duty, look.tiny)] if duty else [])])
    strong = look.cell.but(weight=SEMIBOLD)
    if line.in_law in (None, InLaw.NOT_KNOWN, InLaw.NOT_ASKED):
        strong = look.cell.but(colour=MUTED)
    yield _two(look, treaty_words.law_words(translate, line), strong)
    yield _two(look, treaty_words.practice_words(translate, line), look.cell)
    provision = look.semicolon.join(map(look.quote, line.provisions))
    if line.gap is not ProvisionGap.NOT_RELEASED:
        provision = provision or treaty_words.gap_words(translate, line)
    answers = treaty_words.answer_words(translate, line, look.colon, look.semicolon)
    yield _two(look, (provision or ("" if answers else "–"), answers), look.cell)


def _two(look: Look, texts: tuple[str, str], style: Style) -> Block:
    main, beside = texts
    blocks = [look.block(main, style)] if main else []
    return Stack([*blocks, *([look.block(beside, look.tiny)] if beside else [])])


def _left_out(look: Look, tables: Sequence[TreatyTable]) -> Iterator[Block]:
    """Yield the treaties without a table, and why."""
    translate = look.translate
    unasked = [look.quote(table.title) for table in tables if not table.asked]
    unbound = [look.quote(table.title) for table in tables if table.asked]
    for lead, titles in (
        (translate("Not compared, as the state is not known to be a party or signatory"), unbound),
        (translate("Not compared, as the form asks nothing that decides an article"), unasked),
    ):
        if titles:
            spans = [Span(look.introducing(lead), SEMIBOLD, INK), Span(look.semicolon.join(titles))]
            yield look.block(spans, look.small, before=6)
