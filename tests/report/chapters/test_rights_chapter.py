"""Tests of the rights chapter."""

from __future__ import annotations

import pytest

from assessor.report.blocks.block import TextBlock
from assessor.report.blocks.look import Look
from assessor.report.chapters.rights_chapter import rights_chapter
from tests.support.report.profiles import changed, projected


def check(profile: str, women: dict[str, str]) -> str:
    """What is said of the share of women, where `women` of twelve investigators are."""
    heads = changed("XSV", inv_unit_staff={"value": "12"}, inv_unit_women=women)
    blocks = rights_chapter(Look("en"), projected("XSV", profile, heads))
    lines = ("".join(s.text for s in b.text.spans) for b in blocks if isinstance(b, TextBlock))
    return next((line for line in lines if "Women among the investigators" in line), "")


def test_the_share_of_women_needs_both_counts():
    assert check("internal", {"value": "3"}) == (
        "Women among the investigators of cybercrime: 3 of 12 (25 %)."
    )
    assert "(0 %)" in check("internal", {"value": "0"})


@pytest.mark.parametrize(
    ("profile", "women"),
    [
        ("internal", {"value": "", "missing": "refused"}),
        ("government", {"value": "3", "sensitivity": "restricted"}),  # fewer than five
    ],
)
def test_a_hidden_share_is_not_reported_as_zero(profile, women):
    assert check(profile, women) == ""
