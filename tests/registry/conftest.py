"""What the tests of the registry share: one registry, and laptops that send it something."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.parcel.parcel import pack
from assessor.parcel.pdf import embed
from assessor.store.mission import Mission
from tests.parcel.pages import pages
from tests.store.people import ASSESSMENT, Laptop, begun


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


def key(laptop: Laptop) -> str:
    return laptop.identity.public.hex()


def parcel(laptop: Laptop) -> bytes:
    return pack(laptop.mission, [ASSESSMENT], signer=laptop.identity)


def report(laptop: Laptop, text: str = "Stage 2") -> bytes:
    """A PDF as it is exported: pages sealed by the same key."""
    made = parcel(laptop)
    return embed(pages(2, text=text), made, title="San Verano", signer=laptop.identity)
