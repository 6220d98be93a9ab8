"""Showing and hiding at no cost while a page is being built; emptying a column."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget


def appear(widget: QWidget, on: bool) -> None:
    """Show or hide a widget that stands in a layout.

    A new widget comes to sight with its page by itself: to show it earlier would have Qt dress it
    twice, which is a good part of the time a page takes.
    """
    parent = widget.parentWidget()
    fresh = not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
    if on and fresh and parent is not None and not parent.isVisible():
        return
    if widget.isHidden() == on or fresh:
        widget.setVisible(on)


def clear(column: QVBoxLayout) -> None:
    """Delete every widget of a column."""
    while column.count():
        item = column.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
