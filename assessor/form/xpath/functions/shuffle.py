"""The seeded shuffle of randomize(): a Park-Miller generator and an inside-out shuffle."""

from __future__ import annotations

import hashlib
import math
from typing import TypeVar

from assessor.form.model.datatypes import as_string, to_number

Item = TypeVar("Item")
_MODULUS = 2_147_483_647
_FACTOR = 16_807
_LONGEST = 2**63


def shuffled(items: list[Item], seed: object) -> list[Item]:
    """`items` in an order that depends on `seed` alone, the same in every ODK client."""
    state = _state(seed)
    found: list[Item] = []
    for place, item in enumerate(items):
        state = state * _FACTOR % _MODULUS
        other = math.floor((state - 1) / (_MODULUS - 1) * (place + 1))
        found.append(item)
        found[place], found[other] = found[other], item
    return found


def _state(seed: object) -> int:
    """The generator's first state, from a seed cut down to 64 bits as Java does."""
    number = seed if isinstance(seed, float) else to_number(as_string(seed))
    if math.isnan(number):
        text = "" if isinstance(seed, float) else as_string(seed)
        whole = _hash(text) if text else 0
    elif math.isinf(number):
        whole = _LONGEST - 1 if number > 0 else -_LONGEST
    else:
        whole = math.trunc(number)
    state = _remainder(whole)
    return state if state > 0 else state + _MODULUS - 1


def _remainder(whole: int) -> int:
    """Java's %, whose sign is that of the dividend."""
    return abs(whole) % _MODULUS * (1 if whole >= 0 else -1)


def _hash(text: str) -> int:
    """A text seed by its SHA-256, cut to a double's precision as JavaRosa does."""
    digest = hashlib.sha256(text.encode()).digest()
    return int(float(int.from_bytes(digest[:8], "big", signed=True)))
