"""The mark beside words whose signer nobody has vouched for, alike wherever they are read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assessor.assessment.standing import Trust
from assessor.gui.phrases import Phrases
from assessor.gui.pieces import label

WHY = "Nobody has vouched for the key that signed this. See People and keys."
"""What the mark means, as an English source string."""


def named_with_mark(trust: Trust, author: str, signer: str, phrases: Phrases) -> str:
    """A name, and in brackets behind it the mark of who is not trusted.

    The name alone is kept apart: with its mark in one piece a Latin name in an Arabic sentence
    would draw the Arabic mark to its own wrong side.
    """
    mark = trust.mark(signer, phrases)
    name = str(phrases.apart(author))
    return f"{name} ({mark})" if mark else name


def show_doubt(
    column: QVBoxLayout, parent: QWidget, trust: Trust, signer: str, words: Callable[[str], str]
) -> None:
    """Add the mark of a signer to a column; nothing for one who is trusted."""
    mark = trust.mark(signer, words)
    if not mark:
        return
    made = label(parent, "tag-warn", text=mark)
    made.setToolTip(words(WHY))
    made.setAccessibleDescription(made.toolTip())
    column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeading)
