"""Offer to copy what still verifies in a damaged file, and show what did not."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor import words
from assessor.assessment.mission.mission_rescue import Rescued, rescue_mission
from assessor.errors import Damaged, Reason
from assessor.gui.feedback.busy_dialog import run_busy
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import ask
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.system.file_choice import choose_target
from assessor.gui.toolkit.text.phrases import Phrases


def offer_rescue(
    parent: QWidget,
    session: Session,
    path: Path,
    passphrase: str | None,
    message: Damaged | Reason,
) -> Path | None:
    """Show why a file is damaged, rescue it on request; return the new file if it is wanted."""
    phrases = Phrases(session.language)
    text = words.say(message, session.language)
    if ask(parent, text, phrases, "Rescue what still verifies…", "Close") != 0:
        return None
    offered = path.with_stem(f"{path.stem}-rescued")
    title = phrases("Where to keep what is rescued")
    target = choose_target(parent, phrases, title, offered, {"": f"*{path.suffix}"})
    if target is None:
        return None
    task = partial(_rescue, path, target, passphrase)
    rescued = run_busy(parent, session, "Rescuing what still verifies", task)
    return target if rescued is not None and _wants(parent, rescued, phrases) else None


def _rescue(
    path: Path, target: Path, passphrase: str | None, report_progress: ReportProgress
) -> Rescued:
    """Run in a thread, with progress in changesets."""
    return rescue_mission(
        path,
        target,
        passphrase=passphrase,
        report_progress=partial(report_progress, "Reading and verifying…"),
    )


def _wants(parent: QWidget, rescued: Rescued, phrases: Phrases) -> bool:
    """Show the account; return whether the new file is to be opened."""
    text = phrases(
        "What still verifies was copied to {path}: {entries} signed entries, {drafts} answers not"
        " sealed yet, {files} evidence files, {waiting} files in quarantine. {receipts} receipts"
        " of received files are not copied; what they brought is. Settings and answers not sealed"
        " yet carry no signature: look them through.",
        path=rescued.path,
        entries=rescued.entries,
        drafts=rescued.drafts,
        files=len(rescued.evidence),
        waiting=len(rescued.quarantine),
        receipts=rescued.receipts,
    )
    if rescued.lost:
        lost = phrases("Below is what does not verify, and was not copied.")
        text = f"{text}\n\n{lost}"
    more = tuple(rescued.lost)
    return ask(parent, text, phrases, "Open the new file", "Close", more=more) == 0
