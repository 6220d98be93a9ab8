"""The chapters: each section on its pages, then recommendations, assistance and the last page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assessor.report.blocks import Block, Break, Columns, Gap, Lines, Panel, Row, Stack, Table
from assessor.report.charts import Badge, Bars, StageDots, Strip
from assessor.report.front import grouped, heading, subheading
from assessor.report.look import ACCENT, CONFLICT, CONFLICT_SOFT, GROUND, INK, MUTED, Look
from assessor.report.projection import (
    GOVERNMENT,
    INTERNAL,
    Carried,
    Disagreement,
    IndicatorLine,
    Projection,
    Roster,
    Said,
    Section,
    SectionScore,
    Shown,
)
from assessor.report.tables import answer, blocks_of, head, roster
from assessor.report.text import SEMIBOLD, Span, spans_of


def anchor(section: Section) -> str:
    """The name links use for a section."""
    return f"section{section.reference.replace('/', '-')}"


def section_chapter(
    look: Look, projection: Projection, section: Section, number: str
) -> Iterator[Block]:
    """A section: where it stands, what would move it, the facts, the finding, the need."""
    translate = look.translate
    yield heading(look, section.title, anchor(section), number, level=1)
    if section.purpose:
        yield Lines(look.text(section.purpose, look.body.but(colour=MUTED)), after=8, keep=True)
    if section.score:
        yield Panel(_strip(look, projection, section.score), GROUND, after=10)
    if section.finding and section.finding.values:
        yield subheading(look, translate("Finding"), 4)
        yield Lines(look.text(section.finding.text, look.body), after=6)
    elif section.finding and section.finding.shown is Shown.NONE:
        yield Lines(look.text(translate("The finding is withheld in this version."), look.small))
    if section.indicators:
        yield subheading(look, translate("Indicators"), 8)
        yield _indicators(look, projection, section.indicators)
    if section.items:
        if section.score:
            yield subheading(look, translate("Facts"))
        yield from blocks_of(look, projection, section.items)
    for disagreement in section.disagreements:
        yield _disagreement(look, disagreement)
    yield Break()


def _strip(look: Look, projection: Projection, score: SectionScore) -> Block:
    translate = look.translate
    big = look.text(look.figure(score.evidenced), look.h1.but(size=24, leading=28, colour=ACCENT))
    under = look.text(translate("evidenced"), look.tiny)
    strip = Strip(
        look, score.evidenced, score.asserted, (score.floor, score.ceiling), projection.stage_titles
    )
    facts = [
        (translate("Asserted"), look.figure(score.asserted)),
        (translate("Range"), f"{look.figure(score.floor)} – {look.figure(score.ceiling)}"),
        (translate("Rated"), translate("{rated} of {of}").format(rated=score.rated, of=score.of)),
        (translate("Need"), look.figure(score.need, 0)),
        (translate("Priority"), look.figure(score.priority)),
    ]
    cells: list[Block] = [
        Stack(
            [
                Lines(look.text(label, look.label)),
                Lines(look.text(value, look.strong), before=1),
            ]
        )
        for label, value in facts
    ]
    rows: list[Block] = [
        Columns([Stack([Lines(big), Lines(under)]), strip], (0.16, 0.84), 12, middle=True),
        Gap(8),
        Columns(cells, [1.0] * len(cells), 10),
    ]
    if score.weakest and score.lowest is not None:
        words = translate("Weakest link, stage {stage}:").format(stage=score.lowest)
        spans = [Span(f"{words} ", SEMIBOLD, INK), Span("; ".join(score.weakest))]
        rows += [Gap(6), Lines(look.text(spans, look.small))]
    return Stack(rows)


def _indicators(look: Look, projection: Projection, lines: Sequence[IndicatorLine]) -> Table:
    translate = look.translate
    rows = [
        Row(
            (
                _rated(look, projection, line),
                Lines(look.text(line.stands or "–", look.small.but(colour=INK))),
                Lines(look.text(_asks(look, line), look.small.but(colour=INK))),
            )
        )
        for line in lines
    ]
    header = head(
        look,
        translate("Indicator and stage"),
        translate("Where it stands"),
        translate("What the next stage asks"),
    )
    return Table(header, rows, (0.34, 0.33, 0.33), gap=14, padding=6, after=4)


def _asks(look: Look, line: IndicatorLine) -> str:
    if line.asks:
        return line.asks
    return look.translate("Highest stage reached") if line.stands else "–"


def _rated(look: Look, projection: Projection, line: IndicatorLine) -> Block:
    translate = look.translate
    blocks: list[Block] = [Lines(look.text(line.title, look.h4.but(size=9, leading=12)), after=2)]
    said = line.said
    if line.evidenced is not None:
        blocks.append(StageDots(look, line.asserted, line.evidenced))
        if line.evidence:
            title = projection.evidence_scale.title(line.evidence)
            blocks.append(Badge(look, line.evidence, title))
        if line.asserted != line.evidenced:
            words = translate("asserted {asserted}, evidence carries {evidenced}")
            text = words.format(asserted=line.asserted, evidenced=line.evidenced)
            blocks.append(Lines(look.text(text, look.tiny)))
    else:
        blocks.append(answer(look, said))
    if said.sources:
        blocks.append(Lines(look.text("; ".join(said.sources), look.tiny), before=1))
    if said.note and line.evidenced is not None:
        blocks.append(Lines(look.text(said.note, look.small), before=2))
    if line.contested:
        words = translate("Assessors differ; not yet decided")
        blocks.append(Lines(look.text(words, look.tiny.but(colour=CONFLICT)), before=1))
    return Stack(blocks)


def _disagreement(look: Look, disagreement: Disagreement) -> Block:
    translate = look.translate
    title = look.text(translate("Sources differ"), look.label.but(colour=CONFLICT))
    rows = [
        Row(
            (
                Lines(look.text(source, look.small)),
                Stack(
                    [
                        Lines(look.text(value, look.body)),
                        *([Lines(look.text(note, look.small))] if note else []),
                    ]
                ),
            ),
            rule=False,
        )
        for source, value, note in disagreement.voices
    ]
    blocks: list[Block] = [
        Lines(title),
        Lines(look.text(spans_of(disagreement.label), look.h4), after=2),
        Table(None, rows, (0.4, 0.6), padding=1.5, ruled=False),
    ]
    if disagreement.finding:
        spans = [Span(translate("Settled on:") + " ", SEMIBOLD), Span(disagreement.finding)]
        blocks.append(Lines(look.text(spans, look.body), before=3))
    return Panel(Stack(blocks), CONFLICT_SOFT, CONFLICT, before=12)


def recommendations(look: Look, projection: Projection) -> Iterator[Block]:
    """What the team recommends, and where need and gap are greatest."""
    translate = look.translate
    yield heading(look, translate("Priorities and recommendations"), "recommendations")
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
                Lines(look.text(each.months, look.small.but(colour=INK))),
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


def last_page(look: Look, projection: Projection) -> Iterator[Block]:
    """Where every answer went, what is attached, who signed, how to verify and to merge."""
    translate = look.translate
    yield heading(look, translate("This document and its data"), "data")
    yield subheading(look, translate("Where every answer went"), 0)
    yield _accounts(look, projection)
    if projection.strangers:
        yield subheading(look, translate("Answers this form does not have"))
        rows = [
            Row((Lines(look.text(ref, look.small)), Lines(look.text(value, look.body))))
            for ref, value in projection.strangers
        ]
        yield Table(None, rows, (0.5, 0.5))
    if projection.files:
        yield subheading(look, translate("Documents seen"))
        yield from _files(look, projection)
    yield subheading(look, translate("What is attached"))
    yield Lines(look.text(_attached(look, projection)), after=4)
    if projection.carried:
        yield _parcel(look, projection.carried)
    yield subheading(look, translate("How to verify and merge"))
    for number, step in enumerate(_steps(look), 1):
        spans = [Span(f"{number}\u2002", SEMIBOLD, ACCENT), Span(step)]
        yield Lines(look.text(spans), after=3)


def _parcel(look: Look, carried: Carried) -> Table:
    """What names the attached parcel."""
    translate = look.translate
    size = translate("{kilobytes} kB").format(kilobytes=look.figure(carried.size / 1000, 0))
    facts = [
        (translate("Fingerprint"), grouped(carried.fingerprint)),
        (translate("Parcel"), carried.parcel_id),
        (translate("Size"), size),
        (translate("Entries"), look.figure(carried.entries, 0)),
        *((translate("Signed by"), f"{name}, {key}") for name, key in carried.signers),
    ]
    rows = [
        Row((Lines(look.text(label, look.label)), Lines(look.text(value, look.body))))
        for label, value in facts
    ]
    return Table(None, rows, (0.25, 0.75), padding=3)


def _accounts(look: Look, projection: Projection) -> Block:
    translate = look.translate
    counts = projection.accounting
    parts = [
        (translate("Printed"), counts.printed),
        (translate("Printed in part"), counts.in_part),
        (translate("Withheld in this version"), counts.withheld),
        (translate("Not relevant"), counts.not_relevant),
        (translate("Kept by the form itself"), counts.unasked),
    ]
    rows = [
        Row(
            (
                Lines(look.text(label, look.body)),
                Lines(look.text(look.figure(count, 0), look.body.but(align="end"))),
            )
        )
        for label, count in parts
        if count
    ]
    rows.append(
        Row(
            (
                Lines(look.text(translate("Answers in the file"), look.strong)),
                Lines(look.text(look.figure(counts.in_file, 0), look.strong.but(align="end"))),
            )
        )
    )
    return Columns([Table(None, rows, (0.8, 0.2), padding=3), Block()], (0.6, 0.4))


def _files(look: Look, projection: Projection) -> Iterator[Block]:
    rows = [
        Row(
            (
                Lines(look.text(file.title, look.body)),
                Lines(look.text(grouped(file.digest[:16]), look.tiny)),
            )
        )
        for file in projection.files
    ]
    yield Table(None, rows, (0.62, 0.38), padding=3)


def _attached(look: Look, projection: Projection) -> str:
    translate = look.translate
    if projection.profile == INTERNAL:
        return translate(
            "This PDF carries every answer with its history, the form and the evidence, signed by "
            "the laptops that wrote them. Treat the file as you would treat the record itself."
        )
    if projection.profile == GOVERNMENT:
        return translate(
            "This PDF carries the answers that are printed here in full, and the form. What is "
            "withheld or printed in part is present only as sealed commitments that reveal nothing."
        )
    return translate(
        "This PDF carries only the answers that may be published, and the form. Everything else is "
        "present only as sealed commitments that reveal nothing."
    )


def _steps(look: Look) -> tuple[str, ...]:
    translate = look.translate
    return (
        translate("Keep the file as it is. Printing or converting it removes the data."),
        translate("Open it in Assessor, or run: assessor inspect FILE.pdf"),
        translate("Compare the fingerprint shown with the one on the cover."),
        translate(
            "At headquarters, receive it into the registry. Receiving it twice changes nothing."
        ),
    )
