"""Functions on node-sets."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assessor.form.model.xpath_nodes import XNode
from assessor.form.xpath.functions.declaration import function


def _numbers(parts: tuple[float | list[XNode], ...]) -> Iterator[float]:
    """All numbers, unanswered questions of the form passed over (JavaRosa)."""
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
    """The sum of all numbers; an unanswered question adds nothing."""
    total = 0.0
    for node in nodes:  # not by _numbers: totals over many rows are worked out at every answer
        number = node.number
        if number is None:
            number = node.to_number()
        if number == number or not node.unanswered:
            total += number
    return total


def _least(*parts: float | list[XNode]) -> float:
    numbers = list(_numbers(parts))
    return math.nan if _unclear(numbers) else min(numbers)


def _greatest(*parts: float | list[XNode]) -> float:
    numbers = list(_numbers(parts))
    return math.nan if _unclear(numbers) else max(numbers)


def _unclear(numbers: list[float]) -> bool:
    return not numbers or any(number != number for number in numbers)


def _count(nodes: list[XNode]) -> float:
    """How many there are; in a form, how many are relevant (JavaRosa)."""
    return float(sum(node.present for node in nodes))


def _count_non_empty(nodes: list[XNode]) -> float:
    return float(sum(1 for node in nodes if node.read))


def _name(nodes: list[XNode]) -> str:
    return nodes[0].name if nodes else ""


def _local_name(nodes: list[XNode]) -> str:
    return nodes[0].name.rpartition(":")[2] if nodes else ""


def _namespace(nodes: list[XNode]) -> str:
    return nodes[0].uri if nodes else ""


FUNCTIONS = (
    function("sum", "x", "number", _sum),
    function("min", "y+", "number", _least),
    function("max", "y+", "number", _greatest),
    function("count", "x", "number", _count),
    function("count-non-empty", "x", "number", _count_non_empty),
    function("name", "x?", "string", _name),
    function("local-name", "x?", "string", _local_name),
    function("namespace-uri", "x?", "string", _namespace),
)
