"""Shared parts of the XPath compiler: closure types, cell readers and the compiler protocol."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from assessor.form.model.cells import Cell
from assessor.form.model.definition import Bind
from assessor.form.model.xpath_nodes import XNode
from assessor.form.model.xpath_tree import Expr
from assessor.form.xpath.runtime import Runtime
from assessor.form.xpath.scope import Scope

Closure = Callable[[XNode], Any]
Strings = Callable[[XNode], str]
Count = Callable[[XNode], float]
Truth = Callable[[XNode], bool]
Nodes = Callable[[XNode], list[XNode]]
Narrow = Callable[[list[XNode]], list[XNode]]


@dataclass(slots=True)
class CellReader:
    """A reader of the one cell that a path means: a fixed cell, or a lookup in a frame."""

    bind: Bind
    cell: Cell | None
    find: Callable[[Any], Cell] | None
    text: Callable[[Any], str] | None = None

    def boolean(self) -> Callable[[XNode], bool]:
        """Return a closure for the truth value: by data type, otherwise whether there is text."""
        if self.bind.type in {"int", "decimal"}:
            number = self.number()
            return lambda node: bool((n := number(node)) and n == n)
        text = self.string()
        if self.bind.type == "boolean":
            return lambda node: text(node) in {"true", "1"}
        return lambda node: text(node) != ""

    def string(self) -> Callable[[XNode], str]:
        """Return a closure that gives the cell's text."""
        if self.cell is not None:
            return self.cell.read_text
        find = self.find
        assert find is not None
        return self.text or (lambda node: find(node).text)

    def number(self) -> Callable[[XNode], float]:
        """Return a closure that gives the cell's number, from its cache."""
        if self.cell is not None:
            return self.cell.read_number
        find = self.find
        assert find is not None

        def found(node: XNode) -> float:
            cell = find(node)
            number = cell.number
            return cell.to_number() if number is None else number

        return found


class ExpressionCompiler(Protocol):
    """The compiler interface that paths, operators and calls use."""

    runtime: Runtime
    scope: Scope

    @property
    def top(self) -> bool:
        """Whether the context is that of the whole expression, not of a predicate."""

    def for_predicate(self, binds: tuple[Bind, ...] | None) -> ExpressionCompiler:
        """Return a compiler for predicates at cells of `binds` (None: at any other node)."""

    def uses_current(self) -> None:
        """Note that the expression reads runtime.current."""

    def is_single_text(self, expr: Expr) -> bool:
        """Return whether a comparison with `expr` compares exactly one text."""

    def cell_reader(self, expr: Expr) -> CellReader | None:
        """Return the reader of `expr` if it always means exactly one cell."""

    def value(self, expr: Expr) -> Closure:
        """Return a closure that gives str, float, bool or a list of nodes."""

    def string(self, expr: Expr) -> Strings:
        """Return a closure that gives text."""

    def number(self, expr: Expr) -> Count:
        """Return a closure that gives a number."""

    def boolean(self, expr: Expr) -> Truth:
        """Return a closure that gives a truth value; a bare path is true if it holds text."""

    def nodes(self, expr: Expr) -> Nodes:
        """Return a closure that gives nodes in document order; `expr` must be a node-set."""
