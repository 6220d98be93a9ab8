"""A folder that is watched: which files in it are whole by now, and which are still being written.

Nothing is opened but to see how a file ends, and nothing is ever written or taken away there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assessor.errors import FileError
from assessor.parcel.pack.sidecars import is_sidecar
from assessor.registry.receive.arrivals import RECEIVABLE_SUFFIXES

UNCHANGED_SECONDS = 2.0
"""Seconds a file must have lain unchanged before it counts as written."""

MAX_WAIT_SECONDS = 60.0
"""Seconds after which a file that does not end as its kind does is looked at all the same."""

MAX_WATCHED_FILES = 20_000
"""Files in one folder; more are no mailbox."""

_TAIL = 66_000
_ENDS = {".pdf": b"%%EOF", ".zip": b"PK\x05\x06"}
"""What stands near the end of a whole file of a kind (ISO 32000-1, 7.5.5; APPNOTE 4.3.16)."""

_Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FolderScan:
    """What one look found: files that are `whole` and were not told before, or are others since;
    files that are `gone`; and how many are `growing`."""

    whole: tuple[Path, ...]
    gone: tuple[Path, ...]
    growing: int


class WatchedFolder:
    """Remembers what lay in a folder at the look before; `now` is any clock of seconds.

    The registry itself, `but`, may lie in the folder and is passed over.
    """

    def __init__(self, folder: Path, *, but: Path | None = None) -> None:
        self.folder, self._but = folder, but
        self._since: dict[Path, tuple[_Stamp, float]] = {}
        self._told: dict[Path, _Stamp] = {}

    def scan(self, now: float) -> FolderScan:
        """Look once. Raises FileError where the folder cannot be read or holds too much."""
        stamps = dict(self._stamps())
        gone = tuple(path for path in self._told if path not in stamps)
        for path in gone:
            del self._told[path]
        whole, growing = [], 0
        before, self._since = self._since, {}
        for path, stamp in stamps.items():
            seen, since = before.get(path, (stamp, now))
            self._since[path] = (stamp, since if seen == stamp else now)
            if self._told.get(path) == stamp:
                continue
            if self._is_whole(path, stamp, now):
                self._told[path] = stamp
                whole.append(path)
            else:
                growing += 1
        whole.sort(key=lambda path: (is_sidecar(path.name), path))
        return FolderScan(tuple(whole), gone, growing)

    def _is_whole(self, path: Path, stamp: _Stamp, now: float) -> bool:
        lain = now - self._since[path][1]
        if lain < UNCHANGED_SECONDS or not stamp[0]:
            return False
        return lain >= MAX_WAIT_SECONDS or _ends(path)

    def _stamps(self) -> Iterator[tuple[Path, _Stamp]]:
        """Every file that may be a report or mission, with its size and time of change."""
        found = 0
        try:
            for folder, folders, names in os.walk(self.folder, onerror=_raise):
                folders[:] = [name for name in folders if not name.startswith(".")]
                for name in names:
                    path = Path(folder, name)
                    if (
                        name.startswith((".", "~"))
                        or path.suffix.lower() not in RECEIVABLE_SUFFIXES
                    ):
                        continue
                    if path == self._but:
                        continue
                    found += 1
                    if found > MAX_WATCHED_FILES:
                        raise FileError(
                            "{folder} holds more than {most} files: watch a smaller folder.",
                            folder=self.folder,
                            most=MAX_WATCHED_FILES,
                        )
                    yield from _stamp(path)
        except OSError as error:
            raise FileError(
                "{folder} cannot be watched: {why}.",
                folder=self.folder,
                why=error.strerror or error,
            ) from error


def _raise(error: OSError) -> None:
    raise error


def _stamp(path: Path) -> Iterator[tuple[Path, _Stamp]]:
    """A file's stamp; nothing where it went meanwhile."""
    try:
        held = path.stat()
    except OSError:
        return
    yield path, (held.st_size, held.st_mtime_ns)


def _ends(path: Path) -> bool:
    """Whether a file can be read and ends as a whole one of its kind does."""
    mark = _ENDS.get(path.suffix.lower(), b"")
    try:
        with path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - _TAIL))
            return mark in file.read()
    except OSError:
        return False  # another program still holds it
