"""A list beside what is read of it, with room between them by which their widths are changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from assessor.gui.toolkit.style.theme import set_role

GAP = 12
"""Px between the two; all of it can be taken hold of."""


def split_view(parent: QWidget, side: QWidget, shown: QWidget) -> QSplitter:
    """`side` at the start of lines, `shown` beside it, which takes what room there is."""
    made = QSplitter(Qt.Orientation.Horizontal, parent)
    set_role(made, "halves")
    made.setChildrenCollapsible(False)
    made.setHandleWidth(GAP)
    made.setContentsMargins(0, 0, 1, 0)  # mirrored, Qt sets all of them 1 px too far to the right
    made.addWidget(side)
    made.addWidget(shown)
    made.setStretchFactor(1, 1)
    made.setSizes([340, 760])
    return made
