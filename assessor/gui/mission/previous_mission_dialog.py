"""The list of changes since the previous mission."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor.assessment.review.previous_mission import (
    PreviousAnswer,
    compare_with_previous,
    follow_mission,
)
from assessor.errors import AssessorError
from assessor.form.labels.styled_text import plain_text
from assessor.gui.questions.answer_text import value_text
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import ask, show_error, unless_unprotected
from assessor.gui.toolkit.system.file_choice import choose_file
from assessor.gui.toolkit.text.phrases import Phrases


def choose_previous_mission(parent: QWidget, session: Session) -> None:
    """Show the changes since the previous mission, and ask for its file if needed."""
    while True:
        if not compare_with_previous(session.assessment) and not _choose(parent, session):
            return
        if not _show_changes(parent, session) or not _choose(parent, session):
            return


def _choose(parent: QWidget, session: Session) -> bool:
    phrases = Phrases(session.language)
    kinds = {"Reports and missions": "*.pdf *.assessor *.age *.mission", "All files": "*"}
    chosen = choose_file(parent, phrases, phrases("The previous mission"), kinds)
    if chosen is None:
        return False

    def take(readable: bool) -> int:
        return follow_mission(
            session.assessment, chosen, identities=session.opens(), readable=readable
        )

    try:
        done = unless_unprotected(parent, session.language, take)
    except AssessorError as error:
        show_error(parent, error, session.language)
        return False
    if done is None:
        return False
    session.changed.emit({"": frozenset({"people"})})
    return True


def _show_changes(parent: QWidget, session: Session) -> bool:
    """Show the changed answers; return whether another mission is to be chosen."""
    phrases, found = Phrases(session.language), compare_with_previous(session.assessment)
    counts = {
        state: sum(one.state == state for one in found) for state in ("changed", "same", "open")
    }
    text = phrases(
        "Since the mission before, {changed} answers changed and {same} are the same; {open} are"
        " not answered yet.",
        **counts,
    )
    lines = tuple(_line(session, phrases, one) for one in found if one.state == "changed")
    icon = ("history", "accent")
    return ask(parent, text, phrases, "Close", "Choose another…", more=lines, icon=icon) == 1


def _line(session: Session, phrases: Phrases, change: PreviousAnswer) -> str:
    node = session.assessment.node(change.reference)
    old_value, new_value = (
        value_text(node, each, phrases.language) for each in (change.before, change.now)
    )
    return phrases(
        "{question}: {before}, now {now}",
        question=plain_text(node.label) or node.name,
        before=old_value,
        now=new_value,
    )
