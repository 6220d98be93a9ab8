"""Folders of the repository."""

from __future__ import annotations

from pathlib import Path

import assessor

ROOT = Path(assessor.__file__).resolve().parents[1]
"""The repository."""
TEST_DATA = ROOT / "tests" / "data"
"""Files of earlier versions and other programs."""
