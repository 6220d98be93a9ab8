"""Functions on space-separated lists, as select questions keep their answers."""

from __future__ import annotations

from typing import Any

from assessor.form.model.datatypes import as_boolean
from assessor.form.xpath.functions.declaration import Function, function


def _selected(chosen: str, value: str) -> bool:
    return value.strip() in (chosen.split() or [""])


def _selected_at(chosen: str, place: float) -> str:
    words = chosen.split()
    return words[int(place)] if place == place and 0 <= place < len(words) else ""


def _count_selected(chosen: str) -> float:
    return float(len(chosen.split()))


def _yes(answer: Any) -> bool:
    """A node as it says itself; any other value as boolean() has it."""
    return bool(answer and answer[0].yes) if isinstance(answer, list) else as_boolean(answer)


def _checklist(least: float, most: float, *answers: Any) -> bool:
    count = sum(map(_yes, answers))
    return (least < 0 or count >= least) and (most < 0 or count <= most)


def _weighted(least: float, most: float, *pairs: Any) -> bool:
    answers, weights = pairs[::2], pairs[1::2]
    total = sum(weight for each, weight in zip(answers, weights, strict=False) if _yes(each))
    return (least < 0 or total >= least) and (most < 0 or total <= most)


FUNCTIONS = (
    function("selected", "ss", "boolean", _selected),
    function("is-selected", "ss", "boolean", _selected),
    function("selected-at", "sn", "string", _selected_at),
    function("count-selected", "s", "number", _count_selected),
    function("checklist", "nnv*", "boolean", _checklist),
    Function("weighted-checklist", "boolean", "nnvn", 2, _weighted, more=True),
)
