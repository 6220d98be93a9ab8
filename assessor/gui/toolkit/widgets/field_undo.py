"""Undo and redo: what they would take is said, and what is being typed in a field is its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.text.phrases import Phrases

if TYPE_CHECKING:
    from assessor.assessment import Assessment

_LONGEST = 80
"""Letters of what was done that a tip shows."""
_TOLD = {
    "Undo": ("Undo: {what}", "Undo: answer to {what}"),
    "Redo": ("Redo: {what}", "Redo: answer to {what}"),
}
"""Of anything, and of an answer."""
_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def show_steps(
    undo: QAction, redo: QAction, mission: Assessment | None, phrases: Phrases, *, typing: bool
) -> None:
    """Offer undo and redo where there is something to take, and say in their tips what it is.

    What is typed and not yet said is what undo would take first.
    """
    undo.setEnabled(mission is not None and (mission.can_undo or typing))
    redo.setEnabled(mission is not None and mission.can_redo)
    undo.setToolTip(undo_words(mission, phrases, typing=typing))
    redo.setToolTip(
        _words(phrases, "Redo", mission.redo_text, mission.step_kind(undo=False))
        if mission is not None
        else phrases("Redo")
    )


def undo_words(mission: Assessment | None, phrases: Phrases, *, typing: bool = False) -> str:
    """What undo would take back now: the answer to which question, the file of which name."""
    if typing:
        return phrases("Undo: what is being typed")
    if mission is None:
        return phrases("Undo")
    return _words(phrases, "Undo", mission.undo_text, mission.step_kind(undo=True))


def _words(phrases: Phrases, verb: str, what: str | None, kind: str) -> str:
    """`verb` and what it would take; the verb alone where that is nothing, or has no name."""
    if not what:
        return phrases(verb)
    short = what if len(what) <= _LONGEST else what[: _LONGEST - 1].rstrip() + "…"
    return phrases(_TOLD[verb][kind == "answer"], what=short)


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
