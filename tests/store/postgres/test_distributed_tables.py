"""Tables distributed by assessment over two databases give the answers of a single one.

What a database like Citus does itself is done by hand here: entries and edges are partitioned by a
hash of the assessment, and every second partition is in another database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import cached_property
from typing import Any

import pytest

from assessor.parcel.pack.parcel_pack import pack_parcel
from assessor.registry.receive.receiver import receive_parcel
from assessor.store.files.connection import BY_NUMBER, IN_MEMORY, Connection
from assessor.store.files.file_schema import prepare_file
from assessor.store.model.database_address import DatabaseAddress
from assessor.store.model.entry import Draft
from assessor.store.postgres import postgres_schema
from assessor.store.postgres.postgres_connection import PostgresConnection
from assessor.store.read.registry_dump import dump_lines
from assessor.store.write.mission import Mission
from tests.support.store.laptops import Laptop
from tests.support.store.shared_desk import check_laws, emptied
from tests.support.store.world import identity

pytestmark = pytest.mark.slow

SPREAD = ("entry", "edge")
UUIDS = [f"{number:02x}" * 16 for number in range(1, 9)]


def spread(server, here: DatabaseAddress, there: DatabaseAddress) -> None:
    """Put every second assessment of an empty registry into the other database."""
    name = there.url.partition("@/")[2].partition("?")[0]
    Mission.create(there).close()
    views = [statement.split()[2] for statement in postgres_schema.view_statements()]
    said = [
        "CREATE EXTENSION postgres_fdw",
        "CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw"
        f" OPTIONS (host '{server.folder}', dbname '{name}')",
        "CREATE USER MAPPING FOR CURRENT_USER SERVER other OPTIONS (user 'keeper')",
        *(f"DROP VIEW {view}" for view in reversed(views)),
    ]
    for table in SPREAD:
        said += [
            f"ALTER TABLE {table} RENAME TO {table}_0",
            f"CREATE TABLE {table} (LIKE {table}_0) PARTITION BY HASH (assessment)",
            f"ALTER TABLE {table} ATTACH PARTITION {table}_0"
            " FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
            f"CREATE FOREIGN TABLE {table}_1 PARTITION OF {table} FOR VALUES"
            f" WITH (MODULUS 2, REMAINDER 1) SERVER other OPTIONS (table_name '{table}')",
        ]
    with closing(PostgresConnection(here)) as connection:
        for statement in (*said, *postgres_schema.view_statements()):
            connection.execute(statement)


@pytest.fixture(scope="module")
def databases(postgres):
    """Return a registry whose tables are in two databases, made once."""
    here, there = postgres.database(), postgres.database()
    Mission.create(here).close()
    spread(postgres, here, there)
    return here, there


@pytest.fixture
def address(databases):
    return databases[0]


@pytest.fixture
def registry(address):
    emptied(address)
    with Mission.open(address) as opened:
        yield opened


@pytest.fixture(scope="module")
def parcels(tmp_path_factory):
    """Return two laptops' parcels about eight assessments, with conflicts, withheld bodies,
    redactions."""
    folder = tmp_path_factory.mktemp("sent")
    ana, ben = Laptop(folder, "Ana"), Laptop(folder, "Ben")
    found = []
    for uuid in UUIDS:
        for laptop in (ana, ben):
            laptop.mission.add_assessment(uuid, "cd" * 32)
            said = [
                Draft("answer", f"/d/q{at}", {"value": laptop.identity.name}, (), at)
                for at in range(30)
            ]
            first, *_ = laptop.mission.write(uuid, said, laptop.identity.name)
            again = Draft("answer", "/d/q0", {"value": "again"}, (first.name,), 99)
            laptop.mission.write(uuid, [again], laptop.identity.name)
            found.append(
                pack_parcel(laptop.mission, [uuid], signer=laptop.identity, profile="public",
                     withhold=lambda entry: entry.key == "/d/q3")
            )  # fmt: skip
            later = Draft("answer", "/d/q1", {"value": "later"}, (), 100)
            laptop.mission.write(uuid, [later], laptop.identity.name)
            found.append(pack_parcel(laptop.mission, [uuid], signer=laptop.identity))
        [taken_back] = ben.mission.entries(uuid, "answer", "/d/q5")
        ben.mission.redact(taken_back.name, "asked to", ben.identity)
        found.append(pack_parcel(ben.mission, [uuid], signer=ben.identity))
    for laptop in (ana, ben):
        laptop.mission.close()
    return found


def counted(address: DatabaseAddress) -> int:
    with closing(PostgresConnection(address)) as connection:
        return int(connection.value("SELECT count(*) FROM entry"))


def test_in_any_order_the_dump_equals_that_of_a_file(registry, databases, parcels):
    with Mission.in_memory() as file:
        for at, parcel in enumerate(parcels):
            receive_parcel(file, parcel, f"{at}.pdf")
        expected = "".join(dump_lines(file))
    for at, parcel in enumerate(reversed(parcels)):
        receive_parcel(registry, parcel, f"{at}.pdf")
    assert "".join(dump_lines(registry)) == expected and registry.check() == ()
    assert 0 < counted(databases[1]) < counted(databases[0])
    receipt = registry.receipts()[0]
    registry.undo(receipt.id)
    receive_parcel(registry, parcels[0], "again.pdf")
    assert "".join(dump_lines(registry)) == expected and registry.check() == ()


def test_the_laws_hold_there_too(address):
    check_laws(address, examples=6)


class Watching(Connection):
    """A connection that records each statement about entries and edges once."""

    @cached_property
    def asked(self) -> dict[str, Sequence[object]]:
        return {}

    def _note(self, sql: str, values: Sequence[object]) -> None:
        if re.search(r"\b(entry|edge)\b", sql) and re.match("SELECT|UPDATE|DELETE", sql):
            self.asked.setdefault(sql, values)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        self._note(sql, values)
        return super().rows(sql, values)

    def execute(self, sql: str, values: Sequence[object] = ()) -> None:
        self._note(sql, values)
        super().execute(sql, values)

    def execute_many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        every = list(values)
        if every:
            self._note(sql, every[0])
        super().execute_many(sql, every)

    def planned(self, explain: str) -> dict[str, str]:
        """Return the query plan of each statement."""
        return {
            sql: json.dumps(super(Watching, self).rows(f"{explain} {sql}", values))
            for sql, values in self.asked.items()
        }


class WatchedDatabase(Watching, PostgresConnection):
    """The same for a database."""


def at_work(registry: Mission, parcels: Sequence[bytes]) -> None:
    """Do everything that concerns one assessment, in a registry with several."""
    for at, parcel in enumerate(parcels[::-1]):
        receive_parcel(registry, parcel, f"{at}.pdf", preview=True)
        receive_parcel(registry, parcel, f"{at}.pdf")
    registry.undo(registry.receipts()[0].id)
    receive_parcel(registry, parcels[0], "again.pdf")
    head = identity("Head", 7)
    for uuid in UUIDS:
        [conflict, *_] = registry.conflicts(uuid)
        decided = Draft("answer", conflict.key, {"value": "so"},
                        tuple(one.name for one in conflict.heads), 200)  # fmt: skip
        registry.write(uuid, [decided], head.name, signer=head)
        registry.seal(uuid, head)
        [said] = registry.heads(uuid)["answer", conflict.key]
        registry.redact(said.name, "no", head)
        assert registry.entry(said.name).withheld
        registry.joint_heads(uuid)
        registry.stamps([uuid])
        assert (
            registry.entry_count(uuid) and registry.last_contacts(uuid) and registry.signers(uuid)
        )
        assert list(registry.changesets(uuid))


def test_queries_about_one_assessment_use_its_partition_only(address, parcels):
    emptied(address)
    connection = WatchedDatabase(address)
    with closing(Mission(connection)) as registry:
        at_work(registry, parcels)
        plans = connection.planned("EXPLAIN (FORMAT JSON)")
    scattered = {
        sql
        for sql, plan in plans.items()
        if len(set(re.findall(r'"Relation Name": "(?:entry|edge)_(\d)"', plan))) != 1
    }
    assert len(plans) > 20 and scattered == set()


def test_a_file_uses_indexes_for_the_same_queries(parcels):
    connection = Watching(IN_MEMORY, key=None, read_only=False)
    prepare_file(connection)
    connection.execute("INSERT INTO setting VALUES('role', 'registry')")
    with closing(Mission(connection)) as registry:
        at_work(registry, parcels)
        plans = connection.planned("EXPLAIN QUERY PLAN")
    through = {
        sql for sql, plan in plans.items() if re.search(r"SCAN (entry|edge|[egopc])\b", plan)
    }
    assert len(plans) > 20 and through == set()
    for sql, plan in plans.items():
        assert (BY_NUMBER in sql) <= ("USING INTEGER PRIMARY KEY" in plan), (sql, plan)
