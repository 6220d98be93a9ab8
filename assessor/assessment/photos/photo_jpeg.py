"""Removal of metadata from JPEG: only the segments that the picture needs stay.

Source: ITU-T T.81, annex B; T.871 (JFIF). The pixels keep every byte. What follows the end of the
picture, such as a film or a second picture, goes.
"""

from __future__ import annotations

from collections.abc import Iterator

from assessor.assessment.photos.photo_tiff import Unreadable, only_orientation, orientation

HEAD = b"\xff\xd8\xff"
_SCAN, _END = 0xDA, 0xD9
_NEEDED = frozenset({*range(0xC0, 0xD0), _SCAN, 0xDB, 0xDC, 0xDD}) - {0xC8}
"""Markers of frames, tables, scans and restarts."""

_APPLICATIONS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Application segments that decide colours, by marker."""

_EXIF, _EXIF_HEAD = 0xE1, b"Exif\0\0"
_JFIF_LENGTH = 14
"""Bytes of a JFIF segment without its thumbnail."""


def strip_jpeg(content: bytes) -> bytes:
    """Return the picture with only its orientation beside it. Raises Unreadable."""
    turned, segments = 1, []
    for marker, body, scan in _segments(content):
        if marker == _EXIF and body.startswith(_EXIF_HEAD):
            turned = orientation(body.removeprefix(_EXIF_HEAD))
        elif marker in _NEEDED or body.startswith(_APPLICATIONS.get(marker, b"?")):
            body = body[: _JFIF_LENGTH - 2] + b"\0\0" if marker == 0xE0 else body
            segments.append(_segment(marker, body) + scan)
    if turned != 1:
        exif = _segment(_EXIF, _EXIF_HEAD + only_orientation(turned))
        segments.insert(segments[0].startswith(b"\xff\xe0"), exif)
    return b"\xff\xd8" + b"".join(segments) + b"\xff\xd9"


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (2 + len(body)).to_bytes(2, "big") + body


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield (marker, body, coded pixels after it) up to the end of the picture."""
    at, scans = 2, 0
    while content[at : at + 1] == b"\xff":
        marker = content[at + 1] if at + 1 < len(content) else 0
        if marker == _END and scans:
            return
        start = at + 2
        at = start + int.from_bytes(content[start : start + 2], "big")
        if marker < 0xC0 or at < start + 2 or at > len(content):
            break
        body, pixels = content[start + 2 : at], at
        if marker == _SCAN:
            at, scans = _end_of_scan(content, at), scans + 1
        yield marker, body, content[pixels:at]
        while content[at : at + 2] == b"\xff\xff":  # fill bytes
            at += 1
    raise Unreadable("a segment ends beyond the picture")


def _end_of_scan(content: bytes, at: int) -> int:
    """Return the place of the marker that ends a scan; zeros and restarts belong to it."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise Unreadable("the picture breaks off")
        following = content[at + 1]
        if following not in (0, 0xFF) and not 0xD0 <= following <= 0xD7:
            return at
        at += 1 if following == 0xFF else 2
