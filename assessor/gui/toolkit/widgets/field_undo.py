"""Texts of the undo and redo actions, and undo inside editors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.text.phrases import Phrases

if TYPE_CHECKING:
    from assessor.assessment.assessment import Assessment

_MAX_CHARACTERS = 80
"""Characters of the undone step that a tool tip shows."""
_STEP_TEXTS = {
    "Undo": ("Undo: {what}", "Undo: answer to {what}"),
    "Redo": ("Redo: {what}", "Redo: answer to {what}"),
}
"""Texts for any step, and for an answer."""
_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def update_undo_actions(
    undo: QAction, redo: QAction, mission: Assessment | None, phrases: Phrases, *, typing: bool
) -> None:
    """Enable undo and redo and describe their steps; undo takes what is being typed first."""
    undo.setEnabled(mission is not None and (mission.can_undo or typing))
    redo.setEnabled(mission is not None and mission.can_redo)
    undo.setToolTip(undo_words(mission, phrases, typing=typing))
    redo.setToolTip(
        _words(phrases, "Redo", mission.redo_text, mission.step_kind(undo=False))
        if mission is not None
        else phrases("Redo")
    )


def undo_words(mission: Assessment | None, phrases: Phrases, *, typing: bool = False) -> str:
    """Return what undo would take back: the answer of which question, or which file."""
    if typing:
        return phrases("Undo: what is being typed")
    if mission is None:
        return phrases("Undo")
    return _words(phrases, "Undo", mission.undo_text, mission.step_kind(undo=True))


def _words(phrases: Phrases, verb: str, what: str | None, kind: str) -> str:
    """Return `verb` and its step; the verb alone if there is no step or no name."""
    if not what:
        return phrases(verb)
    short = what if len(what) <= _MAX_CHARACTERS else what[: _MAX_CHARACTERS - 1].rstrip() + "…"
    return phrases(_STEP_TEXTS[verb][kind == "answer"], what=short)


class UndoKeyFilter(QObject):
    """Gives undo and redo keys to the window while nothing is `typing`; Qt's editors claim both."""

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
