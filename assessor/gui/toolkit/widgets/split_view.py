"""A list and the selected item side by side, with a movable divider."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from assessor.gui.toolkit.style.theme import set_role

GAP = 12
"""Width of the divider in px."""


def split_view(parent: QWidget, list_widget: QWidget, content: QWidget) -> QSplitter:
    """Create a splitter of a list and of `content`, which takes the free space."""
    splitter = QSplitter(Qt.Orientation.Horizontal, parent)
    set_role(splitter, "halves")
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(GAP)
    splitter.setContentsMargins(
        0, 0, 1, 0
    )  # when mirrored, Qt places them 1 px too far to the right
    splitter.addWidget(list_widget)
    splitter.addWidget(content)
    splitter.setStretchFactor(1, 1)
    splitter.setSizes([340, 760])
    return splitter
