"""Starting the window, held against a bare Qt window on the same machine, in fresh processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile

from tests.bench import Row

_BARE = """
import time; start = time.perf_counter()
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([]); window = QMainWindow()
window.show(); window.grab(); print(time.perf_counter() - start)
"""
_OURS = """
import sys, time; start = time.perf_counter()
from pathlib import Path
from assessor.gui.app.startup import build
window = build(Path(sys.argv[1]))
window.show(); window.grab(); print(time.perf_counter() - start)
"""
_MEMORY = """
import resource, sys
from pathlib import Path
from assessor.gui.app.startup import build
window = build(Path(sys.argv[1]))
window.show(); window.grab(); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def run() -> list[Row]:
    """To the first painted home screen, imports included; and what that takes of memory."""
    with tempfile.TemporaryDirectory() as folder:
        bare, ours = _median(_BARE, folder), _median(_OURS, folder)
        return [
            Row("start to painted home screen", ours, floor=bare, at_most=0.5),
            Row("memory on the home screen", _median(_MEMORY, folder, 3), "MB", at_most=200.0),
        ]


def _median(script: str, folder: str, times: int = 7) -> float:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    taken = []
    for _ in range(times + 1):
        done = subprocess.run(
            [sys.executable, "-c", script, folder],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        taken.append(float(done.stdout))
    return statistics.median(taken[1:])  # the first reads the disk
