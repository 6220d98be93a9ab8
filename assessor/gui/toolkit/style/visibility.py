"""Showing and hiding at no cost while a page is being built; the keyboard's place and Tab's way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget


def set_shown(widget: QWidget, on: bool) -> None:
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


def tab_after(anchor: QWidget, widgets: Sequence[QWidget]) -> None:
    """Let Tab come to widgets, in this order, where `anchor` stands.

    Qt puts what is new behind all else in the window, and chains nothing to a widget that does not
    take the keyboard: such a one takes it while this is done.
    """
    before = anchor
    for widget in widgets:
        each = widget.focusProxy() or widget
        if each.window() is anchor.window():
            policies = [(one, one.focusPolicy()) for one in (before, each)]
            for one, policy in policies:
                one.setFocusPolicy(policy | Qt.FocusPolicy.TabFocus)
            QWidget.setTabOrder(before, each)
            for one, policy in policies:
                one.setFocusPolicy(policy)
            before = each


def tab_stops(within: QWidget) -> list[QWidget]:
    """What Tab may come to in a widget that was just built, in the order it was built: a choice
    that the arrows lead to is one, too, and so is room that is kept for questions.

    Qt's own chain is not asked: PySide would make each widget it names belong to the one asked, and
    forget it with that one.
    """
    found = within.findChildren(QWidget)
    takes = (
        each
        for each in found
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus or getattr(each, "keeps_room", False)
    )
    return [each for each in takes if each.focusProxy() is None]


def keyboard_in(part: QWidget) -> bool:
    """Whether the keyboard is in a part, or comes back there once a dialog before it is left."""
    focus = part.window().focusWidget()
    return focus is not None and part.isAncestorOf(focus)
