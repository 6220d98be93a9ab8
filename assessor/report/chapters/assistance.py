"""Assistance by partners, compared with what the stages call for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assessor.report.blocks.answer_tables import header_cells, repeat_block
from assessor.report.blocks.block import Block, Stack, TextBlock
from assessor.report.blocks.look import WARN, Look
from assessor.report.blocks.page_composition import fitted
from assessor.report.blocks.plan_words import priority_words
from assessor.report.blocks.table_block import TableBlock
from assessor.report.chapters.front_pages import heading, subheading
from assessor.report.projection import question_names
from assessor.report.projection.plan.plan_lines import Proposal
from assessor.report.projection.projection import (
    INTERNAL,
    PrintedAnswer,
    Projection,
    RepeatAnswers,
)
from assessor.report.typesetting.text_layout import SEMIBOLD, TextLayout

_COLUMNS = 6
"""Maximum number of partners with a column each; more share one column."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

OffersByArea = Mapping[str, Mapping[str, str]]
"""Marks of planned and current assistance, by area and partner."""


@fitted
def assistance_chapter(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield current and planned assistance, compared with proposed areas."""
    if not projection.offers:
        return
    yield heading(look, look.translate("Assistance by partners"), "offers")
    yield repeat_block(look, projection.offers.only(question_names.OFFER_COLUMNS))
    offers = _offers_by_area(projection.offers)
    areas = _areas(projection, offers)
    if areas and not projection.offers.withheld:
        yield subheading(look, look.translate("Need and offer, area by area"), 18)
        if offers:
            yield _legend(look, offers)
        yield _map(look, projection, offers, areas)


def _legend(look: Look, offers: OffersByArea) -> TextBlock:
    """Return the legend of the map."""
    words = look.translate("● under way, ○ planned, with the year it ends.")
    keyed = [f"{letter} {name}" for letter, name in zip(_LETTERS, _partners(offers), strict=False)]
    if len(keyed) <= _COLUMNS:
        words = f"{words} {look.comma.join(keyed)}"
    return look.block(words, look.small, after=3, keep=True)


def _offers_by_area(offered: RepeatAnswers) -> dict[str, dict[str, str]]:
    """Return what each partner plans or does, by area."""
    by_area: dict[str, dict[str, str]] = {}
    for cells in offered.cells():
        area, payer = cells.get(question_names.OFFER_AREA), cells.get(question_names.OFFER_PAYER)
        status = cells.get(question_names.OFFER_STATUS)
        codes = set(status.codes) if status else set()
        if area and area.codes and payer and payer.text and question_names.OFFER_LIVE & codes:
            mark = "○" if question_names.OFFER_PLANNED in codes else "●"
            end = _year(cells.get(question_names.OFFER_END))
            row = by_area.setdefault(area.codes[0], {})
            row[payer.text] = " ".join(filter(None, (row.get(payer.text, ""), mark, end)))
    return by_area


def _partners(offers: OffersByArea) -> list[str]:
    return list(dict.fromkeys(name for row in offers.values() for name in row))


def _year(answer: PrintedAnswer | None) -> str:
    return answer.codes[0][:4] if answer and answer.codes and answer.values else ""


def _areas(projection: Projection, offers: OffersByArea) -> list[str]:
    """Return all proposed, requested or offered areas, most urgent first."""
    proposed = [each.code for each in projection.proposals]
    requested = _requested_areas(projection)
    known = [code for code, _ in projection.areas]
    order = dict.fromkeys([*proposed, *known, *offers])
    return [code for code in order if code in proposed or code in requested or code in offers]


def _requested_areas(projection: Projection) -> set[str]:
    requested = projection.answer(question_names.ASKED_FOR)
    return set(requested.codes) if requested else set()


def _map(
    look: Look, projection: Projection, offers: OffersByArea, areas: Sequence[str]
) -> TableBlock:
    """Return areas as rows and partners as columns, with overlaps and gaps in words."""
    translate = look.translate
    partners = _partners(offers)
    has_columns = len(partners) <= _COLUMNS
    columns = (
        list(_LETTERS[: len(partners)]) if has_columns else [translate("Planned or under way")]
    )
    centre = look.label.but(align="center")
    header = [
        *header_cells(look, translate("Area"), translate("Priority"), translate("Requested")),
        *(look.block(name, centre) for name in columns),
    ]
    width = 0.085 if has_columns else 0.3
    shares = (0.8 - width * len(columns), 0.1, 0.1, *(width for _ in columns))
    rows = [
        _area(look, projection, code, offers.get(code, {}), partners if has_columns else None)
        for code in areas
    ]
    return TableBlock(header, rows, shares, padding=2.6 * look.air, gap=8)


def _area(
    look: Look,
    projection: Projection,
    code: str,
    offered: Mapping[str, str],
    partners: Sequence[str] | None,
) -> list[Block]:
    proposed = next((each for each in projection.proposals if each.code == code), None)
    requested = code in _requested_areas(projection)
    titles = dict(projection.areas)
    told = projection.profile == INTERNAL
    verdict = _verdict(look, requested, proposed, offered, told=told)
    cells: list[Block] = [
        _area_title(look, titles.get(code, code), verdict),
        look.block(priority_words(look, proposed) if proposed else "–", look.cell),
        look.block(look.translate("Yes") if requested else "–", look.cell),
    ]
    if partners is not None:
        centre = look.cell.but(align="center")
        marks = (offered.get(name, "–").replace(" ", "\u00a0", 1) for name in partners)
        cells += [look.block(mark, centre) for mark in marks]
    else:
        partner_list = look.semicolon.join(f"{name} {mark}" for name, mark in offered.items())
        cells.append(look.block(partner_list or "–", look.cell))
    return cells


def _area_title(look: Look, title: str, verdict: TextLayout | None) -> Block:
    """Return an area with the remark on its assistance below."""
    name = look.block(title, look.cell.but(weight=SEMIBOLD))
    return Stack([name, TextBlock(verdict)]) if verdict else name


def _verdict(
    look: Look,
    requested: bool,
    proposed: Proposal | None,
    offered: Mapping[str, str],
    *,
    told: bool,
) -> TextLayout | None:
    """Return the remark: overlap, no partner, or not proposed if the reader is told of all."""
    if len(offered) > 1:
        return look.text(look.translate("Overlap: agree on one plan"), look.small.but(colour=WARN))
    if requested and not offered:
        return look.text(look.translate("Requested, no partner yet"), look.small)
    if offered and not proposed and told:
        return look.text(look.translate("Not called for by the stages"), look.small)
    return None
