"""Decompression bombs, made without compressing all of the content."""

from __future__ import annotations

import zlib

_BLOCK = 2**20
_ADLER = 65_521


def zeros(size: int) -> bytes:
    """Return the zlib stream (RFC 1950) of a number of zero bytes at the highest level.

    A full flush makes each block independent, so one block is repeated.
    """
    packer = zlib.compressobj(9)
    first, again = (
        packer.compress(bytes(_BLOCK)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2)
    )
    blocks, rest = divmod(size, _BLOCK)
    last = zlib.compressobj(9, wbits=-15)
    end = last.compress(bytes(rest)) + last.flush()
    checksum = (size % _ADLER << 16 | 1).to_bytes(4, "big")
    if not blocks:
        return zlib.compress(bytes(rest), 9)
    return first + again * (blocks - 1) + end + checksum
