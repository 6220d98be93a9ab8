"""Functions on numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation

from assessor.form.xpath.functions.declaration import function
from assessor.form.xpath.runtime import Runtime

NAN = math.nan


def _safe(call: Callable[..., float]) -> Callable[..., float]:
    """Return `call` with NaN or Infinity instead of Python's exceptions."""

    def found(*values: float) -> float:
        try:
            return float(call(*values))
        except ValueError:
            return NAN
        except (OverflowError, ZeroDivisionError):
            return math.inf

    return found


def round_half_up(value: float) -> float:
    """Round to the nearest whole number, halves towards positive infinity (XPath 1.0 §4.4)."""
    if value != value or math.isinf(value) or abs(value) >= 2**52:
        return value
    return float(math.floor(value + 0.5))


def _round(value: float, places: float | None = None) -> float:
    if places is None:
        return round_half_up(value)
    if value != value or math.isinf(value) or places != places:
        return value
    try:
        unit = Decimal(1).scaleb(-int(places))
        half = ROUND_HALF_UP if value >= 0 else ROUND_HALF_DOWN
        return float(Decimal(repr(value)).quantize(unit, half))
    except (InvalidOperation, OverflowError, ValueError):
        return value


def _int(value: float) -> float:
    return value if value != value or math.isinf(value) else float(math.trunc(value))


def _floor(value: float) -> float:
    return value if value != value or math.isinf(value) else float(math.floor(value))


def _ceiling(value: float) -> float:
    return value if value != value or math.isinf(value) else float(math.ceil(value))


def _log(value: float) -> float:
    return -math.inf if value == 0 else math.log(value)


def _log10(value: float) -> float:
    return -math.inf if value == 0 else math.log10(value)


def _power(base: float, exponent: float) -> float:
    if base == 0 and exponent < 0:
        return math.inf
    return math.pow(base, exponent)


def _random(runtime: Runtime) -> float:
    return runtime.random.random()


FUNCTIONS = (
    function("int", "n", "number", _int),
    function("round", "nn?", "number", _round),
    function("floor", "n", "number", _floor),
    function("ceiling", "n", "number", _ceiling),
    function("abs", "n", "number", abs),
    function("pow", "nn", "number", _safe(_power)),
    function("sqrt", "n", "number", _safe(math.sqrt)),
    function("exp", "n", "number", _safe(math.exp)),
    function("exp10", "n", "number", _safe(lambda value: math.pow(10.0, value))),
    function("log", "n", "number", _safe(_log)),
    function("log10", "n", "number", _safe(_log10)),
    function("sin", "n", "number", _safe(math.sin)),
    function("cos", "n", "number", _safe(math.cos)),
    function("tan", "n", "number", _safe(math.tan)),
    function("asin", "n", "number", _safe(math.asin)),
    function("acos", "n", "number", _safe(math.acos)),
    function("atan", "n", "number", _safe(math.atan)),
    function("atan2", "nn", "number", _safe(math.atan2)),
    function("pi", "", "number", lambda: math.pi),
    function("random", "", "number", _random, live=True),
)
