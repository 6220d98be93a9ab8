"""Treaties article by article: the same statuses for every reader and in every output, or none."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from assessor.assessment.base.spreadsheet_safety import safe_cell
from assessor.report.annexes.crosswalk_chapter import crosswalk_annex
from assessor.report.blocks.look import Look
from assessor.report.chapters.method_chapter import method_chapter
from assessor.report.chapters.treaties_chapter import treaties_chapter
from assessor.report.output.chapter_order import chapters_of
from assessor.report.output.excel_report import render_sheet
from assessor.report.output.word_report import render_word
from assessor.report.projection.projection import Projection
from assessor.report.readings.treaty_tables import ArticleLine
from assessor.report.readings.treaty_words import law_words, lawyer_words, practice_words
from assessor.scoring.article_rules import InLaw
from tests.support.report import profiles, version_1
from tests.support.report.block_texts import rows, texts
from tests.support.report.projections import plain
from tests.support.report.samples import COUNTRIES, sample
from tests.support.report.word_text import texts as word_texts

pytestmark = pytest.mark.slow

LOOK = Look("en")


def lines(projection: Projection) -> dict[tuple[str, str], ArticleLine]:
    return {
        (table.code, line.number): line for table in projection.treaties for line in table.articles
    }


def printed(projection: Projection) -> list[list[str]]:
    """The rows of the chapter's tables, without headers; a cell's parts by line."""
    found = rows(treaties_chapter(LOOK, projection))
    return [row for row in found if row[0] != "Article"]


def row_of(projection: Projection, start: str) -> list[str]:
    """The last row whose article starts so: the UN convention stands after Budapest."""
    return [row for row in printed(projection) if row[0].startswith(start)][-1]


def test_what_has_no_legal_basis_shows_no_stage() -> None:
    """Article 29 of the UN convention showed 2.0 where the answer was "No legal basis"."""
    taluvea = sample("XTL", "en")
    article = row_of(taluvea, "29\u2002Real-time collection of traffic data")
    assert article[1:] == [
        "No", "No legal basis", "Real-time collection of traffic data: No legal basis"
    ]  # fmt: skip
    for iso3 in COUNTRIES:
        for row in printed(sample(iso3, "en")):
            if row[1].startswith("No"):
                assert "Stage" not in row[2], row


def test_provisions_are_quoted_or_their_lack_is_told() -> None:
    article = "7\u2002Illegal access"
    assert row_of(sample("XSV", "en"), article)[3].startswith("art. 4\n")
    public = sample("XSV", "en", "public")
    assert row_of(public, article)[3] == "Illegal access: Fully covered"
    withheld = "Provisions of national law that are not shown here are not released."
    assert withheld in list(texts(treaties_chapter(LOOK, public)))
    assert withheld not in list(texts(treaties_chapter(LOOK, sample("XSV", "en"))))
    unseen = row_of(sample("XNY", "en"), "47\u2002")[3]
    assert unseen.startswith("Said to be in law; the text was not seen\n")
    seen = row_of(sample("XTL", "en"), "47\u2002")[3]
    assert seen.startswith("The text was seen; its article was not noted\n")


@pytest.mark.parametrize("profile", ["government", "public"])
@pytest.mark.parametrize("iso3", COUNTRIES)
def test_editions_tell_the_same_or_that_it_is_not_released(iso3: str, profile: str) -> None:
    full, told = lines(sample(iso3, "en")), lines(sample(iso3, "en", profile))
    assert full.keys() == told.keys()
    for key, line in told.items():
        assert line.in_law in (full[key].in_law, None), key
        assert line.practice in (full[key].practice, None), key
        assert line.disputed in (full[key].disputed, ()), key
    withheld = [key for key, line in told.items() if line.in_law is None]
    assert ("UNTOC", "20") in withheld  # undercover work: the team
    assert (("UNCC", "6") in withheld) == (profile == "public")  # bills and rights: the government


def test_an_answer_that_the_team_keeps_is_not_released_and_counts_in_no_number() -> None:
    heads = profiles.changed("XSV", law_access={"sensitivity": "internal"})
    told = profiles.projected("XSV", "government", heads)
    before, after = (
        next(table for table in each.treaties if table.code == "UNCC")
        for each in (sample("XSV", "en", "government"), told)
    )
    assert after.counts == before.counts | {InLaw.YES: before.counts[InLaw.YES] - 1}
    assert after.not_released == before.not_released + 1
    article = row_of(told, "7\u2002Illegal access")
    assert article[1:] == ["Not released", "Not released", "–"]


def test_a_lawyer_is_named_once_in_the_method_and_once_above_the_tables() -> None:
    projection = sample("XSV", "en")
    assert list(texts(method_chapter(LOOK, projection))).count(lawyer_words(str)) == 1
    every = [text for each in chapters_of(LOOK, projection) for text in texts(each.blocks)]
    assert [text for text in every if "by a lawyer" in text] == [lawyer_words(str)] * 2


def test_word_and_excel_tell_the_same_as_the_pages() -> None:
    projection = sample("XSH", "en", "government")
    book = openpyxl.load_workbook(BytesIO(render_sheet(projection, safe_cell)))
    sheet = list(book["Treaties"].iter_rows(min_row=2, values_only=True))
    every = [line for table in projection.treaties for line in table.articles]
    expected = [(*law_words(str, each), *practice_words(str, each)) for each in every]
    assert [tuple(cell or "" for cell in row[5:9]) for row in sheet] == expected
    word = word_texts(render_word(projection, instrument="UNCC"))
    for each in next(table for table in projection.treaties if table.code == "UNCC").articles:
        cells = (each.title, law_words(str, each)[0], practice_words(str, each)[0])
        assert all(cell in word for cell in cells), cells


def test_version_1_lists_what_bears_on_an_article_without_a_figure() -> None:
    projection = version_1.sample()
    assert projection.treaties == ()
    assert list(treaties_chapter(LOOK, projection)) == []
    treaties = [each for each in projection.readings if each.is_treaty]
    assert {"BC", "UNCC"} <= {each.code for each in treaties}
    assert all(part.evidenced is None for each in treaties for part in each.parts)
    assert any("Cybercrime" in text for text in texts(crosswalk_annex(LOOK, projection)))


def test_a_form_without_treaties_has_no_chapter_and_no_lawyer() -> None:
    assert list(treaties_chapter(LOOK, plain())) == []
    assert not plain().law_to_check
