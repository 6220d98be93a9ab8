"""Which assessments are joined is found from the few aliases, never from all that was said."""

from __future__ import annotations

from assessor.store import joining
from assessor.store.connection import MEMORY, Connection
from assessor.store.schema import prepare


def test_asking_what_is_joined_reads_no_entry_that_is_no_alias():
    connection = Connection(MEMORY, key=None, read_only=False)
    try:
        prepare(connection)
        plan = connection.rows(f"EXPLAIN QUERY PLAN {joining._STANDING}", (joining.KIND,))
        steps = [step for *_, step in plan]
        assert steps[0].startswith("SEARCH t ") and any(
            step.startswith("SEARCH e ") for step in steps
        )
        assert not any(step.startswith("SCAN e") for step in steps), steps
    finally:
        connection.close()
