"""The search for leaks finds what is there, however it was broken, and nothing that may be said."""

from __future__ import annotations

import pytest

from assessor.parcel.drawn import texts_of
from assessor.report.leaks import leaked, suppressed, texts
from tests.report import samples
from tests.report.proofs import pages

HIDDEN = "The minister was wrong about it. See file 7."


def check(written: str, *allowed: str) -> list[str]:
    return leaked(suppressed([HIDDEN], allowed), [written])


@pytest.mark.parametrize(
    "written",
    [
        "… the minister was wrong about it",
        "THE MINISTER WAS\nWRONG ABOUT IT",
        "The min\u00adister was (wrong) about 12 it",
        "Thé minister wás wrong about it",
    ],
)
def test_a_hidden_sentence_is_found_however_it_was_broken(written):
    assert check(written) == ["The minister was wrong about it"]


def test_what_may_be_said_is_no_leak():
    assert not check("The minister was right about it. See file 7.")
    assert not check(HIDDEN, "They say: the minister was wrong about it!")
    assert not suppressed(["unwillingness", "short one", "210"], ())


@pytest.mark.parametrize(("iso3", "language"), [("XSH", "ar"), ("XTL", "en")])
def test_what_the_team_reads_would_be_found_in_a_government_s_report(iso3, language):
    """The internal pages are a leak of every kind: answers, notes, statements, either direction."""
    shared = samples.sample(iso3, language, "government")
    hidden = [
        str(part)
        for _, (entry,) in samples.heads(iso3).items()
        if not shared.releases(entry.name)
        for part in (entry.body or {}).values()
    ]
    wanted = suppressed(hidden, texts(shared))
    assert not leaked(wanted, texts_of(pages(iso3, language, "government")))
    found = leaked(wanted, texts_of(pages(iso3, language, "internal")))
    assert len(found) > len(wanted) / 2 > 5


def test_the_outline_and_what_figures_say_are_searched_too():
    forward, _ = texts_of(pages("XTL", "en", "internal"))
    for told in ("This document and its data", "Assessor"):
        assert told in forward
