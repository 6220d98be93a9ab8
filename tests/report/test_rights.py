"""The chapter of rights says no figure that nobody gave."""

from __future__ import annotations

import pytest

from assessor.report.blocks import Lines
from assessor.report.look import Look
from assessor.report.rights import rights
from tests.support.report.profiles import changed, projected


def check(profile: str, women: dict[str, str]) -> str:
    """What is said of the share of women, where `women` of twelve investigators are."""
    heads = changed("XSV", inv_unit_staff={"value": "12"}, inv_unit_women=women)
    blocks = rights(Look("en"), projected("XSV", profile, heads))
    lines = ("".join(s.text for s in b.text.spans) for b in blocks if isinstance(b, Lines))
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
