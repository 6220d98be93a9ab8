"""Dialogs are of one kind: gone once they were left, so that a day's work leaves none of them."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog

from assessor.gui import dialog
from tests.assessment.laptops import laptop, small_form

pytestmark = pytest.mark.window

OPENED = ("find", "meetings", "results", "plan", "check", "print", "people", "received",
          "keys", "about", "help")  # fmt: skip


@pytest.fixture
def at_work(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    return window


@pytest.mark.parametrize("name", OPENED)
def test_what_was_left_is_gone(at_work, when_asked, name):
    met = when_asked(lambda dialog: dialog.reject())
    at_work.menu_actions[name].trigger()
    assert len(met) == 1
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert at_work.findChildren(QDialog) == []


def test_every_dialog_is_of_the_one_kind():
    """Qt's own neither goes when it is left nor knows F1."""
    gui = Path(dialog.__file__).parent
    made = [
        f"{path.relative_to(gui)}: {each.name}"
        for path in sorted(gui.rglob("*.py"))
        for each in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(each, ast.ClassDef)
        and "QDialog" in {base.id for base in each.bases if isinstance(base, ast.Name)}
    ]
    assert made == ["dialog.py: Dialog"]
