"""Builders and checks about new mission that several tests share."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit


@pytest.fixture
def page(window, qtbot):
    """The new-mission screen once the shipped form has been read."""
    window.begin(None)
    screen = window.show_screen("new")
    qtbot.waitUntil(lambda: screen._create.isEnabled(), timeout=20_000)
    return screen


def say(field: QLineEdit, text: str, qtbot) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def begin(page, qtbot, path: Path, *, name="Maria Ospina", country="", secret=("", "")) -> None:
    say(page._path, str(path), qtbot)
    say(page._assessor, name, qtbot)
    if country:
        say(page._country.lineEdit(), country, qtbot)
    if any(secret):
        say(page._passphrase, secret[0], qtbot)
        say(page._again, secret[1], qtbot)
    qtbot.mouseClick(page._create, Qt.MouseButton.LeftButton)


def decline(page, qtbot) -> None:
    page._protect.click()
