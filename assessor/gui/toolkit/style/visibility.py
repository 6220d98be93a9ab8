"""Show and hide widgets cheaply while a page is built; focus and tab order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def set_shown(widget: QWidget, on: bool) -> None:
    """Show or hide a widget; a new one appears with its page, so that Qt polishes it once."""
    parent = widget.parentWidget()
    is_new = not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
    if on and is_new and parent is not None and not parent.isVisible():
        return
    if widget.isHidden() == on or is_new:
        widget.setVisible(on)


def tab_after(anchor: QWidget, widgets: Sequence[QWidget]) -> None:
    """Insert widgets into the tab order after `anchor`.

    Qt appends new widgets at the end and chains nothing to a widget without tab focus, so that each
    one gets it meanwhile.
    """
    previous = anchor
    for candidate in widgets:
        current = candidate.focusProxy() or candidate
        if current.window() is anchor.window():
            policies = [(widget_, widget_.focusPolicy()) for widget_ in (previous, current)]
            for widget_, policy in policies:
                widget_.setFocusPolicy(policy | Qt.FocusPolicy.TabFocus)
            QWidget.setTabOrder(previous, current)
            for widget_, policy in policies:
                widget_.setFocusPolicy(policy)
            previous = current


def tab_stops(within: QWidget) -> list[QWidget]:
    """Return what Tab may reach in a new widget, in build order: arrow-key choices and placeholders
    of lazy sections as well.

    Qt's own chain is not used: PySide would tie the lifetime of each widget to the one asked.
    """
    children = within.findChildren(QWidget)
    focusable = (
        child
        for child in children
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus or getattr(child, "keeps_room", False)
    )
    return [child for child in focusable if child.focusProxy() is None]


def has_focus_within(part: QWidget) -> bool:
    """Whether a part has the focus, or gets it back when a dialog closes."""
    focus = part.window().focusWidget()
    return focus is not None and part.isAncestorOf(focus)
