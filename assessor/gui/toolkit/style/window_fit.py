"""Fit windows to the screen, so that every button can be reached on small screens."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QLayout, QVBoxLayout, QWidget

from assessor.gui.toolkit.style.basic_widgets import scrolled

_FRAME = QSize(16, 48)
"""Largest size in px of the window frame and title bar of the system."""


def available_size(window: QWidget) -> QSize:
    """Return how large a window may be: as the screen without the frame, or as a larger parent."""
    size = window.screen().availableSize() - _FRAME
    parent = window.parentWidget()
    return size.expandedTo(parent.window().size()) if parent is not None else size


def fit_to_screen(dialog: QDialog) -> None:
    """Shrink a dialog to the available size; its content scrolls if it needs more."""
    available, layout = available_size(dialog), dialog.layout()
    was_resized = dialog.testAttribute(Qt.WidgetAttribute.WA_Resized)
    size = dialog.size() if was_resized else dialog.sizeHint()
    if layout is None or dialog.minimumSizeHint().height() <= available.height():
        if size != size.boundedTo(available):
            dialog.resize(size.boundedTo(available))
        return
    _scroll(dialog, layout, size, available)


def _scroll(dialog: QDialog, layout: QLayout, size: QSize, available: QSize) -> None:
    """Move the content of a dialog into a scroll area and resize the dialog."""
    inner = QWidget(dialog)
    inner.setLayout(layout)  # moves the layout and its content out of the dialog
    wraps = layout.hasHeightForWidth()
    if wraps:
        inner.setMinimumHeight(1)  # the height follows from the width
    area = scrolled(dialog, inner)
    outer = QVBoxLayout(dialog)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(area)
    width = min(max(size.width(), inner.minimumSizeHint().width()), available.width())
    height = inner.heightForWidth(width) if wraps else inner.sizeHint().height()
    if height > available.height():
        width += area.verticalScrollBar().sizeHint().width()
    dialog.resize(QSize(width, height).boundedTo(available))


def grow_to_content(dialog: QDialog) -> None:
    """Make a visible dialog as tall as its content; scroll beyond the screen. It never shrinks."""
    layout = dialog.layout()
    if layout is None:
        return
    width = dialog.width()
    wraps = layout.hasHeightForWidth()
    height = (
        layout.totalMinimumHeightForWidth(width) if wraps else layout.totalMinimumSize().height()
    )
    available = available_size(dialog)
    if height <= available.height():
        if height > dialog.height():
            dialog.resize(width, height)
        return
    focused = dialog.focusWidget()
    dialog.setMinimumSize(0, 0)  # Qt set a minimum that no longer fits
    _scroll(dialog, layout, dialog.size(), available)
    if focused is not None:
        focused.setFocus()
