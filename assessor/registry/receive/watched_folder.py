"""A watched folder: which files are complete, and which are still being written.

Files are opened only to read their end; nothing is written or deleted there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assessor.errors import FileError
from assessor.parcel.pack.sidecars import is_sidecar
from assessor.registry.receive.arrivals import RECEIVABLE_SUFFIXES

UNCHANGED_SECONDS = 2.0
"""Seconds without a change before a file counts as complete."""

MAX_WAIT_SECONDS = 60.0
"""Seconds after which a file without the usual end is reported anyway."""

MAX_WATCHED_FILES = 20_000
"""The most files in a watched folder."""

_TAIL = 66_000
_ENDS = {".pdf": b"%%EOF", ".zip": b"PK\x05\x06"}
"""The marks near the end of a complete file (ISO 32000-1, 7.5.5; APPNOTE 4.3.16)."""

_Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FolderScan:
    """The result of a scan: files that are `whole` and new or changed, files that are `gone`, and
    the number that are `growing`."""

    whole: tuple[Path, ...]
    gone: tuple[Path, ...]
    growing: int


class WatchedFolder:
    """Remembers the files of the previous scan; `now` is any clock in seconds. The registry itself,
    `but`, may lie in the folder and is skipped."""

    def __init__(self, folder: Path, *, but: Path | None = None) -> None:
        self.folder, self._excluded = folder, but
        self._since: dict[Path, tuple[_Stamp, float]] = {}
        self._reported: dict[Path, _Stamp] = {}

    def scan(self, now: float) -> FolderScan:
        """Scan once. Raises FileError where the folder cannot be read or has too many files."""
        stamps = dict(self._stamps())
        gone = tuple(path for path in self._reported if path not in stamps)
        for path in gone:
            del self._reported[path]
        complete, growing = [], 0
        previous, self._since = self._since, {}
        for path, stamp in stamps.items():
            previous_stamp, since = previous.get(path, (stamp, now))
            self._since[path] = (stamp, since if previous_stamp == stamp else now)
            if self._reported.get(path) == stamp:
                continue
            if self._is_complete(path, stamp, now):
                self._reported[path] = stamp
                complete.append(path)
            else:
                growing += 1
        complete.sort(key=lambda path: (is_sidecar(path.name), path))
        return FolderScan(tuple(complete), gone, growing)

    def _is_complete(self, path: Path, stamp: _Stamp, now: float) -> bool:
        unchanged = now - self._since[path][1]
        if unchanged < UNCHANGED_SECONDS or not stamp[0]:
            return False
        return unchanged >= MAX_WAIT_SECONDS or _has_end(path)

    def _stamps(self) -> Iterator[tuple[Path, _Stamp]]:
        """Yield every receivable file with its size and modification time."""
        count = 0
        try:
            for folder, folders, names in os.walk(self.folder, onerror=_raise):
                folders[:] = [name for name in folders if not name.startswith(".")]
                for path in (Path(folder, name) for name in names):
                    if path.name.startswith((".", "~")) or path == self._excluded:
                        continue
                    if path.suffix.lower() not in RECEIVABLE_SUFFIXES:
                        continue
                    count += 1
                    if count > MAX_WATCHED_FILES:
                        raise FileError(
                            "{folder} holds more than {most} files: watch a smaller folder.",
                            folder=self.folder,
                            most=MAX_WATCHED_FILES,
                        )
                    with suppress(OSError):  # it disappeared
                        status = path.stat()
                        yield path, (status.st_size, status.st_mtime_ns)
        except OSError as error:
            raise FileError(
                "{folder} cannot be watched: {why}.",
                folder=self.folder,
                why=error.strerror or error,
            ) from error


def _raise(error: OSError) -> None:
    raise error


def _has_end(path: Path) -> bool:
    """Return whether a file is readable and has the end of a complete one."""
    mark = _ENDS.get(path.suffix.lower(), b"")
    try:
        with path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - _TAIL))
            return mark in file.read()
    except OSError:
        return False  # another program has it open
