"""The seeded shuffle of randomize(): a Park-Miller generator and Fisher-Yates, as ODK has it."""

from __future__ import annotations

import hashlib
import math
from typing import TypeVar

from assessor.form.datatypes import as_string, to_number

Item = TypeVar("Item")
_MODULUS = 2_147_483_647
_FACTOR = 48_271


def shuffled(items: list[Item], seed: object) -> list[Item]:
    """`items` in an order that depends on `seed` alone."""
    state = _state(seed)
    found = list(items)
    for place in range(len(found) - 1, 0, -1):
        state = state * _FACTOR % _MODULUS
        other = math.floor((state - 1) / (_MODULUS - 1) * (place + 1))
        found[place], found[other] = found[other], found[place]
    return found


def _state(seed: object) -> int:
    """A number as it is; a text by its SHA-256, so that any text gives an order of its own."""
    number = seed if isinstance(seed, float) else to_number(as_string(seed))
    if math.isnan(number) or math.isinf(number):
        text = as_string(seed)
        if not text or isinstance(seed, float):
            number = 0.0
        else:
            digest = hashlib.sha256(text.encode()).digest()
            number = float(int.from_bytes(digest[-8:], "big", signed=True))
    state = int(number) % _MODULUS
    return state if state > 0 else state + _MODULUS - 1
