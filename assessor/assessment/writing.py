"""Writes a file that is never half there: beside, flushed, proved, and only then named."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from assessor.errors import FileError
from assessor.store.disk import sync_folder


def put(data: bytes, path: Path, proof: Callable[[Path], None]) -> None:
    """Write beside, flush to the disk, prove what was written, and only then give it its name.

    Raises FileError when the disk refuses; whatever stood at `path` then still stands.
    """
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        proof(part)
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
