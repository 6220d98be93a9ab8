"""Put the files of the tests in memory, if there is space, so that a sync costs nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ROOM = 2 * 2**30


def lay_files_in_memory() -> None:
    """Use a folder in memory for temporary files of this process and its children.

    tests/support/store/power_cut.py tests syncs, on a simulated disk.
    """
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)
