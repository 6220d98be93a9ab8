"""How much the fuzz tests do: a little each time, as much as asked for with FORM_FUZZ."""

from __future__ import annotations

import os

import pytest


@pytest.fixture
def fuzz_size() -> int:
    """Forms to break; twenty times as many expressions."""
    return int(os.environ.get("FORM_FUZZ", "60"))
