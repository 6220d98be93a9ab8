"""The report as an Excel workbook: scores, indicators, answers, plan and offers.

It uses the same projection as the PDF. Cells are never formulas. Source: ECMA-376; OWASP, "CSV
Injection".
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator
from datetime import datetime, time

from assessor.report.annexes.closing_annexes import outcome_counts
from assessor.report.annexes.history_annexes import change_words, verdict_words
from assessor.report.blocks.look import Look
from assessor.report.blocks.plan_words import action_texts, aim_facts, check_facts, cost_words
from assessor.report.blocks.stage_words import aim_parts, in_words, stage_parts
from assessor.report.chapters import front_pages
from assessor.report.output.excel_sheets import Cell, ExcelSheet, workbook_bytes, write_sheets
from assessor.report.output.follow_up_sheets import follow_up_sheets
from assessor.report.projection.plan.plan_lines import PlanLine
from assessor.report.projection.projection import (
    INTERNAL,
    PrintedAnswer,
    Projection,
    RepeatAnswers,
    Visibility,
    answers_within,
)
from assessor.report.readings import treaty_words
from assessor.report.typesetting.text_layout import plain_text


def render_sheet(projection: Projection, as_text: Callable[[str], str]) -> bytes:
    """Return the report as .xlsx bytes.

    `as_text` makes text safe against formula execution.
    """
    look = Look(projection.language)
    facts, sheets = projection.facts, sheets_of(look, projection)
    return workbook_bytes(
        lambda book: write_sheets(book, sheets, as_text, right_to_left=look.right_to_left),
        title=front_pages.document_title(projection),
        author=", ".join(facts.assessors),
        subject=front_pages.version_words(look, projection),
        created=datetime.combine(facts.made_on, time()),
    )


def sheets_of(look: Look, projection: Projection) -> Iterator[ExcelSheet]:
    """Yield the sheets in order; empty ones are skipped, except answers."""
    yield _about(look, projection)
    for sheet in (
        _scores(look, projection),
        _indicators(look, projection),
        _plan(look, projection),
        _proposals(look, projection),
        _repeat_sheet(look, look.translate("Assistance"), projection.offers),
        _treaties(look, projection),
        _readings(look, projection),
        *follow_up_sheets(look, projection),
        _comments(look, projection),
        _changes(look, projection),
    ):
        if sheet.rows:
            yield sheet
    yield _answers(look, projection)


def _about(look: Look, projection: Projection) -> ExcelSheet:
    translate, counts = look.translate, projection.accounting
    rows: list[tuple[Cell, ...]] = [
        (translate("Country"), projection.cover.country),
        (translate("Version"), front_pages.version_words(look, projection, counted=True)),
        *front_pages.cover_facts(look, projection),
        (translate("Assessment"), projection.facts.assessment),
        (translate("Answers in the file"), counts.in_file),
        *outcome_counts(look, counts),
    ]
    columns = ((translate("What"), 34), (translate("Value"), 60))
    return ExcelSheet(translate("About"), columns, tuple(row for row in rows if row[1] != ""))


def _scores(look: Look, projection: Projection) -> ExcelSheet:
    translate = look.translate
    columns = (
        (translate("Code"), 8),
        (translate("Section"), 40),
        (translate("Asserted"), 10),
        (translate("Evidenced"), 10),
        (translate("At least"), 10),
        (translate("At most"), 10),
        (translate("Lowest"), 10),
        (translate("Weakest link"), 40),
        (translate("Rated"), 8),
        (translate("Of"), 8),
        (translate("Need"), 8),
        (translate("Priority"), 10),
    )
    rows = tuple(
        (
            section.code, section.title, score.asserted,
            score.evidenced if score.released else translate("Not released"), score.floor,
            score.ceiling, score.lowest, look.semicolon.join(score.weakest), score.rated,
            score.of, score.need, score.priority,
        )
        for section in projection.sections
        if (score := section.score)
    )  # fmt: skip
    return ExcelSheet(translate("Scores"), columns, rows)


def _indicators(look: Look, projection: Projection) -> ExcelSheet:
    translate = look.translate
    columns = (
        (translate("Code"), 18),
        (translate("Section"), 28),
        (translate("Indicator"), 36),
        (translate("Asserted"), 10),
        (translate("Evidenced"), 10),
        (translate("Evidence"), 16),
        (translate("Where it stands"), 50),
        (translate("What a higher stage asks"), 50),
        (translate("Note"), 40),
    )
    rows = tuple(
        (
            line.code, section.title, line.title, line.asserted,
            line.evidenced if line.released else translate("Not released"),
            projection.evidence_scale.title(line.evidence), in_words(stage_parts(look, line)),
            in_words(aim_parts(look, line)),
            line.answer.note,
        )
        for section in projection.sections
        for line in section.indicators
    )  # fmt: skip
    return ExcelSheet(translate("Indicators"), columns, rows)


def _answers(look: Look, projection: Projection) -> ExcelSheet:
    translate = look.translate
    columns = (
        (translate("Section"), 28),
        (translate("Question"), 46),
        (translate("Answer"), 50),
        (translate("Value"), 16),
        (translate("Rests on"), 18),
        (translate("Note"), 40),
        (translate("Sources"), 24),
        (translate("State"), 20),
        (translate("Reference"), 40),
    )
    rows = tuple(
        (
            title, plain_text(answer.label), look.semicolon.join(answer.values) or answer.missing,
            _value(answer), projection.evidence_scale.title(answer.evidence), answer.note,
            look.semicolon.join(answer.sources), _state(look, answer), answer.reference,
        )
        for title, answer in titled_answers(look, projection)
    )  # fmt: skip
    return ExcelSheet(translate("Answers"), columns, rows)


def titled_answers(look: Look, projection: Projection) -> Iterator[tuple[str, PrintedAnswer]]:
    """Yield every question with the title of its part."""
    record = look.translate("Mission record")
    yield from ((record, answer) for answer in answers_within(projection.mission))
    for section in (*projection.sections, *projection.closing):
        yield from ((section.title, line.answer) for line in section.indicators)
        yield from ((section.title, each) for each in (section.finding, section.need) if each)
        yield from ((section.title, answer) for answer in answers_within(section.items))
    for repeat in (projection.recommendations, projection.offers):
        if repeat:
            yield from ((plain_text(repeat.label), answer) for answer in answers_within((repeat,)))


def _value(answer: PrintedAnswer) -> Cell:
    """Return a machine-readable value: a number, else choice codes."""
    if answer.type in ("int", "integer", "decimal") and len(answer.codes) == 1:
        with contextlib.suppress(ValueError):
            if math.isfinite(number := float(answer.codes[0])):
                return number
        return answer.codes[0]
    return " ".join(answer.codes) if answer.codes != answer.values else ""


def _state(look: Look, answer: PrintedAnswer) -> str:
    translate = look.translate
    if not answer.relevant:
        return translate("Does not apply")
    return {
        Visibility.FULL: "",
        Visibility.PART: translate("Printed in part"),
        Visibility.NONE: translate("Withheld in this version"),
        Visibility.BLANK: translate("Not answered"),
    }[answer.visibility]


def _plan(look: Look, projection: Projection) -> ExcelSheet:
    """Return the recommendations by number, with plan entries."""
    translate = look.translate
    sheet = _repeat_sheet(look, translate("Plan"), projection.recommendations)
    if not sheet.rows or not projection.plan:
        return sheet
    lines = {line.number: line for line in projection.plan}
    columns = (
        (translate("Owner"), 30),
        (translate("Partner"), 30),
        (translate("Start"), 12),
        (translate("End"), 12),
        (translate("Cost"), 14),
        (translate("Currency"), 10),
        (translate("Funding"), 14),
        (translate("Funding gap"), 14),
        (translate("Builds on"), 12),
        (translate("What it is to meet"), 70),
        (translate("How to check"), 50),
    )
    rows = []
    for number, row in enumerate(sheet.rows, 1):
        line = lines.get(number, PlanLine(number))
        rows.append((*row, *_plan_cells(look, line)))
    return ExcelSheet(sheet.title, (*sheet.columns, *columns), tuple(rows))


def _plan_cells(look: Look, line: PlanLine) -> Iterator[Cell]:
    """Yield what the plan says beside a recommendation; money as numbers."""
    yield from (line.owner, line.partner)
    yield from ("" if day is None else day.isoformat() for day in (line.start, line.end))
    yield cost_words(look, line.cost) if line.amount is None else float(line.amount)
    yield line.currency
    yield from (None if each is None else float(each) for each in (line.funded, line.gap))
    yield look.comma.join(map(str, line.after))
    for facts in (aim_facts(look, line), check_facts(line)):
        yield "\n".join(f"{lead}{text}" for lead, text in facts)


def _repeat_sheet(look: Look, title: str, repeat: RepeatAnswers | None) -> ExcelSheet:
    if repeat is None or repeat.withheld:
        return ExcelSheet(title, (), ())
    columns = (("", 5), *((plain_text(label), 30) for _, label in repeat.columns))
    rows = tuple(
        (
            float(number),
            *(_cell(look, cells[name]) if name in cells else None for name, _ in repeat.columns),
        )
        for number, cells in enumerate(repeat.cells(), 1)
    )
    return ExcelSheet(title, columns, rows)


def _cell(look: Look, answer: PrintedAnswer) -> Cell:
    if answer.visibility is Visibility.NONE:
        return look.translate("Withheld")
    value = _value(answer)
    return (
        value if isinstance(value, float) else look.semicolon.join(answer.values) or answer.missing
    )


def _proposals(look: Look, projection: Projection) -> ExcelSheet:
    translate = look.translate
    columns = (
        (translate("Code"), 14),
        (translate("Area"), 34),
        (translate("Suggested actions"), 60),
        (translate("To be confirmed first"), 50),
        (translate("Output"), 40),
        (translate("Months"), 10),
        (translate("Priority"), 10),
        (translate("Because of"), 50),
    )
    rows = tuple(
        (
            each.code, each.title, "\n".join(action_texts(look, each)),
            "\n".join(each.to_confirm), each.output, each.months.replace("-", "–"),
            each.priority if each.released else translate("Not released"),
            look.semicolon.join(each.because),
        )
        for each in projection.proposals
    )  # fmt: skip
    return ExcelSheet(translate("Suggested assistance"), columns, rows)


def _treaties(look: Look, projection: Projection) -> ExcelSheet:
    """Return the articles of treaties, a row each, also of treaties that a report leaves out."""
    translate = look.translate
    columns = (
        (translate("Treaty"), 34),
        (translate("Where the country stands"), 24),
        (translate("Article"), 10),
        (translate("Title"), 40),
        (translate("Duty"), 22),
        (translate("In law"), 14),
        (translate("Remark"), 20),
        (translate("In practice"), 24),
        (translate("Source"), 34),
        (translate("National provision"), 40),
        (translate("Answers"), 60),
    )
    rows = tuple(
        (
            table.title, table.standing, line.number, line.title,
            treaty_words.duty_words(translate, line.duty),
            *treaty_words.law_words(translate, line),
            *treaty_words.practice_words(translate, line),
            look.semicolon.join(line.provisions) or treaty_words.gap_words(translate, line),
            treaty_words.answer_words(translate, line, look.colon, look.semicolon),
        )
        for table in projection.treaties
        for line in table.articles
    )  # fmt: skip
    return ExcelSheet(translate("Treaties"), columns, rows)


def _readings(look: Look, projection: Projection) -> ExcelSheet:
    """Return crosswalks, a row per part."""
    translate = look.translate
    columns = (
        (translate("Instrument"), 34),
        (translate("Article or part"), 12),
        (translate("Title"), 40),
        (translate("Evidenced"), 10),
        (translate("Indicators and their stage"), 50),
        (translate("Facts"), 50),
    )
    rows = tuple(
        (
            reading.title, part.number, part.title, part.evidenced,
            *(
                look.semicolon.join(look.introducing(title, text or "–") for title, text in pairs)
                for pairs in (part.indicators, part.facts)
            ),
        )
        for reading in projection.readings
        for part in reading.parts
    )  # fmt: skip
    return ExcelSheet(translate("Crosswalk"), columns, rows)


def _comments(look: Look, projection: Projection) -> ExcelSheet:
    """Return the government's comments with verdict and response."""
    translate = look.translate
    columns = (
        (translate("Section"), 28),
        (translate("Finding"), 40),
        (translate("Comment of the government"), 50),
        (translate("Accepted?"), 18),
        (translate("Response"), 50),
        (translate("Changed?"), 12),
    )
    changed = {True: translate("Yes"), False: translate("No"), None: ""}
    rows = tuple(
        (
            line.section, line.finding, line.remark.comment,
            verdict_words(look, line.remark.verdict), line.remark.response,
            changed[line.remark.changed],
        )
        for line in projection.remarks
    )  # fmt: skip
    return ExcelSheet(translate("Comments"), columns, rows)


def _changes(look: Look, projection: Projection) -> ExcelSheet:
    """Return the change log; details for the team only."""
    translate = look.translate
    columns = [(translate("Day"), 14), (translate("What happened"), 60)]
    columns += [(translate("Who, and why"), 70)] if projection.profile == INTERNAL else []
    rows = tuple(
        (each.day.isoformat(), change_words(look, each), "\n".join(each.details))[: len(columns)]
        for each in projection.changes
    )
    return ExcelSheet(translate("Changes"), tuple(columns), rows)
