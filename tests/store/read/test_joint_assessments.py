"""Joined assessments are found from the few aliases, not by searching all entries."""

from __future__ import annotations

import pytest

from assessor.store.files.connection import IN_MEMORY, Connection
from assessor.store.files.file_schema import prepare_file
from assessor.store.read import joint_assessments

ASKED = {
    joint_assessments.ALIASES_SQL: (joint_assessments.ALIAS_KIND,),
    joint_assessments.ALIASES_IN_SQL: (1, joint_assessments.ALIAS_KIND),
    joint_assessments.ALIASES_OF_SQL: (1, joint_assessments.ALIAS_KIND),
}


@pytest.mark.parametrize("query", ASKED, ids=["everywhere", "said in", "said of"])
def test_finding_joined_assessments_reads_aliases_only(query):
    connection = Connection(IN_MEMORY, key=None, read_only=False)
    try:
        prepare_file(connection)
        plan = connection.rows(f"EXPLAIN QUERY PLAN {query}", ASKED[query])
        steps = [step for *_, step in plan]
        assert steps[0].startswith(("SEARCH t ", "SEARCH o ")), steps
        assert any(step.startswith("SEARCH e ") for step in steps), steps
        assert not any(step.startswith("SCAN e") for step in steps), steps
    finally:
        connection.close()
