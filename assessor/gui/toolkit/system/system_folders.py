"""Folders of the system: documents, and the folder of a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices


def show_in_folder(path: Path) -> None:
    """Open the folder that contains a file."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def documents() -> Path:
    """Return the documents folder of the user."""
    location = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(location) or Path.home())
