"""The desk on the shipped instrument: opening, turning the page, answering, a long repeat."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import Row

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_STAGE = "/data/sec_inv/inv_unit_stage"
_RECS = "/data/closing/recs"


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _open(folder: Path) -> tuple[Any, float]:
    """A desk on a new mission, and the time from the file to its first painted section."""
    from assessor.assessment.forms import form_source
    from assessor.gui.app import application
    from assessor.gui.desk import Desk
    from assessor.gui.preferences import Preferences
    from assessor.gui.session import Session
    from assessor.gui.theme import Theme

    app = application()
    Theme(app, "light")
    session = Session(Preferences(folder))
    path = folder / "a.mission"
    session.create(path, form_source("cybercrime_needs"))
    session.close()

    start = time.perf_counter()
    session.open(path)
    desk = Desk(session)
    desk.resize(1400, 900)
    desk.show()
    app.processEvents()
    desk.grab()
    return desk, time.perf_counter() - start


def run() -> list[Row]:
    """Every row on one desk, in one process."""
    from PySide6.QtWidgets import QApplication

    with tempfile.TemporaryDirectory() as place:
        desk, opened = _open(Path(place))
        app = QApplication.instance()
        assert app is not None

        def turn(reference: str) -> None:
            desk.go_to(reference)
            app.processEvents()
            desk.grab()

        turns = [_seconds(lambda r=each.reference: turn(r)) for each in desk.outline.sections]
        desk.go_to(_STAGE)
        app.processEvents()

        def answer(value: str) -> None:
            desk.session.answer(_STAGE, {"value": value})
            desk.page.viewport().repaint()

        answers, settled = [], []
        for time_ in range(60):
            answers.append(_seconds(lambda value="34"[time_ % 2]: answer(value)))
            settled.append(answers[-1] + _seconds(app.processEvents))
        for _ in range(300):
            desk.session.assessment.add_repeat(_RECS)
        long = _seconds(lambda: turn(_RECS))
        desk.session.close()
        desk.deleteLater()
        app.processEvents()
    p95 = sorted(answers)[int(len(answers) * 0.95)]
    return [
        Row("mission file to first painted section", opened, at_most=1.0),
        Row("turn to another section, painted", statistics.median(turns), at_most=0.15),
        Row("answer to file and repaint, median", statistics.median(answers), at_most=0.05),
        Row("answer to file and repaint, p95", p95, at_most=0.05),
        Row("… and outline and inspector after it", statistics.median(settled), at_most=0.1),
        Row("open a repeat of 300 instances, painted", long, at_most=1.0),
    ]
