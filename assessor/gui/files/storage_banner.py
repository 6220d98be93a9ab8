"""A strip above a mission on a stick or in a cloud folder, and moving it to this computer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QWidget

from assessor.errors import AssessorError, FileError
from assessor.gui.feedback.busy_dialog import run_busy
from assessor.gui.state.session import Changes, Session
from assessor.gui.toolkit.dialogs.message_dialog import ask, show_error
from assessor.gui.toolkit.style.basic_widgets import button, columns, fill, label, picture
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.system.open_external import documents
from assessor.gui.toolkit.text.phrases import Phrases


class StorageBanner(QFrame):
    """Says that the open mission does not lie on this computer's own disk, and offers to move it.

    `settle` stores what is being typed and returns whether that succeeded.
    """

    def __init__(
        self, parent: QWidget, session: Session, phrases: Phrases, settle: Callable[[], bool]
    ) -> None:
        super().__init__(parent)
        self._session, self._phrases, self._settle = session, phrases, settle
        self.place = ""
        set_role(self, "strip-warn")
        row = columns(self, picture(self, "warning", "warn", 16), gap=12, margins=(16, 6, 16, 6))
        self._words = label(self, "", wrap=True)
        later = phrases.on(button(self, self.hide, role="quiet"), "Later")
        go = phrases.on(button(self, self._move, icon="save"), "Move to this computer…")
        fill(row, (self._words, 1), later, go)
        session.changed.connect(self._on_changed)
        self.hide()

    def _on_changed(self, changes: Changes) -> None:
        events = changes.get("", frozenset())
        if events & {"opened", "closed"}:
            self._look()
        if events & {"opened", "language"}:
            self._words.setText(storage_text(self.place, self._phrases))

    def _look(self) -> None:
        from assessor.assessment.base.storage_place import storage_here  # late: window first

        assessment = self._session.open_assessment
        self.place = storage_here(assessment.path) if assessment is not None else ""
        self.setVisible(bool(self.place))

    def _move(self) -> None:
        if self._settle():
            move_here(self.window(), self._session)


def storage_text(place: str, phrases: Phrases) -> str:
    """Return what it means that a mission lies at `place`, as `storage_of` names it."""
    from assessor.assessment.base.storage_place import REMOVABLE

    if place == REMOVABLE:
        return phrases(
            "This mission lies on a stick or removable disk. If that is lost or pulled out, so are "
            "the answers."
        )
    return phrases(
        "This mission lies in a folder of {service}: it is copied to computers of others, and two "
        "laptops that open it there spoil each other's file.",
        service=place,
    )


def move_here(parent: QWidget, session: Session) -> None:
    """Copy the open mission to this computer's disk, verify it, open the copy, and ask whether the
    old file is removed."""
    from assessor.assessment.base.filenames import free_path, title_stem
    from assessor.gui.files.backup_mission import copy_mission

    old, passphrase, phrases = (
        session.assessment.path,
        session.passphrase,
        Phrases(session.language),
    )
    try:
        if not session.assessment.mission.read_only:
            session.assessment.seal()
        new = free_path(own_folder(), title_stem(session.assessment.title), ".mission")
        source = session.assessment.mission.access
        done = run_busy(parent, session, "Moving the mission", partial(copy_mission, source, new))
        if done is None:
            return
        path, _ = done
        session.close()
        session.open(path, passphrase)
    except AssessorError as error:
        show_error(parent, error, session.language)
        return
    text = phrases(
        "The mission is on this computer now, read back and checked:\n{path}\n\nThe old file is "
        "still there. Nobody should go on with it:\n{old}",
        path=path,
        old=old,
    )
    if ask(parent, text, phrases, "Keep the old file", "Remove the old file") == 1:
        try:
            old.unlink()
        except OSError as error:
            refusal = FileError("{path} cannot be removed: {why}.", path=old, why=error.strerror)
            show_error(parent, refusal, session.language)


def own_folder() -> Path:
    """Return a folder for missions on this computer's own disk, also where the documents are
    copied to a cloud. Raises FileError."""
    from assessor.assessment.base.storage_place import storage_here

    folder = documents() / "Assessor"
    folder = Path.home() / "Assessor" if storage_here(folder / "x") else folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = "The folder {folder} cannot be made: {why}."
        raise FileError(text, folder=folder, why=error.strerror) from error
    return folder
