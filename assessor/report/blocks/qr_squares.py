"""QR codes as a matrix, for report pages and windows."""

from __future__ import annotations

from functools import cache

import segno


@cache
def squares(content: str | bytes) -> tuple[bytearray, ...]:
    """Return the rows of a QR code (1 is dark), without the quiet zone of four.

    Error correction M (ISO/IEC 18004). Raises ValueError if the content is too long.
    """
    return tuple(segno.make(content, error="m", micro=False).matrix)
