"""Move the keyboard focus between outline, page and inspector."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assessor.gui.desk.outline_panel import OutlinePanel
from assessor.gui.inspector.inspector_panel import InspectorPanel
from assessor.gui.page.form_page import FormPage
from assessor.gui.toolkit.style.visibility import has_focus_within


def go_round(outline: OutlinePanel, page: FormPage, inspector: InspectorPanel, step: int) -> None:
    """Focus the next (1) or the previous (-1) visible pane that accepts the focus.

    The page focuses the question that is shown in the inspector.
    """
    panes: list[QWidget] = [part for part in (outline, page, inspector) if part.isVisible()]
    here = [at for at, part in enumerate(panes) if has_focus_within(part)]
    at = here[0] if here else (-1 if step > 0 else 0)
    for _ in panes:
        at = (at + step) % len(panes)
        if panes[at] is outline:
            outline.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif panes[at] is inspector:
            inspector.take_focus()
        else:
            _enter(page, inspector.reference)
        if has_focus_within(panes[at]):
            return


def _enter(page: FormPage, reference: str) -> None:
    question = page.questions.get(reference)
    if question is not None and question.isVisible() and question.editors():
        question.take_focus()
    if not has_focus_within(page):
        page.take_focus()
