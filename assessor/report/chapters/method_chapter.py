"""The method of the mission and its limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from assessor import words
from assessor.report.blocks.answer_tables import item_blocks, pairs_table
from assessor.report.blocks.block import Block, Columns, Stack
from assessor.report.blocks.charts import ShareBar
from assessor.report.blocks.look import Look
from assessor.report.blocks.page_composition import fitted
from assessor.report.chapters.front_pages import heading, subheading
from assessor.report.projection import question_names
from assessor.report.projection.projection import INTERNAL, Item, PrintedAnswer, Projection
from assessor.report.readings.treaty_words import lawyer_words
from assessor.report.typesetting.text_layout import SEMIBOLD


@fitted
def method_chapter(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield method and limits, on one page if that saves one."""
    translate = look.translate
    yield heading(look, translate("Method and limits"), "method")
    yield look.block(_method_words(projection), after=4)
    if projection.law_to_check:
        yield look.block(lawyer_words(translate), after=4)
    if projection.mission:
        yield subheading(look, translate("Mission record"))
        yield from item_blocks(look, projection, _record(projection), bare=True)
    if projection.clusters_met:
        yield subheading(look, translate("Stakeholder groups"))
        yield Columns(
            [
                _listed(look, translate("Met"), projection.clusters_met),
                _listed(look, translate("Not met"), projection.clusters_missed),
            ],
            (1, 1),
            24,
        )
    if any(projection.evidence_mix.values()):
        yield subheading(look, translate("What the answers rest on"))
        scale = projection.evidence_scale
        parts = [
            (code, scale.title(code) if code else translate("Not stated"), count)
            for code, count in projection.evidence_mix.items()
        ]
        yield ShareBar(look, parts)
    yield from _unanswered(look, projection)


def _record(projection: Projection) -> list[Item]:
    """Return the mission's facts without the groups met, which have their own list."""
    excluded = question_names.CLUSTERS if projection.clusters_met else ""
    return [
        item
        for item in projection.mission
        if not (isinstance(item, PrintedAnswer) and item.name == excluded)
    ]


def _rated_words(projection: Projection) -> str:
    translate = words.translator(projection.language)
    said = (
        translate("{rated} of {of} indicators are rated ({coverage} %).")
        if projection.tells_all_stages
        else translate(
            "Of the {of} indicators whose stage is told, {rated} are rated ({coverage} %)."
        )
    )
    return said.format(rated=projection.rated, of=projection.of, coverage=projection.coverage)


def _method_words(projection: Projection) -> str:
    translate = words.translator(projection.language)
    by_criteria = any(line.criteria for each in projection.sections for line in each.indicators)
    sentences = [
        translate(
            "Each section is rated by indicators on five stages. A stage is reached when all its "
            "criteria, and all of the stages below, are met: the asserted stage by what was said "
            "or shown, the evidenced stage by what was shown alone. A section's score is the "
            "weighted mean of its evidenced stages."
        )
        if by_criteria
        else translate(
            "Each section is rated by indicators on five stages. A stage counts only as far as its "
            "evidence supports it: the asserted stage is what was said, the evidenced stage what "
            "could be shown. A section's score is the weighted mean of its evidenced stages."
        )
    ]
    if projection.of:
        sentences.append(_rated_words(projection))
    if projection.clusters_met:
        sentences.append(
            translate("{met} of {all} stakeholder groups were met.").format(
                met=len(projection.clusters_met),
                all=len(projection.clusters_met) + len(projection.clusters_missed),
            )
        )
    if projection.profile != INTERNAL:
        sentences.append(
            translate(
                "This version leaves out answers that its readers may not see. Its scores are the "
                "team's own, worked out over everything; one that would give away a stage that is "
                "not released is not released either."
            )
        )
    return " ".join(sentences)


def _listed(look: Look, title: str, names: Sequence[str]) -> Block:
    lines = [look.block(title, look.label, after=2)]
    lines += [look.block(name, look.body, after=1) for name in names or ("–",)]
    return Stack(lines)


def join_titles(titles: Iterable[str]) -> str:
    """Join titles that may be questions, by a dot instead of a comma."""
    return " · ".join(titles)


def _counted(labels: Iterable[str]) -> Iterator[str]:
    """Yield each label once, with how often if it is asked of several instances."""
    for label, count in Counter(labels).items():
        yield label if count == 1 else f"{label} ({count})"


def _unanswered(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield unanswered questions by section."""
    if not projection.unanswered:
        return
    yield subheading(look, look.translate("Left unanswered"))
    by_section: dict[str, list[str]] = {}
    for section, label in projection.unanswered:
        by_section.setdefault(section, []).append(label)
    silent = {section.title for section in projection.sections if section.silent}
    by_title = {
        section: look.translate("All of it; questions: {count}").format(count=len(labels))
        if section in silent
        else join_titles(_counted(labels))
        for section, labels in by_section.items()
    }
    styles = (look.cell.but(weight=SEMIBOLD), look.cell)
    yield pairs_table(look, by_title.items(), styles, (0.3, 0.7), padding=3 * look.air)
