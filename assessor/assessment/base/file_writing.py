"""Writing of files that are never half there: write beside, flush, verify, rename."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from assessor.errors import FileError
from assessor.store.files.durable_files import open_private, sync_folder

_STALE = 600
"""Seconds after which a temporary file counts as left by a crash."""


def write_verified(
    data: bytes, path: Path, proof: Callable[[Path], None] | None = None, *, private: bool = True
) -> None:
    """Write a file beside its place, flush and verify it, and only then rename it.

    Only its owner may read it unless `private` is False: then the rules of its folder hold.

    `proof` gets the temporary file and raises what is wrong with it; without one the file is read
    back and compared with `data`. Temporary files left by a crash are removed. Raises FileError if
    the disk refuses; whatever was at `path` is then unchanged.
    """
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with open(part, "xb", opener=open_private if private else None) as file:
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
        with suppress(OSError):  # if nothing could be written, there is nothing to remove
            part.unlink(missing_ok=True)


def _tidy(part: Path, path: Path) -> None:
    """Remove temporary files of earlier attempts; both times are by the clock of the medium."""
    pattern = re.compile(re.escape(f".{path.name[:100]}.") + r"[0-9a-f]{8}\.part")
    now = part.stat().st_mtime
    for left in path.parent.iterdir():
        if pattern.fullmatch(left.name) and left != part:
            with suppress(OSError):
                if left.stat().st_mtime < now - _STALE:
                    left.unlink()
