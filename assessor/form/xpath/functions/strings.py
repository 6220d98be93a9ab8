"""Functions on text and on space-separated lists, the answers of select questions."""

from __future__ import annotations

import re
from itertools import chain
from typing import Any

from assessor.errors import FormError, Problem
from assessor.form.model.datatypes import as_boolean
from assessor.form.model.xpath_nodes import XNode
from assessor.form.xpath.functions.declaration import Function, function

MAX_TEXT = 4_000_000
"""Characters of one joined text: calculations that double it would fill the memory."""
_WORD = re.compile(r"[^ \t\r\n]+")


def _substring(text: str, start: float, length: float | None = None) -> str:
    """W3C XPath 1.0 §4.2: 1-based, rounded, NaN and infinities allowed."""
    if start != start:
        return ""
    first = _round(start)
    last = float("inf") if length is None else first + _round(length)
    if last != last:
        return ""
    return "".join(sign for place, sign in enumerate(text, 1) if first <= place < last)


def _round(value: float) -> float:
    if value != value or value in (float("inf"), float("-inf")):
        return value
    return float((value + 0.5) // 1)


def _substr(text: str, start: float, end: float | None = None) -> str:
    """Return a part by 0-based index, end excluded; negative indexes count from the end (ODK)."""
    size = len(text)
    first = _index(start, size)
    last = size if end is None else _index(end, size)
    return text[first:last] if first < last else ""


def _index(place: float, size: int) -> int:
    if place != place:
        return 0
    index = int(max(min(place, size), -size))
    return max(0, size + index) if index < 0 else index


def _substring_before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


def _substring_after(text: str, mark: str) -> str:
    return text[text.index(mark) + len(mark) :] if mark in text else ""


def _translate(text: str, old: str, new: str) -> str:
    table: dict[int, str | None] = {}
    for place, sign in enumerate(old):
        table.setdefault(ord(sign), new[place] if place < len(new) else None)
    return text.translate(table)


def _join(mark: str, *parts: str | list[XNode]) -> str:
    """Join texts with `mark`, without nodes that are not relevant (JavaRosa)."""
    relevant = (
        part if isinstance(part, str) else [node for node in part if node.present] for part in parts
    )
    return _joined(mark, flat(tuple(relevant)))


def _concat(*parts: str | list[XNode]) -> str:
    return _joined("", flat(parts))


def _joined(mark: str, texts: list[str]) -> str:
    if sum(map(len, texts)) + len(mark) * len(texts) > MAX_TEXT:
        raise text_refusal("A calculation joins more than 4 million characters to one text.")
    return mark.join(texts)


def text_refusal(what: str) -> FormError:
    """Return the error of a form whose calculated texts grow without an end."""
    return FormError([Problem(what, "Ask the author of the form to shorten its texts.")])


def flat(parts: tuple[str | list[XNode], ...]) -> list[str]:
    """Return the texts, and the text of every node in the node-sets."""
    texts = ([part] if isinstance(part, str) else [node.text for node in part] for part in parts)
    return list(chain.from_iterable(texts))


def _selected(chosen: str, value: str) -> bool:
    return value.strip() in (chosen.split() or [""])


def _selected_at(chosen: str, place: float) -> str:
    words = chosen.split()
    return words[int(place)] if place == place and 0 <= place < len(words) else ""


def _is_true(answer: Any) -> bool:
    """Return the node's truth value, or boolean() of any other value."""
    return bool(answer and answer[0].is_true) if isinstance(answer, list) else as_boolean(answer)


def _checklist(least: float, most: float, *answers: Any) -> bool:
    count = sum(map(_is_true, answers))
    return (least < 0 or count >= least) and (most < 0 or count <= most)


def _weighted(least: float, most: float, *pairs: Any) -> bool:
    answers, weights = pairs[::2], pairs[1::2]
    total = sum(weight for each, weight in zip(answers, weights, strict=False) if _is_true(each))
    return (least < 0 or total >= least) and (most < 0 or total <= most)


FUNCTIONS = (
    function("concat", "t*", "string", _concat),
    function("join", "st*", "string", _join),
    function("substring", "snn?", "string", _substring),
    function("substr", "snn?", "string", _substr),
    function("substring-before", "ss", "string", _substring_before),
    function("substring-after", "ss", "string", _substring_after),
    function("translate", "sss", "string", _translate),
    function("normalize-space", "s?", "string", lambda text: " ".join(_WORD.findall(text))),
    function("string-length", "s?", "number", lambda text: float(len(text))),
    function("contains", "ss", "boolean", lambda text, part: part in text),
    function("starts-with", "ss", "boolean", lambda text, part: text.startswith(part)),
    function("ends-with", "ss", "boolean", lambda text, part: text.endswith(part)),
    function("selected", "ss", "boolean", _selected),
    function("is-selected", "ss", "boolean", _selected),
    function("selected-at", "sn", "string", _selected_at),
    function("count-selected", "s", "number", lambda chosen: float(len(chosen.split()))),
    function("checklist", "nnv*", "boolean", _checklist),
    Function("weighted-checklist", "boolean", "nnvn", 2, _weighted, more=True),
)
