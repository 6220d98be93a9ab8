"""Choice of the folder through which a team exchanges."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.gui.state.session import Session
from assessor.gui.toolkit.system.file_choice import choose_folder
from assessor.gui.toolkit.text.phrases import Phrases


def choose_exchange_folder(parent: QWidget, session: Session, before: Path | None) -> Path | None:
    """Ask for a folder; return None if cancelled."""
    title = Phrases(session.language)("Choose the folder or USB stick you exchange through")
    start = before.parent if before is not None and before.parent.is_dir() else Path()
    return choose_folder(parent, title, start if before else "")
