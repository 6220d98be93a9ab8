"""Tests of QR codes, decoded by an independent reader."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp

from assessor.assessment.report.report_export import export_report
from assessor.parcel.child.page_painter import PagePainter
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.report.blocks.qr_squares import squares
from tests.support.assessment.laptops import laptop, small_form

QUIET, SCALE = 4, 3


def read(grey: bytes, width: int, height: int) -> list[bytes]:
    """What the codes on a picture of so many grey pixels say."""
    picture = memoryview(grey).cast("B", (height, width))
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return [one.bytes for one in found]


@pytest.mark.parametrize(
    "content", ["assessor:" + "ab" * 16 + ":3f9c2a7e", "é 中", b"\x00\xff" * 90]
)
def test_a_code_decodes_to_its_content(content: str | bytes) -> None:
    rows = squares(content)
    white = [0] * QUIET
    padded = [[*white, *row, *white] for row in rows]
    side = len(padded[0])
    padded = [[0] * side] * QUIET + padded + [[0] * side] * QUIET
    grey = bytes(
        0 if dark else 255
        for row in padded
        for line in [[dark for dark in row for _ in range(SCALE)]] * SCALE
        for dark in line
    )
    wanted = content if isinstance(content, bytes) else content.encode()
    assert read(grey, side * SCALE, side * SCALE) == [wanted]


@pytest.mark.parametrize("dots", [96, 150])
def test_the_cover_code_identifies_the_parcel(tmp_path: Path, dots: int) -> None:
    person = laptop(tmp_path, "Elena")
    with person.create(small_form(tmp_path)) as mission:
        mission.answer("/data/police/stage", "2")
        export_report(mission, tmp_path / "a.pdf")
        uuid = mission.uuid
    painter = PagePainter((tmp_path / "a.pdf").read_bytes())
    try:
        cover = painter.paint(0, round(painter.sizes()[0].width * dots / 72))
    finally:
        painter.close()
    [said] = read(cover.pixels[1::4], cover.width, cover.height)
    word, assessment, parcel = said.decode().split(":")
    contents = unpack_parcel(read_parcel(tmp_path / "a.pdf"))
    assert (word, assessment) == ("assessor", uuid) and len(parcel) >= 8
    assert contents.parcel_id.startswith(parcel)
