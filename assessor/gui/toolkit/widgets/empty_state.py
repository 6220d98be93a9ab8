"""A placeholder for an empty list: what appears here and how to add it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.style.basic_widgets import frame, label, picture, rows
from assessor.gui.toolkit.text.phrases import Phrases


def empty_state(
    parent: QWidget, phrases: Phrases, icon: str, title: str, line: str, *, role: str = "accent"
) -> QWidget:
    """Create an icon above two centred texts; `title` and `line` are English source texts."""
    panel = frame(parent, "plain")
    column = rows(panel, 2, (picture(panel, icon, role, 40), 0, Qt.AlignmentFlag.AlignHCenter))
    for kind, text in (("heading", title), ("muted", line)):
        text_label = label(panel, kind, wrap=True)
        text_label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        phrases.say(text_label.setText, text)
        column.addWidget(text_label)
    column.addStretch(3)
    return panel
