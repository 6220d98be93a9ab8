"""Functions on numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation

from assessor.form.xpath.functions.declaration import function

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


def _whole(cut: Callable[[float], int]) -> Callable[[float], float]:
    """Return `cut` for all numbers; NaN and infinities stay."""
    return lambda value: value if value - value != 0 else float(cut(value))


def _logarithm(log: Callable[[float], float]) -> Callable[..., float]:
    return _safe(lambda value: -math.inf if value == 0 else log(value))


def _power(base: float, exponent: float) -> float:
    if base == 0 and exponent < 0:
        return math.inf
    return math.pow(base, exponent)


FUNCTIONS = (
    function("int", "n", "number", _whole(math.trunc)),
    function("round", "nn?", "number", _round),
    function("floor", "n", "number", _whole(math.floor)),
    function("ceiling", "n", "number", _whole(math.ceil)),
    function("abs", "n", "number", abs),
    function("pow", "nn", "number", _safe(_power)),
    function("sqrt", "n", "number", _safe(math.sqrt)),
    function("exp", "n", "number", _safe(math.exp)),
    function("exp10", "n", "number", _safe(lambda value: math.pow(10.0, value))),
    function("log", "n", "number", _logarithm(math.log)),
    function("log10", "n", "number", _logarithm(math.log10)),
    function("sin", "n", "number", _safe(math.sin)),
    function("cos", "n", "number", _safe(math.cos)),
    function("tan", "n", "number", _safe(math.tan)),
    function("asin", "n", "number", _safe(math.asin)),
    function("acos", "n", "number", _safe(math.acos)),
    function("atan", "n", "number", _safe(math.atan)),
    function("atan2", "nn", "number", _safe(math.atan2)),
    function("pi", "", "number", lambda: math.pi),
    function("random", "", "number", lambda runtime: runtime.random.random(), live=True),
)
