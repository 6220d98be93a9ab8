"""Safeguards, rights and gender across the sections, on one page."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.report import names
from assessor.report.blocks import Block, Break, Lines, Panel
from assessor.report.chapters import indicators
from assessor.report.front import heading, subheading
from assessor.report.look import WARN, WARN_SOFT, Look
from assessor.report.projection import Projection, Said, Shown
from assessor.report.tables import answers


def rights(look: Look, projection: Projection) -> Iterator[Block]:
    """The indicators of rights, what else was asked with a human-rights treaty in mind, women."""
    lines = [line for code in names.RIGHTS if (line := projection.indicator(code))]
    shown = [line for line in lines if line.evidenced is not None]
    if not shown:
        return
    translate = look.translate
    yield heading(look, translate("Human rights and gender"), "rights")
    powers, safeguards = (projection.indicator(code) for code in (names.POWERS, names.SAFEGUARDS))
    if powers and safeguards and (powers.evidenced or 0) > (safeguards.evidenced or 9):
        words = translate(
            "Investigative powers stand at stage {powers}, the safeguards on them at stage "
            "{safeguards}: support for powers should bring the safeguards along."
        ).format(powers=powers.evidenced, safeguards=safeguards.evidenced)
        yield Panel(Lines(look.text(words)), WARN_SOFT, WARN, after=10)
    yield indicators(look, projection, lines)
    facts = list(_facts(projection))
    if facts:
        yield subheading(look, translate("Facts"))
        yield answers(look, projection, facts)
    staff, women = projection.said(names.STAFF), projection.said(names.WOMEN)
    if staff and women and _count(staff) and women.codes and women.codes[0].isdigit():
        words = translate("{women} of {staff} investigators in the unit are women ({percent} %).")
        share = look.figure(100 * _count(women) / _count(staff), 0)
        text = words.format(women=women.text, staff=staff.text, percent=share)
        yield Lines(look.text(text), before=10)
    yield Break()


def _facts(projection: Projection) -> Iterator[Said]:
    """Answers that may be told here to questions that cite the human-rights treaty."""
    for section in projection.sections:
        for item in section.items:
            if isinstance(item, Said) and item.shown in (Shown.FULL, Shown.PART):
                cited = {ref.partition(":")[0] for ref in item.legal}
                if names.RIGHTS_TREATY in cited and item.relevant:
                    yield item


def _count(said: Said) -> int:
    return int(said.codes[0]) if said.codes and said.codes[0].isdigit() else 0
