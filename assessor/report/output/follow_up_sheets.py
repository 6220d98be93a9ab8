"""The worksheets of a follow-up: what changed by criterion, and what became of recommendations."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.report.blocks.look import Look
from assessor.report.chapters.follow_up_chapter import MOVEMENTS, STATUSES
from assessor.report.output.excel_sheets import Cell, ExcelSheet
from assessor.report.projection.follow_up import FollowUp
from assessor.report.projection.projection import INTERNAL, PUBLIC, Projection


def follow_up_sheets(look: Look, projection: Projection) -> Iterator[ExcelSheet]:
    """Yield the sheets of a mission that follows another; none for one that does not."""
    if projection.follow_up is not None:
        if projection.profile != PUBLIC:  # it is told no change of what was not met
            yield _changes(look, projection.follow_up)
        yield _outcomes(look, projection, projection.follow_up)


def _changes(look: Look, told: FollowUp) -> ExcelSheet:
    """Return a row per criterion that moved, and one per indicator where none did."""
    translate = look.translate
    columns = (
        (translate("Section"), 28),
        (translate("Indicator"), 36),
        (translate("Stage then"), 10),
        (translate("Stage now"), 10),
        (translate("What changed"), 34),
        (translate("Criterion"), 70),
    )
    rows: list[tuple[Cell, ...]] = []
    for each in told.indicators:
        head = (each.section, each.title, each.stage_then, each.stage_now)
        rows += (
            (*head, translate(lead), text)
            for movement, lead in MOVEMENTS.items()
            for text in each.moved.get(movement, ())
        )
        if not each.moved:
            rows.append((*head, translate("Nothing changed"), ""))
    rows += (("", title, None, None, translate("Not compared"), "") for title in told.apart)
    return ExcelSheet(translate("Since the previous mission"), columns, tuple(rows))


def _outcomes(look: Look, projection: Projection, told: FollowUp) -> ExcelSheet:
    """Return the recommendations of then; notes are for the team."""
    translate = look.translate
    columns = (
        (translate("Recommendation"), 70),
        (translate("Status"), 16),
        (translate("Note"), 50),
    )
    width = 3 if projection.profile == INTERNAL else 2
    rows = tuple(
        (
            each.text or translate("Not released"),
            translate(STATUSES[each.status]) if each.text and each.status in STATUSES else "",
            each.note,
        )[:width]
        for each in told.recommendations
    )
    return ExcelSheet(translate("Earlier recommendations"), columns[:width], rows)
