"""A heavy mission on the desk, in a fresh process: 1,000 questions, 1,000 instances, 5,000 files.

The floor is a bare window with as many labelled lines as are in sight.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import Row

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

QUESTIONS, INSTANCES, FILES = 1000, 1000, 5000


def make(folder: Path) -> Path:
    """The mission file, filled."""
    from assessor.assessment.assessment import Assessment
    from assessor.parcel.keys import load_identity
    from tests.gui.test_later import long_form

    path = folder / "a.mission"
    identity = load_identity(folder, "Ana")
    with Assessment.create(path, long_form(QUESTIONS, repeat=True), identity=identity) as mission:
        for _ in range(INSTANCES):
            mission.add_repeat("/data/people")
        for number in range(FILES):
            content = f"Register, page {number}".encode() * 40
            reference = f"/data/big/q{4 * (number % (QUESTIONS // 4 - 1))}"
            mission.attach(reference, content, name=f"page {number}.txt")
    return path


def measure(path: Path, folder: Path) -> dict[str, float]:
    """Seconds and megabytes, in this process."""
    import resource

    from PySide6.QtWidgets import QApplication

    from assessor.gui.app import application
    from assessor.gui.desk import Desk
    from assessor.gui.preferences import Preferences
    from assessor.gui.session import Session
    from assessor.gui.theme import Theme

    Theme(application(), "light")
    session = Session(Preferences(folder))

    def paint() -> None:
        QApplication.processEvents()
        desk.grab()

    start = time.perf_counter()
    session.open(path)
    desk = Desk(session)
    desk.resize(1400, 900)
    desk.show()
    paint()
    found = {"open": time.perf_counter() - start}
    turns, answers = [], []
    for reference in ("/data/people", "/data/big") * 5:
        start = time.perf_counter()
        desk.go_to(reference)
        paint()
        turns.append(time.perf_counter() - start)
    desk.go_to("/data/big/q0")
    paint()
    for number in range(60):
        start = time.perf_counter()
        session.answer(f"/data/big/q{4 * (number % 8)}", {"value": f"seen {number}"})
        desk.page.viewport().repaint()
        answers.append(time.perf_counter() - start)
    found["turn"] = sorted(turns)[len(turns) // 2]
    found["answer"] = sorted(answers)[int(len(answers) * 0.95)]
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    session.close()
    return found


_CHILD = """
import json, sys
from pathlib import Path
from tests.bench.bench_field import measure
print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]))))
"""


def run() -> list[Row]:
    """Make the mission, open it elsewhere, and hold what was measured against the bars."""
    from assessor.gui.app import application
    from tests.bench.bench_desk import bare_window

    application()
    floor = bare_window()
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
    return [
        Row("heavy mission: file to first painted page", found["open"], floor=floor, at_most=1.0),
        Row("heavy mission: turn the page, painted", found["turn"], floor=floor, at_most=0.1),
        Row("heavy mission: answer to file and repaint, p95", found["answer"], at_most=0.016),
        Row("heavy mission: memory", found["memory"], "MB", at_most=400.0),
    ]
