"""Writing of files that are never half there: write beside, flush, verify, rename."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from assessor.errors import FileError
from assessor.store.files.durable_files import (
    open_private,
    part_path,
    remove_stale_parts,
    sync_folder,
)
from assessor.store.files.run_folder import unfinished


def write_verified(
    data: bytes, path: Path, proof: Callable[[Path], None] | None = None, *, private: bool = True
) -> None:
    """Write a file beside its place, flush and verify it, and only then rename it.

    Only its owner may read it unless `private` is False: then the rules of its folder hold.

    `proof` gets the temporary file and raises what is wrong with it; without one the file is read
    back and compared with `data`. Temporary files left by a crash are removed. Raises FileError if
    the disk refuses; whatever was at `path` is then unchanged.
    """
    part = part_path(path)
    with unfinished(part):
        _write(data, part, path, proof, private)


def _write(
    data: bytes, part: Path, path: Path, proof: Callable[[Path], None] | None, private: bool
) -> None:
    try:
        with open(part, "xb", opener=open_private if private else None) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        remove_stale_parts(part, path)
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


def make_folder(folder: Path) -> Path:
    """Create a folder if needed. Raises FileError if it cannot be created."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            "The folder {folder} cannot be made: {reason}. Choose another place.",
            folder=folder,
            reason=error.strerror or error,
        ) from error
    return folder
