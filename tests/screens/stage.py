"""What a scene can use: a window with its own preferences."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from assessor.gui.app.main_window import MainWindow
from assessor.gui.app.startup import create_window
from assessor.gui.state.preferences import Preferences


@dataclass
class Stage:
    """One window in one language and look; `folder` is for the scene's files."""

    window: MainWindow
    folder: Path

    def settle(self) -> None:
        """Wait until layouts are stable."""
        for _ in range(5):
            QApplication.sendPostedEvents()
            QApplication.processEvents()

    def wait(self, until: Callable[[], bool], seconds: float = 120.0) -> None:
        """Run Qt's event loop until a condition holds. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while not until():
            QTest.qWait(5)  # busy waiting would take the processor from the awaited work
            if time.monotonic() > end:
                raise TimeoutError("the scene never came about")


Scene = Callable[[Stage], QWidget]


def set_up(folder: Path, language: str, look: str) -> Stage:
    """Return a shown window of 1280 × 820 in `language` and `look`."""
    folder.mkdir(parents=True, exist_ok=True)
    wishes = Preferences(folder)
    wishes.put("language", language)
    wishes.put("look", look)
    wishes.put("assessor", "Amal Haddad" if language == "ar" else "Maria Ospina")
    window = create_window(folder)
    window.resize(1280, 820)
    window.show()
    return Stage(window, folder)


def take_down(stage: Stage) -> None:
    """Close the window and let Qt delete it."""
    stage.window.close()
    stage.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
