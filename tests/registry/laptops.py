"""Keys, parcels and reports of laptops."""

from __future__ import annotations

from assessor.parcel.parcel import pack
from assessor.parcel.pdf import embed
from tests.parcel.pages import pages
from tests.store.people import ASSESSMENT, Laptop


def key(laptop: Laptop) -> str:
    return laptop.identity.public.hex()


def parcel(laptop: Laptop) -> bytes:
    return pack(laptop.mission, [ASSESSMENT], signer=laptop.identity)


def report(laptop: Laptop, text: str = "Stage 2") -> bytes:
    """A PDF as it is exported: pages sealed by the same key."""
    made = parcel(laptop)
    return embed(pages(2, text=text), made, title="San Verano", signer=laptop.identity)
