"""The syntax tree of an XPath expression."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessor.errors import AssessorError


class ExpressionError(AssessorError):
    """An expression that is invalid or not supported; the message says why."""


@dataclass(slots=True, eq=False)
class Number:
    """A number literal."""

    value: float


@dataclass(slots=True, eq=False)
class Literal:
    """A string literal."""

    value: str


@dataclass(slots=True, eq=False)
class Call:
    """A function call; `name` keeps its prefix."""

    name: str
    args: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class Operation:
    """Operands of an operator; `or`, `and`, `+` and `|` hold a whole chain."""

    op: str
    operands: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class Negation:
    """Unary minus."""

    operand: Expr


@dataclass(slots=True, eq=False)
class Step:
    """One step of a path: axis, node test and predicates.

    `test` is "name", "*" (with an optional prefix), "node", "text", "comment" or
    "processing-instruction"; `full` is prefix and name as written.
    """

    axis: str
    test: str
    prefix: str
    name: str
    predicates: tuple[Expr, ...]
    full: str = ""


@dataclass(slots=True, eq=False)
class Path:
    """Steps from the root (`start` is "/"), from the context (None), or from an expression.

    `plain` is the text of a simple absolute path: /data/a/b.
    """

    start: Expr | str | None
    steps: tuple[Step, ...]
    plain: str = ""


@dataclass(slots=True, eq=False)
class Filter:
    """An expression's nodes, filtered by predicates."""

    primary: Expr
    predicates: tuple[Expr, ...]


Expr = Number | Literal | Call | Operation | Negation | Path | Filter


def subexpressions(expr: Expr) -> Iterator[Expr]:
    """Yield the expression and all expressions in it, including predicates and arguments."""
    yield expr
    for part in direct_subexpressions(expr):
        yield from subexpressions(part)


def direct_subexpressions(expr: Expr, predicates: bool = True) -> Iterator[Expr]:
    """Yield the expressions directly inside `expr`, with or without predicates."""
    if isinstance(expr, Call):
        yield from expr.args
    elif isinstance(expr, Operation):
        yield from expr.operands
    elif isinstance(expr, Negation):
        yield expr.operand
    elif isinstance(expr, Filter):
        yield expr.primary
        yield from expr.predicates if predicates else ()
    elif isinstance(expr, Path):
        if expr.start is not None and not isinstance(expr.start, str):
            yield expr.start
        for step in expr.steps if predicates else ():
            yield from step.predicates
