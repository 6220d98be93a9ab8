"""Calculated values as the data type of their node keeps them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from assessor.form.model.datatypes import calculated_text, number_text
from assessor.form.model.definition import Bind
from assessor.form.model.xpath_parser import Expr
from assessor.form.xpath.static_types import static_type

Compile = Callable[[Expr, Bind, str], Callable[[Any], Any]]


def as_stored(compile_: Compile, tree: Expr, bind: Bind) -> Callable[[Any], str]:
    """A closure giving a value as `bind` stores it; `compile_` makes closures of a kind."""
    if static_type(tree) == "number" and bind.type not in {"date", "dateTime", "boolean"}:
        number = compile_(tree, bind, "number")
        if bind.type == "int":
            return lambda node: number_text(math.trunc(n)) if abs(n := number(node)) < 2**63 else ""
        return lambda node: number_text(n) if (n := number(node)) == n else ""
    text, kind = compile_(tree, bind, "string"), bind.type
    return lambda node: calculated_text(kind, text(node))
