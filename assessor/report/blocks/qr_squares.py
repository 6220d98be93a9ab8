"""QR codes, as squares for whoever draws them: a page of the report, or the window."""

from __future__ import annotations

from functools import cache

import segno


@cache
def squares(content: str | bytes) -> tuple[bytearray, ...]:
    """The rows of a QR code, 1 where it is dark; without the quiet zone of four around it.

    Error correction M (ISO/IEC 18004). Raises ValueError for what is too long for any.
    """
    return tuple(segno.make(content, error="m", micro=False).matrix)
