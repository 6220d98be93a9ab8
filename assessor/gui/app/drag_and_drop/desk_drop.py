"""Files dropped on the open mission: attach, meet, receive, update or join another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from assessor.assessment.base.classify_files import ClassifiedFiles
from assessor.assessment.entries.evidence import StoredFiles
from assessor.assessment.mission.mission_start_packs import open_pack, renew_from_pack
from assessor.errors import AssessorError
from assessor.form.labels.styled_text import plain_text
from assessor.form.parse.form_source import FormSource
from assessor.gui.desk.desk_page import DeskPage
from assessor.gui.feedback.undo_toast import UndoToast
from assessor.gui.files.open_mission import open_with_passphrase
from assessor.gui.mission.form_update import is_newer, show_form_update
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs import message_dialog
from assessor.gui.toolkit.system.file_types import SEALED_FILE, is_folder
from assessor.gui.toolkit.text.phrases import Phrases

if TYPE_CHECKING:
    from assessor.gui.app.main_window import MainWindow

_ATTACHED = "{count} files are attached to: {question}"
_CONFIRM_ABOVE = 20
"""Attaching more files than this asks for confirmation."""
_MAX_CHARACTERS = 120
"""Characters of a question on the overlay."""
_NO_QUESTION = "Go to a question first, then drop the file again: it is attached to that question."
_ONLY_READ = "This mission can only be read here: nothing can be attached to it."


def describe_drop(
    window: MainWindow, paths: Sequence[Path], found: ClassifiedFiles | None, phrases: Phrases
) -> tuple[str, bool]:
    """Describe what a drop would do, a line each, and whether all of it is possible.

    `found` is None until the files are classified.
    """
    desk = _desk(window)
    if found is None:
        if any(map(is_folder, paths)):
            return phrases("Let go to look at what is in this folder"), True
        return phrases("Looking at the files…"), True
    refused = ""
    if found.attach and desk.context.read_only:
        refused = phrases(_ONLY_READ)
    elif found.attach and not _question(desk):
        refused = phrases("Go to a question first: files are attached to it")
    received = _describe_received(found, phrases)
    lines = [*received, *_describe_attached(found, desk, phrases, refused)]
    return "\n\n".join(lines), not refused


def _describe_received(found: ClassifiedFiles, phrases: Phrases) -> Iterator[str]:
    if len(found.receive) == 1 and found.receive[0].suffix.lower() == ".age":
        yield phrases(SEALED_FILE)
    elif len(found.receive) == 1:
        yield phrases("Let go to receive this report")
    elif found.receive:
        yield phrases("Let go to receive these reports: {count}", count=len(found.receive))
    if found.join:
        yield phrases("Let go to join this mission")
    if found.meet:
        yield phrases("Let go to see whom this card introduces")
    if found.packs:
        yield phrases("Let go to take over what this mission pack brings")
    if found.forms:
        yield phrases("Let go to see what this form would change")


def _describe_attached(
    found: ClassifiedFiles, desk: DeskPage, phrases: Phrases, refused: str
) -> Iterator[str]:
    if refused:
        yield refused
    elif found.attach:
        one = "Let go to attach it to: {question}"
        several, count = "Let go to attach {count} files to: {question}", len(found.attach)
        yield phrases(one if count == 1 else several, count=count, question=_question(desk))


def apply_drop(window: MainWindow, found: ClassifiedFiles) -> None:
    """Attach evidence, then show contact cards, files to receive, a pack or form, an invitation.

    Several packs or forms are refused, since a mission can adopt only one.
    """
    phrases = Phrases(window.session.language)
    if found.attach:
        _attach(window, found.attach, phrases)
    if found.meet:
        from assessor.gui.team.people_dialog import meet_from

        meet_from(window, window.session, found.meet)
    if found.receive:
        window.receive_from_colleagues(found.receive)
    versions = (*found.packs, *found.forms)
    if len(versions) > 1:
        names = tuple(path.name for path in versions)
        text = phrases("Drop one form or mission pack at a time. These were left alone:")
        message_dialog.MessageDialog(window, text, phrases, more=names).exec()
    elif found.packs:
        update_from_pack(window, window.session, found.packs[0])
    elif found.forms and window.settle():
        from assessor.gui.mission.form_update import choose_form_update

        choose_form_update(window, window.session, found.forms[0])
    if found.join:  # last, since it closes this mission
        from assessor.gui.team.invitation_steps import choose_invitation

        if path := choose_invitation(window, window.session, found.join):
            window.open_mission(path)


def update_from_pack(parent: QWidget, session: Session, path: Path) -> None:
    """Import roster and keys of a pack; if its form differs, show the form update."""
    language = session.language
    pack = open_with_passphrase(
        parent, path, language, lambda word: open_pack(path, passphrase=word)
    )
    if pack is None:
        return
    mission = session.assessment
    renew = partial(renew_from_pack, mission.mission, pack, mission.identity)
    if not message_dialog.attempt(parent, language, renew):
        return
    session.changed.emit({"": frozenset({"people"})})
    phrases = Phrases(language)
    text = phrases(
        "The keys of {headquarters} and its roster of {count} people are taken over.",
        headquarters=pack.headquarters,
        count=len(pack.roster),
    )
    message_dialog.show_done(parent, text, phrases)
    source = FormSource.unpack(pack.form)
    try:
        newer = is_newer(session, source)
    except AssessorError as error:
        message_dialog.show_error(parent, error, language)
        return
    if newer:
        show_form_update(parent, session, source)


def _attach(window: MainWindow, paths: Sequence[Path], phrases: Phrases) -> None:
    """Attach files to the focused question and offer undo."""
    desk = _desk(window)
    question = _question(desk)
    if desk.context.read_only or not question:
        text = phrases(_ONLY_READ if desk.context.read_only else _NO_QUESTION)
        message_dialog.MessageDialog(window, text, phrases).exec()
        return
    if len(paths) > _CONFIRM_ABOVE:
        text = phrases("Attach {count} files to: {question}?", count=len(paths), question=question)
        if message_dialog.ask(window, text, phrases, "Attach them", "Cancel") != 0:
            return
    desk.show_inspector()
    attached = desk.inspector.files.attach_all(paths)
    desk.inspector.ensureWidgetVisible(desk.inspector.files)
    if attached is not None and attached.names:
        _show_attached(window, attached, question, phrases)


def _show_attached(
    window: MainWindow, stored_files: StoredFiles, question: str, phrases: Phrases
) -> None:
    toast = window.findChild(UndoToast)
    if toast is None:
        toast = UndoToast(window, window.session, lambda: _undo_attachment(window))
    count, file = len(stored_files.names), stored_files.names[0]
    text = "{file} is attached to: {question}" if count == 1 else _ATTACHED
    toast.show_message(phrases(text, count=count, file=file, question=question))


def _undo_attachment(window: MainWindow) -> None:
    """Undo, unless a newer step was stored meanwhile."""
    toast = window.findChild(UndoToast)
    if window.settle() and toast is not None and toast.isVisible():
        window.session.undo()


def _desk(window: MainWindow) -> DeskPage:
    desk = window.findChild(DeskPage)
    assert desk is not None
    return desk


def _question(desk: DeskPage) -> str:
    """Return the shortened words of the focused question; blank if there is none."""
    try:
        node = desk.session.assessment.node(desk.inspector.reference)
    except KeyError:
        return ""  # none yet, or its table line was just deleted
    words = plain_text(node.label) or node.name
    return words if len(words) <= _MAX_CHARACTERS else words[: _MAX_CHARACTERS - 1].rstrip() + "…"
