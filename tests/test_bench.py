"""The harness of the benches: bars and what is printed."""

from __future__ import annotations

import pytest

from tests.bench import Row, amount, median_seconds
from tests.bench.__main__ import told


@pytest.mark.parametrize(
    ("row", "passed"),
    [
        (Row("no bar", 9.0), True),
        (Row("quick", 0.5, at_most=1.0), True),
        (Row("slow", 1.5, at_most=1.0), False),
        (Row("near its floor", 1.5, floor=1.0, ratio_at_most=1.67), True),
        (Row("far from its floor", 1.5, floor=0.5, ratio_at_most=1.67), False),
    ],
)
def test_a_row_passes_when_every_bar_is_kept(row: Row, passed: bool) -> None:
    assert row.passed is passed
    assert row.name in told(row)
    assert ("FAIL" in told(row)) is not passed


def test_a_row_says_which_of_its_bars_was_missed() -> None:
    row = Row("two bars", 0.5, floor=1.0, at_most=1.0, ratio_at_most=0.2)
    assert row.bar == "≤ 1 s, ≤ 0.20×"
    assert row.verdict == "FAIL: ≤ 0.20×"
    assert told(row).rstrip().endswith("FAIL: ≤ 0.20×")


def test_amounts_are_printed_in_the_unit_a_reader_expects() -> None:
    shown = [amount(1.4, "s"), amount(0.0032, "s"), amount(4e-6, "s"), amount(212.0, "MB")]
    assert shown == ["1.4 s", "3.2 ms", "4 µs", "212 MB"]


def test_the_median_counts_calls() -> None:
    calls: list[int] = []
    assert median_seconds(lambda: calls.append(1), times=3, warm=2) >= 0
    assert len(calls) == 5
