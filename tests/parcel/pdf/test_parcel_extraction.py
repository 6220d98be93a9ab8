"""A parcel is found bare, sealed or inside a PDF; only a PDF has pages to compare."""

from __future__ import annotations

import pytest

from assessor.errors import FileError, ParcelError
from assessor.parcel.keys.age_sealing import seal_with_passphrase
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import build_parcel
from assessor.parcel.pdf.page_seal import SIGNED
from assessor.parcel.pdf.parcel_extraction import extract_parcel, read_parcel
from assessor.parcel.pdf.report_pdf import embed_parcel
from tests.support.parcel.sample_pdf import pages

pytestmark = pytest.mark.slow


def test_a_parcel_is_found_whichever_way_it_travels(tmp_path):
    signer = load_identity(tmp_path, "Ana")
    sender = signer.public.hex()
    parcel = build_parcel((), {}, {}, signer=signer)
    sealed = seal_with_passphrase(b"anything", "secret")
    report = embed_parcel(pages(), parcel, title="San Verano", signer=signer)
    path = tmp_path / "file"
    for data, expected in ((parcel, parcel), (sealed, sealed), (report, parcel)):
        path.write_bytes(data)
        assert read_parcel(path) == expected == extract_parcel(data, "file").parcel
    assert extract_parcel(parcel, "file").pages(sender) is None
    found = extract_parcel(report, "file").pages(sender)
    assert found is not None and found.state == SIGNED and not found.altered


def test_a_file_without_a_parcel_is_refused(tmp_path):
    path = tmp_path / "file.pdf"
    path.write_bytes(pages())
    with pytest.raises(ParcelError, match="carries no parcel"):
        read_parcel(path)
    with pytest.raises(FileError):
        read_parcel(tmp_path / "none.pdf")
