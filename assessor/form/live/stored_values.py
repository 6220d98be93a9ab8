"""The values of a form that are stored: all that are not recalculated."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from assessor.form.model.cells import Cell, Frame, leaves
from assessor.form.model.datatypes import calculated_text, number_text
from assessor.form.model.definition import Bind, Form
from assessor.form.model.xpath_tree import Expr
from assessor.form.xpath.static_types import static_type


def stored_values(form: Form, frame: Frame) -> dict[str, str]:
    """Return the non-blank stored values in a frame by reference, also not relevant ones.

    Of attributes only those that were set, such as the id of an entity.
    """
    found = {
        cell.reference: cell.value
        for cell in leaves(frame.cells[0])
        if cell.value and not cell.bind.derived
    }
    for bind in form.attributes:
        if frame.range is None or frame.range.bind in bind.ancestors():
            found |= {
                cell.reference: cell.value
                for cell in frame.cells_of(bind)
                if cell.value != bind.default
            }
    return found


def stored_value(cell: Cell) -> str:
    """Return the stored value of one leaf, or blank; see stored_values()."""
    bind = cell.bind
    return "" if bind.derived or (bind.attribute and cell.value == bind.default) else cell.value


Compile = Callable[[Expr, Bind, str], Callable[[Any], Any]]


def as_stored(compile_: Compile, tree: Expr, bind: Bind) -> Callable[[Any], str]:
    """Return a closure that gives a value as `bind` stores it."""
    if static_type(tree) == "number" and bind.type not in {"date", "dateTime", "boolean"}:
        number = compile_(tree, bind, "number")
        if bind.type == "int":
            return lambda node: number_text(math.trunc(n)) if abs(n := number(node)) < 2**63 else ""
        return lambda node: number_text(n) if (n := number(node)) == n else ""
    text, kind = compile_(tree, bind, "string"), bind.type
    return lambda node: calculated_text(kind, text(node))
