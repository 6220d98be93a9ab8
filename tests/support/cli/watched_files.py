"""Files that a program removes or renames, searched for canaries before they are gone."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.report.canaries import canaries_in

_GOING = frozenset({"os.remove", "os.rename", "shutil.rmtree"})
_watching: list[Callable[[Path], None]] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching and event in _GOING and isinstance(arguments[0], (str, os.PathLike)):
        for watch in tuple(_watching):
            watch(Path(arguments[0]))


sys.addaudithook(_hook)


@contextmanager
def canaries_removed(*folders: Path) -> Iterator[dict[str, set[str]]]:
    """Yield the canaries of each file below these folders that is removed or renamed meanwhile."""
    found: dict[str, set[str]] = {}
    searching = False

    def watch(path: Path) -> None:
        nonlocal searching
        is_below = any(path.absolute().is_relative_to(folder) for folder in folders)
        if searching or not is_below or not path.exists() or path.is_symlink():
            return
        searching = True
        try:
            if canaries := canaries_in(path):
                found.setdefault(path.name, set()).update(canaries)
        finally:
            searching = False

    _watching.append(watch)
    try:
        yield found
    finally:
        _watching.remove(watch)
