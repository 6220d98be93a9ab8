"""Files let go over the open mission: attached, met, received, or gone on in; all in one drop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.assessment.base.classify_files import ClassifiedFiles
from assessor.assessment.entries.evidence import StoredFiles
from assessor.form.labels.styled_text import plain_text
from assessor.gui.desk.desk_page import DeskPage
from assessor.gui.feedback.undo_toast import UndoToast
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.gui.toolkit.system.file_types import is_folder
from assessor.gui.toolkit.text.phrases import Phrases

if TYPE_CHECKING:
    from assessor.gui.app.main_window import MainWindow

_MANY = 20
"""Files that nobody would take away again one by one: it is asked before they are attached."""
_LONGEST = 120
"""Letters of a question's words on the veil."""
_NO_QUESTION = "Go to a question first, then drop the file again: it is kept beside it."
_ONLY_READ = "This mission can only be read here: nothing can be attached to it."


def describe_drop(
    window: MainWindow, paths: Sequence[Path], found: ClassifiedFiles | None, phrases: Phrases
) -> tuple[str, bool]:
    """What letting go of files would do, a line each, and whether all of it can be done.

    `found` is None while it is not known what they are.
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
    lines = [*_coming(found, phrases), *_attaching(found, desk, phrases, refused)]
    return "\n\n".join(lines), not refused


def _coming(found: ClassifiedFiles, phrases: Phrases) -> Iterator[str]:
    if len(found.receive) == 1:
        yield phrases("Let go to receive this report")
    elif found.receive:
        yield phrases("Let go to receive these reports: {count}", count=len(found.receive))
    if found.meet:
        yield phrases("Let go to see whom this card introduces")
    if found.packs:
        yield phrases("Let go to take over what this mission pack brings")
    if found.forms:
        yield phrases("Let go to see what this form would change")


def _attaching(
    found: ClassifiedFiles, desk: DeskPage, phrases: Phrases, refused: str
) -> Iterator[str]:
    if refused:
        yield refused
    elif len(found.attach) == 1:
        yield phrases("Let go to attach it to: {question}", question=_question(desk))
    elif found.attach:
        yield phrases(
            "Let go to attach {count} files to: {question}",
            count=len(found.attach),
            question=_question(desk),
        )


def apply_drop(window: MainWindow, found: ClassifiedFiles) -> None:
    """Attach what is evidence, then show whom cards introduce, what would be received, and what a
    pack or a form changes; of several packs and forms none, since only one can be gone on in."""
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
        MessageDialog(window, text, phrases, more=names).exec()
    elif found.packs:
        from assessor.gui.app.drag_and_drop.pack_update import update_from_pack

        update_from_pack(window, window.session, found.packs[0])
    elif found.forms and window.settle():
        from assessor.gui.mission.form_update import choose_form_update

        choose_form_update(window, window.session, found.forms[0])


def _attach(window: MainWindow, paths: Sequence[Path], phrases: Phrases) -> None:
    """Put files beside the question in focus, and say so with a way back."""
    desk = _desk(window)
    asked = _question(desk)
    if desk.context.read_only or not asked:
        text = phrases(_ONLY_READ if desk.context.read_only else _NO_QUESTION)
        MessageDialog(window, text, phrases).exec()
        return
    if len(paths) > _MANY:
        text = phrases("Attach {count} files to: {question}?", count=len(paths), question=asked)
        asking = MessageDialog(window, text, phrases, choices=("Attach them", "Cancel"))
        asking.exec()
        if asking.chosen != 0:
            return
    desk.show_inspector()
    kept = desk.inspector.files.attach_all(paths)
    desk.inspector.ensureWidgetVisible(desk.inspector.files)
    if kept is not None and kept.names:
        _tell(window, kept, asked, phrases)


def _tell(window: MainWindow, kept: StoredFiles, asked: str, phrases: Phrases) -> None:
    done = window.findChild(UndoToast)
    if done is None:
        done = UndoToast(window, window.session, lambda: _take_back(window))
    if len(kept.names) == 1:
        text = phrases("{file} is attached to: {question}", file=kept.names[0], question=asked)
    else:
        text = phrases(
            "{count} files are attached to: {question}", count=len(kept.names), question=asked
        )
    done.tell(text)


def _take_back(window: MainWindow) -> None:
    """Undo, unless what was being typed has become the last thing said."""
    done = window.findChild(UndoToast)
    if window.settle() and done is not None and done.isVisible():
        window.session.undo()


def _desk(window: MainWindow) -> DeskPage:
    desk = window.findChild(DeskPage)
    assert desk is not None
    return desk


def _question(desk: DeskPage) -> str:
    """The words of the question in focus, not too many of them; none where there is no question."""
    try:
        node = desk.session.assessment.node(desk.inspector.reference)
    except KeyError:
        return ""  # none yet, or its line of a table was just taken away
    words = plain_text(node.label) or node.name
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
