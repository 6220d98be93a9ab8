"""Tests of sections without answers: short, and without empty pages."""

from __future__ import annotations

import dataclasses
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from assessor.report.blocks.answer_tables import grid_table
from assessor.report.blocks.block import Stack
from assessor.report.blocks.charts import FunnelChart
from assessor.report.blocks.look import HEIGHT, WIDTH, Look
from assessor.report.blocks.page_composition import compose_pages
from assessor.report.blocks.raster import draw_picture
from assessor.report.chapters.assistance import assistance_chapter
from assessor.report.chapters.country_context import context_chapter
from assessor.report.chapters.method_chapter import method_chapter
from assessor.report.chapters.section_chapter import section_chapter
from assessor.report.output.chapter_order import chapters_of
from assessor.report.projection.projection import (
    GridAnswers,
    PrintedAnswer,
    Projection,
    RepeatAnswers,
    ReportSection,
    Visibility,
)
from tests.support.report.block_texts import lines, rows, texts
from tests.support.report.samples import sample

pytestmark = pytest.mark.slow


def hush(said: PrintedAnswer | None) -> Any:
    """A question nobody answered."""
    blank = {"values": (), "codes": (), "note": "", "missing": "", "sources": (), "evidence": ""}
    return said and dataclasses.replace(said, **blank, visibility=Visibility.BLANK)


def hushed(section: ReportSection) -> ReportSection:
    """A section of which nothing was answered."""
    items = tuple(
        dataclasses.replace(item, rows=tuple(map(hush, item.rows)))
        if isinstance(item, GridAnswers)
        else dataclasses.replace(item, rows=tuple(tuple(map(hush, row)) for row in item.rows))
        if isinstance(item, RepeatAnswers)
        else hush(item)
        if isinstance(item, PrintedAnswer)
        else item
        for item in section.items
    )
    indicators = tuple(
        dataclasses.replace(line, answer=hush(line.answer), asserted=None, evidenced=None)
        for line in section.indicators
    )
    told = {"finding": hush(section.finding), "need": hush(section.need), "disagreements": ()}
    return dataclasses.replace(section, items=items, indicators=indicators, **told)


def partly(language: str = "en") -> Projection:
    """San Verano, of whose last six sections nothing was answered."""
    whole = sample("XSV", language)
    sections = (*whole.sections[:6], *map(hushed, whole.sections[6:]))
    left = tuple((each.title, said.label) for each in sections[6:] for said in each.questions)
    return dataclasses.replace(whole, sections=sections, unanswered=left)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_sections_without_answers_share_pages_and_list_their_questions(language):
    projection = partly(language)
    look = Look(projection.language)
    assert [each.silent for each in projection.sections] == [False] * 6 + [True] * 6
    chapters = [each for each in chapters_of(look, projection) if each.level == 1]
    assert len(chapters) == len(projection.sections)
    blocks = [block for each in chapters[6:] for block in each.blocks]
    assert len(list(compose_pages(blocks, WIDTH, HEIGHT))) <= 3
    told = "\n".join(texts(blocks))
    for section in projection.sections[6:]:
        assert all(line.title in told for line in section.indicators)
        assert all(said.label in told for said in section.questions if said.relevant)
        assert all(treaty in told for treaty, _ in section.articles)


@pytest.mark.parametrize("change", [{"visibility": Visibility.NONE}, {"missing": "Nobody knew"}])
def test_a_section_with_one_withheld_answer_or_reason_is_printed_fully(change):
    section = partly().sections[6]
    first = dataclasses.replace(section.indicators[0].answer, **change)
    line = dataclasses.replace(section.indicators[0], answer=first)
    found = dataclasses.replace(section, indicators=(line, *section.indicators[1:]))
    assert section.silent and not found.silent
    look = Look("en")
    assert "Nothing was answered" not in "\n".join(
        texts(section_chapter(look, partly(), found, "7"))
    )


def test_the_method_counts_questions_of_empty_sections_and_lists_others():
    projection = partly()
    first = projection.sections[0]
    left = ((first.title, "How many?"), (first.title, "Since when?"), *projection.unanswered)
    projection = dataclasses.replace(projection, unanswered=left)
    told = {row[0]: row[1] for row in rows(method_chapter(Look("en"), projection))}
    assert told[first.title] == "How many? · Since when?"
    for section in projection.sections[6:]:
        assert told[section.title] == f"All of it; questions: {len(section.questions)}"


@pytest.mark.parametrize("language", ["en", "fr", "ar", "ru"])
def test_an_unanswered_grid_row_takes_one_line(language):
    look = Look(language)
    found = next(
        item
        for section in sample("XSV", "en").sections
        for item in section.items
        if isinstance(item, GridAnswers)
    )
    said = look.translate("Not answered")
    table = grid_table(look, dataclasses.replace(found, rows=tuple(map(hush, found.rows))))
    told = [
        (line, width)
        for line, width in lines([table], WIDTH)
        if line.text.spans and line.text.spans[0].text == said
    ]
    assert len(told) == len(found.rows)
    assert all(len(line.text.lines(width)) == 1 for line, width in told)


def test_without_offers_there_is_one_line_and_no_legend():
    whole = sample("XSV", "en")
    assert whole.offers is not None
    blank = dataclasses.replace(whole.offers, rows=(tuple(map(hush, whole.offers.rows[0])),))
    told = list(texts(assistance_chapter(Look("en"), dataclasses.replace(whole, offers=blank))))
    assert told.count("Not answered") == 1
    assert not any("under way" in text for text in told)


def test_the_french_funnel_stays_with_its_heading():
    projection = sample("XNY", "fr")
    pages = list(compose_pages(context_chapter(Look("fr"), projection), WIDTH, HEIGHT))
    *_, title, chart = pages[-1].placed
    assert title.block.role == "H2" and isinstance(chart.block, Stack)
    assert len(pages) <= 2


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_labels_of_a_funnel_fit_in_it(language):
    """Two lines of Arabic stood higher than their bar: in Word, a picture, they were cut off."""
    look = Look(language)
    long = "بلاغات الجرائم السيبرانية التي تلقتها الشرطة في السنة المرجعية"
    blocks = [FunnelChart(look, [(long, 6210, "6210"), (long, 131, "131")])]
    data, _ = draw_picture(Stack(blocks), 480, right_to_left=look.right_to_left)
    image = Image.open(BytesIO(data)).convert("L")
    edges = [image.crop((0, row, image.width, row + 1)) for row in (0, image.height - 1)]
    assert [edge.getextrema() for edge in edges] == [(255, 255)] * 2
