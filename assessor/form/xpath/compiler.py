"""The XPath compiler: each expression becomes a Python function of the context node.

Static types select the closure, paths outside repeats are bound to their cell, numbers come from
the cell's cache. `dependencies` must have checked the tree before.
"""

from __future__ import annotations

from typing import Any

from assessor.form.model import datatypes, xpath_tree
from assessor.form.model.definition import Bind
from assessor.form.model.xpath_nodes import XNode
from assessor.form.xpath import operators
from assessor.form.xpath.calls import compile_call
from assessor.form.xpath.compiler_protocol import CellReader, Closure, Count, Nodes, Strings, Truth
from assessor.form.xpath.paths import cell_reader, compile_filter, compile_path, union
from assessor.form.xpath.predicates import child_name
from assessor.form.xpath.runtime import Runtime
from assessor.form.xpath.scope import PathTarget, Scope
from assessor.form.xpath.static_types import static_type


class Compiler:
    """A compiler for one runtime and one scope."""

    def __init__(self, runtime: Runtime, scope: Scope) -> None:
        self.runtime = runtime
        self.scope = scope
        self._outer: Compiler = self
        self.current_used = False

    def for_predicate(self, binds: tuple[Bind, ...] | None) -> Compiler:
        spots = None if binds is None else (PathTarget(bind, bind.depth) for bind in binds)
        inner = Compiler(self.runtime, self.scope.for_predicate(spots))
        inner._outer = self._outer
        return inner

    @property
    def top(self) -> bool:
        return self._outer is self

    def uses_current(self) -> None:
        self._outer.current_used = True

    def is_single_text(self, expr: xpath_tree.Expr) -> bool:
        kind = static_type(expr)
        return kind == "string" or (kind == "nodes" and self.cell_reader(expr) is not None)

    def as_whole_expression(self, closure: Closure) -> Closure:
        """Return the closure of a whole expression; it sets runtime.current if needed."""
        if not self.current_used:
            return closure
        runtime = self.runtime

        def evaluate(node: XNode) -> Any:
            saved = runtime.current
            runtime.current = node
            try:
                return closure(node)
            finally:
                runtime.current = saved

        return evaluate

    def value(self, expr: xpath_tree.Expr) -> Closure:
        kind = static_type(expr)
        if kind == "any":
            return compile_call(self, expr)
        closure: Closure = getattr(self, kind)(expr)
        return closure

    def string(self, expr: xpath_tree.Expr) -> Strings:
        if isinstance(expr, xpath_tree.Literal):
            text = expr.value
            return lambda _node: text
        kind = static_type(expr)
        if kind == "number":
            count = self.number(expr)
            return lambda node: datatypes.number_text(count(node))
        if kind == "boolean":
            truth = self.boolean(expr)
            return lambda node: datatypes.boolean_text(truth(node))
        if kind == "string":
            return compile_call(self, expr)
        if kind == "nodes":
            return self._string_of_nodes(expr)
        value = compile_call(self, expr)
        return lambda node: datatypes.as_string(value(node))

    def _string_of_nodes(self, expr: xpath_tree.Expr) -> Strings:
        reader = self.cell_reader(expr)
        if reader is not None:
            return reader.string()
        name = child_name(expr)
        if name:
            return lambda node: node.child_text(name)
        nodes = self.nodes(expr)
        return lambda node: found[0].text if (found := nodes(node)) else ""

    def number(self, expr: xpath_tree.Expr) -> Count:
        if isinstance(expr, xpath_tree.Number):
            constant = expr.value
            return lambda _node: constant
        if isinstance(expr, xpath_tree.Negation):
            inner = self.number(expr.operand)
            return lambda node: -inner(node)
        kind = static_type(expr)
        if kind == "number":
            if isinstance(expr, xpath_tree.Operation):
                return operators.arithmetic(self, expr)
            return compile_call(self, expr)
        if kind == "boolean":
            truth = self.boolean(expr)
            return lambda node: 1.0 if truth(node) else 0.0
        if kind == "nodes":
            return self._number_of_nodes(expr)
        if kind == "string":
            text = self.string(expr)
            return lambda node: datatypes.to_number(text(node))
        value = compile_call(self, expr)
        return lambda node: datatypes.as_number(value(node))

    def _number_of_nodes(self, expr: xpath_tree.Expr) -> Count:
        found = self.cell_reader(expr)
        if found is not None:
            return found.number()
        nodes = self.nodes(expr)

        def first(node: XNode) -> float:
            result = nodes(node)
            if not result:
                return datatypes.NAN
            number: float | None = result[0].number
            return result[0].to_number() if number is None else number

        return first

    def boolean(self, expr: xpath_tree.Expr) -> Truth:
        kind = static_type(expr)
        if kind == "boolean":
            if isinstance(expr, xpath_tree.Operation):
                return operators.logic(self, expr)
            return compile_call(self, expr)
        if kind == "number":
            count = self.number(expr)
            return lambda node: bool((n := count(node)) and n == n)
        if kind == "string":
            text = self.string(expr)
            return lambda node: text(node) != ""
        if kind == "nodes":
            found = self.cell_reader(expr)
            if found is not None:
                return found.boolean()
            nodes = self.nodes(expr)
            return lambda node: bool(nodes(node))
        value = compile_call(self, expr)
        return lambda node: datatypes.as_boolean(value(node))

    def nodes(self, expr: xpath_tree.Expr) -> Nodes:
        if isinstance(expr, xpath_tree.Path):
            return compile_path(self, expr)
        if isinstance(expr, xpath_tree.Filter):
            return compile_filter(self, expr)
        if isinstance(expr, xpath_tree.Operation):
            return union(self, expr)
        if isinstance(expr, xpath_tree.Call):
            found = compile_call(self, expr)
            if static_type(expr) == "nodes":
                return found
            return lambda node: value if isinstance(value := found(node), list) else []
        return lambda _node: []

    def cell_reader(self, expr: xpath_tree.Expr) -> CellReader | None:
        return cell_reader(self, expr) if isinstance(expr, xpath_tree.Path) else None
