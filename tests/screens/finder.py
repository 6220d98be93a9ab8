"""The command palette on a sample mission."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.gui.finder import Finder
from assessor.gui.menus import offered
from tests.screens.desk import _desk
from tests.screens.stage import Scene, Stage


def _finder(stage: Stage, typed: str) -> QWidget:
    _desk(stage, "/data/sec_inv/inv_unit_women")
    window = stage.window
    actions = offered(window.menuBar())
    shown = Finder(window, window.session, actions, window.show_desk, lambda _source: None)
    shown.line.setText(typed)
    return shown


def at_first(stage: Stage) -> QWidget:
    return _finder(stage, "")


def unit(stage: Stage) -> QWidget:
    return _finder(stage, "وحدة" if stage.window.session.language == "ar" else "unit")


SCENES: dict[str, Scene] = {"finder": at_first, "finder-typed": unit}
