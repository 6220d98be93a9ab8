"""Windows that fit the screen: on a small laptop, or at twice the size, no button is beyond it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QLayout, QVBoxLayout, QWidget

from assessor.gui.toolkit.style.basic_widgets import scrolled

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
    _scroll(dialog, layout, size, room)


def _scroll(dialog: QDialog, layout: QLayout, size: QSize, room: QSize) -> None:
    """Move all a dialog holds into an area that scrolls; as large as wished, and as there is room
    for."""
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


def grow(dialog: QDialog) -> None:
    """Make a dialog that is seen as tall as what it now holds needs: a sentence has come, or longer
    words. Past the room there is, it scrolls. It never becomes smaller under a person's hands."""
    layout = dialog.layout()
    if layout is None:
        return
    wide = dialog.width()
    wraps = layout.hasHeightForWidth()
    tall = layout.totalMinimumHeightForWidth(wide) if wraps else layout.totalMinimumSize().height()
    room = room_for(dialog)
    if tall <= room.height():
        if tall > dialog.height():
            dialog.resize(wide, tall)
        return
    held = dialog.focusWidget()
    dialog.setMinimumSize(0, 0)  # Qt set it for what no longer fits
    _scroll(dialog, layout, dialog.size(), room)
    if held is not None:
        held.setFocus()
