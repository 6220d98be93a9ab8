"""Write the small private files of a profile."""

from __future__ import annotations

import os
from pathlib import Path

from assessor.store.files.folder_sync import sync_folder


def write_private(path: Path, content: bytes) -> None:
    """Write a file completely or not at all, readable by its owner only (mode 0600).

    Creates the folder. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)
