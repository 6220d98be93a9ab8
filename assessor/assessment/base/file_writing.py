"""Writes a file that is never half there: beside, flushed, proved, and only then named."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from assessor.errors import FileError
from assessor.store.files.folder_sync import sync_folder

_STALE = 600
"""Seconds after which a file beside is not being written any more: a crash has left it."""


def write_verified(data: bytes, path: Path, proof: Callable[[Path], None] | None = None) -> None:
    """Write beside, flush to the disk, prove what was written, and only then give it its name.

    `proof` is given the file beside and raises what is wrong with it; without one it is read back
    and must be `data`. What a crash left beside this name the last time is taken away. Raises
    FileError when the disk refuses; whatever stood at `path` then still stands.
    """
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _tidy(part, path)
        if proof is not None:
            proof(part)
        elif part.read_bytes() != data:
            raise FileError("{file} was not written whole: save it somewhere else.", file=path)
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise FileError(
            "{file} could not be written: {why}. Nothing was changed; save it somewhere else.",
            file=path,
            why=error.strerror or error,
        ) from error
    finally:
        with suppress(OSError):  # where nothing could be written there is nothing to take away
            part.unlink(missing_ok=True)


def _tidy(part: Path, path: Path) -> None:
    """Take away what is left of earlier tries; both times are by the clock of the medium."""
    ours = re.compile(re.escape(f".{path.name[:100]}.") + r"[0-9a-f]{8}\.part")
    now = part.stat().st_mtime
    for left in path.parent.iterdir():
        if ours.fullmatch(left.name) and left != part:
            with suppress(OSError):
                if left.stat().st_mtime < now - _STALE:
                    left.unlink()
