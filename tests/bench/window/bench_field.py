"""A heavy mission on the desk, in a fresh process: 1,000 questions, 1,000 instances, 5,000 files.

The floor is a bare window with as many widgets as are in sight on the page turned to.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.assessment.entries.evidence import attach_file
from tests.bench import Row
from tests.support.screens.desk.questions import repeat_of

if TYPE_CHECKING:
    from assessor.gui.desk.desk_page import DeskPage

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

QUESTIONS, INSTANCES, FILES = 1000, 1000, 5000


def make(folder: Path) -> Path:
    """The mission file, filled."""
    from assessor.assessment.assessment import Assessment
    from assessor.parcel.keys.identity import load_identity
    from tests.support.windows.long_forms import long_form

    path = folder / "a.mission"
    identity = load_identity(folder, "Ana")
    with Assessment.create(path, long_form(QUESTIONS, repeat=True), identity=identity) as mission:
        for number in range(INSTANCES):
            mission.add_repeat("/data/people")
            row = mission.node("/data/people").children[-1].reference
            mission.answer(f"{row}/role", f"Investigator {number}")
            mission.answer(f"{row}/years", str(number % 40))
        for number in range(FILES):
            content = f"Register, page {number}".encode() * 40
            reference = f"/data/big/q{4 * (number % (QUESTIONS // 4 - 1))}"
            attach_file(mission, reference, content, name=f"page {number}.txt")
    return path


def seconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def measure(path: Path, folder: Path) -> dict[str, float]:
    """Seconds and megabytes, in this process."""
    import resource

    from assessor.gui.app.startup import create_application
    from assessor.gui.desk.desk_page import DeskPage
    from assessor.gui.state.preferences import Preferences
    from assessor.gui.state.session import Session
    from assessor.gui.toolkit.style.theme import Theme

    Theme(create_application(), "light")
    session = Session(Preferences(folder))
    session.rename("Noor")
    start = time.perf_counter()
    session.open(path)
    desk = DeskPage(session)
    desk.resize(1400, 900)
    desk.show()
    desk.activateWindow()
    paint(desk)
    found = {"open": time.perf_counter() - start}
    found |= turn_pages(desk) | answer_and_type(desk) | work_in_the_table(desk)
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    session.close()
    return found


def paint(desk: DeskPage) -> None:
    """Let everything that waits be done, the outline and the inspector too, and draw it."""
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()
    desk.grab()


def turn_pages(desk: DeskPage) -> dict[str, float]:
    """The median of ten turns between the two long sections; what the same widgets cost bare."""

    def turn(reference: str) -> None:
        desk.go_to(reference)
        paint(desk)

    turns = [seconds(lambda r=each: turn(r)) for each in ("/data/people", "/data/big") * 5]
    return {"turn": statistics.median(turns), "floor": bare_window(in_sight(desk))}


def in_sight(desk: DeskPage) -> int:
    """How many widgets the person sees some of."""
    from PySide6.QtWidgets import QWidget

    return sum(not each.visibleRegion().isEmpty() for each in desk.findChildren(QWidget))


def bare_window(count: int) -> float:
    """A bare window with so many labels and lines, built and painted."""
    from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QLineEdit, QWidget

    def build() -> None:
        window = QWidget()
        grid = QGridLayout(window)
        for number in range(count):
            text = f"Question {number}: what was seen?"
            each = QLineEdit(window) if number % 2 else QLabel(text, window)
            grid.addWidget(each, number // 4, number % 4)
        window.resize(1400, 900)
        window.show()
        QApplication.processEvents()
        window.grab()
        window.close()
        window.deleteLater()

    return statistics.median(seconds(build) for _ in range(5))


def answer_and_type(desk: DeskPage) -> dict[str, float]:
    """Sixty answers to the file and the screen; the pause after each, while the rest catches up;
    two hundred keys in a line, each painted."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    desk.go_to("/data/big/q0")
    paint(desk)

    def answer(number: int) -> None:
        desk.session.answer(f"/data/big/q{4 * (number % 8)}", {"value": f"seen {number}"})
        desk.page.viewport().repaint()

    answers, pauses, keys = [], [], []
    for number in range(60):
        answers.append(seconds(lambda n=number: answer(n)))
        pauses.append(seconds(QApplication.processEvents))

    def press(number: int) -> None:
        question = desk.page.questions[f"/data/big/q{4 * (number // 20 % 8)}"]
        line = question.editors()[0]
        line.setFocus()  # another than the last: what was typed there is said first
        QTest.keyClick(line, Qt.Key.Key_7)
        QApplication.processEvents()

    for number in range(200):
        keys.append(seconds(lambda n=number: press(n)))
    return {"answer": high(answers), "pause": max(pauses), "key": high(keys), "slowest": max(keys)}


def work_in_the_table(desk: DeskPage) -> dict[str, float]:
    """In a repeat of a thousand: open an instance, add one; outline included."""
    desk.go_to("/data/people")
    paint(desk)
    repeat = repeat_of(desk, "/data/people")

    def row(does: Callable[[], object]) -> None:
        does()
        paint(desk)

    opened = [seconds(lambda n=n: row(lambda: repeat.open_row(n))) for n in range(100, 900, 100)]
    added = [seconds(lambda: row(repeat.add_row)) for _ in range(8)]
    return {"row": statistics.median(opened), "add": statistics.median(added)}


def high(times: list[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[int(len(times) * 0.95)]


_CHILD = """
import json, sys
from pathlib import Path
from tests.bench.window.bench_field import measure
print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]))))
"""


def run() -> list[Row]:
    """Make the mission, open it elsewhere, and hold what was measured against the bars."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # 6,000 commits, none measured
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryDirectory(dir=memory) as made:
        path = Path(shutil.copy(make(Path(made)), place))
        shutil.copy(Path(made) / "identity.json", place)
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, str(path), place],
            capture_output=True,
            text=True,
            check=True,
        )
    found = json.loads(done.stdout.splitlines()[-1])
    floor = found["floor"]
    return [
        Row("heavy mission: file to first painted page", found["open"], floor=floor, at_most=1.0),
        Row("heavy mission: turn the page, painted", found["turn"], floor=floor, at_most=0.1),
        Row("heavy mission: answer to file and repaint, p95", found["answer"], at_most=0.016),
        Row("heavy mission: longest pause after an answer", found["pause"], at_most=0.05),
        Row("heavy mission: a key typed, p95", found["key"], at_most=0.016),
        Row("heavy mission: slowest key, leaving a line too", found["slowest"], at_most=0.05),
        Row("heavy mission: open an instance of 1,000", found["row"], at_most=0.1),
        Row("heavy mission: add one, outline included", found["add"], at_most=0.1),
        Row("heavy mission: memory", found["memory"], "MB", at_most=400.0),
    ]
