"""Every law of the suite that says nothing else of its examples, over five hundred of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from tests.bench import Row

ROOT = Path(__file__).resolve().parents[3]


def run() -> list[Row]:
    """How long they took; a law that is broken is an exception, not a slow row."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "hypothesis and not window"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "HYPOTHESIS": "many", "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    if done.returncode:
        raise AssertionError(done.stdout[-3000:])
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed
    return [Row(f"{passed[1]} laws", time.perf_counter() - start, note="500 examples of most")]
