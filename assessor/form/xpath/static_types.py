"""The static type of an expression: string, number, boolean, nodes or any."""

from __future__ import annotations

from assessor.form.model import xpath_tree
from assessor.form.xpath.functions.function_table import FUNCTIONS

_OPERATORS = {
    **dict.fromkeys(("or", "and", "=", "!=", "<", "<=", ">", ">="), "boolean"),
    **dict.fromkeys(("+", "-", "*", "div", "mod"), "number"),
    "|": "nodes",
}

SPECIAL_FUNCTIONS: dict[str, tuple[str, int, int | None]] = {
    "true": ("boolean", 0, 0),
    "false": ("boolean", 0, 0),
    "not": ("boolean", 1, 1),
    "boolean": ("boolean", 1, 1),
    "boolean-from-string": ("boolean", 1, 1),
    "string": ("string", 0, 1),
    "number": ("number", 0, 1),
    "if": ("any", 3, 3),
    "depend": ("any", 1, None),
    "coalesce": ("string", 2, 2),
    "once": ("string", 1, 1),
    "position": ("number", 0, 1),
    "last": ("number", 0, 0),
    "current": ("nodes", 0, 0),
    "instance": ("nodes", 1, 1),
    "randomize": ("nodes", 1, 2),
    "indexed-repeat": ("nodes", 3, 7),
    "id": ("nodes", 1, 1),
    "lang": ("boolean", 1, 1),
    "pulldata": ("string", 4, 4),
    "jr:choice-name": ("string", 2, 2),
    "jr:itext": ("string", 1, 1),
}
"""Functions with their own compilation: result type, minimum and maximum number of arguments."""


_TREES: dict[type[xpath_tree.Expr], str] = {
    xpath_tree.Path: "nodes",
    xpath_tree.Filter: "nodes",
    xpath_tree.Number: "number",
    xpath_tree.Negation: "number",
    xpath_tree.Literal: "string",
}


def static_type(expr: xpath_tree.Expr) -> str:
    """Return the static type of `expr`."""
    found = _TREES.get(type(expr))
    if found is not None:
        return found
    if isinstance(expr, xpath_tree.Operation):
        return _OPERATORS[expr.op]
    assert isinstance(expr, xpath_tree.Call)
    special = SPECIAL_FUNCTIONS.get(expr.name)
    if special is None:
        return FUNCTIONS[expr.name].gives
    if expr.name == "if":
        kinds = {static_type(branch) for branch in expr.args[1:]}
        return kinds.pop() if len(kinds) == 1 else "any"
    return static_type(expr.args[0]) if expr.name == "depend" else special[0]
