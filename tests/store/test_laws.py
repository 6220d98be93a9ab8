"""Three laptops and more, in 300 histories nobody thought of."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.store.laws import Laws

TestLaws = Laws.TestCase
TestLaws.settings = settings(
    max_examples=300,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
