"""Which files of tests share what is dear to make, and so stay with one worker of pytest-xdist."""

from __future__ import annotations

from typing import Any

TOGETHER = {
    # The sample missions in one registry, and a PostgreSQL server.
    "samples": frozenset(
        {
            "tests/assessment/test_demo.py",
            "tests/assessment/test_publishing.py",
            "tests/assessment/test_restating.py",
            "tests/assessment/test_shelf.py",
            "tests/assessment/test_shelved.py",
            "tests/cli/test_comparing.py",
            "tests/cli/test_shared.py",
            "tests/gui/test_comparison.py",
            "tests/gui/test_shared_registry.py",
            "tests/registry/test_batching.py",
            "tests/store/test_postgres.py",
        }
    ),
    # Reports of the samples, as pages and as Word files.
    "reports": frozenset(
        {
            "tests/report/test_document.py",
            "tests/report/test_leaks.py",
            "tests/report/test_order.py",
            "tests/report/test_profile.py",
            "tests/report/test_proofs.py",
            "tests/report/test_word.py",
        }
    ),
}


def group_of(test: str) -> str:
    """What a test, named as pytest does, shares with others: that of its file, or its file."""
    file = test.partition("::")[0]
    return next((name for name, files in TOGETHER.items() if file in files), file)


def scheduler(config: Any, log: Any) -> Any:
    """Of each group one worker runs all; the groups go to whoever is free."""
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(nodeid)

    return Together(config, log)
