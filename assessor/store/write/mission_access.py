"""What a thread needs to open a mission again with a connection of its own."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field

from assessor.errors import FileError
from assessor.store.files.connection import Connection
from assessor.store.files.durable_files import is_same_file
from assessor.store.files.file_lock import LockHolder
from assessor.store.files.file_schema import show_older_file
from assessor.store.model.database_address import DatabaseAddress, RegistryLocation
from assessor.store.postgres.registry_database import open_database


@dataclass(frozen=True, slots=True)
class Access:
    """Everything needed to connect to an open file again, without connection and passphrase.

    `lock` is that of the open connection: only one thread at a time uses either, so that no
    transaction refuses the other. `sealed_numbers` are the drafts sealed while the file is open,
    shared by both.
    """

    place: RegistryLocation
    key: str | None = field(repr=False)
    read_only: bool
    holder: LockHolder | None
    lock: threading.RLock = field(repr=False)
    sealed_numbers: dict[int, int] = field(repr=False)
    file: os.stat_result | None = field(repr=False)

    def connect(self) -> Connection:
        """Open a connection; the caller closes it. Raises FileError where the file was moved or
        replaced, or the server is away."""
        if isinstance(self.place, DatabaseAddress):
            return open_database(self.place)
        if not is_same_file(self.file, self.place):
            raise FileError(
                "{name} was moved, removed or replaced while open: save a copy elsewhere now.",
                name=self.place.name,
            )
        connection = Connection(
            self.place, key=self.key, read_only=self.read_only, holder=self.holder, lock=self.lock
        )
        if self.read_only:
            show_older_file(connection)
        return connection
