"""A window that a person works in until somebody kills it: `python -m
tests.support.gui.killed_window`.

Clicks choices and types words in the mission given; prints, line by line, what the status bar has
called saved.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from assessor.gui.app.main_window import MainWindow
from assessor.gui.app.save_indicator import SaveIndicator
from assessor.gui.app.startup import create_window

STAGE, FINDING = "/data/police/stage", "/data/police/finding"


def work(home: Path, mission: Path) -> None:
    """Answer for ever."""
    window = create_window(home)
    window.session.rename("Noor")
    window.show()
    window.session.open(mission)
    desk = window.show_screen("desk")
    app = QApplication.instance()
    assert app is not None
    app.processEvents()
    for turn in itertools.count():
        value = str(1 + turn % 3)
        desk.go_to(STAGE)
        app.processEvents()
        QTest.mouseClick(
            desk.page.questions[STAGE].options.buttons[value], Qt.MouseButton.LeftButton
        )
        told("stage", STAGE, window)
        edit = desk.page.questions[FINDING].edit
        edit.setFocus()
        QTest.keyClicks(edit, "x")
        desk.flush()
        told("finding", FINDING, window)


def told(what: str, reference: str, window: MainWindow) -> None:
    """Pass on what the window has acknowledged, as a person reading its status bar would see it."""
    mark = window.findChild(SaveIndicator)
    if mark is not None and mark.accessibleName().startswith("Saved"):
        sys.stdout.write(f"{what} {window.session.assessment.answer_at(reference).value or '-'}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    work(Path(sys.argv[1]), Path(sys.argv[2]))
