"""Builders and checks about headquarters that several tests share."""

import pytest

from tests.support.assessment.laptops import sent_by_two
from tests.support.screens.headquarters.headquarters import HeadquartersScreen

REPORTS = "/data/police/reports"
STAGE = "/data/police/stage"


@pytest.fixture
def office(window, tmp_path):
    """Headquarters with an empty registry."""
    page = HeadquartersScreen(window)
    page.screen.create_registry(tmp_path / "hq.registry")
    return page


@pytest.fixture
def parcels(tmp_path):
    """What two laptops send that answered one question differently."""

    def say(own, name, stage):
        own.answer(STAGE, stage, evidence="documented", note=f"{name} was there")

    return sent_by_two(tmp_path, say)


FINDING = "/data/police/finding"
