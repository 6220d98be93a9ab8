"""The process that paints pages, run in this process; its limits are tested in a child."""

from __future__ import annotations

from io import BytesIO

from assessor.parcel.child import painting_process
from assessor.parcel.child.page_painter import OPEN, PAINT, SIZE, TEXT, WISH
from tests.support.parcel.sample_pdf import pages


def answers(*requests: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """Return the answers to these requests."""
    source = BytesIO(
        b"".join(what + len(data).to_bytes(8, "big") + data for what, data in requests)
    )
    sink, found = BytesIO(), []
    painting_process.serve(source, sink)
    data = sink.getvalue()
    while data:
        size = int.from_bytes(data[1:9], "big")
        found.append((data[:1], data[9 : 9 + size]))
        data = data[9 + size :]
    return found


def test_pages_are_measured_painted_and_read(monkeypatch):
    monkeypatch.setattr(painting_process, "extend_time", lambda: None)
    opened, painted, text = answers(
        (OPEN, pages(2, "wetlands")), (PAINT, WISH.pack(1, 30, 40)), (TEXT, WISH.pack(1, 0, 0))
    )
    assert opened[0] == b"P" and len(opened[1]) == 2 * SIZE.size
    assert painted[0] == b"P" and len(painted[1]) == 30 * 40 * 4
    assert text[0] == b"P" and b"wetlands" in text[1]


def test_what_cannot_be_painted_is_refused(monkeypatch):
    monkeypatch.setattr(painting_process, "extend_time", lambda: None)
    page = WISH.pack(0, 30, 40)
    assert answers((PAINT, page), (TEXT, page)) == [(b"L", b"")] * 2
    found = answers(
        (OPEN, b"no PDF"), (OPEN, pages()), (PAINT, WISH.pack(7, 30, 40)),
        (PAINT, WISH.pack(0, 2**20, 2**20)), (PAINT, b"short"),
    )  # fmt: skip
    assert [letter for letter, _ in found] == [b"B", b"P", b"B", b"L", b"B"]
    monkeypatch.setattr(painting_process, "MAX_FILE_BYTES", 3)
    assert answers((OPEN, pages())) == []
