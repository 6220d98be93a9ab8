"""Builders and checks about new mission that several tests share."""

import pytest

from tests.support.screens.mission.new_mission import NewMissionScreen


@pytest.fixture
def page(window):
    """The new-mission screen once the shipped form has been read."""
    return NewMissionScreen.anew(window).wait_until_ready()
