"""Where a file is made out of answers until it is whole: beside where it will lie for good.

The system's folder for temporary files may be another disk, without the protection of this one, and
nobody looks for answers there after a crash.
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
    """A folder in `beside`, gone afterwards; what a killed run left there goes with clear_away."""
    with tempfile.TemporaryDirectory(prefix=_NAMED, dir=beside) as folder:
        yield Path(folder)


def remove_scratch(beside: Path) -> None:
    """Take away what is left in a folder where making a file was killed: answers, as text."""
    for named in (_NAMED, _EARLIER):
        for left in beside.glob(f"{named}*"):
            shutil.rmtree(left, ignore_errors=True)
