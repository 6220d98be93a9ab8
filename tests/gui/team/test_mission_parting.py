"""A mission in the field was joined with one that is about something else."""

from __future__ import annotations

import pytest

from assessor.assessment.exchange.exchange_folder import exchange
from tests.support.assessment.laptops import OF_COUNTRIES, laptop, small_form
from tests.support.windows.dialogs import answers

pytestmark = pytest.mark.window

REPORTS = "/data/police/reports"


@pytest.fixture
def own(window, tmp_path):
    """The window with Noor's mission about San Verano."""
    form = small_form(tmp_path, OF_COUNTRIES)
    window.session.create(tmp_path / "our.mission", form, country="SVE")
    return window


def part(window):
    window.menu_actions["part"].trigger()


def test_a_mission_that_was_joined_by_mistake_is_parted_in_the_window(own, tmp_path, when_asked):
    """The window sent people to the command line."""
    folder = tmp_path / "away"
    folder.mkdir()
    form = small_form(tmp_path, OF_COUNTRIES)
    with laptop(folder, "María").create(form, country="SVE") as mission:
        mission.answer(REPORTS, "7")
        path, other = exchange(mission, folder).path, mission.uuid
    answers(when_asked, "Join the two missions", "Close")
    own.receive_from_colleagues([path])
    assert own.session.assessment.node(REPORTS).value == "7"
    texts = answers(when_asked, f"San Verano ({other[:6]})", "Close")
    part(own)
    assert "Which mission is not about the same thing as this one?" in texts[0]
    assert f"San Verano ({other[:6]}) is parted from this mission." in texts[1]
    now = own.session.assessment
    assert now.path == tmp_path / "our.mission" and now.joint == (now.uuid,)
    assert now.node(REPORTS).value == ""


def test_a_mission_that_is_joined_with_none_says_so(own, when_asked):
    texts = answers(when_asked, "Close")
    part(own)
    assert "No other mission is joined with this one." in texts[0]
