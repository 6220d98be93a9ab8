"""The page on security promises a test that does not exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_test_named_on_the_page_exists() -> None:
    """Somebody renames a test, and the page goes on promising it."""
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    promised = set(re.findall(r"`(test_\w+)`", page))
    sources = [path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/test_*.py")]
    there = set(re.findall(r"^def (test_\w+)\(", "\n".join(sources), re.MULTILINE))
    assert len(promised) > 20 and promised - there == set()
