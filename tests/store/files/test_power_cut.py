"""A power cut at any moment loses nothing acknowledged and damages nothing.

Thirty times here; `python -m tests.bench trust` does two thousand.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from assessor.store.write.mission import Mission
from tests.support.store.laptops import ASSESSMENT, FORM
from tests.support.store.power_cut import campaign, cut


def test_the_product_s_settings_lose_nothing(tmp_path: Path) -> None:
    assert campaign(tmp_path, cuts=30, seed=1) > 300


def test_the_disk_finds_what_other_settings_lose(tmp_path: Path) -> None:
    """Python's default journal mode loses an acknowledged answer within 60 cuts."""
    template = tmp_path / "template.mission"
    with Mission.create(template) as mission:
        mission.add_assessment(ASSESSMENT, FORM)
    dice = random.Random(1)
    with pytest.raises(AssertionError, match="lost"):
        for _ in range(60):
            cut(template, tmp_path, dice, journal="DELETE")
