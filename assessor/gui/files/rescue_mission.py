"""Offer what helps with a damaged file: put its form back, or copy what still verifies."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor import words
from assessor.assessment.mission.form_recovery import put_form_back
from assessor.assessment.mission.mission_rescue import Rescued, rescue_mission
from assessor.errors import Damaged, FormUnusable, Reason
from assessor.gui.feedback.busy_dialog import run_busy
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import ask, attempt
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.system.file_choice import choose_file, choose_target
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.parcel.keys.age_sealing import passphrase_identity


def mend_or_rescue(
    parent: QWidget,
    session: Session,
    path: Path,
    passphrase: str | None,
    message: Damaged | Reason,
) -> Path | None:
    """Show why a file is damaged, mend or rescue it on request; return the file to open, if any."""
    phrases = Phrases(session.language)
    text = words.say(message, session.language)
    offers = ["Rescue what still verifies…", "Close"]
    if isinstance(message, FormUnusable):
        offers.insert(0, "Put the true form back…")
    chosen = len(offers) - ask(parent, text, phrases, *offers)
    if chosen == 3:
        return _put_form_back(parent, session, path, passphrase, phrases)
    if chosen != 2:
        return None
    offered = path.with_stem(f"{path.stem}-rescued")
    title = phrases("Where to keep what is rescued")
    target = choose_target(parent, phrases, title, offered, {"": f"*{path.suffix}"})
    if target is None:
        return None
    task = partial(_rescue, path, target, passphrase)
    rescued = run_busy(parent, session, "Rescuing what still verifies", task)
    return target if rescued is not None and _wants(parent, rescued, phrases) else None


def _put_form_back(
    parent: QWidget, session: Session, path: Path, passphrase: str | None, phrases: Phrases
) -> Path | None:
    """Ask for a file with the form that was signed, and take it from there; return the mission."""
    kinds = {"Reports, parcels and missions": "*.pdf *.assessor *.mission *.registry"}
    title = phrases("Choose a report, backup or copy of this mission")
    source = choose_file(parent, phrases, title, {**kinds, "All files": "*"}, path.parent)
    if source is None:
        return None
    own = [passphrase_identity(passphrase)] if passphrase else []
    opens = (*session.opens(), *own)
    put = partial(put_form_back, path, source, passphrase=passphrase, identities=opens)
    return path if attempt(parent, session.language, put) else None


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
