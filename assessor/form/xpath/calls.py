"""Compilation of function calls; arguments are converted by the declared types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from assessor.form.model.datatypes import as_number, as_string
from assessor.form.model.xpath_tree import Call, Expr, ExpressionError, Path, Step
from assessor.form.xpath.compiler_protocol import Closure, ExpressionCompiler
from assessor.form.xpath.functions.declaration import Function
from assessor.form.xpath.functions.function_table import FUNCTIONS
from assessor.form.xpath.special_forms import SPECIAL_FORMS
from assessor.form.xpath.static_types import SPECIAL_FUNCTIONS, static_type

_HERE = Path(None, (Step("self", "node", "", "", ()),))


def compile_call(compiler: ExpressionCompiler, call: Expr) -> Closure:
    """Compile a call to a closure whose result has the type that static_type() gives."""
    assert isinstance(call, Call)
    special = SPECIAL_FORMS.get(call.name)
    if special is not None:
        return special(compiler, call.args)
    function = FUNCTIONS[call.name]
    args = call.args
    if not args and function.takes and function.least == 0 and function.takes[0] in "sx":
        args = (_HERE,)  # string-length() and others read the context node
    closures = [_argument(compiler, function.letter(place), arg) for place, arg in enumerate(args)]
    target = partial(function.call, compiler.runtime) if function.live else function.call
    return _applied(target, closures)


def _argument(compiler: ExpressionCompiler, letter: str, arg: Expr) -> Closure:
    if letter == "x":
        return compiler.nodes(arg)
    if letter == "v":
        return compiler.value(arg)
    if letter in "ty" and static_type(arg) in {"nodes", "any"}:
        value, convert = compiler.value(arg), as_string if letter == "t" else as_number
        return lambda node: found if isinstance(found := value(node), list) else convert(found)
    return compiler.string(arg) if letter in "st" else compiler.number(arg)


def _applied(call: Callable[..., Any], args: Sequence[Closure]) -> Closure:
    if not args:
        return lambda _node: call()
    if len(args) == 1:
        (a,) = args
        return lambda node: call(a(node))
    if len(args) == 2:
        a, b = args
        return lambda node: call(a(node), b(node))
    return lambda node: call(*[arg(node) for arg in args])


def arity(name: str) -> tuple[int, int | None]:
    """Return the minimum and maximum number of arguments (None: unlimited).

    Raises ExpressionError for an unknown function.
    """
    if name in SPECIAL_FUNCTIONS:
        return SPECIAL_FUNCTIONS[name][1:]
    function: Function | None = FUNCTIONS.get(name)
    if function is None:
        raise ExpressionError("There is no function `{name}()`.", name=name)
    return function.least, function.most


def check_arguments(call: Call) -> None:
    """Raise ExpressionError for an unknown function or a wrong number of arguments."""
    least, most = arity(call.name)
    if len(call.args) < least or (most is not None and len(call.args) > most):
        raise ExpressionError(
            "`{name}()` takes {expected} arguments, not {given}.",
            name=call.name,
            expected=_range(least, most),
            given=len(call.args),
        )


def _range(least: int, most: int | None) -> str:
    if most is None:
        return f"{least} or more"
    return str(least) if least == most else f"{least} to {most}"
