"""The window with its menu bar, and every menu open, side by side."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QWidget

from tests.screens.field.desk import at
from tests.screens.stage import Scene, Stage

_ACROSS = 4


def every_menu(stage: Stage) -> QWidget:
    at("/data/sec_inv/inv_unit_criteria")(stage)
    sheet = QWidget(stage.window)
    grid = QGridLayout(sheet)
    grid.setSpacing(24)
    bar = QLabel(sheet)
    bar.setPixmap(stage.window.menuBar().grab())
    grid.addWidget(bar, 0, 0, 1, _ACROSS)
    opened = [each.menu() for each in stage.window.menuBar().actions()]
    within = [each.menu() for menu in opened if isinstance(menu, QMenu) for each in menu.actions()]
    for place, menu in enumerate(each for each in (*opened, *within) if isinstance(each, QMenu)):
        menu.aboutToShow.emit()
        menu.resize(menu.sizeHint())
        shown = QLabel(sheet)
        shown.setPixmap(menu.grab())
        grid.addWidget(shown, 1 + place // _ACROSS, place % _ACROSS)
    sheet.adjustSize()
    return sheet


SCENES: dict[str, Scene] = {"menus": every_menu}
