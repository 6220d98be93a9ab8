"""Going round the parts of the desk with the keyboard: outline, page, inspector, and back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assessor.gui.desk.outline_panel import OutlinePanel
from assessor.gui.inspector.inspector_panel import InspectorPanel
from assessor.gui.page.form_page import FormPage
from assessor.gui.toolkit.style.visibility import has_focus_within


def go_round(outline: OutlinePanel, page: FormPage, inspector: InspectorPanel, step: int) -> None:
    """Give the keyboard to the next part (1) or the one before (-1) that takes it.

    The page gives it to the question the inspector speaks of: one comes back to where one was.
    """
    parts: list[QWidget] = [part for part in (outline, page, inspector) if part.isVisible()]
    here = [at for at, part in enumerate(parts) if has_focus_within(part)]
    at = here[0] if here else (-1 if step > 0 else 0)
    for _ in parts:
        at = (at + step) % len(parts)
        if parts[at] is outline:
            outline.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif parts[at] is inspector:
            inspector.take_focus()
        else:
            _enter(page, inspector.reference)
        if has_focus_within(parts[at]):
            return


def _enter(page: FormPage, reference: str) -> None:
    question = page.questions.get(reference)
    if question is not None and question.isVisible() and question.editors():
        question.take_focus()
    if not has_focus_within(page):
        page.take_focus()
