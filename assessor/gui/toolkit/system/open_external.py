"""Open copies of files in other programs, and folders; the documents folder."""

from __future__ import annotations

import stat
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from assessor.errors import FileError, Refused
from assessor.store.files.durable_files import delete_quietly
from assessor.store.files.run_folder import viewing_folder

_PICTURES = ("png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "svg")
_MORE_PICTURES = ("heic", "heif", "avif")
_TEXTS = ("pdf", "txt", "csv", "md", "rtf", "doc", "docx", "odt", "xls", "xlsx", "ods", "ppt")
_MORE_TEXTS = ("pptx", "odp", "json", "xml", "geojson")
_SOUNDS = ("mp3", "m4a", "wav", "ogg", "oga", "opus", "flac", "aac", "amr")
_FILMS = ("mp4", "m4v", "mov", "webm", "mkv", "avi", "3gp")
OPENABLE_ENDINGS = frozenset(
    {*_PICTURES, *_MORE_PICTURES, *_TEXTS, *_MORE_TEXTS, *_SOUNDS, *_FILMS}
)
"""Endings of files that are only viewed or played. Any other file might run: it is only saved."""


def can_open_external(name: str) -> bool:
    """Whether a file of this name may be opened in another program."""
    return name.rpartition(".")[2].lower() in OPENABLE_ENDINGS


def open_external(name: str, content: bytes) -> Path:
    """Write a read-only copy, open it and return its path.

    Copies are deleted when the mission closes, when Assessor exits, and after a crash when it
    starts again. Raises Refused for a file that might run, and FileError
    if it cannot be written or no program opens it.
    """
    if not can_open_external(name):
        raise Refused(
            "{name} is a kind of file that is not opened from here: save it, then look at it.",
            name=name,
        )
    try:
        path = viewing_folder() / Path(name).name
        path.write_bytes(content)
        path.chmod(stat.S_IRUSR)
    except OSError as error:
        raise FileError("{name} cannot be opened: {why}.", name=name, why=error.strerror) from error
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        delete_quietly(path)
        raise FileError(
            "This computer has no program to open {name}: save it and take it elsewhere.", name=name
        )
    return path


def show_in_folder(path: Path) -> None:
    """Open the folder that contains a file."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def documents() -> Path:
    """Return the documents folder of the user."""
    location = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(location) or Path.home())
