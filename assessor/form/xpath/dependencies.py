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

_COUNTING = frozenset({"count", "position", "name", "local-name", "namespace-uri"})
"""Functions that depend on which nodes exist, not on their values."""
_ATOMS, _PATHS = (Number, Literal), (Path, Filter, Call)
_TEXT_TESTS = frozenset({"text", "comment", "processing-instruction"})


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
    problems: dict[Problem, None] = field(default_factory=dict)

    def add_value(self, bind: Bind, depth: int) -> None:
        """Note that the value of `bind` is read."""
        self.values[bind] = min(depth, self.values.get(bind, depth))

    def add_shape(self, repeat: Bind, depth: int, only_later: bool = False) -> None:
        """Note that the instances of `repeat` are counted or searched."""
        key = (repeat, only_later)
        self.shapes[key] = min(depth, self.shapes.get(key, depth))

    def add_problem(self, what: str, fix: str) -> None:
        """Note that the expression names something that the form does not have."""
        self.problems[Problem(what, fix, instead="It reads as empty.")] = None


class DependencyReader:
    """A collector of what expressions read. Raises ExpressionError for an invalid expression."""

    def __init__(self, instances: Container[str]) -> None:
        self.instances = instances
        self.reads = Dependencies()

    def read(self, expr: Expr, scope: Scope, values: bool = True) -> None:
        """Collect from `expr`; with `values` False nodes are only counted."""
        if isinstance(expr, Path):
            self._path(expr, scope, values)
        elif isinstance(expr, _ATOMS):
            return
        elif isinstance(expr, Call):
            self._call(expr, scope, values)
        elif isinstance(expr, Operation):
            if expr.op == "|" and not all(isinstance(each, _PATHS) for each in expr.operands):
                raise ExpressionError("`|` joins paths, and only paths.")
            for operand in expr.operands:
                self.read(operand, scope, values)
        elif isinstance(expr, Filter):
            self.read(expr.primary, scope, values)
            self._predicates(expr.predicates, scope.for_predicate(targets_of(expr.primary, scope)))
        elif isinstance(expr, Negation):
            self.read(expr.operand, scope)

    def _predicates(self, predicates: tuple[Expr, ...], scope: Scope) -> None:
        for predicate in predicates:
            self.read(predicate, scope)

    def _path(self, path: Path, scope: Scope, values: bool) -> None:
        bind = scope.binds.get(path.plain)
        if bind is not None and not bind.depth and not bind.children:
            if values:
                self.reads.values[bind] = 0
            return
        target = resolve_direct(path, scope)
        if target is not None:
            self._read_shapes(target)
            self._read_values(target, values)
            return
        if path.start is not None and not isinstance(path.start, str):
            self.read(path.start, scope, values=False)
        targets = start_of(path, scope)
        steps = walk(path, scope)
        for number, step in enumerate(path.steps):
            if step.test in _TEXT_TESTS:
                break
            previous_targets, targets = targets, next(steps, None)
            if previous_targets and not targets and targets is not None:
                self._note_missing(path, number)
            for target in targets or ():
                self._read_shapes(target)
            self._predicates(step.predicates, scope.for_predicate(targets))
        for target in targets or ():
            self._read_values(target, values)

    def _note_missing(self, path: Path, number: int) -> None:
        step = path.steps[number]
        # A bare word is usually a forgotten quote; ODK clients read it as nothing.
        is_bare_word = path.start is None and number == 0
        if step.test == "name" and step.axis in {"child", "attribute"} and not is_bare_word:
            names = "/".join(
                {"self": ".", "parent": ".."}.get(each.axis, each.name or each.test)
                for each in path.steps[: number + 1]
            )
            path_text = ("/" if path.start == "/" else "") + names
            self.reads.add_problem(
                f"An expression names the node {path_text}, which is not in the form.",
                "Correct the path.",
            )

    def _read_shapes(self, target: PathTarget) -> None:
        if target.single:
            return
        for repeat in target.bind.repeats[target.depth :]:
            self.reads.add_shape(repeat, min(target.depth, repeat.depth - 1))

    def _read_values(self, target: PathTarget, values: bool) -> None:
        bind, depth = target
        if bind.leaf:
            if values:
                self.reads.add_value(bind, depth)
        elif values and not bind.repeat:
            for child in bind.children:
                self._read_values(PathTarget(child, depth), values)

    def _call(self, call: Call, scope: Scope, values: bool) -> None:
        check_arguments(call)
        special = _SPECIAL.get(call.name)
        if special is not None:
            special(self, call, scope)
            return
        self._check_nodes(call)
        self._check_known_arguments(call, scope)
        if not call.args and call.name in {"string", "number", "string-length", "normalize-space"}:
            for target in scope.here or ():
                self._read_values(target, True)
        holds = call.name not in _COUNTING
        if call.name in {"if", "randomize", "current", "depend"}:
            holds = values
        for number, arg in enumerate(call.args):
            self.read(arg, scope, holds or (call.name == "if" and number == 0))
            # counts relevant nodes: depends on whether a node exists, not on its value
            if call.name == "count":
                for target in targets_of(arg, scope) or ():
                    self.reads.add_value(target.bind, target.depth)

    def _check_nodes(self, call: Call) -> None:
        function = FUNCTIONS.get(call.name)
        wanted = function.takes if function else ""
        if call.name == "randomize":
            wanted = "x"
        if "x" not in wanted:
            return
        for letter, arg in zip(wanted, call.args, strict=False):
            if letter == "x" and static_type(arg) not in {"nodes", "any"}:
                raise ExpressionError("`{name}()` is given a value, not nodes.", name=call.name)

    def _check_known_arguments(self, call: Call, scope: Scope) -> None:
        """Check arguments that are literals or name a node with a data type."""
        function = FUNCTIONS.get(call.name)
        if function is None or function.check is None:
            return
        wrong = function.check([_known_argument(arg, scope) for arg in call.args])
        if wrong:
            self.reads.add_problem(f"`{call.name}()` cannot be worked out: {wrong}.", "Correct it.")

    def _instance(self, call: Call, scope: Scope) -> None:
        name = call.args[0]
        if not isinstance(name, Literal):
            self.read(name, scope)
        elif name.value not in self.instances:
            self.reads.add_problem(f"There is no instance `{name.value}`.", "Correct its name.")

    def _pulldata(self, call: Call, scope: Scope) -> None:
        name = call.args[0]
        if isinstance(name, Literal) and name.value.removesuffix(".csv") not in self.instances:
            file = name.value.removesuffix(".csv")
            self.reads.add_problem(f"There is no file `{file}.csv`.", "Put it beside the form.")
        for arg in call.args:
            self.read(arg, scope)

    def _position(self, call: Call, scope: Scope) -> None:
        if not call.args and scope.current is not None and scope.current.repeats:
            repeat = scope.current.repeats[-1]
            self.reads.add_shape(repeat, repeat.depth - 1, only_later=True)
        for arg in call.args:
            targets = targets_of(arg, scope)
            if targets and len(targets) == 1 and targets[0].single and targets[0].bind.repeat:
                self.reads.add_shape(targets[0].bind, targets[0].depth - 1, only_later=True)
            else:
                self.read(arg, scope, values=False)

    def _choice_name(self, call: Call, scope: Scope) -> None:
        self.read(call.args[0], scope)
        path: Expr = call.args[1]
        if isinstance(path, Literal):
            path = parse_expression(path.value)
        self.read(path, scope)
        for target in targets_of(path, scope) or ():
            self.reads.choices.add(target.bind)
            control = target.bind.control
            if control is None or control.kind not in CHOICE_CONTROLS:
                self.reads.add_problem(
                    f"`jr:choice-name()` names {target.bind.path}, which offers no choices.",
                    "Name a question that offers choices.",
                )

    def _indexed_repeat(self, call: Call, scope: Scope) -> None:
        if len(call.args) % 2 == 0:
            raise ExpressionError(
                "`indexed-repeat()` takes a path, then pairs of repeat and index."
            )
        for target in targets_of(call.args[0], scope) or ():
            self._read_shapes(PathTarget(target.bind, 0))
            self._read_values(PathTarget(target.bind, 0), True)
        for index in call.args[2::2]:
            self.read(index, scope)


_SPECIAL: dict[str, Callable[[DependencyReader, Call, Scope], None]] = {
    "instance": DependencyReader._instance,
    "pulldata": DependencyReader._pulldata,
    "position": DependencyReader._position,
    "jr:choice-name": DependencyReader._choice_name,
    "indexed-repeat": DependencyReader._indexed_repeat,
}


def _known_argument(arg: Expr, scope: Scope) -> KnownArgument:
    if isinstance(arg, Literal):
        return KnownArgument(arg.value, "")
    targets = targets_of(arg, scope)
    return KnownArgument(None, targets[0].bind.type if targets and len(targets) == 1 else "")
