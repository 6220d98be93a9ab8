"""A disk that loses its power: unsynced data is kept, lost or torn, sector by sector.

SQLite runs on it through apsw, with the product's settings, tables and statements; the product then
opens the survivor on a real disk. A model, not hardware: a sync makes a file and its name durable,
a deletion is durable after any later sync.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw

from assessor.store.files.connection import Connection
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.store.laptops import ASSESSMENT, FORM
from tests.support.store.world import identity

SECTOR = 512


class PowerLost(Exception):
    """The power is off: nothing works any more."""


class Platter:
    """One file: its durable content, and later changes."""

    def __init__(self, content: bytes = b"", named: bool = False) -> None:
        self.now = bytearray(content)
        self.durable = bytes(content)
        self.named = named
        self.pending: list[tuple[int, bytes | None]] = []

    def sync(self) -> None:
        self.durable, self.named = bytes(self.now), True
        self.pending.clear()

    def survivor(self, dice: random.Random) -> bytes:
        """Return its content after a cut."""
        content = bytearray(self.durable)
        for offset, data in self.pending:
            if data is None:
                if dice.random() < 0.5:
                    _resize(content, offset)
                continue
            for start in range(0, len(data), SECTOR):
                if dice.random() < 0.5:
                    part = data[start : start + SECTOR]
                    if len(content) < offset + start:
                        _resize(content, offset + start)
                    content[offset + start : offset + start + len(part)] = part
        return bytes(content)


def _resize(content: bytearray, size: int) -> None:
    del content[size:]
    content.extend(bytes(size - len(content)))


class Disk(apsw.VFS):
    """A disk in memory that loses its power after a number of writing operations."""

    names = itertools.count()

    def __init__(self) -> None:
        self.name = f"power{next(self.names)}"
        self.files: dict[str, Platter] = {}
        self.deleted: dict[str, Platter] = {}
        self.left = 0
        super().__init__(self.name, base="")

    def spend(self) -> None:
        if self.left <= 0:
            raise PowerLost
        self.left -= 1

    def xOpen(self, name: Any, flags: list[int]) -> Handle:
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        if path not in self.files:
            self.files[path] = Platter()
        flags[1] = flags[0]
        return Handle(self, path)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.spend()
        gone = self.files.pop(filename, None)
        if gone is not None and gone.named:
            self.deleted[filename] = gone

    def xAccess(self, pathname: str, flags: int) -> bool:
        return pathname in self.files

    def xFullPathname(self, name: str) -> str:
        return name

    def survivors(self, dice: random.Random) -> dict[str, bytes]:
        """Return every file that exists when the power returns."""
        found = {
            name: platter.survivor(dice)
            for name, platter in self.files.items()
            if platter.named or dice.random() < 0.5
        }
        for name, platter in self.deleted.items():
            if name not in found and dice.random() < 0.5:
                found[name] = platter.survivor(dice)
        return found


class Handle:
    """An open file on the disk."""

    def __init__(self, disk: Disk, path: str) -> None:
        self._disk, self._path = disk, path

    @property
    def _platter(self) -> Platter:
        return self._disk.files[self._path]

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self._platter.now[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.spend()
        now = self._platter.now
        if len(now) < offset:
            _resize(now, offset)
        now[offset : offset + len(data)] = data
        self._platter.pending.append((offset, bytes(data)))

    def xTruncate(self, size: int) -> None:
        self._disk.spend()
        _resize(self._platter.now, size)
        self._platter.pending.append((size, None))

    def xSync(self, flags: int) -> None:
        self._disk.spend()
        self._platter.sync()
        self._disk.deleted.clear()

    def xFileSize(self) -> int:
        return len(self._platter.now)

    def xLock(self, level: int) -> None:
        return

    def xUnlock(self, level: int) -> None:
        return

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, op: int, pointer: int) -> bool:
        return False

    def xSectorSize(self) -> int:
        return SECTOR

    def xDeviceCharacteristics(self) -> int:
        return 0

    def xClose(self) -> None:
        return


class Raw:
    """apsw's connection with the interface of the product's driver."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self.connection = apsw.Connection(str(path), vfs=disk.name)

    def execute(self, sql: str, values: Sequence[object] = ()) -> Rows:
        return Rows(self.connection, self.connection.execute(sql, tuple(values)))

    def executemany(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        self.connection.executemany(sql, values)

    def create_function(
        self, name: str, arguments: int, function: Callable[..., object], *, deterministic: bool
    ) -> None:
        self.connection.create_scalar_function(
            name, function, arguments, deterministic=deterministic
        )

    @property
    def in_transaction(self) -> bool:
        return bool(self.connection.in_transaction)

    def close(self) -> None:
        self.connection.close(True)


class Rows:
    """A cursor with the interface of the product's driver."""

    def __init__(self, connection: apsw.Connection, cursor: apsw.Cursor) -> None:
        self._cursor, self.lastrowid = cursor, connection.last_insert_rowid()

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._cursor)

    def fetchone(self) -> Any:
        return self._cursor.fetchone()


class Powered(Connection):
    """The product's connection on a disk that may lose its power."""

    disk: Disk

    def _connect(self, path: Path, mode: str) -> Any:
        return Raw(path, self.disk)


def cut(template: Path, folder: Path, dice: random.Random, journal: str | None = None) -> int:
    """Work until the power is cut, then check that no acknowledged answer is missing; return their
    number.

    `journal` overrides the product's journal mode, to show that the disk finds losses.
    """
    path = folder / "work.mission"
    path.write_bytes(template.read_bytes())
    disk = Disk()
    disk.files[str(path)] = Platter(path.read_bytes(), named=True)
    disk.left = 10_000
    connection_class = type("Here", (Powered,), {"disk": disk})
    connection = connection_class(path, key=None, read_only=False)
    if journal:
        connection.raw.execute(f"PRAGMA journal_mode={journal}").fetchone()
    disk.left = dice.randrange(5, 2500)
    mission, acknowledged, names = Mission(connection), 0, dict[str, str]()
    try:
        while True:
            key = f"/d/q{dice.randrange(5)}"
            parents = (names[key],) if key in names else ()
            body = {"value": str(acknowledged), "note": "x" * dice.randrange(600)}
            drafts = [Draft("answer", key, body, parents, acknowledged)]
            [entry] = mission.write(ASSESSMENT, drafts, "Ana")
            names[key] = entry.name
            acknowledged += 1
            if dice.random() < 0.15:
                mission.seal(None, identity("Ana", 0))
    except (PowerLost, apsw.Error):
        pass
    for name, content in disk.survivors(dice).items():
        Path(name).write_bytes(content)
    disk.unregister()
    _verify(path, acknowledged)
    for left in folder.glob("*work.mission*"):
        left.unlink()
    return acknowledged


def _verify(path: Path, acknowledged: int) -> None:
    with Mission.open(path) as mission:
        entries = mission.entries(ASSESSMENT)
        assert mission.check() == (), "damaged"
        assert acknowledged <= len(entries) <= acknowledged + 1, "lost"
        values = [entry.body["value"] for entry in entries if entry.body]
        assert values == [str(number) for number in range(len(entries))]


def campaign(folder: Path, cuts: int, seed: int) -> int:
    """Cut the power a number of times; return the number of acknowledged answers."""
    template = folder / "template.mission"
    with Mission.create(template) as mission:
        mission.add_assessment(ASSESSMENT, FORM)
    dice = random.Random(seed)
    return sum(cut(template, folder, dice) for _ in range(cuts))
