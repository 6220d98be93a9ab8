"""Files dragged over the window: describe the drop, then do it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.toolkit.dialogs.message_dialog import show_error
from assessor.gui.toolkit.system.background_task import BackgroundTask, Cancelled
from assessor.gui.toolkit.system.drop_box import DropBox, DropOverlay
from assessor.gui.toolkit.system.file_types import classify_paths, is_folder, local_paths
from assessor.gui.toolkit.text.phrases import Phrases

if TYPE_CHECKING:
    from assessor.assessment.base.classify_files import ClassifiedFiles
    from assessor.gui.app.main_window import MainWindow

_HOVER_EVENTS = (QEvent.Type.DragEnter, QEvent.Type.DragMove)
_OVERLAY_MARGIN = 12
"""Visible px of the screen around the overlay."""
_SCREENS = ("desk", "new")


class DragController(QObject):
    """Handles file drags before Qt passes them to a text field. Drop boxes keep their own drops.

    The files are classified in a background task while they hover.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.overlay = DropOverlay(window)
        self._paths: tuple[Path, ...] = ()
        self._classified: ClassifiedFiles | None = None
        self._classify_task: BackgroundTask | None = None
        self._box: DropBox | None = None
        self._dropped: tuple[Path, ...] = ()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._apply)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Handle files over the desk or a new mission, except over drop boxes."""
        kind = event.type()
        if kind == QEvent.Type.Show:
            handle = self._window.windowHandle()  # none before the first show
            if handle is not None:
                handle.installEventFilter(self)  # installing twice has no effect
        if kind == QEvent.Type.DragLeave:
            self.end_hover()
        if kind not in (*_HOVER_EVENTS, QEvent.Type.Drop) or not isinstance(event, QDropEvent):
            return False
        paths = local_paths(event.mimeData())
        box = self._box_at(event)
        if not self.takes(paths) or box is not None:
            self.end_hover()
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
        widget: QWidget | None = self._window.childAt(event.position().toPoint())
        while widget is not None:
            if isinstance(widget, DropBox) and widget.takes(event.mimeData()):
                return widget
            widget = widget.parentWidget()
        return None

    def takes(self, paths: Sequence[Path]) -> bool:
        """Whether files may be dropped on the current screen."""
        return bool(paths) and self._window.screen_name in _SCREENS

    # Hover

    @property
    def is_classified(self) -> bool:
        """Whether it is known what the files over the window are."""
        return self._classified is not None

    def hover(self, paths: Sequence[Path]) -> None:
        """Describe the drop."""
        new_paths = tuple(paths)
        if new_paths != self._paths or not self.overlay.isVisible():
            self._paths, self._classified = new_paths, None
            self._place()
            self._classify()
            self.show()

    def end_hover(self) -> None:
        """Hide the overlay and stop the classification."""
        self.overlay.hide()
        if self._classify_task is not None and isValid(self._classify_task):
            self._classify_task.cancel()
        self._classify_task = None

    def _classify(self) -> None:
        """Classify the files; folders only after the drop, since they may be whole disks."""
        paths = self._paths
        if self._window.screen_name != "desk" or any(map(is_folder, paths)):
            return
        from assessor.assessment.base.classify_files import classify_files  # late: window first

        self._classify_task = self._window.session.run(
            partial(classify_files, paths),
            done=lambda found: self._found(paths, found),
            failed=lambda _error: None,  # the drop shows the error
        )

    def _found(self, paths: tuple[Path, ...], found: ClassifiedFiles) -> None:
        if paths == self._paths:
            self._classified = found
            if self.overlay.isVisible():
                self.show()

    def show(self) -> None:
        """Show what is known of the files."""
        phrases = Phrases(self._window.session.language)
        if self._window.screen_name == "new":
            dropped = classify_paths(self._paths)
            accepted = dropped.kind in ("new", "pack")
            text = dropped.sentence if accepted else "Let go of one form or mission pack here"
            self.overlay.show_sentence(phrases(text), good=accepted)
            return
        from assessor.gui.app.drag_and_drop.desk_drop import describe_drop

        text, accepted = describe_drop(self._window, self._paths, self._classified, phrases)
        self.overlay.show_sentence(text, good=accepted)

    def _place(self) -> None:
        """Cover the page, so that drop boxes beside it stay visible; else the screen."""
        window = self._window
        covered: Any = window.current_screen
        covered = covered.page if window.screen_name == "desk" else covered
        corner = covered.mapTo(window, covered.rect().topLeft())
        inset = covered.rect().adjusted(
            _OVERLAY_MARGIN, _OVERLAY_MARGIN, -_OVERLAY_MARGIN, -_OVERLAY_MARGIN
        )
        self.overlay.setGeometry(inset.translated(corner))

    # Drop

    def drop(self, paths: Sequence[Path]) -> None:
        """Apply the drop after the source of the drag was acknowledged."""
        if tuple(paths) != self._paths:
            self._paths, self._classified = tuple(paths), None
        self._dropped = self._paths
        self.end_hover()
        self._soon.start()

    def _apply(self) -> None:
        window, paths, found = self._window, self._dropped, self._classified
        self._paths, self._classified = (), None
        if self._window.screen_name == "new":
            dropped = classify_paths(paths)
            if dropped.kind in ("new", "pack"):
                window.begin(dropped.paths[0])
            return
        if found is None:
            from assessor.assessment.base.classify_files import classify_files

            task = partial(classify_files, paths)
            busy = BusyDialog(window, window.session, "Looking at the files…", task)
            busy.exec()
            if busy.error is not None and not isinstance(busy.error, Cancelled):
                show_error(window, busy.error, window.session.language)
            found = busy.result_of_work
        if found is not None:
            from assessor.gui.app.drag_and_drop.desk_drop import apply_drop

            apply_drop(window, found)
