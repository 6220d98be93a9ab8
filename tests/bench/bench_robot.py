"""A robot clicks and types 10,000 times at random, in dialogs too; then file and screen agree.

The tests do a few hundred of the same steps: `tests/gui/test_robot.py`. SEED=… takes another way,
ROBOT_STEPS=… another length.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench import Row

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

STEPS = int(os.environ.get("ROBOT_STEPS", "10000"))


def run() -> list[Row]:
    """The steps, how long the slowest of a hundred took, and whether file and screen agree."""
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        robot, taken = _go(Path(folder), wrong)
    p99 = sorted(taken)[int(len(taken) * 0.99)]
    dialogs = sum(robot.visited.values())
    kinds = len(robot.visited)
    note = wrong[0] if wrong else f"{dialogs:,} dialogs of {kinds} kinds; file and screen agree"
    count = float(len(wrong))
    return [
        Row("robot: an answer, an undo, a click beside, p99", p99, at_most=0.5),
        Row(
            f"robot: {STEPS:,} steps: warnings, errors, differences",
            count,
            "",
            at_most=0.0,
            note=note,
        ),
    ]


def _go(folder: Path, wrong: list[str]) -> tuple[Any, list[float]]:
    """Walk the robot; every warning of Qt and every exception goes into `wrong`."""
    from PySide6.QtCore import qInstallMessageHandler

    from assessor.assessment.assessment import Assessment
    from assessor.assessment.forms import form_source
    from assessor.gui.app import build
    from assessor.parcel.keys import load_identity
    from tests.gui.robot import Robot, differences

    os.environ |= {
        "HOME": str(folder),
        "ASSESSOR_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    window = build(folder / "home")
    window.show()
    window.session.create(folder / "a.mission", form_source("cybercrime_needs"))
    window.activateWindow()
    silent = "This plugin does not support"
    qInstallMessageHandler(lambda _kind, _where, said: silent in said or wrong.append(said))
    hook, sys.excepthook = sys.excepthook, lambda *what: wrong.append(f"{what[1]!r}") or hook(*what)
    robot, taken = Robot(window, seed=int(os.environ.get("SEED", "2026"))), []
    for _ in range(STEPS):
        start = time.perf_counter()
        if robot.step() in ("answer", "side", "undo"):
            taken.append(time.perf_counter() - start)
    path = Path(window.session.mission.path)
    identity = load_identity(folder / "home")
    wrong += robot.trapped
    wrong += differences(window, lambda: Assessment.open(path, identity=identity))
    window.close()
    window.deleteLater()
    sys.excepthook = hook
    qInstallMessageHandler(None)
    return robot, taken
