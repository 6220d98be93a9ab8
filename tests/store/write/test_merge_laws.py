"""Random histories of three laptops and more.

`python -m tests.bench trust` runs five thousand, twice as long.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.support.store.merge_laws import Laws

TestLaws = Laws.TestCase
TestLaws.settings = settings(
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
