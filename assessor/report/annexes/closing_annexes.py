"""Annexes: sources, stage descriptors, glossary, and the last page with the attached data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assessor.report.blocks.answer_tables import header_cells, pairs_table
from assessor.report.blocks.block import AnchoredCell, Block, Columns, PageBreak, TextBlock
from assessor.report.blocks.look import ACCENT, Look
from assessor.report.blocks.page_composition import fitted
from assessor.report.blocks.stage_words import in_spans, states_parts
from assessor.report.blocks.table_block import TableBlock
from assessor.report.chapters.front_pages import group_digits, heading, subheading
from assessor.report.projection.audience import SMALLEST_COUNT
from assessor.report.projection.projection import (
    GOVERNMENT,
    INTERNAL,
    Accounting,
    IndicatorLine,
    Projection,
    SourceLine,
)
from assessor.report.projection.report_facts import AttachedParcel
from assessor.report.typesetting.text_layout import BOLD, SEMIBOLD, Span
from assessor.scoring.criteria import CriterionState


def sources_annex(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield the list of sources."""
    if not projection.sources:
        return
    yield heading(look, look.translate("Sources"), "sources")
    if projection.profile == INTERNAL:
        yield _all_sources(look, projection)
    else:
        words = look.translate(
            "People heard by stakeholder group; no one is named. Groups of fewer than {count} are "
            "put together, so that nobody can be recognised."
        )
        text = look.text(words.format(count=SMALLEST_COUNT), look.small)
        yield TextBlock(text, after=6, keep=True)
        rows = [(group.cluster, group.people) for group in projection.sources]
        yield pairs_table(look, rows, (look.body, look.body), (0.7, 0.3), padding=3)
    yield PageBreak()


def _all_sources(look: Look, projection: Projection) -> TableBlock:
    translate = look.translate
    grouped_apart = any(s.cluster != s.name for s in projection.sources)
    titles = ["", translate("Source"), translate("Stakeholder group")]
    titles += [translate("What and when"), translate("Place"), translate("People")]
    shares = [0.06, 0.28, 0.21, 0.22, 0.12, 0.11]
    rows = [
        [
            AnchoredCell(look.block(s.code, look.strong.but(colour=ACCENT)), f"source-{s.code}"),
            look.block(look.quote(s.name)),
            look.block(s.cluster if s.cluster != s.name else "", look.cell),
            look.block(_kind(look, s), look.cell),
            look.block(look.quote(s.place), look.cell),
            look.block(s.people, look.cell.but(align="end")),
        ]
        for s in projection.sources
    ]
    used = [at for at in range(len(titles)) if grouped_apart or at != 2]
    return TableBlock(
        header_cells(look, *(titles[at] for at in used)),
        [[row[at] for at in used] for row in rows],
        [shares[at] for at in used],
        gap=8,
    )


def _kind(look: Look, source: SourceLine) -> str:
    translate = look.translate
    kinds = {
        "meeting": translate("Meeting"),
        "visit": translate("Visit"),
        "document": translate("Document"),
        "person": translate("Interview"),
    }
    return look.comma.join(
        part for part in (kinds.get(source.kind, source.kind), source.day) if part
    )


@fitted
def descriptors_annex(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield the meaning of each indicator's stages, with the one that was said and shown marked."""
    sections = [
        (section, lines)
        for section in projection.sections
        if (
            lines := [line for line in section.indicators if any(line.descriptors) or line.criteria]
        )
    ]
    if not sections:
        return
    translate = look.translate
    yield heading(look, translate("What each stage means"), "descriptors")
    if any(line.criteria for _, lines in sections for line in lines):
        words = translate(
            "A stage is reached when all its criteria, and all of the stages below, are met; it is "
            "shown when all of them were shown."
        )
    else:
        words = translate("Stages build on each other. What was said and shown stands in bold.")
    yield look.block(words, look.small, after=2, keep=True)
    for section, lines in sections:
        yield subheading(look, section.title, 12)
        if any(line.criteria for line in lines):
            yield _criteria_table(look, projection, lines)
            continue
        count = max(len(line.descriptors) for line in lines)
        names = [*projection.stage_titles, *("" for _ in range(count))][:count]
        titles = [f"{at} {name}".strip() for at, name in enumerate(names, 1)]
        yield TableBlock(
            header_cells(look, translate("Indicator"), *titles),
            [_described(look, line, count) for line in lines],
            [0.19, *(0.81 / count for _ in range(count))],
            gap=8,
            padding=3.5,
        )


def _criteria_table(
    look: Look, projection: Projection, lines: Sequence[IndicatorLine]
) -> TableBlock:
    """Return each indicator's criteria, a column a stage, grouped by what is known of them."""
    stages = sorted({each.stage for line in lines for each in line.criteria})
    names = dict(enumerate(projection.stage_titles, 1))
    return TableBlock(
        header_cells(
            look,
            look.translate("Indicator"),
            *(f"{stage} {names.get(stage, '')}".strip() for stage in stages),
        ),
        [
            [
                look.block(line.title, look.cell.but(weight=SEMIBOLD)),
                *(look.block(_criteria_words(look, line, stage), look.fine) for stage in stages),
            ]
            for line in lines
        ],
        [0.16, *(0.84 / len(stages) for _ in stages)],
        gap=8,
        padding=3.5,
    )


def _criteria_words(look: Look, line: IndicatorLine, stage: int) -> list[Span]:
    """Return the criteria of a stage with the words for their states, unless none is known."""
    asked = [each for each in line.criteria if each.stage == stage]
    if all(each.state in (CriterionState.UNKNOWN, None) for each in line.criteria):
        return [Span(look.quote(" ".join(each.text for each in asked)))]
    return in_spans(states_parts(look, asked, look.quote))


def _described(look: Look, line: IndicatorLine, count: int) -> list[TextBlock]:
    """Return an indicator with its descriptors."""
    plain, reached = look.fine, look.fine.but(weight=BOLD)
    cells = [look.block(line.title, look.cell.but(weight=SEMIBOLD))]
    for at in range(count):
        text = line.descriptors[at] if at < len(line.descriptors) else ""
        is_reached = bool(text) and text == line.stands and line.asserted == line.evidenced
        style = reached if is_reached else plain
        cells.append(look.block(look.quote(text), style))
    return cells


def last_page(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield accounting, attachments, signers, and how to verify and import the data."""
    translate = look.translate
    yield heading(look, translate("This document and its data"), "data")
    yield subheading(look, translate("Where every answer went"), 0)
    yield _accounts(look, projection)
    if projection.retired:
        yield subheading(look, translate("Answers that this form does not have"))
        rows = [
            (look.quote(question), look.quote(answer)) for question, answer in projection.retired
        ]
        yield pairs_table(look, rows, (look.small, look.body), (0.5, 0.5))
    if projection.files:
        yield subheading(look, translate("Documents seen"))
        files = [(file.title, group_digits(file.digest[:16])) for file in projection.files]
        yield pairs_table(look, files, (look.body, look.tiny), (0.62, 0.38), padding=3)
    yield subheading(look, translate("What is attached"))
    yield look.block(_attached(look, projection), after=4)
    if not projection.has_parcel:
        return
    if projection.parcel:
        yield _parcel(look, projection.parcel)
    yield subheading(look, translate("How to verify and merge"))
    for number, step in enumerate(_steps(look), 1):
        spans = [Span(f"{number}\u2002", SEMIBOLD, ACCENT), Span(step)]
        yield look.block(spans, after=3)


def _parcel(look: Look, carried: AttachedParcel) -> TableBlock:
    """Return the details of the attached parcel."""
    translate = look.translate
    size = translate("{kilobytes} kB").format(kilobytes=look.figure(carried.size / 1000, 0))
    facts = [
        (translate("Fingerprint"), group_digits(carried.fingerprint)),
        (translate("Parcel"), carried.parcel_id),
        (translate("Size"), size),
        (translate("Entries"), look.figure(carried.entries, 0)),
        *(
            (translate("Signed by"), look.comma.join(filter(None, (name, key))))
            for name, key in carried.signers
        ),
    ]
    return pairs_table(look, facts, (look.label, look.body), (0.25, 0.75), padding=3)


def outcome_counts(look: Look, counts: Accounting) -> list[tuple[str, int]]:
    """Return what became of the answers, in words, with the number of each."""
    translate = look.translate
    return [
        (translate("Printed"), counts.printed),
        (translate("Printed in part"), counts.in_part),
        (translate("Withheld in this version"), counts.withheld),
        (translate("Not relevant"), counts.not_relevant),
        (translate("Kept by the form itself"), counts.unasked),
    ]


def _accounts(look: Look, projection: Projection) -> Block:
    translate = look.translate
    counts = projection.accounting
    rows = [
        (
            look.block(label, look.body),
            look.block(look.figure(count, 0), look.body.but(align="end")),
        )
        for label, count in outcome_counts(look, counts)
        if count
    ]
    rows.append(
        (
            look.block(translate("Answers in the file"), look.strong),
            look.block(look.figure(counts.in_file, 0), look.strong.but(align="end")),
        )
    )
    return Columns([TableBlock(None, rows, (0.8, 0.2), padding=3), Block()], (0.6, 0.4))


def _attached(look: Look, projection: Projection) -> str:
    translate = look.translate
    if not projection.has_parcel:
        return translate(
            "Nothing: this document is for working on the text, and proves nothing. The report "
            "that carries the signed answers is the PDF."
        )
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
    styles, shares = (look.cell.but(weight=SEMIBOLD), look.cell), (0.24, 0.76)
    pairs = [(translate(word), look.quote(translate(meaning))) for word, meaning in _WORDS]
    yield pairs_table(look, pairs, styles, shares, padding=2.8)
    codes = [(code, look.quote(title)) for code, title in projection.treaty_titles]
    if codes:
        yield subheading(look, translate("Instruments by their abbreviation"))
        yield pairs_table(look, codes, styles, shares, padding=2.8)
    yield PageBreak()
