"""Tests of the chapters: which there are, what they contain, and that nothing is missing."""

from __future__ import annotations

import dataclasses

import pikepdf
import pytest

from assessor.report.annexes.closing_annexes import glossary_annex
from assessor.report.annexes.crosswalk_chapter import crosswalk_annex
from assessor.report.annexes.full_answers import full_answers_annex
from assessor.report.blocks.block import Drawing, TextBlock
from assessor.report.blocks.look import HEIGHT, WIDTH, Look
from assessor.report.blocks.need_matrix import NeedMatrix, matrix_fields
from assessor.report.blocks.page_composition import compose_pages, fit_to_page
from assessor.report.blocks.stage_words import count_states
from assessor.report.blocks.table_block import TableBlock, TableRow
from assessor.report.chapters.assistance import assistance_chapter
from assessor.report.chapters.children_chapter import children_chapter
from assessor.report.chapters.country_context import context_chapter
from assessor.report.chapters.law_tables import law_chapter
from assessor.report.chapters.recommendations import recommendations_chapter
from assessor.report.chapters.rights_chapter import rights_chapter
from assessor.report.chapters.section_chapter import section_chapter
from assessor.report.chapters.summary_page import next_actions, summary_page
from assessor.report.output.chapter_order import chapters_of, pack_chapters
from assessor.report.output.excel_report import sheets_of
from assessor.report.output.pdf_report import render_report
from assessor.report.output.word_report import render_word
from assessor.report.projection.projection import GridAnswers, Projection, Visibility
from assessor.scoring.criteria import CriterionState
from tests.support.report import version_1
from tests.support.report.block_texts import rows, texts
from tests.support.report.pdf_text import read
from tests.support.report.profiles import saids
from tests.support.report.projections import plain
from tests.support.report.samples import sample
from tests.support.report.word_text import texts as in_word

pytestmark = pytest.mark.slow

PROFILES = ("internal", "government", "public")


def made(iso3: str, profile: str = "internal", code: str = "en") -> Projection:
    return sample(iso3, code, profile)


def test_a_form_without_an_instrument_has_no_special_chapters():
    look = Look("en")
    for chapter in (
        context_chapter,
        law_chapter,
        children_chapter,
        rights_chapter,
        full_answers_annex,
        crosswalk_annex,
        glossary_annex,
    ):
        assert list(chapter(look, plain())) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_every_reported_answer_is_in_the_annex_and_the_accounting(profile):
    projection = made("XTL", profile)
    told = {
        said.reference: said
        for said in saids(projection)
        if said.visibility in (Visibility.FULL, Visibility.PART) and said.relevant
    }
    listed = list(rows(full_answers_annex(Look("en"), projection)))
    by_criteria = {
        line.answer.reference: line
        for section in projection.sections
        for line in section.indicators
        if line.criteria
    }
    for said in told.values():
        if said.reference in by_criteria and not said.values:  # the stage alone is told, elsewhere
            assert by_criteria[said.reference].released
            continue
        text = said.text or said.missing or "–"
        if said.reference in by_criteria:
            text = count_states(Look("en"), by_criteria[said.reference].criteria)
        labels = {said.label, *(f"{at}\u2002{said.label}" for at in range(1, 9))}  # in repeats
        assert [row for row in listed if row[0] in labels and row[1].startswith(text)]
    counts = projection.accounting
    assert len(told) == counts.printed + counts.in_part


def test_law_tables_show_national_articles_to_permitted_readers():
    """Version 1 does not say which answer decides an article, so its grids cite the articles."""
    assert list(law_chapter(Look("en"), made("XSV"))) == []
    projection = version_1.sample()
    found = {row[0]: row[1:] for row in rows(law_chapter(Look("en"), projection))}
    assert found["Illegal access"] == ["Fully covered", "art. 4", "2", "7", "–"]
    assert found["Child sexual abuse material"][2:] == ["9", "14", "OPSC\u00a03"]
    for section in projection.sections:
        grids = [item for item in section.items if isinstance(item, GridAnswers)]
        assert all(said.label in found for grid in grids for said in grid.rows)
    public = {row[0]: row[1:] for row in rows(law_chapter(Look("en"), version_1.sample("public")))}
    assert public["Illegal access"] == ["Fully covered", "2", "7", "–"]  # no column of dashes


def test_the_children_chapter_collects_answers_and_hides_small_counts():
    inside, outside = made("XTL"), made("XTL", "government")
    wanted = [
        said.label
        for said in saids(inside)
        if "oce" in said.offence and said.kind == "fact" and said.visibility is not Visibility.BLANK
    ]
    told = list(texts(children_chapter(Look("en"), inside)))
    assert len(wanted) > 10
    assert [label for label in wanted if label not in told] == []
    victims = next(said for said in saids(inside) if said.name == "ocs_victims_band")
    at = told.index(victims.label)
    assert told[at + 1] == victims.text == "1 to 9"
    hidden = list(texts(children_chapter(Look("en"), outside)))
    cases = next(said for said in saids(inside) if said.name == "ocs_cases")
    assert hidden[hidden.index(cases.label) - 1] == "fewer than 5"
    assert victims.text not in hidden
    assert any("no child can be recognised" in text for text in hidden)


def test_the_context_has_law_treaties_harm_trends_and_counting_rules():
    told = list(texts(context_chapter(Look("en"), made("XSV"))))
    joined = "\n".join(told)
    for wanted in (
        "Ley Especial contra los Delitos Informáticos",
        "Signed, not ratified",
        "Extortion, including sexual extortion",
        "Rising sharply",
        "excluye las denuncias",  # the note on the reports counted
    ):
        assert wanted in joined
    public = "\n".join(texts(context_chapter(Look("en"), made("XSV", "public"))))
    assert "excluye las denuncias" not in public
    assert "Extortion, including" not in public


def test_the_context_names_missing_facts():
    for profile in PROFILES:
        told = list(texts(context_chapter(Look("en"), made("XSV", profile))))
        assert "Not asked by this form: population; connectivity" in told
    blank = dataclasses.replace(
        made("XTL").answer("jud_court"), values=(), visibility=Visibility.BLANK
    )
    kept = dataclasses.replace(
        made("XTL").answer("inv_unit_form"), values=(), visibility=Visibility.NONE
    )
    found = changed(made("XTL"), blank, kept)
    told = list(texts(context_chapter(Look("en"), found)))
    assert f"Not answered: {blank.label}" in told
    assert f"Withheld in this version: {kept.label}" in told
    told = list(texts(context_chapter(Look("en"), dataclasses.replace(found, profile="public"))))
    assert not any(text.startswith("Not answered: ") for text in told)


def test_the_context_has_population_if_asked():
    asked = dataclasses.replace(
        made("XTL").answer("jud_court"), name="population", values=("96000",)
    )
    projection = dataclasses.replace(made("XTL"), mission=(*made("XTL").mission, asked))
    told = list(texts(context_chapter(Look("en"), projection)))
    assert "96000" in told and "Not asked by this form: connectivity" in told


def changed(projection, *saids):
    """The projection with some answers in the place of those of their names."""
    new = {said.name: said for said in saids}
    sections = tuple(
        dataclasses.replace(
            section, items=tuple(new.get(getattr(e, "name", ""), e) for e in section.items)
        )
        for section in projection.sections
    )
    return dataclasses.replace(projection, sections=sections)


def test_the_assistance_map_marks_partners_and_overlaps():
    found = list(rows(assistance_chapter(Look("en"), made("XSV"))))
    lab = next(row for row in found if row[0].startswith("Forensic laboratory"))
    key = next(
        text for text in texts(assistance_chapter(Look("en"), made("XSV"))) if "under way" in text
    )
    assert key.endswith("A Canada, B United States, C European Union")
    assert lab[3:6] == ["–", "●\u00a02026", "○\u00a02028"]
    assert lab[0].splitlines()[1:] == ["Overlap: agree on one plan"]


@pytest.mark.parametrize(("count", "columns"), [(0, 3), (1, 4), (6, 9), (7, 4)])
def test_the_assistance_map_fits_its_columns_to_the_partners(count, columns):
    given = made("XSV").offers
    offer = next(row for row in given.cells() if row["ta_status"].codes == ("ongoing",))
    partners = tuple(
        tuple(
            dataclasses.replace(said, values=(f"Partner {at}",))
            if said.name == "ta_donor"
            else said
            for said in offer.values()
        )
        for at in range(count)
    ) or (tuple(dataclasses.replace(each, codes=()) for each in offer.values()),)
    projection = dataclasses.replace(made("XSV"), offers=dataclasses.replace(given, rows=partners))
    found = list(rows(assistance_chapter(Look("en"), projection)))
    at = next(number for number, row in enumerate(found) if row[0] == "Area")
    assert {len(row) for row in found[at:]} == {columns}


def test_sections_with_equal_need_and_stage_share_a_growing_cell():
    placed = [(str(at), "", 4, 1.4) for at in range(1, 13)] + [("13", "", 0, 2.5)]
    found = matrix_fields(placed)
    assert found == {(4, 1): [str(at) for at in range(1, 13)], (0, 3): ["13"]}
    few, many = (NeedMatrix(Look("en"), each, ("a",) * 5) for each in (placed[-2:], placed))
    assert many.height(480) > few.height(480)


def only_first(projection: Projection) -> Projection:
    return dataclasses.replace(projection, sections=projection.sections[:1])


def beside() -> Projection:
    return only_first(dataclasses.replace(made("XSV"), second_language=made("XSV", code="ar")))


def test_a_second_summary_has_its_own_language_and_direction(tmp_path):
    projection = beside()
    chapters = chapters_of(Look("en"), projection)
    assert [each.title for each in chapters[2:4]] == ["Summary", "الملخص"]
    assert chapters[3].look.right_to_left
    assert not chapters[4].look.right_to_left
    path = tmp_path / "report.pdf"
    path.write_bytes(render_report(projection))
    with pikepdf.open(path) as pdf:
        kids = pdf.Root.StructTreeRoot.K.K
        spoken = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/Lang" in kid]
        assert [str(kid.Lang) for kid in spoken] == ["ar"]
    pages = read(path.read_bytes()).split("\f")
    assert "Recommended within six months" in pages[2]
    assert "موصى به خلال ستة أشهر" in pages[3]
    assert "Method and limits" in pages[4]


def test_the_word_file_has_the_second_summary():
    told = in_word(render_word(beside()))
    assert told.index("Recommended within six months") < told.index("موصى به خلال ستة أشهر")


@pytest.mark.parametrize("iso3", ["XNY", "XSV"])
def test_the_french_assistance_map_fits_two_pages(iso3):
    pages = list(
        compose_pages(assistance_chapter(Look("fr"), made(iso3, code="fr")), WIDTH, HEIGHT)
    )
    assert len(pages) == 2


def test_a_chapter_is_tightened_to_save_a_nearly_empty_page():
    def lines(count):
        return lambda look: [look.block("A line") for _ in range(count)]

    look = Look("en")
    fits = int(HEIGHT / look.body.leading)

    def pages(count):
        return len(list(compose_pages(fit_to_page(look, lines(count)), WIDTH, HEIGHT)))

    assert [pages(n) for n in (fits, fits + 2, 2 * fits + 2)] == [1, 1, 2]
    airy = fit_to_page(look, lines(2 * fits - 10))
    assert isinstance(airy[0], TextBlock) and airy[0].text.style.leading == look.body.leading


@pytest.mark.parametrize(
    ("shares", "pages", "close"),
    [((0.4, 0.4), 1, False), ((0.5, 0.5), 1, True), ((0.7, 0.4, 0.4), 2, False),
     ((0.7, 0.3, 0.4), 2, False), ((0.9, 0.9), 2, False)],
)  # fmt: skip
def test_short_chapters_share_pages_and_are_tightened_only_to_save_one(shares, pages, close):
    look = Look("en")

    def make(share):
        count = round(share * HEIGHT / look.body.leading)
        return lambda look, projection: [look.block("A line") for _ in range(count)]

    found = list(pack_chapters(look, made("XSV"), [make(share) for share in shares]))
    assert len(found) == len(shares)
    blocks = [block for chapter in found for block in chapter.blocks]
    assert len(list(compose_pages(blocks, WIDTH, HEIGHT))) == pages
    lines = [block for block in blocks if isinstance(block, TextBlock)]
    assert (lines[0].text.style.leading < look.body.leading) is close


@pytest.mark.parametrize("count", [2, 3, 4, 9])
def test_no_table_row_stands_alone_on_a_page(count):
    look = Look("en")
    table = TableBlock(None, [TableRow((look.block("A row"),)) for _ in range(count)], (1.0,))
    high = table.height(WIDTH) / count
    for above in range(int(HEIGHT / high)):
        pages = list(compose_pages([Drawing(above * high, lambda *_: None), table], WIDTH, HEIGHT))
        tables = [each.block for page in pages for each in page.placed[-1:]]
        shares = [len(each.rows) for each in tables if isinstance(each, TableBlock)]
        assert sum(shares) == count
        assert 1 not in shares


def test_a_recommendation_says_what_it_is_to_meet_and_nothing_else():
    """Each was to move every indicator that called for its area of assistance."""
    projection = made("XSV")
    told = list(rows(recommendations_chapter(Look("en"), projection)))
    assert [line.number for line in projection.plan] == list(range(1, len(projection.plan) + 1))
    assert len(projection.plan) == len(projection.recommendations.rows)
    for line in projection.plan:
        [row] = [row for row in told if row[0] == str(line.number) and row[1].startswith("Owner:")]
        for target in line.targets:
            lead = "Not met:" if target.state is CriterionState.UNMET else "Said, not yet shown:"
            assert f"{lead} {target.text}" in row[2]
            assert target.shown_by in row[3]
        assert line.targets or f"Target: {line.aim}" in row[2]
        assert row[2].count(":") == len(line.targets) + 2 * bool(line.aim)
    assert made("XSV", "public").plan == ()


def test_order_and_priority_of_a_recommendation_are_the_same_everywhere():
    """In the summary, in the chapter's table, on the road map and in the workbook."""
    look, projection = Look("en"), made("XSV")
    roster = projection.recommendations
    assert roster
    expected = {
        cells["rec_text"].text: (number, cells["rec_priority"].text)
        for number, cells in enumerate(roster.cells(), 1)
    }
    summary = {each.text: (each.number, each.priority) for each in next_actions(projection)}
    assert len(summary) == 3 and summary.items() <= expected.items()
    page = "\n".join(texts(summary_page(look, projection)))
    chapter = list(rows(recommendations_chapter(look, projection)))
    road = "\n".join(texts(recommendations_chapter(look, projection)))
    book = {sheet.title: sheet for sheet in sheets_of(look, projection)}["Plan"]
    for text, (number, priority) in expected.items():
        assert text not in summary or f"{text} ({priority})" in page
        [row] = [each for each in chapter if each[:2] == [str(number), text]]
        assert row[-1] == priority
        assert f"{number}\u2002{text} ({priority})" in road
        [line] = [each for each in book.rows if text in each]
        assert (line[0], line[5]) == (number, priority)


def test_quoted_text_keeps_its_direction_in_an_arabic_report():
    """A Spanish recommendation in the summary ended with its full stop before its last line."""
    projection = made("XSV", code="ar")
    told = list(texts(summary_page(Look("ar"), projection)))
    assert next_actions(projection)
    for action in next_actions(projection):
        assert any(text.startswith(f"\u2068{action.text}\u2069") for text in told)
    section = next(each for each in projection.sections if each.disagreements)
    shown = "\n".join(texts(section_chapter(Look("ar"), projection, section, "5")))
    [first, *_] = section.disagreements
    assert all(f"\u2068{value}\u2069" in shown for _, value, _ in first.voices)
    assert f"\u2068{first.finding}\u2069" in shown
