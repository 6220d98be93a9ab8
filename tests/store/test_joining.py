"""Which assessments are joined is found from the few aliases, never from all that was said."""

from __future__ import annotations

import pytest

from assessor.store import joining
from assessor.store.connection import MEMORY, Connection
from assessor.store.schema import prepare

ASKED = {
    joining._EVERYWHERE: (joining.KIND,),
    joining._SAID_IN: (1, joining.KIND),
    joining._SAID_OF: (1, joining.KIND),
}


@pytest.mark.parametrize("query", ASKED, ids=["everywhere", "said in", "said of"])
def test_asking_what_is_joined_reads_no_entry_that_is_no_alias(query):
    connection = Connection(MEMORY, key=None, read_only=False)
    try:
        prepare(connection)
        plan = connection.rows(f"EXPLAIN QUERY PLAN {query}", ASKED[query])
        steps = [step for *_, step in plan]
        assert steps[0].startswith(("SEARCH t ", "SEARCH o ")), steps
        assert any(step.startswith("SEARCH e ") for step in steps), steps
        assert not any(step.startswith("SCAN e") for step in steps), steps
    finally:
        connection.close()
