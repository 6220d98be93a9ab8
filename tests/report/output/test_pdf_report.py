"""Tests of PDF reports of a plain projection: complete and deterministic."""

from __future__ import annotations

import dataclasses
import re

import pikepdf
import pytest

from assessor.report.annexes.closing_annexes import last_page
from assessor.report.blocks.look import WIDTH, Look
from assessor.report.output.pdf_report import page_header, render_report
from assessor.report.projection.projection import (
    Accounting,
    Disagreement,
    PrintedAnswer,
    RepeatAnswers,
    ReportSection,
    Visibility,
)
from tests.support.report.block_texts import texts
from tests.support.report.pdf_text import read
from tests.support.report.projections import plain
from tests.support.report.samples import OWN, sample

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru", "zh"])
def test_a_form_without_an_instrument_still_gives_a_report(language):
    text = read(render_report(plain(language)))
    assert all(word in text for word in ("San Verano", "How many", "12", "Confidential"))


def test_unknown_references_and_values_keep_their_order_in_arabic():
    retired = (("/data/old/count", "About twelve."),)
    told = list(texts([*last_page(Look("ar"), plain("ar", retired=retired))]))
    assert "\u2068/data/old/count\u2069" in told and "\u2068About twelve.\u2069" in told


def test_the_same_projection_gives_the_same_bytes():
    assert render_report(plain()) == render_report(plain())


def test_progress_is_reported_and_can_cancel():
    told: list[tuple[int, int]] = []
    render_report(plain(), progress=lambda done, total: told.append((done, total)))
    assert told == [(at, told[0][1]) for at in range(told[0][1] + 1)]

    class Enough(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        render_report(plain(), progress=stop)


def test_an_inconsistent_accounting_is_rejected():
    with pytest.raises(ValueError, match="accounted for"):
        Accounting(10, 3, 3, 3, 0, 0)


def test_every_font_is_embedded_and_none_is_a_standard_one(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(render_report(plain("ar")))
    with pikepdf.open(path) as pdf:
        fonts = [
            font
            for page in pdf.pages
            for font in page.get("/Resources", {}).get("/Font", {}).values()
        ]
        assert fonts
        for font in fonts:
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
            assert "Noto" in str(font.BaseFont)


def numbered(count: int) -> str:
    return " ".join(f"w{at:04d}" for at in range(count))


def _long_said(**changes: object) -> PrintedAnswer:
    said = PrintedAnswer(
        "/data/a", "a", "Tell us", "fact", "string", ("short",), ("x",), visibility=Visibility.FULL
    )
    return dataclasses.replace(said, **changes)


def _where_a_long_text_may_stand(text: str) -> dict[str, ReportSection]:
    short = _long_said(reference="/data/b")
    voices = (("Police", text, ""), ("Courts", "No", ""))
    return {
        "value": ReportSection("/s", "", "S", "", (_long_said(values=(text,)), short)),
        "note": ReportSection("/s", "", "S", "", (short, _long_said(note=text))),
        "label": ReportSection("/s", "", "S", "", (short, _long_said(label=text))),
        "finding": ReportSection("/s", "", "S", "", (), finding=_long_said(values=(text,))),
        "repeat": ReportSection(
            "/s", "", "S", "",
            (RepeatAnswers("r", "R", "", (("a", "A"), ("b", "B")),
                    ((_long_said(values=(text,)), short),), {}),),
        ),
        "statement": ReportSection(
            "/s", "", "S", "", (short,), disagreements=(Disagreement("Q", "Yes", voices),)
        ),
    }  # fmt: skip


@pytest.mark.parametrize("place", ["value", "note", "label", "finding", "repeat", "statement"])
def test_a_text_over_many_pages_is_complete(place):
    section = _where_a_long_text_may_stand(numbered(2500))[place]
    words = re.findall(r"w\d{4}", read(render_report(plain(closing=(section,)))))
    assert sorted(words) == numbered(2500).split()


@pytest.mark.parametrize("profile", ["internal", "government", "public"])
@pytest.mark.parametrize("iso3", sorted(OWN))
def test_the_page_header_is_one_line(iso3, profile):
    for code in (OWN[iso3], "ru"):
        projection = sample(iso3, code, profile)
        head = page_header(Look(projection.language), projection)
        assert len(head.lines(WIDTH * 0.8)) == 1
        assert projection.cover.country in "".join(span.text for span in head.spans)
