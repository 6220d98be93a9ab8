"""Dialogs are of one kind: gone once they were left, so that a day's work leaves none of them."""

import ast
import gc
import weakref
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea

from assessor.gui.toolkit.dialogs import dialog
from assessor.gui.toolkit.style.basic_widgets import button, closing, label
from assessor.gui.toolkit.style.window_fit import available_size
from tests.support.assessment.laptops import laptop, small_form

pytestmark = pytest.mark.window

OPENED = ("find", "meetings", "results", "plan", "check", "export", "print", "people",
          "received", "previous", "upgrade", "colleagues", "backup", "keys", "about", "help",
          "team", "exchange", "government", "upload")  # fmt: skip


@pytest.fixture
def at_work(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    return window


def open_and_leave(window, names):
    """Open each dialog and leave it and what it asks; weak references to them all, by name."""
    met, clock = {}, QTimer(window)

    def leave():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            met.setdefault(name, []).append(weakref.ref(dialog))
            dialog.reject()

    clock.timeout.connect(leave)
    clock.start(1)
    for name in names:
        window.menu_actions[name].trigger()
    clock.stop()
    clock.deleteLater()
    while window.session.busy:
        QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return met


def widgets():
    return Counter(each.metaObject().className() for each in QApplication.allWidgets())


def test_what_was_left_is_gone(at_work):
    """As often as dialogs are opened and left: neither they nor anything they showed is kept."""
    open_and_leave(at_work, OPENED)
    before, tops = widgets(), len(QApplication.topLevelWidgets())
    met = open_and_leave(at_work, OPENED)
    assert met.keys() == set(OPENED)
    assert [name for name, left in met.items() if any(each() is not None for each in left)] == []
    assert widgets() - before == Counter()
    assert len(QApplication.topLevelWidgets()) == tops


def test_every_dialog_is_of_the_one_kind():
    """Qt's own neither goes when it is left nor knows F1."""
    gui = Path(dialog.__file__).parents[2]
    made = [
        f"{path.relative_to(gui)}: {each.name}"
        for path in sorted(gui.rglob("*.py"))
        if "QDialog" in (text := path.read_text("utf-8"))
        for each in ast.walk(ast.parse(text))
        if isinstance(each, ast.ClassDef)
        and "QDialog" in {base.id for base in each.bases if isinstance(base, ast.Name)}
    ]
    assert made == ["toolkit/dialogs/dialog.py: Dialog"]


def test_a_dialog_is_no_larger_than_the_screen_and_its_last_button_is_reached(qtbot):
    tall = dialog.Dialog()
    qtbot.addWidget(tall)
    down = tall.head("Tall")
    for at in range(60):
        down.addWidget(label(tall, text=f"Line {at}"))
    last = button(tall, tall.accept)
    last.setText("Do it")
    down.addLayout(closing(tall, last))
    wanted = tall.minimumSizeHint()
    tall.show()
    room = tall.screen().availableSize()
    assert wanted.height() > room.height() > tall.height()
    assert tall.height() == available_size(tall).height()
    assert tall.width() >= wanted.width()
    last.setFocus()
    tall.findChild(QScrollArea).ensureWidgetVisible(last)
    assert last.visibleRegion().boundingRect() == last.rect()
    assert tall.isAncestorOf(last) and last.window() is tall


def test_a_dialog_the_screen_has_room_for_is_as_it_was_made(qtbot):
    small = dialog.Dialog()
    qtbot.addWidget(small)
    small.head("Small")
    small.resize(400, 300)
    small.show()
    assert (small.width(), small.height()) == (400, 300)
    assert small.findChild(QScrollArea) is None


def test_a_dialog_whose_words_wrap_is_as_tall_as_they_are_at_its_width(qtbot):
    """Its least height is reckoned for its narrowest column, in which every sentence is a tower."""
    wordy = dialog.Dialog()
    qtbot.addWidget(wordy)
    wordy.setMinimumWidth(640)
    down = wordy.head("Wordy")
    for _ in range(12):
        down.addWidget(label(wordy, text="a few words of a sentence " * 5, wrap=True))
    last = button(wordy, wordy.accept)
    last.setText("Do it")
    down.addLayout(closing(wordy, last))
    wordy.show()
    assert last.visibleRegion().boundingRect() == last.rect()
    [area] = wordy.findChildren(QScrollArea) or [None]
    assert area is None or area.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize(("times", "scrolls"), [(6, False), (80, True)])
def test_what_comes_while_a_dialog_is_seen_finds_room(qtbot, times, scrolls):
    """Squeezed between what was there, its lines were cut, or lay over one another."""
    asking = dialog.Dialog()
    qtbot.addWidget(asking)
    asking.resize(420, 10)
    down = asking.head("Asking", "A sentence on what it is for, which is long enough to wrap.")
    trouble = label(asking, "danger", wrap=True)
    trouble.hide()
    down.addWidget(trouble)
    last = button(asking, asking.accept)
    last.setText("Do it")
    down.addLayout(closing(asking, last))
    asking.show()
    asking.activateWindow()
    last.setFocus()
    before = asking.height()
    trouble.setText("That does not open it, and here is why. " * times)
    trouble.show()
    qtbot.waitUntil(lambda: trouble.height() >= trouble.heightForWidth(trouble.width()) > 0)
    QApplication.processEvents()
    assert 420 <= asking.width() <= 440  # a scroll bar has room beside it
    assert before < asking.height() <= available_size(asking).height()
    assert (asking.findChild(QScrollArea) is not None) == scrolls
    assert last.isVisible() and asking.focusWidget() is last
    trouble.hide()
    QApplication.processEvents()
    assert asking.height() > before  # nothing moves away under the pointer
