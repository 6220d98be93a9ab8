"""Killing the window at any moment loses at most the text not yet left."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys

import pytest

from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.gui.killed_window import FINDING, STAGE

pytestmark = pytest.mark.window


def said(path, reference):
    """Everything ever said on a question, the last first, from the file alone."""
    with Mission.open(path) as mission:
        assert mission.check() == ()
        [row] = mission.assessments()
        entries = mission.entries(row.uuid, "answer", reference)
    return [entry.body["value"] for entry in reversed(entries)]


@pytest.mark.skipif(os.name != "posix", reason="processes are killed by a POSIX signal here")
def test_what_the_status_bar_called_saved_is_there(tmp_path):
    person = laptop(tmp_path, "Elena")
    person.create(small_form(tmp_path)).close()
    chance = random.Random(7)
    for _ in range(3):
        command = [sys.executable, "-m", "tests.support.gui.killed_window"]
        arguments = [str(tmp_path / "home"), str(person.mission)]
        with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, text=True) as window:
            acknowledged = {}
            for _ in range(chance.randrange(5, 40)):
                what, value = window.stdout.readline().split()
                acknowledged[what] = value
            window.send_signal(signal.SIGKILL)
            for line in window.stdout:
                what, value = line.split()
                acknowledged[what] = value
        for reference, name in ((STAGE, "stage"), (FINDING, "finding")):
            # the kill may fall between the disk and the status bar: one more may be there
            assert acknowledged[name] in said(person.mission, reference)[:2]
