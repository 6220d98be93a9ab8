"""How an open mission or registry is opened once more, by a thread that works beside the window."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from assessor.errors import FileError
from assessor.store.files.connection import Connection
from assessor.store.files.file_lock import LockHolder
from assessor.store.files.file_schema import show_older_file
from assessor.store.model.database_address import DatabaseAddress, RegistryLocation
from assessor.store.postgres.registry_database import open_database


@dataclass(frozen=True, slots=True)
class Access:
    """All that is needed to connect to an open file again: no connection, and no passphrase.

    `turns` is the lock of the connection that is open: one thread at a time uses either, so that
    neither is refused because of the other's transaction. `renumbered` are the drafts that were
    sealed while the file is open, known to both.
    """

    place: RegistryLocation
    key: str | None = field(repr=False)
    read_only: bool
    holder: LockHolder | None
    turns: threading.RLock = field(repr=False)
    renumbered: dict[int, int] = field(repr=False)
    file: os.stat_result | None = field(repr=False)

    def connect(self) -> Connection:
        """A connection of its own, to be closed by the caller.

        Raises FileError where the file was moved or replaced, or the server is away.
        """
        if isinstance(self.place, DatabaseAddress):
            return open_database(self.place)
        if not self._is_in_place(self.place):
            raise FileError(
                "{name} was moved, removed or replaced while open: save a copy elsewhere now.",
                name=self.place.name,
            )
        connection = Connection(
            self.place, key=self.key, read_only=self.read_only, holder=self.holder, turns=self.turns
        )
        if self.read_only:
            show_older_file(connection)
        return connection

    def _is_in_place(self, path: Path) -> bool:
        with suppress(OSError):
            return self.file is not None and os.path.samestat(self.file, path.stat())
        return False


def access_to(connection: Connection, renumbered: dict[int, int]) -> Access:
    """The access to a file or database by a connection that is open."""
    return Access(
        connection.place,
        connection.key,
        connection.read_only,
        connection.holder,
        connection.turns,
        renumbered,
        connection.file,
    )
