"""Orders to redact are found without searching all entries."""

from __future__ import annotations

import pytest

from assessor.store.files.connection import IN_MEMORY, Connection
from assessor.store.files.file_schema import prepare_file
from assessor.store.read.redaction_orders import ORDERS_SQL, RedactionOrder
from assessor.store.write.mission import Mission
from tests.support.store.laptops import ASSESSMENT, Laptop


@pytest.fixture
def ana(tmp_path):
    laptop = Laptop(tmp_path, "Ana")
    laptop.say("/d/q1", "1")
    laptop.seal()
    yield laptop
    laptop.mission.close()


def test_orders_are_found_by_index():
    connection = Connection(IN_MEMORY, key=None, read_only=False)
    try:
        prepare_file(connection)
        plan = connection.rows(f"EXPLAIN QUERY PLAN {ORDERS_SQL}", (1,))
        assert not [step for *_, step in plan if step.startswith("SCAN e")], plan
        assert [step for *_, step in plan if "(assessment=? AND topic=?" in step], plan
    finally:
        connection.close()


def test_an_order_is_listed_with_and_without_its_entry(ana, tmp_path):
    """In its own assessment, whether the entry is here, waits or is set aside."""
    [secret, *_] = ana.mission.entries(ASSESSMENT)
    words = list(ana.mission.changesets())
    ana.mission.redact(secret.name, "asked to", ana.identity)
    [order] = [one for one in ana.mission.changesets() if one.id not in {each.id for each in words}]
    public = ana.identity.public.hex()
    with Mission.in_memory() as registry:
        for number in range(3):
            registry.add_assessment(f"{number:032x}", "cd" * 32)
        registry.add([order])
        assert registry.redaction_orders() == {
            secret.name: {RedactionOrder(ASSESSMENT, public, "")}
        }
        registry.add(words)
        assert registry.redaction_orders() == {
            secret.name: {RedactionOrder(ASSESSMENT, public, public)}
        }
