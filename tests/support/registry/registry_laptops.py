"""Keys, parcels and reports of laptops."""

from __future__ import annotations

from assessor.parcel.pack.parcel_pack import pack_parcel
from assessor.parcel.pdf.report_pdf import embed_parcel
from tests.support.parcel.sample_pdf import pages
from tests.support.store.laptops import ASSESSMENT, Laptop


def key(laptop: Laptop) -> str:
    return laptop.identity.public.hex()


def parcel(laptop: Laptop) -> bytes:
    return pack_parcel(laptop.mission, [ASSESSMENT], signer=laptop.identity)


def report(laptop: Laptop, text: str = "Stage 2") -> bytes:
    """Return a PDF as it is exported: pages sealed by the same key."""
    made = parcel(laptop)
    return embed_parcel(pages(2, text=text), made, title="San Verano", signer=laptop.identity)
