"""Dialogs are gone once they were left: a day's work leaves none of them in the window."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog

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
