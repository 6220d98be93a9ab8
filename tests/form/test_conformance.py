"""Recorded facts of ODK's engines hold or deviate by a named rule; skipped without corpora."""

from __future__ import annotations

import pytest

from tests.conformance import (
    consensus,
    javarosa_scenarios,
    javarosa_xpath,
    scenarios,
    xpath_cases,
)
from tests.conformance.companions import DEFAULT


@pytest.mark.parametrize(
    ("replay", "least"),
    [
        (xpath_cases.replay, 0.95),
        (javarosa_xpath.replay, 0.92),
        (scenarios.replay, 0.98),
        (consensus.replay, 1.0),
        (javarosa_scenarios.replay, 0.98),
    ],
    ids=["xpath", "javarosa-xpath", "scenarios", "consensus", "javarosa-scenarios"],
)
def test_recorded_facts(replay, least: float) -> None:
    tally = replay(DEFAULT)
    if tally is None:
        pytest.skip(f"the recorded corpora are not at {DEFAULT}")
    facts = sum(group.facts for group in tally.groups.values())
    agree = sum(group.agree for group in tally.groups.values())
    assert tally.failures == []
    assert agree / facts >= least
