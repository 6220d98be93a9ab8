"""Writes the small files of a profile: whole or not at all, and readable by their owner alone."""

from __future__ import annotations

import os
from pathlib import Path

from assessor.store.files.folder_sync import sync_folder


def write_private(path: Path, content: bytes) -> None:
    """Write `content` beside `path`, on the disk, with mode 0600 from its first byte; then rename.

    The folder is made if it is not there. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)
