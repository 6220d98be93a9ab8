"""Names of keys on the screen: arrows as symbols, Return as Enter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from assessor.words import isolate_text

_SYMBOLS = {
    QKeySequence(key).toString(): sign
    for key, sign in {
        Qt.Key.Key_Up: "↑",
        Qt.Key.Key_Down: "↓",
        Qt.Key.Key_Left: "←",
        Qt.Key.Key_Right: "→",
    }.items()
}
_ENTER_KEYS = {QKeySequence(key).toString() for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)}


def key_name(keys: QKeySequence, language: str) -> str:
    """Return a key with its modifiers as on keyboards, isolated: Alt+↑ would become ↑+Alt."""
    keys_text, text = keys.toString(), _native(keys)
    last = keys_text.rpartition("+")[2]
    name = (
        _native(QKeySequence(Qt.Key.Key_Enter)) if last in _ENTER_KEYS else _SYMBOLS.get(last, "")
    )
    if name:
        letter = QKeySequence(keys_text.removesuffix(last) + "A")
        text = _native(letter).removesuffix("A") + name
    return str(isolate_text(text, language))


def action_text_setter(action: QAction, language: Callable[[], str]) -> Callable[[str], None]:
    """Return a setter of an action's text with its shortcut, on the side that Qt mistakes."""

    def set_text(text: str) -> None:
        keys = key_name(action.shortcut(), language())
        action.setText(f"{text}\t{keys}" if keys else text)

    return set_text


def _native(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)
