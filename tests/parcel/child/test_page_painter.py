"""Pages as pixels: our own PDFs and hostile ones, which cost at most a child process."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from assessor.errors import ParcelError
from assessor.parcel.child.page_painter import MAX_PIXELS, PagePainter
from tests.support.parcel.sample_pdf import pages

pytestmark = pytest.mark.slow

SECONDS = 5.0


def spent() -> float:
    """Return the processor time in seconds of the ended children."""
    times = os.times()
    return times.children_user + times.children_system


def altered(change: Callable[[pikepdf.Pdf], object], **wishes: object) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pages(2))) as pdf:
        change(pdf)
        pdf.save(out, **wishes)
    return out.getvalue()


def test_each_page_is_painted_in_the_requested_width() -> None:
    painter = PagePainter(pages(3, "wetlands"))
    try:
        assert [round(side) for side in painter.sizes()[2]] == [595, 842]
        first, second = painter.paint(0, 300), painter.paint(1, 300)
        assert (first.width, first.height) == (300, 424)
        assert len(first.pixels) == 300 * 424 * 4
        assert first.pixels != second.pixels  # their numbers differ
        assert first.pixels[:3] == b"\xff\xff\xff" and min(first.pixels) < 120  # dark on white
        assert "Page 3 of San Verano" in painter.text(2) and "wetlands" in painter.text(2)
        large = painter.paint(0, 100_000)
        assert large.width * large.height <= MAX_PIXELS < 1.01 * large.width * large.height
    finally:
        painter.close()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"not a PDF", "damaged"),
        (pages()[:700], "damaged"),
        (altered(lambda _: None, encryption=pikepdf.Encryption(user="a", owner="b")), "password"),
    ],
)
def test_a_file_that_cannot_be_opened_says_why(data: bytes, word: str) -> None:
    painter = PagePainter(data)
    for _ in range(2):
        with pytest.raises(ParcelError, match=word):
            painter.sizes()
    painter.close()


def test_a_page_without_a_valid_size_counts_as_a4() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].MediaBox = pikepdf.Array([0, 0, 10**9, 1])
        pdf.pages[1].MediaBox = pikepdf.Array([0, 0, 0, 0])

    painter = PagePainter(altered(change))
    try:
        assert all(size.height <= 14_400 for size in painter.sizes())
        assert painter.paint(0, 200).width == 200
    finally:
        painter.close()


def test_a_page_that_exhausts_memory_affects_only_itself() -> None:
    def inflate(pdf: pikepdf.Pdf) -> None:
        packer = zlib.compressobj(9)
        head = packer.compress(b" ") + packer.flush(zlib.Z_FULL_FLUSH)
        block = packer.compress(b" " * 2**24) + packer.flush(zlib.Z_FULL_FLUSH)
        packed = head + block * 70 + packer.flush()
        pdf.pages[0].Contents.write(packed, filter=pikepdf.Name.FlateDecode)

    painter = PagePainter(altered(inflate, compress_streams=False))
    try:
        start = spent()
        with pytest.raises(ParcelError, match=r"memory or time|damaged"):
            painter.paint(0, 200)
        with pytest.raises(ParcelError):
            painter.paint(0, 200)  # not requested again
        assert spent() - start < SECONDS
        assert painter.paint(1, 200).width == 200
        assert "Page 2" in painter.text(1)
    finally:
        painter.close()


def test_a_closed_painter_refuses() -> None:
    painter = PagePainter(pages())
    painter.paint(0, 100)
    painter.close()
    with pytest.raises(ParcelError, match="closed"):
        painter.paint(0, 100)
    painter.close()
