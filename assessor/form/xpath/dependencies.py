"""Static analysis: what an expression reads, and whether it is valid."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field

from assessor.errors import Problem
from assessor.form.model.definition import CHOICE_CONTROLS, Bind
from assessor.form.model.xpath_parser import parse_expression
from assessor.form.model.xpath_tree import (
    Call,
    Expr,
    ExpressionError,
    Filter,
    Literal,
    Negation,
    Number,
    Operation,
    Path,
)
from assessor.form.xpath.calls import check_arguments
from assessor.form.xpath.functions.declaration import KnownArgument
from assessor.form.xpath.functions.function_table import FUNCTIONS
from assessor.form.xpath.scope import PathTarget, Scope, resolve_direct, start_of, targets_of, walk
from assessor.form.xpath.static_types import static_type

_COUNTED = frozenset({"count", "position", "name", "local-name", "namespace-uri"})
"""Functions that depend on which nodes exist, not on their values."""
_ATOMS = (Number, Literal)
_INSIDE = frozenset({"text", "comment", "processing-instruction"})


@dataclass(slots=True)
class Dependencies:
    """The binds whose values, and the repeats whose instances, an expression depends on.

    The numbers count the repeat instances shared with the context: anything deeper is read in every
    instance. The bool in the keys of `shapes` is True if only positions matter. `choices` are
    questions whose choice labels are read; `problems` are names that the form does not have.
    """

    values: dict[Bind, int] = field(default_factory=dict)
    shapes: dict[tuple[Bind, bool], int] = field(default_factory=dict)
    choices: set[Bind] = field(default_factory=set)
    doubts: dict[Problem, None] = field(default_factory=dict)

    def value(self, bind: Bind, depth: int) -> None:
        """Note that the value of `bind` is read."""
        self.values[bind] = min(depth, self.values.get(bind, depth))

    def shape(self, repeat: Bind, depth: int, after: bool = False) -> None:
        """Note that the instances of `repeat` are counted or searched."""
        key = (repeat, after)
        self.shapes[key] = min(depth, self.shapes.get(key, depth))

    def doubt(self, what: str, fix: str) -> None:
        """Note that the expression names something that the form does not have."""
        self.doubts[Problem(what, fix, instead="It reads as empty.")] = None


class DependencyReader:
    """A collector of what expressions read. Raises ExpressionError for an invalid expression."""

    def __init__(self, instances: Container[str]) -> None:
        self.instances = instances
        self.reads = Dependencies()

    def read(self, expr: Expr, scope: Scope, hold: bool = True) -> None:
        """Collect from `expr`; with `values` False nodes are only counted."""
        if isinstance(expr, Path):
            self._path(expr, scope, hold)
        elif isinstance(expr, _ATOMS):
            return
        elif isinstance(expr, Call):
            self._call(expr, scope, hold)
        elif isinstance(expr, Operation):
            if expr.op == "|":
                self._check_union(expr)
            for operand in expr.operands:
                self.read(operand, scope, hold)
        elif isinstance(expr, Filter):
            self.read(expr.primary, scope, hold)
            self._predicates(expr.predicates, scope.inside(targets_of(expr.primary, scope)))
        elif isinstance(expr, Negation):
            self.read(expr.operand, scope)

    def _predicates(self, predicates: tuple[Expr, ...], scope: Scope) -> None:
        for predicate in predicates:
            self.read(predicate, scope)

    def _check_union(self, expr: Operation) -> None:
        if not all(isinstance(operand, Path | Filter | Call) for operand in expr.operands):
            raise ExpressionError("`|` joins paths, and only paths.")

    def _path(self, path: Path, scope: Scope, hold: bool) -> None:
        known = scope.binds.get(path.plain)
        if known is not None and not known.depth and not known.children:
            if hold:
                self.reads.values[known] = 0
            return
        spot = resolve_direct(path, scope)
        if spot is not None:
            self._shapes(spot)
            self._hold(spot, hold)
            return
        if path.start is not None and not isinstance(path.start, str):
            self.read(path.start, scope, hold=False)
        spots = start_of(path, scope)
        steps = walk(path, scope)
        for number, step in enumerate(path.steps):
            if step.test in _INSIDE:
                break
            before, spots = spots, next(steps, None)
            if before and not spots and spots is not None:
                self._miss(path, number)
            for spot in spots or ():
                self._shapes(spot)
            self._predicates(step.predicates, scope.inside(spots))
        for spot in spots or ():
            self._hold(spot, hold)

    def _miss(self, path: Path, number: int) -> None:
        step = path.steps[number]
        # A bare word is usually a forgotten quote; ODK clients read it as nothing.
        bare = path.start is None and number == 0
        if step.test == "name" and step.axis in {"child", "attribute"} and not bare:
            names = "/".join(
                {"self": ".", "parent": ".."}.get(each.axis, each.name or each.test)
                for each in path.steps[: number + 1]
            )
            whole = ("/" if path.start == "/" else "") + names
            self.reads.doubt(
                f"An expression names the node {whole}, which is not in the form.",
                "Correct the path.",
            )

    def _shapes(self, spot: PathTarget) -> None:
        if spot.single:
            return
        for repeat in spot.bind.repeats[spot.depth :]:
            self.reads.shape(repeat, min(spot.depth, repeat.depth - 1))

    def _hold(self, spot: PathTarget, hold: bool) -> None:
        bind, depth = spot
        if bind.leaf:
            if hold:
                self.reads.value(bind, depth)
        elif hold and not bind.repeat:
            for child in bind.children:
                self._hold(PathTarget(child, depth), hold)

    def _call(self, call: Call, scope: Scope, hold: bool) -> None:
        check_arguments(call)
        special = _SPECIAL.get(call.name)
        if special is not None:
            special(self, call, scope)
            return
        self._check_nodes(call)
        self._check_given(call, scope)
        if not call.args and call.name in {"string", "number", "string-length", "normalize-space"}:
            for spot in scope.here or ():
                self._hold(spot, True)
        holds = call.name not in _COUNTED
        if call.name in {"if", "randomize", "current", "depend"}:
            holds = hold
        for number, arg in enumerate(call.args):
            self.read(arg, scope, holds or (call.name == "if" and number == 0))
            # counts relevant nodes: depends on whether a node exists, not on its value
            if call.name == "count":
                for spot in targets_of(arg, scope) or ():
                    self.reads.value(spot.bind, spot.depth)

    def _check_nodes(self, call: Call) -> None:
        """Raise ExpressionError if a value is passed where nodes are needed."""
        function = FUNCTIONS.get(call.name)
        wanted = function.takes if function else ""
        if call.name == "randomize":
            wanted = "x"
        if "x" not in wanted:
            return
        for letter, arg in zip(wanted, call.args, strict=False):
            if letter == "x" and static_type(arg) not in {"nodes", "any"}:
                raise ExpressionError("`{name}()` is given a value, not nodes.", name=call.name)

    def _check_given(self, call: Call, scope: Scope) -> None:
        """Check arguments that are literals or name a node with a data type."""
        function = FUNCTIONS.get(call.name)
        if function is None or function.sound is None:
            return
        wrong = function.sound([_given(arg, scope) for arg in call.args])
        if wrong:
            self.reads.doubt(f"`{call.name}()` cannot be worked out: {wrong}.", "Correct it.")

    def _instance(self, call: Call, scope: Scope) -> None:
        name = call.args[0]
        if not isinstance(name, Literal):
            self.read(name, scope)
        elif name.value not in self.instances:
            self.reads.doubt(f"There is no instance `{name.value}`.", "Correct its name.")

    def _pulldata(self, call: Call, scope: Scope) -> None:
        name = call.args[0]
        if isinstance(name, Literal) and name.value.removesuffix(".csv") not in self.instances:
            file = name.value.removesuffix(".csv")
            self.reads.doubt(f"There is no file `{file}.csv`.", "Put it beside the form.")
        for arg in call.args:
            self.read(arg, scope)

    def _position(self, call: Call, scope: Scope) -> None:
        if not call.args and scope.current is not None and scope.current.repeats:
            repeat = scope.current.repeats[-1]
            self.reads.shape(repeat, repeat.depth - 1, after=True)
        for arg in call.args:
            spots = targets_of(arg, scope)
            if spots and len(spots) == 1 and spots[0].single and spots[0].bind.repeat:
                self.reads.shape(spots[0].bind, spots[0].depth - 1, after=True)
            else:
                self.read(arg, scope, hold=False)

    def _choice_name(self, call: Call, scope: Scope) -> None:
        self.read(call.args[0], scope)
        target: Expr = call.args[1]
        if isinstance(target, Literal):
            target = parse_expression(target.value)
        self.read(target, scope)
        for spot in targets_of(target, scope) or ():
            self.reads.choices.add(spot.bind)
            control = spot.bind.control
            if control is None or control.kind not in CHOICE_CONTROLS:
                self.reads.doubt(
                    f"`jr:choice-name()` names {spot.bind.path}, which offers no choices.",
                    "Name a question that offers choices.",
                )

    def _indexed(self, call: Call, scope: Scope) -> None:
        if len(call.args) % 2 == 0:
            raise ExpressionError(
                "`indexed-repeat()` takes a path, then pairs of repeat and index."
            )
        for spot in targets_of(call.args[0], scope) or ():
            self._shapes(PathTarget(spot.bind, 0))
            self._hold(PathTarget(spot.bind, 0), True)
        for index in call.args[2::2]:
            self.read(index, scope)


_SPECIAL: dict[str, Callable[[DependencyReader, Call, Scope], None]] = {
    "instance": DependencyReader._instance,
    "pulldata": DependencyReader._pulldata,
    "position": DependencyReader._position,
    "jr:choice-name": DependencyReader._choice_name,
    "indexed-repeat": DependencyReader._indexed,
}


def _given(arg: Expr, scope: Scope) -> KnownArgument:
    if isinstance(arg, Literal):
        return KnownArgument(arg.value, "")
    spots = targets_of(arg, scope)
    return KnownArgument(None, spots[0].bind.type if spots and len(spots) == 1 else "")
