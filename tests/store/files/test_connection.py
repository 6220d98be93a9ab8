"""One connection: a failed rollback does not affect the next transaction."""

from __future__ import annotations

import pytest

from assessor.errors import AssessorError
from assessor.store.files.connection import Connection


def test_an_interrupted_rollback_leaves_nothing_to_the_next_transaction(tmp_path):
    connection = Connection(tmp_path / "a.db", key=None, read_only=False, new=True)
    with connection.transaction():
        connection.execute("CREATE TABLE said(word TEXT)")
    with pytest.raises(AssessorError), connection.transaction():
        connection.execute("INSERT INTO said VALUES('half')")
        connection.raw.set_progress_handler(lambda: 1, 1)
        raise KeyError
    connection.raw.set_progress_handler(None, 0)
    assert connection.raw.in_transaction  # otherwise this test proves nothing
    with connection.transaction():
        connection.execute("INSERT INTO said VALUES('whole')")
    assert connection.rows("SELECT word FROM said") == [("whole",)]
    connection.close()
