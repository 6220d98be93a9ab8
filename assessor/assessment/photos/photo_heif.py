"""Removal of metadata from HEIC and AVIF: metadata items are overwritten in place.

Sources: ISO/IEC 14496-12 (boxes) and 23008-12 (HEIF). The file keeps its length and the picture
every byte. The orientation is a property of the picture, not of Exif.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessor.assessment.photos.photo_tiff import Unreadable

_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
)
_METADATA_KINDS = frozenset({b"Exif", b"mime", b"uri "})
"""Kinds of items with metadata only."""

_PRIVATE_BOXES = frozenset({b"uuid", b"udta"})
"""Boxes for arbitrary private data."""

_EMPTY = bytes(4) + b"MM\0*" + bytes(3) + b"\x08" + bytes(6)
"""An empty Exif item: the offset of its TIFF block, and a block without tags."""


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    body: int
    end: int


def is_heif(content: bytes) -> bool:
    """Whether a file begins like a HEIF picture (HEIC or AVIF)."""
    return content[4:8] == b"ftyp" and content[8:12] in _BRANDS


def strip_heif(content: bytes) -> bytes:
    """Return the picture without metadata; unchanged if it has none. Raises Unreadable."""
    data = bytearray(content)
    top = list(_boxes(content, 0, len(content)))
    meta = next((box for box in top if box.kind == b"meta"), None)
    if meta is None:
        raise Unreadable("no picture")
    inner = {box.kind: box for box in _boxes(content, meta.body + 4, meta.end)}
    if b"iinf" in inner and b"iloc" in inner:
        metadata = _metadata_items(content, inner[b"iinf"])
        for item, start, size in _places(content, inner[b"iloc"], inner.get(b"idat")):
            if item in metadata:
                replacement = _EMPTY if metadata[item] == b"Exif" and size >= len(_EMPTY) else b""
                data[start : start + size] = replacement.ljust(size, b"\0")
    for box in (*top, *inner.values(), *_sequence_boxes(content, top)):
        if box.kind in _PRIVATE_BOXES:
            data[box.body : box.end] = bytes(box.end - box.body)
            data[box.start + 4 : box.start + 8] = b"free"
    return bytes(data) if data != content else content


def _sequence_boxes(content: bytes, top: list[_Box]) -> Iterator[_Box]:
    for box in top:
        if box.kind == b"moov":
            for each in _boxes(content, box.body, box.end):
                yield each
                if each.kind == b"trak":
                    yield from _boxes(content, each.body, each.end)


def _boxes(content: bytes, at: int, end: int) -> Iterator[_Box]:
    while at < end:
        size, body = int.from_bytes(content[at : at + 4], "big"), at + 8
        if size == 1:
            size, body = int.from_bytes(content[at + 8 : at + 16], "big"), at + 16
        after = at + size if size else end
        if after > end or after < body:
            raise Unreadable("a box ends beyond what holds it")
        yield _Box(content[at + 4 : at + 8], at, body, after)
        at = after


def _metadata_items(content: bytes, iinf: _Box) -> dict[int, bytes]:
    """Return the metadata items by number, with their kind."""
    reader = _BoxReader(content, iinf)
    version = reader.number(1)
    reader.number(3)
    reader.number(2 if version == 0 else 4)
    found = {}
    for box in _boxes(content, reader.at, iinf.end):
        entry = _BoxReader(content, box)
        version = entry.number(1)
        entry.number(3)
        if version < 2:
            raise Unreadable("items of an older kind")
        item = entry.number(2 if version == 2 else 4)
        entry.number(2)
        kind = entry.number(4).to_bytes(4, "big")
        if kind in _METADATA_KINDS:
            found[item] = kind
    return found


def _places(content: bytes, iloc: _Box, idat: _Box | None) -> Iterator[tuple[int, int, int]]:
    """Yield where the items are in the file: (item, start, bytes), once for each part."""
    reader = _BoxReader(content, iloc)
    version = reader.number(1)
    reader.number(3)
    if version > 2:
        raise Unreadable("places of a later kind")
    sizes, more = reader.number(1), reader.number(1)
    wide = 2 if version < 2 else 4
    for _ in range(reader.number(wide)):
        item = reader.number(wide)
        method = reader.number(2) & 15 if version else 0
        reader.number(2)
        base = reader.number(more >> 4)
        for _ in range(reader.number(2)):
            if version:
                reader.number(more & 15)
            start, size = base + reader.number(sizes >> 4), reader.number(sizes & 15)
            if method == 1 and idat is not None:
                start, limit = idat.body + start, idat.end
            elif method == 0:
                limit = len(content)
            else:
                raise Unreadable("an item made of others")
            if start + size > limit:
                raise Unreadable("an item beyond the end")
            yield item, start, size or limit - start


class _BoxReader:
    """Reads big-endian numbers from a box, one after another."""

    def __init__(self, content: bytes, box: _Box) -> None:
        self._content, self.at, self._end = content, box.body, box.end

    def number(self, size: int) -> int:
        if self.at + size > self._end:
            raise Unreadable("a box is too short")
        found = int.from_bytes(self._content[self.at : self.at + size], "big")
        self.at += size
        return found
