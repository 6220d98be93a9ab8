"""The desk: opening, turning the page, answering; a section and a repeat of a thousand.

The floor of a long section is a bare window with as many line edits as are in sight.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import Row
from tests.support.screens.desk.questions import repeat_of

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_STAGE = "/data/sec_inv/inv_unit_criteria"
_RECS = "/data/closing/recs"


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _open(folder: Path, source: Any = None) -> tuple[Any, float]:
    """A desk on a new mission, and the time from the file to its first painted section.

    `source` is the form; the shipped one if none is given.
    """
    from assessor.assessment.mission.form_files import form_source
    from assessor.gui.app.startup import create_application
    from assessor.gui.desk.desk_page import DeskPage
    from assessor.gui.state.preferences import Preferences
    from assessor.gui.state.session import Session
    from assessor.gui.toolkit.style.theme import Theme

    app = create_application()
    Theme(app, "light")
    session = Session(Preferences(folder))
    session.rename("Noor")
    path = folder / "a.mission"
    session.create(path, source or form_source("cybercrime_needs"))
    session.close()

    start = time.perf_counter()
    session.open(path)
    desk = DeskPage(session)
    desk.resize(1400, 900)
    desk.show()
    app.processEvents()
    desk.grab()
    return desk, time.perf_counter() - start


def bare_window() -> float:
    """A bare window with twenty labelled lines, built and painted."""
    from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

    def build() -> None:
        window = QWidget()
        column = QVBoxLayout(window)
        for number in range(20):
            column.addWidget(QLabel(f"Question {number}: what was seen, and by whom?", window))
            column.addWidget(QLineEdit(window))
        window.resize(1400, 900)
        window.show()
        QApplication.processEvents()
        window.grab()
        window.close()
        window.deleteLater()

    return statistics.median(_seconds(build) for _ in range(5))


def _long() -> list[Row]:
    """A section of 1,000 questions and a repeat of 1,000 instances."""
    from PySide6.QtWidgets import QApplication

    from tests.support.windows.long_forms import long_form

    floor = bare_window()
    with tempfile.TemporaryDirectory() as place:
        desk, _ = _open(Path(place), long_form(1000, repeat=True))
        app = QApplication.instance()
        assert app is not None

        def turn(reference: str) -> None:
            desk.go_to(reference)
            app.processEvents()
            desk.grab()

        def answer(reference: str, value: str) -> None:
            desk.session.answer(reference, {"value": value})
            desk.page.viewport().repaint()

        opened = _seconds(lambda: turn("/data/big"))
        last = _seconds(lambda: turn("/data/big/q996"))
        turn("/data/big/q0")
        answers = [
            _seconds(lambda n=n: answer(f"/data/big/q{4 * (n % 8)}", f"seen {n}"))
            for n in range(60)
        ]
        hidden = _seconds(lambda: answer("/data/big/q0", "off"))
        for _ in range(1000):
            desk.session.assessment.add_repeat("/data/people")
        table = _seconds(lambda: turn("/data/people"))
        repeat = repeat_of(desk, "/data/people")

        def row(does: Callable[[], object]) -> None:
            does()
            app.processEvents()
            desk.grab()

        opening = _seconds(lambda: row(lambda: repeat.open_row(500)))
        adding = _seconds(lambda: row(repeat.add_row))
        doubling = _seconds(lambda: row(lambda: repeat.duplicate_row(500)))
        moving = _seconds(lambda: row(lambda: repeat.move_row(500, 499)))
        desk.session.close()
        desk.deleteLater()
        app.processEvents()
    p95 = sorted(answers)[int(len(answers) * 0.95)]
    return [
        Row("1,000 questions: open the section, painted", opened, floor=floor, at_most=0.3),
        Row("1,000 questions: go to the last", last, floor=floor, at_most=0.3),
        Row("1,000 questions: answer to file and repaint, p95", p95, at_most=0.05),
        Row("1,000 questions: one answer hides a hundred", hidden, at_most=0.2),
        Row("1,000 instances: the table, painted", table, floor=floor, at_most=0.3),
        Row("1,000 instances: open one", opening, at_most=0.1),
        Row("1,000 instances: add one, outline included", adding, at_most=0.15),
        Row("1,000 instances: duplicate one", doubling, at_most=0.2),
        Row("1,000 instances: move one", moving, at_most=0.2),
    ]


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
            value = ("named_officer.said", "named_officer.shown")[time_ % 2]
            answers.append(_seconds(lambda value=value: answer(value)))
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
        *_long(),
    ]
