"""Removal of comments and other data from GIF: only pictures and their timing stay.

Source: GIF89a specification. An animation moves on and repeats as before.
"""

from __future__ import annotations

from assessor.assessment.photos.photo_tiff import Unreadable

HEADS = (b"GIF87a", b"GIF89a")
_PICTURE, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_TIMING, _APPLICATION = 0xF9, 0xFF
_LOOPS = (b"\x0bNETSCAPE2.0\x03\x01", b"\x0bANIMEXTS1.0\x03\x01")
"""Beginnings of the extension that says how often an animation repeats."""

_LOOP_LENGTH = 17
"""Bytes of that extension after its label, with the empty block at its end."""


def strip_gif(content: bytes) -> bytes:
    """Return the picture without comments and what other programs wrote. Raises Unreadable."""
    at = 13 + _colours(content, 10)
    parts, pictures = [content[:at]], 0
    while (kind := _byte(content, at)) != _END:
        start = at
        if kind == _PICTURE:
            at = _end_of_blocks(content, at + 11 + _colours(content, at + 9))
            parts.append(content[start:at])
            pictures += 1
        elif kind == _EXTENSION:
            at = _end_of_blocks(content, at + 2)
            label, body = content[start + 1], content[start + 2 : at]
            is_loop = body.startswith(_LOOPS) and len(body) == _LOOP_LENGTH
            if (label == _TIMING and len(body) == 6) or (label == _APPLICATION and is_loop):
                parts.append(content[start:at])
        else:
            raise Unreadable("a block of an unknown kind")
    if not pictures:
        raise Unreadable("no picture")
    return b"".join(parts) + bytes([_END])


def _byte(content: bytes, at: int) -> int:
    if at >= len(content):
        raise Unreadable("beyond the end")
    return content[at]


def _colours(content: bytes, at: int) -> int:
    """Return the bytes of the table of colours that these flags announce."""
    flags = _byte(content, at)
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _end_of_blocks(content: bytes, at: int) -> int:
    """Return the place after a chain of blocks, which an empty one ends."""
    while size := _byte(content, at):
        at += 1 + size
    return at + 1
