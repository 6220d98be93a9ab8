"""Upper bounds in constraints: `. <= /data/all` makes the answer a part of that total."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.form.model.xpath_tree import Expr, Operation, Path

_TURNED = {"<=": 0, "<": 0, ">=": 1, ">": 1}
"""The index of the smaller operand of a comparison."""


def bounds_of(tree: Expr) -> tuple[str, ...]:
    """Return the paths (/data/a/b) that an answer must not exceed by its constraint.

    Operands of `and` and `or` are searched: bounds that apply only if the total is known use both.
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
    """Return whether the expression is `.`, the answer itself."""
    if not isinstance(tree, Path) or tree.start is not None or len(tree.steps) != 1:
        return False
    [step] = tree.steps
    return step.axis == "self" and not step.predicates
