"""Garbage is looked for in the window's thread alone, and none of it is kept for long."""

import gc
import sys
import threading
import weakref

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel

from assessor.garbage import loading
from assessor.gui.app.garbage_collector import MANY, GarbageCollector

pytestmark = pytest.mark.window


class Ring:
    """Something only a collector frees, with something of Qt's in it."""

    def __init__(self):
        self.itself, self.shown = self, QLabel()


def garbage(gone):
    """Make some; the thread that takes it apart is put into `gone`."""
    weakref.finalize(Ring(), lambda: gone.append(threading.get_ident()))


def test_no_thread_at_work_takes_apart_what_the_window_left(window, qtbot):
    gone, ended = [], []
    garbage(gone)

    def task(_tell):
        kept = [[] for _ in range(100_000)]
        return len(kept)

    window.session.run(task, done=ended.append, failed=ended.append)
    qtbot.waitUntil(lambda: bool(ended and gone))
    assert gone == [threading.get_ident()]


@pytest.fixture
def collector(qtbot):
    owner = QObject()
    yield GarbageCollector(owner)
    owner.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_what_grew_old_before_it_was_garbage_goes_once_much_was_made(collector):
    gone, old = [], Ring()
    gc.collect()
    collector.look()
    weakref.finalize(old, lambda: gone.append(1))
    del old
    collector.look()
    assert gone == []
    kept = [[] for _ in range(MANY + sys.getallocatedblocks() // 4)]
    collector.look()
    assert gone == [1]
    assert kept


def test_what_went_by_itself_is_not_waited_for_again(qtbot):
    owner, gone = QObject(), []
    large = [[] for _ in range(3 * MANY)]
    collector, old = GarbageCollector(owner), Ring()
    gc.collect()
    large.clear()
    collector.look()
    weakref.finalize(old, lambda: gone.append(1))
    del old
    large = [[] for _ in range(MANY + sys.getallocatedblocks() // 4)]
    collector.look()
    owner.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone == [1] and large


def test_python_collects_again_once_the_window_is_gone(qtbot):
    owner = QObject()
    assert gc.isenabled()
    GarbageCollector(owner)
    assert not gc.isenabled()
    end(owner)
    qtbot.waitUntil(gc.isenabled)


def test_python_does_not_collect_while_qt_takes_the_window_apart(qtbot):
    """A collection then deletes widgets under the locks of Qt: window and program hang."""
    owner, enabled = QObject(), []
    GarbageCollector(owner)
    last = QObject(owner)
    last.destroyed.connect(lambda: enabled.append(gc.isenabled()))
    end(owner)
    assert enabled == [False]
    qtbot.waitUntil(gc.isenabled)


def end(owner):
    owner.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_automatic_collection_stays_off_until_the_last_window_is_gone(qtbot):
    first, second = QObject(), QObject()
    GarbageCollector(first)
    GarbageCollector(second)
    end(first)
    assert not gc.isenabled()
    end(second)
    qtbot.waitUntil(gc.isenabled)


def test_a_load_during_which_a_window_was_made_leaves_automatic_collection_off(qtbot):
    owner = QObject()
    with loading():
        GarbageCollector(owner)
    assert not gc.isenabled()
    end(owner)
    qtbot.waitUntil(gc.isenabled)
