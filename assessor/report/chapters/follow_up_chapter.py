"""What changed since the previous mission, and what became of its recommendations."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.report.blocks.answer_tables import header_cells
from assessor.report.blocks.block import Block, PageBreak, Stack
from assessor.report.blocks.look import ACCENT, Look
from assessor.report.blocks.table_block import TableBlock
from assessor.report.chapters.front_pages import heading, subheading
from assessor.report.projection.follow_up import FollowUp, IndicatorChange, Movement
from assessor.report.projection.projection import INTERNAL, PUBLIC, Projection
from assessor.report.typesetting.text_layout import SEMIBOLD, Span

MOVEMENTS = {  # English source strings
    Movement.GAINED: "Not met then, shown now",
    Movement.GAINED_BY_WORD: "Not met then, said to be met now and not yet shown",
    Movement.CONFIRMED: "Said then, shown now",
    Movement.NOT_SHOWN_AGAIN: "Shown then, only said now",
    Movement.LOST: "Shown then, not met now",
    Movement.NOT_CONFIRMED: "Said then, not met now",
}
STATUSES = {"open": "Open", "under way": "Under way", "done": "Done", "dropped": "Dropped"}


def follow_up_chapter(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield changes by criterion and the outcome of each recommendation."""
    told = projection.follow_up
    if told is None or (projection.profile == PUBLIC and not told.recommendations):
        return
    yield heading(look, look.translate("What changed since the previous mission"), "follow-up")
    if told.days:
        words = look.translate("The previous mission: {days}.").format(days=told.days)
        yield look.block(words, look.body, after=4)
    yield from _changes(look, projection, told)
    yield from _outcomes(look, projection, told)
    yield PageBreak()


def _changes(look: Look, projection: Projection, told: FollowUp) -> Iterator[Block]:
    translate = look.translate
    if projection.profile == PUBLIC:
        words = translate("This version does not tell what is not met: so it tells no changes.")
        yield look.block(words, look.body, after=4)
        return
    if not told.indicators:
        words = translate("No criterion is known in both missions: stages are not compared.")
        yield look.block(words, look.body, after=4)
        return
    words = translate(
        "Criteria known in both missions are compared. What somebody said, then or now, without "
        "showing it is told apart: to know more is no progress."
    )
    yield look.block(words, look.body, after=3)
    if projection.profile != INTERNAL:
        words = translate("Only what this version may tell of both missions is compared.")
        yield look.block(words, look.body, after=3)
    yield look.block(_counts(look, told), look.small, after=6, keep=True)
    moved = [each for each in told.indicators if each.moved]
    if moved:
        titles = (translate("Indicator"), translate("Then and now"), translate("What changed"))
        rows = [_row(look, each) for each in moved]
        yield TableBlock(header_cells(look, *titles), rows, (0.26, 0.2, 0.54), after=6)
    still = [each.title for each in told.indicators if not each.moved]
    yield from _listed(look, translate("Nothing changed in what is known of"), still)
    yield from _listed(look, translate("Not compared"), told.apart)


def _counts(look: Look, told: FollowUp) -> str:
    part = len(told.indicators) - told.compared
    counted = (
        (look.translate("Indicators compared in full"), told.compared),
        (look.translate("in part"), part),
        (look.translate("not compared"), len(told.apart)),
    )
    return look.semicolon.join(
        look.introducing(title, look.figure(count, 0)) for title, count in counted
    )


def _row(look: Look, change: IndicatorChange) -> tuple[Block, ...]:
    translate = look.translate
    shown = translate("Criteria shown: {then}, now {now}, of {of} compared").format(
        then=change.shown_then, now=change.shown_now, of=change.compared
    )
    state = [look.block(shown, look.cell)]
    if change.stage_then is not None and change.stage_now is not None:
        words = translate("Stage {then}, now {now}")
        text = words.format(then=change.stage_then, now=change.stage_now)
        state.insert(0, look.block(text, look.strong, after=1))
    moved = [
        look.block(
            [Span(look.introducing(translate(lead)), SEMIBOLD), Span(look.quote(" ".join(texts)))],
            look.cell,
            after=2,
        )
        for movement, lead in MOVEMENTS.items()
        if (texts := change.moved.get(movement))
    ]
    title = Stack([look.block(change.title, look.strong), look.block(change.section, look.tiny)])
    return title, Stack(state), Stack(moved)


def _listed(look: Look, lead: str, titles: tuple[str, ...] | list[str]) -> Iterator[Block]:
    if titles:
        spans = [Span(look.introducing(lead), SEMIBOLD), Span(look.semicolon.join(titles))]
        yield look.block(spans, look.small, before=3, after=3)


def _outcomes(look: Look, projection: Projection, told: FollowUp) -> Iterator[Block]:
    """Yield the recommendations of then with what became of them."""
    readable = [each for each in told.recommendations if each.text]
    if not told.recommendations:
        return
    translate = look.translate
    yield subheading(look, translate("What became of each recommendation"), 14)
    if hidden := len(told.recommendations) - len(readable):
        words = translate("Recommendations not released: {count} of {of}.")
        text = words.format(count=hidden, of=len(told.recommendations))
        yield look.block(text, look.small, after=4, keep=True)
    noted = projection.profile == INTERNAL and any(each.note for each in readable)
    titles = [translate("Recommendation"), translate("Status")]
    shares = [0.05, 0.5, 0.15, 0.3] if noted else [0.05, 0.75, 0.2]
    rows = []
    for number, each in enumerate(readable, 1):
        status = translate(STATUSES[each.status]) if each.status in STATUSES else "–"
        cells = [
            look.block(str(number), look.strong.but(colour=ACCENT)),
            look.block(look.quote(each.text), look.body),
            look.block(status, look.strong),
        ]
        rows.append([*cells, look.block(look.quote(each.note), look.small)] if noted else cells)
    if rows:
        titles += [translate("Note")] if noted else []
        yield TableBlock(header_cells(look, "", *titles), rows, shares, after=6)
    if any(not each.status for each in readable):
        words = translate("A dash: what became of it is not known.")
        yield look.block(words, look.tiny, after=4)
