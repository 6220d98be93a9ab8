"""Tests of the leak search: it finds hidden sentences and no permitted ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assessor.parcel.pdf.pdf_text import pdf_texts
from assessor.report.output.pdf_report import render_report
from assessor.report.projection.projection import Projection
from assessor.report.projection.protection.leak_search import (
    find_leaks,
    hidden_sentences,
    projection_texts,
)
from tests.support.report import samples
from tests.support.report.profiles import saids
from tests.support.report.proofs import pages, report

pytestmark = pytest.mark.slow

HIDDEN = "The minister was wrong about it. See file 7."


def check(written: str, *allowed: str) -> list[str]:
    return find_leaks(hidden_sentences([HIDDEN], allowed), [written])


@pytest.mark.parametrize(
    "written",
    [
        "… the minister was wrong about it",
        "THE MINISTER WAS\nWRONG ABOUT IT",
        "The min\u00adister was (wrong) about 12 it",
        "Thé minister wás wrong about it",
    ],
)
def test_a_hidden_sentence_is_found_across_breaks(written):
    assert check(written) == ["The minister was wrong about it"]


def test_permitted_text_is_no_leak():
    assert not check("The minister was right about it. See file 7.")
    assert not check(HIDDEN, "They say: the minister was wrong about it!")
    assert not hidden_sentences(["unwillingness", "short one", "210"], ())


def test_internal_text_is_found_in_a_government_report():
    """The internal pages are a leak of every kind: answers, notes, statements."""
    shared = samples.sample("XTL", "en", "government")
    wanted = hidden("XTL", shared, lambda kind, key: True)
    assert not find_leaks(wanted, pdf_texts(pages("XTL", "en", "government")))
    found = find_leaks(wanted, pdf_texts(pages("XTL", "en", "internal")))
    assert len(found) > len(wanted) / 2 > 5


def test_all_arabic_answers_are_found():
    """Those of three sections, which are all that is in this report."""
    shared, inside = (samples.sample("XSH", "ar", each) for each in ("government", "internal"))
    printed = {each.reference for each in saids(samples.short(inside))}
    wanted = hidden("XSH", shared, lambda kind, key: kind == "answer" and key in printed)
    assert not find_leaks(wanted, pdf_texts(report("XSH", "ar", "government")))
    found = find_leaks(wanted, pdf_texts(render_report(samples.short(inside))))
    assert len(found) == len(wanted) > 4


def hidden(iso3: str, shared: Projection, of: Callable[[str, str], bool]) -> dict[str, str]:
    """What is looked for: those of the entries of these subjects that are not released."""
    parts = [
        str(part)
        for subject, (entry,) in samples.heads(iso3).items()
        if of(*subject) and not shared.releases(entry.name)
        for name, part in (entry.body or {}).items()
        if not (name == "value" and subject[1].endswith("_criteria"))  # codes, which are no words
    ]
    return hidden_sentences(parts, projection_texts(shared))


def test_outline_and_alternative_texts_are_searched():
    forward, _ = pdf_texts(pages("XTL", "en", "internal"))
    for told in ("This document and its data", "Assessor"):
        assert told in forward
