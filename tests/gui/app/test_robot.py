"""A robot clicks and types at random: the file says what the screen says, and nothing breaks."""

from pathlib import Path

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.mission.form_files import form_source
from assessor.gui.headquarters.headquarters_page import HeadquartersPage
from assessor.parcel.keys.identity import load_identity
from tests.support.assessment.laptops import small_form
from tests.support.gui.roamer import Roamer, lay_out
from tests.support.gui.robot import Robot, differences

pytestmark = pytest.mark.window

SAID = (("/data/police/stage", "2"), ("/data/police/stage", "3"), ("/data/police/reports", "9"))


def is_the_same_on_disk(robot, window, tmp_path):
    """The file, opened by somebody else, says what the window said."""
    robot.come_home()
    assert robot.trapped == []
    path = Path(window.session.assessment.path)
    identity = load_identity(tmp_path / "home")
    assert differences(window, lambda: Assessment.open(path, identity=identity)) == []


def test_the_file_says_what_the_screen_says(window, tmp_path):
    window.session.create(tmp_path / "a.mission", form_source("cybercrime_needs"))
    window.activateWindow()
    robot = Robot(window, seed=1)
    for _ in range(80):
        robot.step()
    assert robot.visited
    assert window.session.assessment.instance.answers()
    is_the_same_on_disk(robot, window, tmp_path)


def test_it_goes_to_headquarters_with_files_and_comes_back(window, tmp_path):
    wares = lay_out(tmp_path / "wares", small_form(tmp_path), ".assessor", SAID)
    window.session.create(tmp_path / "a.mission", small_form(tmp_path))
    window.activateWindow()
    robot = Roamer(window, 3, wares)
    window.menu_actions["headquarters"].trigger()
    robot.left = 50
    for _ in range(80):
        robot.step()
    assert robot.visited
    assert window.findChild(HeadquartersPage).office is not None
    is_the_same_on_disk(robot, window, tmp_path)
