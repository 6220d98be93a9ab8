"""The backup: a verified copy of the mission, also of one whose file disappeared."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor import words
from assessor.assessment.review.mission_check import find_defects
from assessor.errors import AssessorError
from assessor.gui.feedback.busy_dialog import run_busy
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import ask, attempt, show_done
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.system.file_choice import choose_folder, choose_target
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.read.evidence_reader import explain_damaged_files
from assessor.store.write.mission import Mission
from assessor.store.write.mission_access import Access


def back_up_mission(parent: QWidget, session: Session) -> None:
    """Ask for a file, copy, and show the verified facts."""
    phrases = Phrases(session.language)
    path = Path(session.assessment.path)
    title = phrases("Choose a folder or USB stick for the copy")
    chosen = choose_folder(parent, title, path.parent)
    if chosen is None:
        return
    mission = session.assessment.mission
    # Only the open connection can read a file that was moved or removed.
    source = mission.access if mission.in_place else mission
    done = run_busy(parent, session, "Backing up", partial(copy_mission, source, chosen))
    if done is None:
        return
    copy, damaged = done
    text = phrases("The copy is whole: it was read back and checked.\n{path}", path=copy)
    if damaged:
        text = phrases("The copy was read back and checked.\n{path}", path=copy)
        text = f"{text}\n\n{phrases.reasons([explain_damaged_files(damaged)])}"
    last = session.assessment.mission.last_backup()
    if last is not None and not last.elsewhere:
        same = "It lies on the same disk as the mission: what takes one takes both."
        text = f"{text}\n\n{phrases(same)}"
    show_done(parent, text, phrases)


def copy_mission(
    source: Access | Mission, place: Path, report_progress: ReportProgress
) -> tuple[Path, tuple[str, ...]]:
    """Write the verified copy, report progress in kB; return its path, and the names of files in
    it that are not as they were signed."""
    if isinstance(source, Access):
        with Mission.reopen(source) as mission:
            return copy_mission(mission, place, report_progress)
    path = source.backup(
        place,
        lambda done, of: report_progress("Copying and reading back…", done >> 10, of >> 10),
        find_defects,
    )
    return path, tuple(source.damaged_files().values())


def rescue_copy(parent: QWidget, session: Session, error: AssessorError) -> bool:
    """Ask what to do with a mission that cannot be closed; return True if it may be abandoned."""
    phrases = Phrases(session.language)
    text = words.say(error, session.language)
    chosen = ask(parent, text, phrases, "Save a copy…", "Close without a copy", "Stay")
    if chosen != 0:
        return chosen == 1
    title, path = phrases("Where to keep the mission"), session.assessment.path
    target = choose_target(parent, phrases, title, path, {"": "*.mission"})
    if target is None:
        return False
    backup = partial(session.assessment.mission.backup, target)
    return attempt(parent, session.language, backup)
