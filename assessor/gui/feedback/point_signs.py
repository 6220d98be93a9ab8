"""The icon of each kind of open point, and its colour token."""

from __future__ import annotations

from collections.abc import Mapping

from assessor.report.projection.report_facts import POINT_TITLES

POINT_SIGNS: Mapping[str, tuple[str, str]] = {
    "conflict": ("conflict", "conflict"),
    "violation": ("danger", "danger"),
    "overclaim": ("scale", "warn"),
    "disagreement": ("users", "warn"),
    "unsourced": ("file", "warn"),
    "claimed": ("note", "warn"),
    "nameless": ("help", "warn"),
    "attribution": ("eye-off", "warn"),
}

assert POINT_SIGNS.keys() == POINT_TITLES.keys()
