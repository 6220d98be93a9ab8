"""The binding to Qt: what must hold of the installed version before anything else can."""

import sys

import pytest
from PySide6.QtWidgets import QWidget

pytestmark = pytest.mark.window


def test_calls_that_return_nothing_take_nothing_from_none(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(2000):
        widget.update()
    assert sys.getrefcount(None) > before - 1000, "6.12.0 does; see docs/decisions/window.md"
