"""Temporary folders beside the place where the finished file will lie.

The system's temporary folder may lie on another disk without protection, and nobody looks for
answers there after a crash.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NAMED = ".assessor-publishing-"
_EARLIER = ".assessor-parquet-"


@contextmanager
def scratch_folder(beside: Path) -> Iterator[Path]:
    """Create a folder in `beside` and delete it afterwards; see remove_scratch."""
    with tempfile.TemporaryDirectory(prefix=_NAMED, dir=beside) as folder:
        yield Path(folder)


def remove_scratch(beside: Path) -> None:
    """Delete the temporary folders that a killed process left: they hold answers as text."""
    for prefix in (_NAMED, _EARLIER):
        for folder in beside.glob(f"{prefix}*"):
            shutil.rmtree(folder, ignore_errors=True)
