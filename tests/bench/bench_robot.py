"""A robot clicks and types 10,000 times at random; then the file says what the screen said.

The tests do a few hundred of the same steps: `tests/gui/test_robot.py`.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench import Row

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

STEPS = 10_000


class _Bot:
    """The two gestures of pytest-qt that the desk's tests use, without pytest."""

    def __getattr__(self, name: str) -> Any:
        from PySide6.QtTest import QTest

        return getattr(QTest, name)

    def addWidget(self, _widget: object) -> None:
        """Nothing: the process ends with the bench."""

    def waitUntil(self, so: Any) -> None:
        """Let Qt work until something is so."""
        from PySide6.QtWidgets import QApplication

        while not so():
            QApplication.processEvents()


def run() -> list[Row]:
    """The steps, how long the slowest of a hundred took, and whether file and screen agree."""
    from PySide6.QtCore import qInstallMessageHandler

    from assessor.gui.app import application
    from tests.gui.test_desk import At
    from tests.gui.test_robot import Robot

    warned: list[str] = []
    application()
    qInstallMessageHandler(lambda _kind, _where, text: warned.append(text))
    with tempfile.TemporaryDirectory() as folder:
        at = At(_Bot(), Path(folder))
        robot, taken = Robot(at, seed=2026), []
        for _ in range(STEPS):
            start = time.perf_counter()
            robot.step()
            taken.append(time.perf_counter() - start)
        at.desk.flush()
        live = at.session.assessment.instance
        shown = live.answers(), live.repeats()
        with at.on_disk() as again:
            same = (again.instance.answers(), again.instance.repeats()) == shown
            problems = len(again.check().problems)
        at.desk.deleteLater()
    qInstallMessageHandler(None)
    told = [text for text in warned if "This plugin does not support" not in text]
    p99 = sorted(taken)[int(len(taken) * 0.99)]
    wrong = len(told) + problems + (not same)
    note = told[0] if told else f"{len(shown[0])} answers, file and screen agree"
    return [
        Row(f"robot: a step of {STEPS:,}, p99", p99, at_most=0.5),
        Row("robot: warnings, problems, differences", float(wrong), "", at_most=0.0, note=note),
    ]
