"""Compilation of operators, by the static types of their operands."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any

from assessor.form.model.datatypes import to_number
from assessor.form.model.xpath_nodes import XNode
from assessor.form.model.xpath_tree import Expr, Literal, Operation
from assessor.form.xpath.compiler_protocol import Count, ExpressionCompiler, Truth
from assessor.form.xpath.static_types import static_type

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def logic(compiler: ExpressionCompiler, expr: Operation) -> Truth:
    """Compile `or`, `and` and comparisons."""
    if expr.op == "or":
        return _any([compiler.boolean(each) for each in expr.operands])
    if expr.op == "and":
        return _all([compiler.boolean(each) for each in expr.operands])
    left, right = expr.operands
    if expr.op in _ORDER:
        return _ordered(compiler, _ORDER[expr.op], left, right)
    return _equal(compiler, expr.op == "!=", left, right)


def _any(parts: Sequence[Truth]) -> Truth:
    if len(parts) == 2:
        a, b = parts
        return lambda node: a(node) or b(node)
    return lambda node: any(part(node) for part in parts)


def _all(parts: Sequence[Truth]) -> Truth:
    if len(parts) == 2:
        a, b = parts
        return lambda node: a(node) and b(node)
    return lambda node: all(part(node) for part in parts)


def _is_node_set(compiler: ExpressionCompiler, expr: Expr) -> bool:
    """Return whether `expr` is a node-set that may not hold exactly one node."""
    return static_type(expr) == "nodes" and compiler.cell_reader(expr) is None


def _ordered(
    compiler: ExpressionCompiler, compare: Callable[[Any, Any], bool], left: Expr, right: Expr
) -> Truth:
    if _is_node_set(compiler, left) or _is_node_set(compiler, right):
        left_numbers, right_numbers = _all_numbers(compiler, left), _all_numbers(compiler, right)

        def found(node: XNode) -> bool:
            others = right_numbers(node)
            return any(compare(first, second) for first in left_numbers(node) for second in others)

        return found
    a, b = compiler.number(left), compiler.number(right)
    if compare is operator.lt:
        return lambda node: a(node) < b(node)
    if compare is operator.le:
        return lambda node: a(node) <= b(node)
    if compare is operator.gt:
        return lambda node: a(node) > b(node)
    return lambda node: a(node) >= b(node)


def _all_numbers(compiler: ExpressionCompiler, expr: Expr) -> Callable[[XNode], Sequence[float]]:
    if not _is_node_set(compiler, expr):
        number = compiler.number(expr)
        return lambda node: (number(node),)
    nodes = compiler.nodes(expr)
    return lambda node: [
        each.to_number() if each.number is None else each.number for each in nodes(node)
    ]


def _equal(compiler: ExpressionCompiler, differ: bool, left: Expr, right: Expr) -> Truth:
    kinds = {static_type(left), static_type(right)}
    if "any" not in kinds and "boolean" in kinds:
        p, q = compiler.boolean(left), compiler.boolean(right)
        return (lambda node: p(node) != q(node)) if differ else (lambda node: p(node) == q(node))
    if "any" in kinds or _is_node_set(compiler, left) or _is_node_set(compiler, right):
        a, b = compiler.value(left), compiler.value(right)
        return lambda node: equal_values(a(node), b(node), differ)
    if "number" in kinds:
        m, n = compiler.number(left), compiler.number(right)
        return (lambda node: m(node) != n(node)) if differ else (lambda node: m(node) == n(node))
    return _equal_texts(compiler, differ, left, right)


def _equal_texts(compiler: ExpressionCompiler, differ: bool, left: Expr, right: Expr) -> Truth:
    a, b = compiler.string(left), compiler.string(right)
    if isinstance(right, Literal):
        text = right.value
        return (lambda node: a(node) != text) if differ else (lambda node: a(node) == text)
    return (lambda node: a(node) != b(node)) if differ else (lambda node: a(node) == b(node))


def equal_values(a: Any, b: Any, differ: bool = False) -> bool:
    """Return whether two values are equal or, with `differ`, not equal (W3C XPath 1.0 §3.4).

    For node-sets one matching node is enough, so both may be true at once.
    """
    if isinstance(a, bool) or isinstance(b, bool):
        return (_is_true(a) != _is_true(b)) if differ else (_is_true(a) == _is_true(b))
    if isinstance(a, list) or isinstance(b, list):
        return any(
            _equal_atoms(first, second, differ) for first in _atoms(a) for second in _atoms(b)
        )
    return _equal_atoms(a, b, differ)


def _is_true(value: Any) -> bool:
    if isinstance(value, float):
        return value != 0 and value == value
    return bool(value)


def _atoms(value: Any) -> list[Any]:
    return [node.text for node in value] if isinstance(value, list) else [value]


def _equal_atoms(a: Any, b: Any, differ: bool) -> bool:
    if isinstance(a, float) != isinstance(b, float):
        a = to_number(a) if isinstance(a, str) else a
        b = to_number(b) if isinstance(b, str) else b
    return bool(a != b if differ else a == b)


def arithmetic(compiler: ExpressionCompiler, expr: Operation) -> Count:
    """Compile `+ - * div mod`."""
    parts = [compiler.number(each) for each in expr.operands]
    if expr.op == "+":
        return _total(parts)
    a, b = parts
    if expr.op == "-":
        return lambda node: a(node) - b(node)
    if expr.op == "*":
        return lambda node: a(node) * b(node)
    if expr.op == "div":
        return lambda node: divide(a(node), b(node))
    return lambda node: remainder(a(node), b(node))


def _total(parts: Sequence[Count]) -> Count:
    if len(parts) == 2:
        a, b = parts
        return lambda node: a(node) + b(node)
    if len(parts) == 3:
        a, b, c = parts
        return lambda node: a(node) + b(node) + c(node)

    def total(node: XNode) -> float:
        found = 0.0
        for part in parts:
            found += part(node)
        return found

    return total


def divide(a: float, b: float) -> float:
    """Divide by IEEE 754: division by zero gives an infinity or NaN."""
    if b:
        return a / b
    if a == 0 or a != a or b != b:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def remainder(a: float, b: float) -> float:
    """Return XPath's mod: the sign of the dividend, as in Java and JavaScript."""
    try:
        return math.fmod(a, b)
    except ValueError:
        return math.nan
