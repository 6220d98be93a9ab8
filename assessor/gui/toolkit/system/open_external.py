"""Hands a file to the program this computer opens such files with, from a folder of its own."""

from __future__ import annotations

import atexit
import shutil
import stat
import tempfile
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from assessor.errors import FileError, Refused

_PICTURES = ("png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "svg")
_MORE_PICTURES = ("heic", "heif", "avif")
_TEXTS = ("pdf", "txt", "csv", "md", "rtf", "doc", "docx", "odt", "xls", "xlsx", "ods", "ppt")
_MORE_TEXTS = ("pptx", "odp", "json", "xml", "geojson")
_SOUNDS = ("mp3", "m4a", "wav", "ogg", "oga", "opus", "flac", "aac", "amr")
_FILMS = ("mp4", "m4v", "mov", "webm", "mkv", "avi", "3gp")
OPENED = frozenset({*_PICTURES, *_MORE_PICTURES, *_TEXTS, *_MORE_TEXTS, *_SOUNDS, *_FILMS})
"""Endings of files that are looked at or listened to. Any other might run: it is only saved."""


def can_open_external(name: str) -> bool:
    """Whether a file of this name is handed to another program."""
    return name.rpartition(".")[2].lower() in OPENED


@lru_cache(maxsize=1)
def _folder() -> Path:
    made = Path(tempfile.mkdtemp(prefix="assessor-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def open_external(name: str, content: bytes) -> Path:
    """Write a copy that cannot be changed and open it; where the copy lies.

    The copies go when Assessor is closed. Raises Refused for a file that might run, FileError where
    it cannot be written or this computer has nothing to open it with.
    """
    if not can_open_external(name):
        raise Refused(
            "{name} is a kind of file that is not opened from here: save it, then look at it.",
            name=name,
        )
    place = Path(tempfile.mkdtemp(dir=_folder())) / Path(name).name
    try:
        place.write_bytes(content)
        place.chmod(stat.S_IRUSR)
    except OSError as error:
        raise FileError("{name} cannot be opened: {why}.", name=name, why=error.strerror) from error
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))):
        raise FileError(
            "This computer has no program to open {name}: save it and take it elsewhere.", name=name
        )
    return place
