"""Compilation of predicates, with position() and last() if they are used."""

from __future__ import annotations

from assessor.form.model import xpath_tree
from assessor.form.model.xpath_nodes import XNode
from assessor.form.xpath.compiler_protocol import ExpressionCompiler, Narrow, Truth
from assessor.form.xpath.static_types import static_type

_CONTEXTUAL = frozenset(
    {"position", "last", "string", "number", "normalize-space", "string-length", "name",
     "local-name", "namespace-uri", "lang", "id"}
)  # fmt: skip
_ALWAYS = frozenset({"lang", "id"})
"""Functions that read the context node if they have no arguments, and those that always do."""


def compile_predicate(compiler: ExpressionCompiler, expr: xpath_tree.Expr) -> Narrow:
    """Compile a predicate: from nodes in axis order to those that satisfy `expr`."""
    kind = static_type(expr)
    if isinstance(expr, xpath_tree.Number):
        return _nth(expr.value)
    runtime = compiler.runtime
    if kind in {"number", "any"}:
        value = compiler.value(expr)

        def by_place(node: XNode) -> bool:
            matches = value(node)
            return matches == runtime.position if isinstance(matches, float) else bool(matches)

        test: Truth = by_place
    else:
        test = compiler.boolean(expr)
        if not uses_position(expr):
            return lambda nodes: [node for node in nodes if test(node)]

    def narrow(nodes: list[XNode]) -> list[XNode]:
        saved = runtime.position, runtime.size
        runtime.size = len(nodes)
        matches: list[XNode] = []
        for place, node in enumerate(nodes, 1):
            runtime.position = place
            if test(node):
                matches.append(node)
        runtime.position, runtime.size = saved
        return matches

    return narrow


def _nth(place: float) -> Narrow:
    index = int(place) - 1 if place == int(place) else -1
    if index < 0:
        return lambda _nodes: []
    return lambda nodes: nodes[index : index + 1]


def uses_position(expr: xpath_tree.Expr) -> bool:
    """Return whether an expression uses position() or last() of its own context."""
    if isinstance(expr, xpath_tree.Call) and expr.name in {"position", "last"} and not expr.args:
        return True
    return any(map(uses_position, xpath_tree.direct_subexpressions(expr, predicates=False)))


def lookup_key(predicate: xpath_tree.Expr) -> tuple[str, xpath_tree.Expr] | None:
    """Return name and value of a predicate `child = value` (or reversed), or None."""
    if not isinstance(predicate, xpath_tree.Operation) or predicate.op != "=":
        return None
    left, right = predicate.operands
    for child, value in ((left, right), (right, left)):
        name = child_name(child)
        if name and not _is_contextual(value):
            return name, value
    return None


def child_name(expr: xpath_tree.Expr) -> str:
    """Return the name of a path that is only a child's name, or blank."""
    if isinstance(expr, xpath_tree.Path) and expr.start is None and len(expr.steps) == 1:
        step = expr.steps[0]
        if step.axis == "child" and step.test == "name" and not step.prefix and not step.predicates:
            return step.name
    return ""


def _is_contextual(expr: xpath_tree.Expr) -> bool:
    if isinstance(expr, xpath_tree.Path) and (
        expr.start is None or any(s.predicates for s in expr.steps)
    ):
        return True
    if isinstance(expr, xpath_tree.Call) and expr.name in (_ALWAYS if expr.args else _CONTEXTUAL):
        return True
    inner = xpath_tree.direct_subexpressions(expr, predicates=False)
    return isinstance(expr, xpath_tree.Filter) or any(map(_is_contextual, inner))
