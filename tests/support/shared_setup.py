"""Groups of test files that share an expensive fixture and stay with one worker of pytest-xdist."""

from __future__ import annotations

from functools import cache
from typing import Any

from tests.support.paths import ROOT

SIGNS = {
    # The sample missions in one registry, and a PostgreSQL server: fixtures of tests/conftest.
    "samples": ("samples_received", "worked_out", "registry_copy", "postgres)", "postgres,"),
    # The samples as projections, pages and Word files.
    "reports": (
        "from tests.support.report.samples import",
        "from tests.support.report import samples",
    ),
}
"""The name of a group, and what occurs in every file of it."""


@cache
def group_of(file: str) -> str:
    """Return the group of a file, named as pytest names it, or the file itself."""
    text = (ROOT / file).read_text("utf-8")
    found = (name for name, signs in SIGNS.items() if any(sign in text for sign in signs))
    return next(found, file)


def scheduler(config: Any, log: Any) -> Any:
    """Return a scheduler that gives each group to one worker."""
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(super()._split_scope(nodeid))

    return Together(config, log)
