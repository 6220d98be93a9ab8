"""Tests that reported counts and totals reveal no small count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.report.projection.audience import REASONS, SMALLEST_COUNT
from assessor.report.projection.projection import Visibility
from assessor.report.projection.projector import omitted_answers
from assessor.report.projection.protection.small_counts import GuardedCount, secondary_cells
from tests.support.report import samples
from tests.support.report.profiles import changed, projected, shared_instance


def counts(total: int, *parts: int, guarded: bool = True) -> list[GuardedCount]:
    """A total that is told and its parts, the small ones hidden where they are guarded."""
    return [
        GuardedCount("all", total, True, False),
        *(
            GuardedCount(
                f"{at}", part, not (guarded and 0 < part < SMALLEST_COUNT), guarded, ("all",)
            )
            for at, part in enumerate(parts)
        ),
    ]


@pytest.mark.parametrize(
    ("given", "hidden"),
    [
        (counts(15, 2), set()),  # the rest is large: nothing follows
        (counts(15, 13), {"0"}),  # two are left, and are persons
        (counts(15, 15), set()),
        (counts(15, 13, guarded=False), set()),
        (counts(30, 20, 8, 2), {"1"}),  # 30 - 20 - 8
        (counts(31, 20, 8, 2), set()),  # one is in none of them
        (counts(30, 20, 4, 3, 3), set()),  # several are hidden already
        (counts(30, 20, 8, 2, 0), {"1"}),  # none is no cell to hide behind
    ],
)
def test_a_part_that_reveals_another_is_hidden(given, hidden):
    assert secondary_cells(given) == hidden


@given(st.lists(st.integers(0, 30), min_size=2, max_size=6))
def test_no_part_of_a_complete_sum_is_hidden_alone(parts):
    found = counts(sum(parts), *parts)
    hidden = secondary_cells(found)
    unseen = [each for each in found[1:] if not each.reported or each.reference in hidden]
    told = [each for each in found[1:] if each not in unseen and each.value]
    assert len(unseen) != 1 or not told


WOMEN = {"value": "13", "sensitivity": "restricted"}


def test_a_part_with_a_small_rest_is_hidden_with_its_reason():
    """Of 15 investigators 13 women, restricted: the two men would have been told by the sum."""
    heads = changed("XTL", inv_unit_staff={"value": "15"}, inv_unit_women=WOMEN)
    assert projected("XTL", "internal", heads).answer("inv_unit_women").text == "13"
    outside = projected("XTL", "government", heads)
    assert outside.answer("inv_unit_staff").text == "15"
    assert outside.answer("inv_unit_women").visibility is Visibility.NONE
    reasons = omitted_answers(
        shared_instance("XTL"), heads, facts=samples.facts(), profile="government",
        instrument=samples.instrument(),
    )  # fmt: skip
    path = samples.paths()["inv_unit_women"]
    assert [each.why for each in reasons if each.reference == path] == ["beside"]
    assert "beside" in REASONS


def test_a_part_with_a_large_rest_is_reported():
    heads = changed("XTL", inv_unit_staff={"value": "40"}, inv_unit_women=WOMEN)
    assert projected("XTL", "government", heads).answer("inv_unit_women").text == "13"
