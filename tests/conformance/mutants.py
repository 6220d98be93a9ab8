"""python -m tests.conformance.mutants [DIR]: break the engine; the replays must notice.

Each mutant is a possible programming mistake. If all replays still pass, a rule is too broad or a
recording is missing: exit 1.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from assessor.form.live import stored_values
from assessor.form.live.engine import Engine
from assessor.form.live.instance import Instance
from assessor.form.live.text_rendering import TextRenderer
from assessor.form.model.cells import Cell
from assessor.form.xpath import axes, operators, predicates
from assessor.form.xpath.functions.function_table import FUNCTIONS
from tests.conformance.__main__ import REPLAYS
from tests.conformance.companions import DEFAULT
from tests.conformance.session import load

Mutant = Callable[[], Any]


def _swap(owner: Any, name: str, changed: Any) -> Mutant:
    @contextmanager
    def swapped() -> Iterator[None]:
        kept = getattr(owner, name)
        setattr(owner, name, changed)
        try:
            yield
        finally:
            setattr(owner, name, kept)

    return swapped


def _entry(table: dict[str, Any], name: str, changed: Any) -> Mutant:
    @contextmanager
    def swapped() -> Iterator[None]:
        kept = table.pop(name)
        if changed is not None:
            table[name] = changed
        try:
            yield
        finally:
            table[name] = kept

    return swapped


def _function(name: str, call: Callable[..., Any]) -> Mutant:
    return _entry(FUNCTIONS, name, replace(FUNCTIONS[name], call=call))


def _without(name: str) -> Mutant:
    return _entry(FUNCTIONS, name, None)


def _number_or_one(node: Any) -> float:
    return float(node.to_number()) if node.text else 1.0


_area = FUNCTIONS["area"].call


def _halved(*parts: Any) -> float:
    return float(_area(*parts)) / 2


def _no_shape(self: Engine, range_: Any, first: int) -> None:
    """Added instances do not update counts and positions."""


def _first_only(self: Engine, cell: Cell) -> None:
    """A change reaches only one computation."""
    for rank, depth, target in cell.bind.edges[:1]:
        for each in cell.frame.ancestor_at(depth).cells_of(target):
            self._queue(rank, each)


def _lax(self: Engine, cell: Cell, closure: Any) -> None:
    """Constraints are never checked."""
    cell.fault = ""


def _forgets(self: Engine, cell: Cell, relevant: bool) -> None:
    """Relevance is not inherited."""
    cell.relevant = relevant


def _off_by_one(place: float) -> Any:
    index = int(place)
    return lambda nodes: nodes[index : index + 1]


def _cut_short(self: TextRenderer, control: Any, cell: Cell) -> Any:
    return self._read_choices(control, control.itemset, cell)[:1] if control.itemset else ()


MUTANTS: dict[str, Mutant] = {
    "sum() counts blanks as one": _function("sum", lambda nodes: sum(map(_number_or_one, nodes))),
    "count() is one too many": _function("count", lambda nodes: len(nodes) + 1.0),
    "round() gives zero": _function("round", lambda value, places=0: 0.0),
    "selected() looks for a part": _function("selected", lambda chosen, value: value in chosen),
    "selected-at() gives the first": _function("selected-at", lambda chosen, at: chosen[:1]),
    "substr() forgets the end": _function("substr", lambda text, at, end=0: text[int(at) :]),
    "area() is halved": _function("area", _halved),
    "regex() matches always": _function("regex", lambda text, pattern: True),
    "regex() matches never": _function("regex", lambda text, pattern: False),
    "date() is always the same": _function("date", lambda runtime, value: "1970-01-02"),
    "today() is blank": _function("today", lambda runtime: ""),
    "uuid() is blank": _function("uuid", lambda runtime, length=0: ""),
    "pow() is not there": _without("pow"),
    "translate() is not there": _without("translate"),
    "mod takes the divisor's sign": _swap(operators, "remainder", lambda a, b: a % b if b else a),
    "division by zero is zero": _swap(operators, "divide", lambda a, b: a / b if b else 0.0),
    "[n] takes the next one": _swap(predicates, "_nth", _off_by_one),
    "following:: goes down": _entry(axes.AXES, "following", axes.AXES["descendant"]),
    "an added instance is not heard of": _swap(Engine, "mark_shape", _no_shape),
    "a change reaches only one thing": _swap(Engine, "mark", _first_only),
    "constraints are never judged": _swap(Engine, "_check_fault", _lax),
    "relevance is not inherited": _swap(Engine, "set_relevance", _forgets),
    "choices are cut short": _swap(TextRenderer, "_build_choices", _cut_short),
    "labels lose their outputs": _swap(TextRenderer, "_output", lambda self, output, cell: ""),
    "the language stays": _swap(Instance, "set_language", lambda self, language: None),
    "calculations get a mark": _swap(
        stored_values, "calculated_text", lambda kind, text: f"{text}!"
    ),
    "counted repeats stay empty": _swap(Engine, "_update_count", lambda self, cell, closure: None),
}


def survivors(folder: Path) -> Iterator[str]:
    """Yield the mutants that no replay notices; print what noticed the others."""
    for name, mutant in MUTANTS.items():
        load.cache_clear()
        with mutant():
            seen = _noticed(folder)
        load.cache_clear()
        print(f"{'seen by ' + seen if seen else 'SURVIVES':40}  {name}")
        if not seen:
            yield name


def _noticed(folder: Path) -> str:
    for replay in REPLAYS:
        tally = replay(folder)
        if tally is not None and tally.failures:
            return f"{tally.name} ({len(tally.failures)})"
    return ""


if __name__ == "__main__":
    sys.exit(1 if list(survivors(Path(sys.argv[1]) if sys.argv[1:] else DEFAULT)) else 0)
