"""The command palette, with a sample mission."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.gui.app.help.command_palette import CommandPalette
from assessor.gui.app.menu_bar import available_choices
from tests.screens.field.desk import open_desk
from tests.screens.stage import Scene, Stage


def _finder(stage: Stage, typed: str) -> QWidget:
    open_desk(stage, "/data/sec_inv/inv_unit_women")
    window = stage.window
    actions = available_choices(window.menuBar())
    shown = CommandPalette(window, window.session, actions, window.show_desk, lambda _source: None)
    shown.search.setText(typed)
    return shown


def at_first(stage: Stage) -> QWidget:
    return _finder(stage, "")


def unit(stage: Stage) -> QWidget:
    return _finder(stage, "وحدة" if stage.window.session.language == "ar" else "unit")


SCENES: dict[str, Scene] = {"finder": at_first, "finder-typed": unit}
