"""Functions on space-separated lists, as select questions keep their answers."""

from __future__ import annotations

from assessor.form.functions.registry import function


def _selected(chosen: str, value: str) -> bool:
    return value.strip() in chosen.split()


def _selected_at(chosen: str, place: float) -> str:
    words = chosen.split()
    return words[int(place)] if place == place and 0 <= place < len(words) else ""


def _count_selected(chosen: str) -> float:
    return float(len(chosen.split()))


def _checklist(least: float, most: float, *answers: bool) -> bool:
    count = sum(answers)
    return (least < 0 or count >= least) and (most < 0 or count <= most)


def _weighted(least: float, most: float, *pairs: float) -> bool:
    total = sum(weight for answer, weight in zip(pairs[::2], pairs[1::2], strict=False) if answer)
    return (least < 0 or total >= least) and (most < 0 or total <= most)


FUNCTIONS = (
    function("selected", "ss", "boolean", _selected),
    function("is-selected", "ss", "boolean", _selected),
    function("selected-at", "sn", "string", _selected_at),
    function("count-selected", "s", "number", _count_selected),
    function("checklist", "nnb*", "boolean", _checklist),
    function("weighted-checklist", "nnn*", "boolean", _weighted),
)
