"""Where the files of the tests lie: in memory, if there is room, so that a sync costs nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ROOM = 2 * 2**30


def lay_files_in_memory() -> None:
    """Let temporary files of this process and its children lie there from now on.

    What syncs are for is tested by tests/support/store/power_cut.py, on a disk that really loses
    things.
    """
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)
