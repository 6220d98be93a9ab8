"""What follows from the answers: priorities, recommendations, assistance."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.report.blocks import Block, Break, Lines, Row, Stack, Table
from assessor.report.charts import Bars
from assessor.report.front import heading, subheading
from assessor.report.look import ACCENT, INK, Look
from assessor.report.projection import Projection, Roster, Said
from assessor.report.tables import answer, head, roster


def recommendations(look: Look, projection: Projection) -> Iterator[Block]:
    """What the team recommends, and where need and gap are greatest."""
    translate = look.translate
    yield heading(look, translate("Priorities and recommendations"), "advice")
    bars = sorted(
        (
            (section.title, section.score.priority, look.figure(section.score.priority))
            for section in projection.sections
            if section.score and section.score.priority is not None
        ),
        key=lambda each: -each[1],
    )
    if bars:
        yield subheading(look, translate("Where support matters most"), 0)
        words = translate(
            "Priority: the need agreed with the counterpart, weighed by the gap to the highest "
            "stage (0 to 4)."
        )
        yield Lines(look.text(words, look.small), after=6, keep=True)
        yield Bars(look, bars, 4.0)
    if projection.recommendations:
        yield subheading(look, translate("Recommendations"), 18)
        yield _numbered(look, projection.recommendations)
    if projection.proposals:
        yield subheading(look, translate("Assistance the stages call for"), 18)
        words = translate("The most urgent first, but none before what it builds on.")
        yield Lines(look.text(words, look.small), after=4, keep=True)
        yield _proposals(look, projection)
    yield Break()


def _numbered(look: Look, given: Roster) -> Table:
    rows = []
    for number, row in enumerate(given.rows, 1):
        first, *rest = row
        rows.append(
            Row(
                (
                    Lines(look.text(str(number), look.strong.but(colour=ACCENT))),
                    answer(look, first, bare=True),
                    *(_small(look, said) for said in rest),
                )
            )
        )
    labels = [label for _, label in given.columns]
    shares = (0.05, 0.4, *([0.55 / max(1, len(labels) - 1)] * (len(labels) - 1)))
    return Table(head(look, "", *labels), rows, shares, gap=9, after=6)


def _small(look: Look, said: Said) -> Block:
    if said.values and not said.note:
        return Lines(look.text(said.text, look.small.but(colour=INK)))
    return answer(look, said, bare=True)


def _proposals(look: Look, projection: Projection) -> Table:
    translate = look.translate
    rows = [
        Row(
            (
                Stack(
                    [
                        Lines(look.text(each.title, look.h4.but(size=9, leading=12))),
                        Lines(look.text(each.activity, look.small), before=1),
                    ]
                ),
                Lines(look.text("; ".join(each.because), look.small.but(colour=INK))),
                Lines(look.text(each.months.replace("-", "–"), look.small.but(colour=INK))),
                Lines(look.text(look.figure(each.priority), look.strong)),
            )
        )
        for each in projection.proposals
    ]
    header = head(
        look,
        translate("Area and activity"),
        translate("Because of"),
        translate("Months"),
        translate("Priority"),
    )
    return Table(header, rows, (0.46, 0.34, 0.1, 0.1), after=6)


def offers(look: Look, projection: Projection) -> Iterator[Block]:
    """Assistance given, under way or planned."""
    if not projection.offers:
        return
    yield heading(look, look.translate("Assistance by partners"), "offers")
    yield roster(look, projection.offers)
    yield Break()
