"""Safeguards, human rights and gender across the sections."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.report.blocks.answer_tables import answers_table
from assessor.report.blocks.block import Block, PageBreak, Panel
from assessor.report.blocks.look import WARN, WARN_SOFT, Look
from assessor.report.chapters.front_pages import heading, subheading
from assessor.report.chapters.section_chapter import indicator_table
from assessor.report.projection import question_names
from assessor.report.projection.projection import PrintedAnswer, Projection


def rights_chapter(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield rights indicators, facts that cite a rights treaty, and the share of women."""
    lines = [line for code in question_names.RIGHTS if (line := projection.indicator(code))]
    rated = [line for line in lines if line.evidenced is not None]
    if not rated:
        return
    translate = look.translate
    yield heading(look, translate("Human rights and gender"), "rights")
    powers, safeguards = (
        projection.indicator(code) for code in (question_names.POWERS, question_names.SAFEGUARDS)
    )
    if powers and safeguards and (powers.evidenced or 0) > (safeguards.evidenced or 9):
        words = translate(
            "Investigative powers stand at stage {powers}, the safeguards on them at stage "
            "{safeguards}: support for powers should bring the safeguards along."
        ).format(powers=powers.evidenced, safeguards=safeguards.evidenced)
        yield Panel(look.block(words), WARN_SOFT, WARN, after=10)
    yield indicator_table(look, projection, lines)
    facts = list(_facts(projection))
    if facts:
        yield subheading(look, translate("Facts"))
        yield answers_table(look, projection, facts)
    staff, women = projection.answer(question_names.STAFF), projection.answer(question_names.WOMEN)
    if staff and women and _count(staff) and women.codes and women.codes[0].isdigit():
        words = translate(
            "Women among the investigators of cybercrime: {women} of {staff} ({percent} %)."
        )
        share = look.figure(100 * _count(women) / _count(staff), 0)
        text = words.format(women=women.text, staff=staff.text, percent=share)
        yield look.block(text, before=10)
    yield PageBreak()


def _facts(projection: Projection) -> Iterator[PrintedAnswer]:
    """Yield visible answers to questions that cite the rights treaty."""
    for section in projection.sections:
        for item in section.items:
            if isinstance(item, PrintedAnswer) and item.visibility.readable:
                cited = {ref.partition(":")[0] for ref in item.legal}
                if question_names.RIGHTS_TREATY in cited and item.relevant:
                    yield item


def _count(answer: PrintedAnswer) -> int:
    return int(answer.codes[0]) if answer.codes and answer.codes[0].isdigit() else 0
