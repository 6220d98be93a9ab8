"""All functions that expressions can call, by name."""

from __future__ import annotations

from assessor.form.xpath.functions import (
    dates,
    digests,
    geo,
    node_sets,
    numbers,
    patterns,
    strings,
)
from assessor.form.xpath.functions.declaration import Function

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for module in (strings, patterns, numbers, dates, node_sets, geo, digests)
    for function in module.FUNCTIONS
}
