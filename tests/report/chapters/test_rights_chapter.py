"""The chapter of rights says no figure that nobody gave."""

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
    return next((line for line in lines if "investigators in the unit" in line), "")


def test_the_share_of_women_is_told_where_both_counts_are():
    assert check("internal", {"value": "3"}) == (
        "3 of 12 investigators in the unit are women (25 %)."
    )
    assert "(0 %)" in check("internal", {"value": "0"})


@pytest.mark.parametrize(
    ("profile", "women"),
    [
        ("internal", {"value": "", "missing": "refused"}),
        ("government", {"value": "3", "sensitivity": "restricted"}),  # fewer than five
    ],
)
def test_a_share_nobody_may_work_out_is_not_called_none(profile, women):
    assert check(profile, women) == ""
