"""The sample missions: made once in the person's documents, then found among the recent ones."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.gui.busy import Busy
from assessor.gui.messages import show_error
from assessor.gui.session import Session


def offer(parent: QWidget, session: Session, folder: Path) -> bool:
    """Make the samples in `folder` unless they are there; True if there are some to show."""
    if not folder.is_dir() or not any(folder.iterdir()):
        from assessor.assessment.demo import demo

        busy = Busy(parent, session, "Making the sample missions", lambda tell: demo(folder, tell))
        busy.exec()
        if busy.error is not None:
            show_error(parent, busy.error, session.language)
            return False
    for path in sorted(folder.glob("field/*.mission"), reverse=True):
        session.preferences.remember(path, datetime.now())
    registry = folder / "headquarters.registry"
    if registry.is_file() and not session.preferences.get("registry"):
        session.preferences.put("registry", str(registry))
    return True
