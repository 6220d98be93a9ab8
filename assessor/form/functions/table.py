"""All functions that expressions can call, by name."""

from __future__ import annotations

from assessor.form.functions import dates, geo, nodes, numbers, patterns, secrets, selects, strings
from assessor.form.functions.registry import Function

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for module in (strings, patterns, numbers, dates, selects, nodes, geo, secrets)
    for function in module.FUNCTIONS
}
