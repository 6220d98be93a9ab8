"""Actions of the desk, with their keys, and the focus of its three panes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from assessor.gui.desk.outline_panel import OutlinePanel
from assessor.gui.inspector.inspector_panel import InspectorPanel
from assessor.gui.page.form_page import FormPage
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.style.visibility import has_focus_within
from assessor.gui.toolkit.text.key_names import action_text_setter

ACTION_KEYS = {
    "previous": ("Alt+Up", "Ctrl+PgUp"),
    "next": ("Alt+Down", "Ctrl+PgDown"),
    "unanswered": ("F8",),
    "correct": ("Shift+F8",),
    "confirm": ("Ctrl+Return", "Ctrl+Enter"),
    "still": ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
    "pane": ("F6",),
    "pane back": ("Shift+F6",),
    "inspector": ("F4",),
}
"""The keys of each action; the first one is shown in the menu."""


def desk_actions(
    desk: QWidget,
    handlers: Mapping[str, Callable[[], None]],
    words: Callable[[str], str],
    language: str,
) -> dict[str, QAction]:
    """Create the actions of a desk, with their keys, named in `language`, that of `words`."""
    actions: dict[str, QAction] = {}
    for name, keys in ACTION_KEYS.items():
        action = QAction(desk)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(handlers[name])
        desk.addAction(action)
        actions[name] = action
    dress(actions["inspector"], "info", "accent", 18)
    name_actions(actions, words, language)
    return actions


def name_actions(actions: dict[str, QAction], words: Callable[[str], str], language: str) -> None:
    """Name them in `language`, that of `words`; & stands before the access key in a menu."""
    for name, text in {
        "previous": words("&Previous section"),
        "next": words("&Next section"),
        "unanswered": words("Next &unanswered question"),
        "correct": words("Next answer to &correct"),
        "confirm": words("The &meeting confirms this answer"),
        "still": words("&Still true since the previous mission"),
        "pane": words("Next p&ane"),
        "pane back": words("Previous pan&e"),
        "inspector": words("Show or hide the &inspector"),
    }.items():
        action_text_setter(actions[name], lambda: language)(text)


def focus_next_pane(
    outline: OutlinePanel, page: FormPage, inspector: InspectorPanel, step: int
) -> None:
    """Focus the next (1) or the previous (-1) visible pane that accepts the focus."""
    panes: list[QWidget] = [pane for pane in (outline, page, inspector) if pane.isVisible()]
    focused = [at for at, pane in enumerate(panes) if has_focus_within(pane)]
    at = focused[0] if focused else (-1 if step > 0 else 0)
    for _ in panes:
        at = (at + step) % len(panes)
        if panes[at] is outline:
            outline.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif panes[at] is inspector:
            inspector.take_focus()
        else:
            _focus_page(page, inspector.reference)
        if has_focus_within(panes[at]):
            return


def _focus_page(page: FormPage, reference: str) -> None:
    question = page.questions.get(reference)
    if question is not None and question.isVisible() and question.editors():
        question.take_focus()
    if not has_focus_within(page):
        page.take_focus()
