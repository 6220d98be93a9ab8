"""Files held over the window: what letting go would do is said, and then done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.toolkit.dialogs.message_dialog import show_error
from assessor.gui.toolkit.system.background_task import BackgroundTask, Cancelled
from assessor.gui.toolkit.system.drop_box import DropBox
from assessor.gui.toolkit.system.drop_overlay import DropOverlay
from assessor.gui.toolkit.system.file_types import classify_paths, is_folder, local_paths
from assessor.gui.toolkit.text.phrases import Phrases

if TYPE_CHECKING:
    from assessor.assessment.base.classify_files import ClassifiedFiles
    from assessor.gui.app.main_window import MainWindow

_OVER = (QEvent.Type.DragEnter, QEvent.Type.DragMove)
_EDGE = 12
"""Pixels of the screen that stay in sight around the veil, as on the first screen."""
_SCREENS = ("desk", "new")


class DragController(QObject):
    """Listens to what is dragged over the window before Qt gives it to a field, which would take
    the address of a file for text. Boxes for files keep what is dropped on them.

    What the files are is looked up in them, away from the window, while they hang there.
    """

    def __init__(
        self, window: MainWindow, shown: Callable[[], str], screen: Callable[[], QWidget | None]
    ) -> None:
        super().__init__(window)
        self._window, self._shown, self._screen = window, shown, screen
        self.veil = DropOverlay(window)
        self._paths: tuple[Path, ...] = ()
        self._given: ClassifiedFiles | None = None
        self._looking: BackgroundTask | None = None
        self._box: DropBox | None = None
        self._dropped: tuple[Path, ...] = ()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._take)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Files over the desk or a new mission are ours, unless they are over a box for files."""
        kind = event.type()
        if kind == QEvent.Type.Show:
            handle = self._window.windowHandle()  # there is none before it is shown
            if handle is not None:
                handle.installEventFilter(self)  # once, however often it is shown
        if kind == QEvent.Type.DragLeave:
            self.leave()
        if kind not in (*_OVER, QEvent.Type.Drop) or not isinstance(event, QDropEvent):
            return False
        paths = local_paths(event.mimeData())
        box = self._box_at(event)
        if not self.takes(paths) or box is not None:
            self.leave()
            self._box = box
            return False
        if self._box is not None:
            QApplication.sendEvent(self._box, QDragLeaveEvent())
            self._box = None
        if kind == QEvent.Type.Drop:
            self.drop(paths)
        else:
            self.hover(paths)
        event.acceptProposedAction()
        return True

    def _box_at(self, event: QDropEvent) -> DropBox | None:
        at: QWidget | None = self._window.childAt(event.position().toPoint())
        while at is not None:
            if isinstance(at, DropBox) and at.takes(event.mimeData()):
                return at
            at = at.parentWidget()
        return None

    def takes(self, paths: Sequence[Path]) -> bool:
        """Whether files may be let go where the person is."""
        return bool(paths) and self._shown() in _SCREENS

    # While they hang there

    def hover(self, paths: Sequence[Path]) -> None:
        """Say what letting go would do."""
        wanted = tuple(paths)
        if wanted != self._paths or not self.veil.isVisible():
            self._paths, self._given = wanted, None
            self._place()
            self._look()
            self.show()

    def leave(self) -> None:
        """They went elsewhere."""
        self.veil.hide()
        if self._looking is not None and isValid(self._looking):
            self._looking.cancel()
        self._looking = None

    def _look(self) -> None:
        """Folders are not gone through before they are let go: they may be whole disks."""
        paths = self._paths
        if self._shown() != "desk" or any(map(is_folder, paths)):
            return
        from assessor.assessment.base.classify_files import (
            classify_files,  # late: the window is up first
        )

        self._looking = self._window.session.run(
            lambda tell: classify_files(paths, tell),
            done=lambda found: self._found(paths, found),
            failed=lambda _error: None,  # it is told where they are let go
        )

    def _found(self, paths: tuple[Path, ...], found: ClassifiedFiles) -> None:
        if paths == self._paths:
            self._given = found
            if self.veil.isVisible():
                self.show()

    def show(self) -> None:
        """Show what is known of them so far."""
        phrases = Phrases(self._window.session.language)
        if self._shown() == "new":
            meant = classify_paths(self._paths)
            good = meant.kind in ("new", "pack")
            text = meant.sentence if good else "Let go of one form or mission pack here"
            self.veil.show_sentence(phrases(text), good=good)
            return
        from assessor.gui.app.drag_and_drop.desk_drop import describe_drop

        text, good = describe_drop(self._window, self._paths, self._given, phrases)
        self.veil.show_sentence(text, good=good)

    def _place(self) -> None:
        """Over the page, so that the boxes for files beside it stay in sight; or the screen."""
        window = self._window
        over: Any = self._screen()
        over = over.page if self._shown() == "desk" else over
        corner = over.mapTo(window, over.rect().topLeft())
        inset = over.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        self.veil.setGeometry(inset.translated(corner))

    # Let go

    def drop(self, paths: Sequence[Path]) -> None:
        """Do it, once whoever held the files has been told that they are taken."""
        if tuple(paths) != self._paths:
            self._paths, self._given = tuple(paths), None
        self._dropped = self._paths
        self.leave()
        self._soon.start()

    def _take(self) -> None:
        window, paths, found = self._window, self._dropped, self._given
        self._paths, self._given = (), None
        if self._shown() == "new":
            meant = classify_paths(paths)
            if meant.kind in ("new", "pack"):
                window.begin(meant.paths[0])
            return
        if found is None:
            from assessor.assessment.base.classify_files import classify_files

            busy = BusyDialog(
                window,
                window.session,
                "Looking at the files…",
                lambda tell: classify_files(paths, tell),
            )
            busy.exec()
            if busy.error is not None and not isinstance(busy.error, Cancelled):
                show_error(window, busy.error, window.session.language)
            found = busy.result_of_work
        if found is not None:
            from assessor.gui.app.drag_and_drop.desk_drop import apply_drop

            apply_drop(window, found)
