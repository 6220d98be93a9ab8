"""Functions on node-sets, and the seeded shuffle of randomize()."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from assessor.form.model.datatypes import as_string, to_number
from assessor.form.model.xpath_nodes import XNode
from assessor.form.xpath.functions.declaration import function


def _numbers(parts: tuple[float | list[XNode], ...]) -> Iterator[float]:
    """Yield all numbers, without unanswered questions of the form (JavaRosa)."""
    for part in parts:
        if not isinstance(part, list):
            yield part
            continue
        for node in part:
            number = node.number
            if number is None:
                number = node.to_number()
            if number == number or not node.unanswered:
                yield number


def _sum(nodes: list[XNode]) -> float:
    """Return the sum of all numbers; an unanswered question adds nothing."""
    total = 0.0
    for node in nodes:  # repeats _numbers() for speed: totals over many rows run at every answer
        number = node.number
        if number is None:
            number = node.to_number()
        if number == number or not node.unanswered:
            total += number
    return total


def _extreme(choose: Callable[[list[float]], float], *parts: float | list[XNode]) -> float:
    numbers = list(_numbers(parts))
    return math.nan if not numbers or any(map(math.isnan, numbers)) else choose(numbers)


def _count(nodes: list[XNode]) -> float:
    """Return the number of nodes; in a form, of relevant nodes (JavaRosa)."""
    return float(sum(node.present for node in nodes))


def _count_non_empty(nodes: list[XNode]) -> float:
    return float(sum(1 for node in nodes if node.text))


def _name(nodes: list[XNode]) -> str:
    return nodes[0].name if nodes else ""


FUNCTIONS = (
    function("sum", "x", "number", _sum),
    function("min", "y+", "number", partial(_extreme, min)),
    function("max", "y+", "number", partial(_extreme, max)),
    function("count", "x", "number", _count),
    function("count-non-empty", "x", "number", _count_non_empty),
    function("name", "x?", "string", _name),
    function("local-name", "x?", "string", lambda nodes: _name(nodes).rpartition(":")[2]),
    function("namespace-uri", "x?", "string", lambda nodes: nodes[0].uri if nodes else ""),
)


Item = TypeVar("Item")
_MODULUS = 2_147_483_647
_FACTOR = 16_807
_LONGEST = 2**63


def shuffled(items: list[Item], seed: object) -> list[Item]:
    """Shuffle `items` by `seed`, with the same result as in every ODK client.

    A Park-Miller generator and an inside-out shuffle.
    """
    state = _state(seed)
    found: list[Item] = []
    for place, item in enumerate(items):
        state = state * _FACTOR % _MODULUS
        other = math.floor((state - 1) / (_MODULUS - 1) * (place + 1))
        found.append(item)
        found[place], found[other] = found[other], item
    return found


def _state(seed: object) -> int:
    """Return the generator's first state, from a seed cut to 64 bits as in Java."""
    number = seed if isinstance(seed, float) else to_number(as_string(seed))
    if math.isnan(number):
        text = "" if isinstance(seed, float) else as_string(seed)
        seed_number = _hash(text) if text else 0
    elif math.isinf(number):
        seed_number = _LONGEST - 1 if number > 0 else -_LONGEST
    else:
        seed_number = math.trunc(number)
    state = abs(seed_number) % _MODULUS * (1 if seed_number >= 0 else -1)
    return state if state > 0 else state + _MODULUS - 1


def _hash(text: str) -> int:
    """Return a text seed: its SHA-256, cut to a double's precision as in JavaRosa."""
    digest = hashlib.sha256(text.encode()).digest()
    return int(float(int.from_bytes(digest[:8], "big", signed=True)))
