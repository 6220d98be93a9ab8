"""Long work: done, failed and cancelled work end once, in the window's thread."""

import threading

import pytest
from PySide6.QtCore import QThread

from assessor.errors import FileError
from assessor.gui.work import Cancelled

pytestmark = pytest.mark.window


def outcome(window, qtbot, task):
    ended = []
    window.session.run(
        task,
        done=lambda result: ended.append(("done", result, QThread.currentThread())),
        failed=lambda error: ended.append(("failed", error, QThread.currentThread())),
    )
    qtbot.waitUntil(lambda: bool(ended))
    assert ended[0][2] is window.thread()
    assert len(ended) == 1
    return ended[0][:2]


def test_done_in_another_thread(window, qtbot):
    here = threading.get_ident()
    how, there = outcome(window, qtbot, lambda tell: threading.get_ident())
    assert how == "done"
    assert there != here


def test_failed(window, qtbot):
    def task(_tell):
        raise FileError("The disk is full.")

    how, error = outcome(window, qtbot, task)
    assert (how, str(error)) == ("failed", "The disk is full.")


def test_cancelled_at_its_next_word(window, qtbot):
    started = threading.Event()

    def task(tell):
        started.set()
        while True:
            tell("counting", 1, 2)

    ended = []
    work = window.session.run(task, done=ended.append, failed=ended.append)
    started.wait(5)
    work.cancel()
    qtbot.waitUntil(lambda: bool(ended))
    assert isinstance(ended[0], Cancelled)


def test_closing_the_window_waits_for_the_work(window, qtbot):
    started = threading.Event()

    def task(tell):
        started.set()
        while True:
            tell("counting", 1, 2)

    work = window.session.run(task, done=lambda _: None, failed=lambda _: None)
    started.wait(5)
    window.close()
    assert work.isFinished()


def test_progress_is_told(window, qtbot):
    told, go = [], threading.Event()

    def task(tell):
        tell("halfway", 1, 2)
        go.wait(5)

    window.session.run(
        task, done=lambda _: None, failed=lambda _: None, progress=lambda *at: told.append(at)
    )
    qtbot.waitUntil(lambda: bool(told))
    go.set()
    assert told[0] == ("halfway", 1, 2)
