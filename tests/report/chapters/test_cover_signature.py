"""The cover says who signs the file, by the words of the key, and how to check it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.parcel.pdf.pdf_text import pdf_texts
from assessor.report.output.pdf_report import render_report
from assessor.words import translator
from tests.support.report.samples import carried, sample, short

_WORDS = "sezicha duvulu vichabo somosa laviva dafera"


pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("profile", "sentence"),
    [
        ("internal", "This file is signed by Elena Robles. The key reads:"),
        ("government", "This file is signed. The key of who signed it reads:"),
    ],
)
def test_the_cover_names_the_signer_by_the_words_of_the_key(profile, sentence):
    """Outside the team the name is withheld, as everywhere."""
    drawn, _ = pdf_texts(render_report(carried(short(sample("XNY", "en", profile)))))
    text = " ".join(drawn.split())
    assert sentence in text and _WORDS in text
    assert "find none, ask for the original file." in text
    assert ("Elena Robles" in text) == (profile == "internal")


@pytest.mark.parametrize("language", ["fr", "es", "ar", "ru", "zh"])
def test_the_sentence_is_in_the_language_of_the_report(language):
    sentence = "This file is signed. The key of who signed it reads:"
    assert translator(language)(sentence) != sentence
    drawn, _ = pdf_texts(render_report(carried(short(sample("XNY", language, "government")))))
    assert _WORDS in " ".join(drawn.split())


def test_a_report_that_nobody_signs_says_nothing_of_it():
    projection = carried(short(sample("XNY", "en", "internal")))
    assert projection.parcel is not None
    unsigned = replace(projection, parcel=replace(projection.parcel, signer=None))
    drawn, _ = pdf_texts(render_report(unsigned))
    assert "file is signed" not in drawn
