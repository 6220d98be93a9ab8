"""The functions expressions may call, one module an idea; `FUNCTIONS` is all of them by name."""

from assessor.form.functions import dates, geo, nodes, numbers, patterns, secrets, selects, strings
from assessor.form.functions.registry import Function

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for module in (strings, patterns, numbers, dates, selects, nodes, geo, secrets)
    for function in module.FUNCTIONS
}
