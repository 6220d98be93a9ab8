"""The window around the screens: the save mark, the tag in the header, the menus."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QMenu

from assessor.gui.app.header_bar import HeaderBar
from assessor.gui.app.main_window import MainWindow
from assessor.gui.app.save_indicator import SaveIndicator


def save_mark(window: MainWindow) -> str:
    """What the mark says of what is on the disk."""
    return window.findChild(SaveIndicator).accessibleName()


def header_tag(window: MainWindow) -> QLabel:
    """The tag beside the title: that a mission is only read, or the language of its questions."""
    labels = window.findChild(HeaderBar).findChildren(QLabel)
    return next(each for each in labels if each.property("role") == "tag-warn")


def menu(window: MainWindow, title: str) -> QMenu:
    """The menu of a title in the menu bar."""
    found = (action.menu() for action in window.menuBar().actions())
    return next(each for each in found if each.title().replace("&", "") == title)
