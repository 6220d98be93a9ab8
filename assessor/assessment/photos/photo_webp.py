"""Removal of metadata from WebP: only the chunks of the picture stay.

Source: WebP container specification (RIFF); pixels and colour profile keep every byte.
"""

from __future__ import annotations

import struct

from assessor.assessment.photos.photo_tiff import Unreadable, only_orientation, orientation

_NEEDED = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_EXIF, _XMP = 0x08, 0x04
"""Bits of VP8X that announce such a chunk."""


def is_webp(content: bytes) -> bool:
    """Whether a file begins like WebP."""
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def strip_webp(content: bytes) -> bytes:
    """Return the picture with only its orientation beside it. Raises Unreadable."""
    chunks = _chunks(content)
    turned = next((_turned(body) for name, body in chunks if name == b"EXIF"), 1)
    needed = [(name, body) for name, body in chunks if name in _NEEDED]
    if needed and needed[0][0] == b"VP8X" and needed[0][1]:
        flags = needed[0][1][0] & ~(_EXIF | _XMP) | (_EXIF if turned != 1 else 0)
        needed[0] = (b"VP8X", bytes([flags]) + needed[0][1][1:])
        if turned != 1:
            needed.append((b"EXIF", only_orientation(turned)))
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2) for name, data in needed
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _turned(exif: bytes) -> int:
    return orientation(exif.removeprefix(b"Exif\0\0"))


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content) + 1:
        raise Unreadable("beyond the end")
    found, at = [], 12
    while at + 8 <= min(end, len(content)):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        if at + 8 + size > len(content):
            raise Unreadable("beyond the end")
        found.append((content[at : at + 4], content[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    if not any(name in _NEEDED for name, _ in found):
        raise Unreadable("no picture")
    return found
