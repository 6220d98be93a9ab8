"""Windows that fit the screen: on a small laptop, or at twice the size, no button is beyond it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from assessor.gui.pieces import scrolled

_FRAME = QSize(16, 48)
"""Pixels the system's own frame and title bar take at most."""


def room_for(window: QWidget) -> QSize:
    """How large a window may be: the screen less the frame, or the window it stands before, where
    that is larger yet."""
    room = window.screen().availableSize() - _FRAME
    parent = window.parentWidget()
    return room.expandedTo(parent.window().size()) if parent is not None else room


def fit(dialog: QDialog) -> None:
    """Make a dialog no larger than there is room for; what it holds scrolls where it needs more."""
    room, layout = room_for(dialog), dialog.layout()
    chosen = dialog.testAttribute(Qt.WidgetAttribute.WA_Resized)
    size = dialog.size() if chosen else dialog.sizeHint()
    if layout is None or dialog.minimumSizeHint().height() <= room.height():
        if size != size.boundedTo(room):
            dialog.resize(size.boundedTo(room))
        return
    inner = QWidget(dialog)
    inner.setLayout(layout)  # takes it, and all that is in it, from the dialog
    wraps = layout.hasHeightForWidth()
    if wraps:
        inner.setMinimumHeight(1)  # how tall it is follows from its width, not from the narrowest
    area = scrolled(dialog, inner)
    outer = QVBoxLayout(dialog)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(area)
    wide = min(max(size.width(), inner.minimumSizeHint().width()), room.width())
    tall = inner.heightForWidth(wide) if wraps else inner.sizeHint().height()
    if tall > room.height():
        wide += area.verticalScrollBar().sizeHint().width()
    dialog.resize(QSize(wide, tall).boundedTo(room))
