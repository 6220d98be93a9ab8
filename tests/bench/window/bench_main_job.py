"""The main job as a person meets it: the demo, opening a mission, answering a question."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import Row

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

NAMES = ("unit", "skills", "casework", "darknet")
INDICATORS = [f"/data/sec_inv/inv_{name}_criteria" for name in NAMES]


def run() -> list[Row]:
    """Make the samples as a shell would, then open one and answer in it."""
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        took = _timed_demo(demo)
        return [
            Row("demo: seven laptops, their PDFs, one registry", took, at_most=60.0),
            *_window(demo / "field" / "Taluvea.mission", Path(folder)),
        ]


def _timed_demo(folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "assessor", "demo", str(folder)],
                   check=True, stdout=subprocess.DEVNULL)  # fmt: skip
    return time.perf_counter() - start


@contextmanager
def _home(folder: Path) -> Iterator[Path]:
    """Preferences and keys of nobody else."""
    home = folder / "home"
    before = os.environ.get("ASSESSOR_HOME")
    os.environ["ASSESSOR_HOME"] = str(home)
    try:
        yield home
    finally:
        if before is None:
            del os.environ["ASSESSOR_HOME"]
        else:
            os.environ["ASSESSOR_HOME"] = before


def _window(mission: Path, folder: Path) -> list[Row]:
    from PySide6.QtWidgets import QApplication

    from assessor.gui.app.startup import create_window

    with _home(folder) as home:
        window = create_window(home)
        window.session.rename("Noor")
        window.show()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.processEvents()
        opened = []
        for turn in range(3):
            copy = folder / f"copy{turn}.mission"
            shutil.copyfile(mission, copy)
            start = time.perf_counter()
            window.session.open(copy)
            window.grab()  # every visible widget has painted itself
            app.processEvents()
            opened.append(time.perf_counter() - start)
        answered = _answer(window, app)
        window.close()
    return [
        Row("180 questions: opened, first section painted", opened[0], at_most=1.0,
            note=f"again {statistics.median(opened[1:]):.2f} s"),
        Row("answer clicked: on disk and repainted, median", statistics.median(answered),
            at_most=0.05),
        Row("answer clicked: on disk and repainted, worst", max(answered)),
    ]  # fmt: skip


def _answer(window: object, app: object) -> list[float]:
    """Choose stages by clicking, twenty times; seconds from click to painted."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from assessor.gui.toolkit.controls.stage_card import StageCard

    desk = window.show_screen("desk")  # type: ignore[attr-defined]
    taken = []
    for turn in range(20):
        reference = INDICATORS[turn % len(INDICATORS)]
        desk.go_to(reference)
        app.processEvents()  # type: ignore[attr-defined]
        cards = desk.page.questions[reference].findChildren(StageCard)
        button = next(each for each in cards if each.appearance.number == str(1 + turn % 5))
        start = time.perf_counter()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        app.processEvents()  # type: ignore[attr-defined]
        taken.append(time.perf_counter() - start)
    return taken
