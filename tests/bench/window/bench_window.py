"""Starting the program, held against a bare Qt window on the same machine, in fresh processes.

Processor time is that of the whole process and its children, from its start to its end.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import Row

_ROUNDS = 9
_BARE = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([]); window = QMainWindow()
window.show(); window.grab()
os._exit(0)
"""
_OURS = """
import os
from PySide6.QtWidgets import QApplication
def painted(*_):
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            window.grab()
    os._exit(0)
QApplication.exec = painted
from assessor.cli.main import main
main([])
"""
_MEMORY = """
import resource, sys
from pathlib import Path
from assessor.gui.app.startup import create_window
window = create_window(Path(sys.argv[1]))
window.show(); window.grab()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def run() -> list[Row]:
    """To the painted home screen, to the list of verbs, to a file inspected; and the memory."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        calls = (
            ("-c", _BARE),
            ("-c", _OURS),
            ("-m", "assessor", "--help"),
            ("-m", "assessor", "inspect", str(_report(home))),
        )
        bare, ours, listing, inspect = _processor_seconds(home, calls)
        memory = statistics.median(float(_call("-c", _MEMORY, folder, home=home)) for _ in range(3))
    return [
        Row("assessor: painted home screen", ours, floor=bare, ratio_at_most=2.5),
        Row("assessor --help", listing, at_most=0.25),
        Row("assessor inspect REPORT", inspect, at_most=0.6),
        Row("memory on the home screen", memory, "MB", at_most=200.0),
    ]


def _report(folder: Path) -> Path:
    """A report of a mission without answers."""
    mission, report = str(folder / "a.mission"), str(folder / "a.pdf")
    new = ("new", "cybercrime_needs", "-o", mission, "--assessor", "Ana", "--country", "XSV")
    for verb in (new, ("export", mission, "-o", report)):
        _call("-m", "assessor", *verb, home=folder)
    return Path(report)


def _processor_seconds(home: Path, calls: Sequence[tuple[str, ...]]) -> list[float]:
    """The median of each call. Calls take turns; the first round reads the disk."""
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(_ROUNDS + 1):
        for seconds, call in zip(taken, calls, strict=True):
            before = _children_seconds()
            _call(*call, home=home)
            seconds.append(_children_seconds() - before)
    return [statistics.median(seconds[1:]) for seconds in taken]


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _call(*arguments: str, home: Path) -> str:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "ASSESSOR_HOME": str(home / "home")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a start finds what was compiled before
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout
