"""Long work: done, failed and cancelled work end once, in the window's thread."""

import threading
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QThread
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from shiboken6 import isValid

from assessor.errors import FileError
from assessor.gui.receiving.receive_dialog import ReceiveDialog
from assessor.gui.toolkit.system.background_task import Cancelled
from assessor.gui.toolkit.system.task_check import ReachesQt
from assessor.gui.toolkit.text.phrases import Phrases

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


class Endless:
    """Something to receive into that has taken in two files and never comes to the end."""

    def __init__(self, begun):
        self.begun = begun

    def receiving(self, paths, *, preview):
        def task(tell):
            while True:
                tell("Ana.pdf", 2, 9)
                self.begun.set()

        return task

    def trust(self):
        raise AssertionError("nothing is shown")

    def refresh(self):
        pass


@pytest.mark.parametrize(("looks", "told"), [(False, "kept: 2"), (True, "Nothing was changed")])
def test_receiving_that_is_stopped_says_what_was_taken_in(window, qtbot, looks, told):
    begun = threading.Event()
    phrases = Phrases("en")
    receiving = ReceiveDialog(window, window.session, phrases, lambda _outcome: None)
    (receiving.look if looks else receiving.take_in)(Endless(begun), [Path("Ana.pdf")])
    begun.wait(5)
    receiving.leave()
    qtbot.waitUntil(lambda: not receiving.busy)
    assert told in "\n".join(each.text() for each in receiving.findChildren(QLabel))


def test_work_for_a_dialog_that_was_left_tells_nobody(window, qtbot):
    let_go = threading.Event()

    class Asks(QDialog):
        def told(self, *_):
            raise AssertionError("this dialog is gone")

    dialog = Asks(window)
    work = window.session.run(
        lambda _tell: let_go.wait(5),
        done=dialog.told,
        failed=dialog.told,
        progress=dialog.told,
    )
    dialog.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    let_go.set()
    qtbot.waitUntil(lambda: not isValid(work) or work.notified)


def test_closing_the_window_waits_for_the_work(window, qtbot):
    started = threading.Event()

    def task(tell):
        started.set()
        while True:
            tell("counting", 1, 2)

    work = window.session.run(task, done=lambda _: None, failed=lambda _: None)
    started.wait(5)
    window.close()
    assert work.is_finished


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


class Layout:
    """Something large that a task works on."""


def test_an_error_that_is_kept_keeps_nothing_of_the_task(window, qtbot):
    gone, ended = [], []

    def read(layout):
        raise ValueError(str(layout))

    def task(_report_progress):
        layout = Layout()
        weakref.finalize(layout, lambda: gone.append(1))
        try:
            read(layout)
        except ValueError as error:
            raise FileError("The disk is full.") from error

    window.session.run(task, done=ended.append, failed=ended.append)
    qtbot.waitUntil(lambda: bool(ended))
    assert isinstance(ended[0], FileError) and gone == [1]


def test_no_thread_is_left_when_the_window_closes(window, qtbot):
    started = threading.Event()

    def task(report_progress):
        started.set()
        while True:
            report_progress("counting", 1, 2)

    for _ in range(3):
        window.session.run(task, done=lambda _: None, failed=lambda _: None)
    started.wait(5)
    window.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "task"]


def test_a_task_that_reaches_the_window_is_refused(window):
    with pytest.raises(ReachesQt, match="MainWindow"):
        window.session.run(lambda _: window, done=lambda _: None, failed=lambda _: None)
