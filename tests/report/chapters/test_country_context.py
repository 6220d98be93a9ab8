"""The context of the country: from report to conviction."""

from __future__ import annotations

from assessor.report.blocks.look import Look
from assessor.report.chapters.country_context import context_chapter
from tests.support.report.block_texts import texts
from tests.support.report.profiles import changed, projected


def test_a_count_of_people_that_is_too_small_to_be_told_is_named_below_the_figure():
    """Two bars under "From report to conviction" looked as if nobody had been convicted."""
    heads = changed("XSV", jud_convictions={"value": "3"})
    few = "People convicted in the reference year: fewer than 5"
    printed = {
        profile: " ".join(texts(context_chapter(Look("en"), projected("XSV", profile, heads))))
        for profile in ("internal", "government", "public")
    }
    assert few not in printed["internal"]
    assert few in printed["government"] and few in printed["public"]
