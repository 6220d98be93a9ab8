"""Save the file as its sender signed it, out of one that others added to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.assessment.mission.file_inspection import inspect_file
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import show_done, show_error
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.system.file_choice import choose_target
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.parcel.pdf.page_seal import ALTERED, COUNTERSIGNED
from assessor.store.model.receipt import Receipt


def added_to(receipt: Receipt | None, paths: Sequence[Path]) -> Path | None:
    """Return the file of a receipt, one of `paths`, if others changed or signed it on top."""
    if receipt is None or receipt.pages not in (ALTERED, COUNTERSIGNED):
        return None
    found = [path for path in paths if path.name == receipt.file and path.is_file()]
    return found[0] if len(found) == 1 else None


def save_signed_version(parent: QWidget, session: Session, path: Path) -> None:
    """Ask where, and write the file as its sender signed it, or say why that is not possible."""
    phrases = Phrases(session.language)
    title = phrases("Save the version that was signed")
    start = path.with_name(f"{path.stem}-signed.pdf")
    target = choose_target(parent, phrases, title, start, {"PDF": "*.pdf"})
    if target is None:
        return
    session.run(
        partial(_write, path, target, session.opens()),
        done=lambda who: show_done(
            parent,
            phrases("{file} holds the file as {name} signed it.", file=target.name, name=who),
            phrases,
        ),
        failed=lambda error: show_error(parent, error, session.language),
    )


def _write(path: Path, target: Path, opens: Sequence[str], _progress: ReportProgress) -> str:
    found = inspect_file(path, identities=opens)
    found.save_signed_version(target)
    return found.sender
