"""The headquarters page without a registry: what one is, and how to get one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from assessor.gui.toolkit.style.basic_widgets import (
    button,
    centred,
    columns,
    fill,
    label,
    picture,
    rows,
)
from assessor.gui.toolkit.text.phrases import Phrases


def no_registry(
    parent: QWidget,
    phrases: Phrases,
    makes: Callable[[], object],
    opens: Callable[[], object],
) -> QWidget:
    """Create the page."""
    panel = QWidget(parent)
    card = centred(panel, narrowest=520, widest=600)
    inside = rows(card, picture(card, "headquarters", "accent", 32), margins=(32, 32, 32, 32))
    inside.addSpacing(8)
    title, lead = label(card, "title"), label(card, "muted", wrap=True)
    phrases.say(title.setText, "One registry for all missions")
    phrases.say(
        lead.setText,
        "It is a file like a mission, only fuller, or a database that a team shares: everything "
        "assessors send is kept in it, nothing is overwritten, and whatever came in can be taken "
        "back.",
    )
    fill(inside, title, lead)
    inside.addSpacing(16)
    row = columns(None)
    making = phrases.on(button(card, makes, role="primary", icon="plus"), "New registry…")
    opening = phrases.on(button(card, opens, icon="folder-open"), "Open a registry…")
    fill(row, making, opening, 1)
    inside.addLayout(row)
    return panel
