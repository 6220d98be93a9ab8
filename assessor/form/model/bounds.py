"""Which counts a constraint declares to be parts of others: `. <= /data/all` is one of all."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.form.model.xpath_tree import Expr, Operation, Path

_TURNED = {"<=": 0, "<": 0, ">=": 1, ">": 1}
"""Where the smaller operand of a comparison stands."""


def bounds_of(tree: Expr) -> tuple[str, ...]:
    """The paths (/data/a/b) of what an answer may not exceed, as its constraint has them.

    They are looked for below `and` and `or`, for a bound that holds only where the total is known
    is written with either.
    """
    return tuple(dict.fromkeys(_bounds(tree)))


def _bounds(tree: Expr) -> Iterator[str]:
    if not isinstance(tree, Operation):
        return
    if tree.op in ("and", "or"):
        for operand in tree.operands:
            yield from _bounds(operand)
    elif tree.op in _TURNED:
        smaller = tree.operands[_TURNED[tree.op]]
        greater = tree.operands[1 - _TURNED[tree.op]]
        if _is_itself(smaller) and isinstance(greater, Path) and greater.plain:
            yield greater.plain


def _is_itself(tree: Expr) -> bool:
    """Whether it is `.`, the answer judged."""
    if not isinstance(tree, Path) or tree.start is not None or len(tree.steps) != 1:
        return False
    [step] = tree.steps
    return step.axis == "self" and not step.predicates
