"""The face of a list in which nothing stands yet: what would stand there, and how it comes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.style.basic_widgets import frame, label, picture, rows
from assessor.gui.toolkit.text.phrases import Phrases


def empty_state(
    parent: QWidget, phrases: Phrases, icon: str, title: str, line: str, *, role: str = "accent"
) -> QWidget:
    """An icon over two sentences in the middle of the room; `title` and `line` are English."""
    face = frame(parent, "plain")
    down = rows(face, gap=8)
    down.addStretch(2)
    down.addWidget(picture(face, icon, role, 40), 0, Qt.AlignmentFlag.AlignHCenter)
    for kind, text in (("heading", title), ("muted", line)):
        said = label(face, kind, wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        phrases.say(said.setText, text)
        down.addWidget(said)
    down.addStretch(3)
    return face
