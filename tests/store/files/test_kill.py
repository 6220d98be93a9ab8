"""Killing the process at any moment loses nothing that was acknowledged.

Ten times here; `python -m tests.bench kill` kills a thousand times.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.store.process_kill import POSSIBLE, campaign

pytestmark = pytest.mark.slow


@pytest.mark.skipif(not POSSIBLE, reason="processes are killed by a POSIX signal here")
def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    alive = campaign(tmp_path, strikes=10, seed=1)
    assert all(count >= 1 for count in alive.values()), alive
