"""What keys are called where they are told: arrows are drawn, Return is the Enter of the help."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from assessor.words import isolate_text

_DRAWN = {
    QKeySequence(key).toString(): sign
    for key, sign in {
        Qt.Key.Key_Up: "↑",
        Qt.Key.Key_Down: "↓",
        Qt.Key.Key_Left: "←",
        Qt.Key.Key_Right: "→",
    }.items()
}
_ENTER = {QKeySequence(key).toString() for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)}


def key_name(keys: QKeySequence, language: str) -> str:
    """One key with what is held beside it, as it is written on keyboards.

    It is kept apart from a sentence read from the right, where Alt+↑ would come out as ↑+Alt.
    """
    written, text = keys.toString(), _native(keys)
    last = written.rpartition("+")[2]
    called = _native(QKeySequence(Qt.Key.Key_Enter)) if last in _ENTER else _DRAWN.get(last, "")
    if called:
        letter = QKeySequence(written.removesuffix(last) + "A")
        text = _native(letter).removesuffix("A") + called
    return str(isolate_text(text, language))


def entry_of(action: QAction, language: Callable[[], str]) -> Callable[[str], None]:
    """A setter of an action's words that has its menu tell the keys as they are told elsewhere.

    Qt has what stands behind a tab for the keys, and would itself set Ctrl+? from the wrong side.
    """

    def show(text: str) -> None:
        keys = key_name(action.shortcut(), language())
        action.setText(f"{text}\t{keys}" if keys else text)

    return show


def _native(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)
