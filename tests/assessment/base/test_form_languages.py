"""A language is given by the form's name or by code; a missing one is refused by name."""

import pytest

from assessor.assessment.base.form_languages import language_of, report_languages
from assessor.assessment.report.report_export import export_report
from assessor.assessment.report.report_projection import projection_of
from assessor.errors import Refused
from assessor.form.parse.form_parser import parse_form
from assessor.parcel.pdf.pdf_text import pdf_texts
from assessor.report.projection.projection import PrintedAnswer
from tests.support.assessment.laptops import laptop, small_form

TWO = """
| survey |         |       |                      |                      |
|        | type    | name  | label::English (en)  | label::Arabic (ar)   |
|        | integer | cases | Cases                | القضايا              |
"""


@pytest.mark.parametrize(
    ("wished", "found"),
    [("ar", "Arabic (ar)"), ("Arabic (ar)", "Arabic (ar)"), ("en", "English (en)")],
)
def test_by_code_or_by_name(tmp_path, wished, found):
    assert language_of(parse_form(small_form(tmp_path, TWO)), wished) == found


def test_one_it_does_not_speak_is_refused(tmp_path):
    with pytest.raises(Refused, match="Arabic"):
        language_of(parse_form(small_form(tmp_path, TWO)), "fr")


@pytest.mark.parametrize(
    ("wished", "found"),
    [
        ("ar", ("Arabic (ar)", "Arabic (ar)")),
        ("zh", ("English (en)", "zh")),
        ("Arabic (ar)", ("Arabic (ar)", "Arabic (ar)")),
    ],
)
def test_a_report_speaks_what_assessor_speaks_around_the_form_s_own_words(tmp_path, wished, found):
    assert report_languages(parse_form(small_form(tmp_path, TWO)), wished) == found


def test_a_report_in_no_language_known_is_refused(tmp_path):
    with pytest.raises(Refused, match="Arabic"):
        report_languages(parse_form(small_form(tmp_path, TWO)), "tlh")


def test_a_chinese_report_of_a_form_in_english(tmp_path):
    person = laptop(tmp_path, "Layla")
    with person.create(small_form(tmp_path, TWO), language="ar") as mission:
        mission.answer("/data/cases", "12")
        projection = projection_of(mission, "internal", "zh")
        done = export_report(mission, tmp_path / "report.pdf", language="zh")
    assert projection.language == "zh"
    (said,) = projection.mission
    assert isinstance(said, PrintedAnswer)
    assert (said.label, said.text) == ("Cases", "12")
    forward, _ = pdf_texts(done.path.read_bytes())
    assert "本文件及其数据" in forward  # This document and its data
    assert "Cases" in forward


def test_a_mission_opens_in_the_language_it_was_left_in(tmp_path):
    person = laptop(tmp_path, "Layla")
    with person.create(small_form(tmp_path, TWO), language="ar") as mission:
        assert mission.node("/data/cases").label == "القضايا"
        mission.language = "en"
    with person.open() as mission:
        assert mission.node("/data/cases").label == "Cases"
