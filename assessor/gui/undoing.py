"""Ctrl+Z in a field: what is being typed is the field's to take back, all else the mission's."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class MissionUndo(QObject):
    """Lets the window have undo and redo while nothing is `typing` in `editor`.

    Qt's editors claim both keys for themselves, even where they have nothing to take back.
    """

    def __init__(self, editor: QWidget, typing: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._typing = typing
        editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the editor from claiming the keys."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and any(event.matches(key) for key in _KEYS)
            and not self._typing()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)
