"""Walking the tree of an expression."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.form.model.xpath_parser import Call, Expr, Filter, Negation, Operation, Path


def subexpressions(expr: Expr) -> Iterator[Expr]:
    """The expression and all within it, predicates and arguments too, as they are written."""
    yield expr
    for part in direct_subexpressions(expr):
        yield from subexpressions(part)


def direct_subexpressions(expr: Expr) -> Iterator[Expr]:
    """The expressions right inside `expr`."""
    if isinstance(expr, Call):
        yield from expr.args
    elif isinstance(expr, Operation):
        yield from expr.operands
    elif isinstance(expr, Negation):
        yield expr.operand
    elif isinstance(expr, Filter):
        yield expr.primary
        yield from expr.predicates
    elif isinstance(expr, Path):
        if expr.start is not None and not isinstance(expr.start, str):
            yield expr.start
        for step in expr.steps:
            yield from step.predicates
