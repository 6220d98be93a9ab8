"""Streams that unpack to far more than they are, made without packing all of it."""

from __future__ import annotations

import zlib

_BLOCK = 2**20
_ADLER = 65_521


def zeros(size: int) -> bytes:
    """The zlib stream (RFC 1950) of so many zero bytes, as small as its highest level makes it.

    A full flush makes each block stand by itself, so one serves for all.
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
