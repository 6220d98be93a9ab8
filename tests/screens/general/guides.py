"""Help, cheat sheet and tour."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from assessor.gui.app.help.help_dialog import HelpDialog
from assessor.gui.app.menu_handlers import show_tour
from assessor.gui.toolkit.text.phrases import Phrases
from tests.screens.field.desk import at
from tests.screens.stage import Scene, Stage


def _handbook(stage: Stage) -> QWidget:
    made = HelpDialog(stage.window, Phrases(stage.window.session.language), "exchange")
    made.show()
    return made


def _sheet(stage: Stage) -> QWidget:
    """Show the modal cheat sheet, close it, and return it to be drawn."""
    at("/data/sec_inv/inv_unit_criteria")(stage)
    kept: list[Any] = []

    def look() -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, QDialog):
            kept.append(found)
            found.accept()

    QTimer.singleShot(50, look)
    stage.window.menu_actions["keys"].trigger()
    [sheet] = kept
    sheet.show()
    return sheet  # type: ignore[no-any-return]


def _tour(step: int) -> Scene:
    def scene(stage: Stage) -> QWidget:
        at("/data/sec_inv/inv_unit_criteria")(stage)
        tour = show_tour(stage.window)
        assert tour is not None
        tour.step_by(step)
        return stage.window

    return scene


SCENES: dict[str, Scene] = {
    "help": _handbook,
    "help-keys": _sheet,
    "tour": _tour(0),
    "tour-evidence": _tour(2),
    "tour-end": _tour(3),
}
