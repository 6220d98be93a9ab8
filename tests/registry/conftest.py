"""One registry, and laptops that send it parcels."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.store.write.mission import Mission
from tests.support.store.laptops import Laptop, begun


@pytest.fixture
def registry(tmp_path: Path) -> Mission:
    return begun(tmp_path / "hq.registry", "registry")


@pytest.fixture
def ana(tmp_path: Path) -> Laptop:
    laptop = Laptop(tmp_path, "Ana")
    laptop.say("/d/q1", "1")
    return laptop


@pytest.fixture
def ben(tmp_path: Path) -> Laptop:
    laptop = Laptop(tmp_path, "Ben")
    laptop.say("/d/q2", "2")
    laptop.say("/d/q3", "2")
    return laptop
