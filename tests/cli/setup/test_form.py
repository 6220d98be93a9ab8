"""A blank questionnaire from the command line: whole, or what one cluster is asked."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2

from tests.support.assessment.meetings import CLUSTERED
from tests.support.cli.results import check


def size_of(path):
    """Pages, language and title of a PDF."""
    with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
        return len(pdf.pages), str(pdf.Root.Lang), str(pdf.docinfo["/Title"])


def test_a_form_is_printed_whole_and_for_a_group(run, tmp_path):
    (tmp_path / "c.md").write_text(CLUSTERED, "utf-8")
    check(run("form", "print", tmp_path / "c.md", "-o", tmp_path / "all.pdf"), 0)
    check(run("form", "print", tmp_path / "c.md", "-o", tmp_path / "p.pdf", "--cluster", "pro"), 0)
    pages, _, title = size_of(tmp_path / "p.pdf")
    assert (pages, title.endswith("Prosecutors")) == (1, True)
    assert (tmp_path / "p.pdf").stat().st_size < (tmp_path / "all.pdf").stat().st_size


def test_the_shipped_form_is_printed_in_arabic(run, tmp_path):
    out = tmp_path / "ar.pdf"
    check(
        run("form", "print", "cybercrime_needs", "-o", out, "--cluster", "leg", "--language", "ar"),
        0,
    )
    pages, language, title = size_of(out)
    assert (pages > 1, language) == (True, "ar")
    assert "الهيئة التشريعية" in title


def test_an_unknown_group_is_refused_and_nothing_is_written(run, tmp_path):
    out = tmp_path / "none.pdf"
    check(run("form", "print", tmp_path / "small.md", "-o", out, "--cluster", "moon"), 2, "moon")
    assert not out.exists()


GUIDED = """
| survey | | | | |
| | type | name | label | guidance_hint |
| | begin_group | unit | The unit | |
| | text | police | Police | Ask who leads it. |
| | end_group | | | |
| | begin_group | law | The law | |
| | text | courts | Courts | Ask for the gazette. |
| | end_group | | | |
| settings | | | | |
| | form_id | form_title | | |
| | guided | Guided | | |
"""
SAID = ("Police", "Ask who leads it.", "Courts", "Ask for the gazette.")


def said(path):
    """Which of SAID stand on the pages of a PDF."""
    with pypdfium2.PdfDocument(path) as pdf:
        text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    return [words for words in SAID if words in text]


def test_guidance_and_one_section_are_printed_where_asked(run, tmp_path):
    (tmp_path / "g.md").write_text(GUIDED, "utf-8")
    out = tmp_path / "out.pdf"
    for wishes, expected in (
        ((), ["Police", "Courts"]),
        (("--guidance",), list(SAID)),
        (("--section", "law", "--guidance"), ["Courts", "Ask for the gazette."]),
    ):
        check(run("form", "print", tmp_path / "g.md", "-o", out, *wishes), 0)
        assert said(out) == expected


def test_an_unknown_section_is_refused_with_those_there_are(run, tmp_path):
    (tmp_path / "g.md").write_text(GUIDED, "utf-8")
    out = tmp_path / "none.pdf"
    check(run("form", "print", tmp_path / "g.md", "-o", out, "--section", "moon"), 2, "unit, law")
    assert not out.exists()


def test_paper_says_in_which_calendar_a_day_is_asked(run, tmp_path):
    form = "| survey | | | | |\n| | type | name | label | appearance |\n"
    form += "| | date | fiscal | Fiscal year | ethiopian |\n| | date | law | Law | |\n"
    (tmp_path / "d.md").write_text(form, "utf-8")
    out = tmp_path / "d.pdf"
    check(run("form", "print", tmp_path / "d.md", "-o", out), 0)
    with pypdfium2.PdfDocument(out) as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
    assert text.count("calendar") == text.count("Ethiopian calendar") == 1
