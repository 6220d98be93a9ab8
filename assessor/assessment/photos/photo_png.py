"""Removal of metadata from PNG: only the chunks that the picture needs stay.

Source: Portable Network Graphics, third edition. The pixels keep every byte, an animation moves on.
"""

from __future__ import annotations

import zlib

from assessor.assessment.photos.photo_tiff import Unreadable, only_orientation, orientation

HEAD = b"\x89PNG\r\n\x1a\n"
_NEEDED = frozenset(
    {
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
        b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI",
    }
)  # fmt: skip
_EXIF = b"eXIf"


def strip_png(content: bytes) -> bytes:
    """Return the picture with only its orientation beside it. Raises Unreadable."""
    chunks: list[bytes] = []
    turned, at = 1, len(HEAD)
    while not chunks or chunks[-1][4:8] != b"IEND":
        size, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        end = at + 12 + size
        if end > len(content) or (not chunks and name != b"IHDR"):
            raise Unreadable("a chunk ends beyond the picture")
        if name == _EXIF:
            turned = orientation(content[at + 8 : end - 4])
        elif name in _NEEDED:
            chunks.append(content[at:end])
        at = end
    if turned != 1:
        exif = _EXIF + only_orientation(turned)
        length = (len(exif) - len(_EXIF)).to_bytes(4, "big")
        chunks.insert(1, length + exif + zlib.crc32(exif).to_bytes(4, "big"))
    return HEAD + b"".join(chunks)
