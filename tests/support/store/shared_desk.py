"""A desk at headquarters whose registry is in PostgreSQL; for the laws a desk like any other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import initialize, run_state_machine_as_test

from assessor.errors import FileError
from assessor.store.files.connection import VERSION
from assessor.store.model.database_address import DatabaseAddress
from assessor.store.model.entry import Draft
from assessor.store.postgres.postgres_connection import PostgresConnection
from assessor.store.write.mission import Mission
from tests.support.store.desk import Desk, T
from tests.support.store.merge_laws import Laws
from tests.support.store.oracle import ASSESSMENTS, FORMS, ExpectedEntry, ExpectedFile, Subject
from tests.support.store.world import World, identity

_TABLES = "setting form assessment topic changeset entry edge draft evidence receipt carried aside"


class Stopping(PostgresConnection):
    """A connection that breaks after a number of statements, on request."""

    left = -1

    def _count(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise FileError("The server is gone.")

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        self._count()
        return super().rows(sql, values)

    def execute(self, sql: str, values: Sequence[object] = ()) -> None:
        self._count()
        super().execute(sql, values)

    def execute_many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        self._count()
        super().execute_many(sql, values)


def emptied(address: DatabaseAddress) -> None:
    """Delete everything from a registry except its identity."""
    with closing(PostgresConnection(address)) as connection:
        names = ", ".join([*_TABLES.split(), "quarantine", "seen"])
        connection.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        connection.execute("INSERT INTO setting VALUES('role', 'registry')")
        connection.execute("INSERT INTO setting VALUES('version', ?)", (str(VERSION),))


class SharedDesk(Desk):
    """A desk with a registry in a database."""

    def __init__(self, world: World, address: DatabaseAddress, name: str, number: int) -> None:
        self.address = address
        self.world, self.path, self.expected = world, address.path, ExpectedFile()
        self.identity = identity(name, number)
        self.offset, self.verified = 0, ()
        self.mission = Mission(Stopping(address))
        for uuid in ASSESSMENTS:
            self.mission.add_assessment(uuid, FORMS[0])

    @property
    def is_file(self) -> bool:
        return False

    def writes(self) -> object:
        return object()

    def say(
        self, subject: Subject, body: dict[str, object] | None, seen: tuple[ExpectedEntry, ...]
    ) -> ExpectedEntry:
        """Write and seal at once, as in every shared registry."""
        self.expected.own.add(self.key)
        at = max(0, next(self.world.clock) + self.offset)
        assessment, kind, key = subject
        draft = Draft(kind, key, body, tuple(said.name for said in seen), at)
        author = self.identity.name
        [entry] = self.mission.write(assessment, [draft], author, signer=self.identity)
        payload = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        said = ExpectedEntry(assessment, kind, key, payload, seen, at, self.key, entry.name, author)
        changeset = entry.name.partition(":")[0]
        self.world.sealed[changeset] = [said]
        self.expected.has.add(changeset)
        self._note()
        return said

    def reopen(self) -> None:
        self.mission.close()
        self.mission = Mission(Stopping(self.address))

    def _through(self, deed: Callable[[], T], steps: int) -> T:
        before = self.digest() if steps else ()
        connection = self.mission.connection
        assert isinstance(connection, Stopping)
        connection.left = steps % 150 + 1 if steps else -1
        try:
            return deed()
        except FileError:
            connection.left = -1
            assert steps and self.digest() == before
        finally:
            connection.left = -1
        return deed()


def check_laws(address: DatabaseAddress, examples: int) -> None:
    """Run the laws of merging with that database as headquarters' registry."""

    class Shared(Laws):
        @initialize()
        def begin(self) -> None:
            self.world = World()
            self.touched, self.backups, self.shown = [], [], []
            self.world.desk("Ana", "mission")
            self.world.desk("Ben", "mission")
            emptied(address)
            self.world.desks.append(SharedDesk(self.world, address, "Head", 2))

    run_state_machine_as_test(
        Shared,
        settings=settings(
            max_examples=examples, stateful_step_count=10, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
