"""What the tests of the window share: a window of their own, and an answer to what pops up."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from assessor.gui.app.main_window import MainWindow
from assessor.gui.app.startup import create_window
from assessor.gui.toolkit.style.theme import Theme
from tests.support.assessment.laptops import laptop, small_form


@pytest.fixture(autouse=True)
def quick_passphrases(quickly_derived, quickly_sealed) -> None:
    """No test of the window is about what slows a guesser down."""


@pytest.fixture(autouse=True)
def gentle_end() -> Iterator[None]:
    """Every window of a test ends as in the app: closed, then deleted by Qt.

    Left to Python's collector, a window goes in any order, and PySide gives the children it has
    not come to back to Python to delete once more.
    """
    yield
    app = QApplication.instance()
    if isinstance(app, QApplication):
        for each in app.topLevelWidgets():
            each.close()
            each.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch) -> Iterator[MainWindow]:
    """A shown window whose preferences, keys and documents lie in a folder of this test."""
    monkeypatch.setenv("ASSESSOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    made = create_window(tmp_path / "home")
    made.session.rename("Noor")
    made.resize(1280, 820)  # a laptop's; the screen of no screen is smaller
    made.show()
    yield made
    made.close()
    made.deleteLater()
    for look in QApplication.instance().findChildren(Theme):
        look.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


Answer = Callable[[QDialog], None]


@pytest.fixture
def when_asked(qtbot) -> Callable[..., list[QDialog]]:
    """Arrange what is done with the next modal dialog (of a kind); the list returned holds it
    afterwards."""

    def arrange(answer: Answer, kind: type[QDialog] = QDialog) -> list[QDialog]:
        met: list[QDialog] = []
        clock = QTimer(QApplication.instance())

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, kind):
                clock.stop()
                clock.deleteLater()
                met.append(dialog)
                answer(dialog)

        clock.timeout.connect(look)
        clock.start(10)
        return met

    return arrange


@pytest.fixture
def junk(tmp_path) -> Path:
    """A file that is nothing of ours, whatever its name says."""
    path = tmp_path / "holiday.mission"
    path.write_bytes(b"not a mission at all" * 100)
    return path


@pytest.fixture
def inspector(window, tmp_path):
    """The inspector, on a question of a small mission."""
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    desk = window.show_screen("desk")
    desk.inspector.show_question(window.session.assessment.node("/data/police/reports"))
    return desk.inspector
