"""Ed25519 signature verification (RFC 8032, 5.1.7) for extract-signed()."""

from __future__ import annotations

import hashlib

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)

Point = tuple[int, int, int, int]
"""A point in extended homogeneous coordinates."""


def verified(public: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether the 64-byte `signature` of `message` was made by the 32-byte `public` key."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, start = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or start is None or scalar >= _ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % _ORDER
    return _same(_times(scalar, _BASE), _plus(start, _times(challenge, key)))


def _plus(a_point: Point, b_point: Point) -> Point:
    a = (a_point[1] - a_point[0]) * (b_point[1] - b_point[0]) % _P
    b = (a_point[1] + a_point[0]) * (b_point[1] + b_point[0]) % _P
    c = 2 * a_point[3] * b_point[3] * _D % _P
    d = 2 * a_point[2] * b_point[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(scalar: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            found = _plus(found, point)
        point = _plus(point, point)
        scalar >>= 1
    return found


def _same(a_point: Point, b_point: Point) -> bool:
    return (a_point[0] * b_point[2] - b_point[0] * a_point[2]) % _P == 0 and (
        a_point[1] * b_point[2] - b_point[1] * a_point[2]
    ) % _P == 0


def _across(y: int, odd: int) -> int | None:
    """Return the x coordinate for a y and a parity, or None."""
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    if square == 0:
        return None if odd else 0
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P != 0:
        x = x * _ROOT % _P
    if (x * x - square) % _P != 0:
        return None
    return _P - x if x & 1 != odd else x


def _point(data: bytes) -> Point | None:
    y = int.from_bytes(data, "little")
    odd = y >> 255
    y &= (1 << 255) - 1
    x = _across(y, odd)
    return None if x is None else (x, y, 1, x * y % _P)


_BASE_Y = 4 * pow(5, _P - 2, _P) % _P
_BASE_X = _across(_BASE_Y, 0) or 0
_BASE: Point = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)
