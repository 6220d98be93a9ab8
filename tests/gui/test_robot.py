"""A robot clicks and types at random: the file says what the screen says, and nothing breaks."""

from pathlib import Path

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.forms import form_source
from assessor.parcel.keys import load_identity
from tests.gui.robot import Robot, differences

pytestmark = pytest.mark.window

STEPS = 80


@pytest.mark.parametrize("seed", [1, 2])
def test_the_file_says_what_the_screen_says(window, tmp_path, seed):
    home = tmp_path / "home"
    path = tmp_path / "a.mission"
    window.session.create(path, form_source("cybercrime_needs"))
    window.activateWindow()
    robot = Robot(window, seed)
    for _ in range(STEPS):
        robot.step()
    assert robot.trapped == []
    assert robot.visited
    assert window.session.assessment.instance.answers()
    path = Path(window.session.assessment.path)
    assert differences(window, lambda: Assessment.open(path, identity=load_identity(home))) == []
