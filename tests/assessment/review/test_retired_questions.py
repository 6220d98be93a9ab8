"""Answers of removed questions are shown with their last labels."""

from __future__ import annotations

import pypdfium2

from assessor.assessment.mission.form_upgrade import upgrade_form
from assessor.assessment.report.report_export import export_report
from assessor.assessment.review.mission_check import check_assessment
from assessor.assessment.review.retired_questions import retired_answers
from tests.support.assessment.laptops import laptop
from tests.support.assessment.upgrading import FINDING, NEW, OLD, POLICE, RETIRED, source

STAGE = f"{POLICE}/stage"
GONE = "\n".join(line for line in NEW.splitlines() if "Stage of the unit" not in line)
"""The newer form without the stage."""


def test_they_are_said_in_the_words_of_the_last_version_that_had_them(tmp_path):
    elena = laptop(tmp_path, "Elena")
    with elena.create(source(tmp_path, OLD)) as was:
        was.answer(STAGE, "2")
        was.answer(RETIRED, "Kept words")
        then = upgrade_form(was, source(tmp_path, NEW), renamed={"finding": "found"})
        assert [(each.label, each.said, each.version) for each in retired_answers(then)] == [
            ("What is no more", "Kept words", "1")
        ]
        then.answer(STAGE, "3")
        third = GONE.replace("| small   | 2", "| small   | 3")
        last = upgrade_form(then, source(tmp_path, third))
        said = {each.reference: each for each in retired_answers(last)}
        assert (said[STAGE].label, said[STAGE].said, said[STAGE].version) == (
            "Stage of the unit",
            "Third",
            "2",
        )
        assert said[RETIRED].version == "1"


def test_what_no_form_here_knows_is_called_by_its_reference(tmp_path):
    elena = laptop(tmp_path, "Elena")
    with elena.create(source(tmp_path, OLD)) as was:
        was.instance.unknown_values["/data/nowhere"] = "x"
        [only] = retired_answers(was)
        assert (only.asked, only.said, only.label) == ("/data/nowhere", "x", "")


def test_check_and_report_say_them_so(tmp_path):
    elena = laptop(tmp_path, "Elena")
    with elena.create(source(tmp_path, OLD)) as was:
        was.answer(STAGE, "2")
        was.answer(FINDING, "Two rooms")
        last = upgrade_form(was, source(tmp_path, GONE), renamed={"finding": "found"})
        told = "\n".join(check_assessment(last).sentences())
        assert "“Stage” was answered “Emerging”" in told
        export_report(last, tmp_path / "report.pdf")
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as pdf:
        text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert "Emerging" in text
    assert STAGE not in text
