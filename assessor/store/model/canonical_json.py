"""Canonical JSON for every value that is hashed: sorted keys, no floats, no normalisation."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import NoReturn

LARGEST_INTEGER = 2**53
"""Integers stay below this value, so that every JSON reader reads them alike."""

JSON = Mapping[str, object]
"""The body of an entry: text keys; text, integers, booleans, null, lists and objects."""


class NotCanonical(ValueError):
    """A value without a canonical spelling; the text is for programmers."""


def _no_float(text: str) -> NoReturn:
    raise NotCanonical(f"not a whole number: {text[:20]}")


def _integer(text: str) -> int:
    if len(text) > 17 or not -LARGEST_INTEGER < (number := int(text)) < LARGEST_INTEGER:
        raise NotCanonical(f"integer out of range: {text[:20]}")
    return number


_DECODER = json.JSONDecoder(
    parse_float=_no_float, parse_int=_integer, parse_constant=_no_float, strict=True
)
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)


def encode_canonical(value: object) -> str:
    """Return the canonical JSON text of `value`: sorted keys, no spaces, no floats. Raises
    NotCanonical."""
    _check_value(value, 0)
    text = _ENCODER.encode(value)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical("text that is not Unicode") from error
    return text


MAX_DEPTH = 8
"""The deepest nesting of a body."""


def _check_value(value: object, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise NotCanonical("nested too deeply")
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if not -LARGEST_INTEGER < value < LARGEST_INTEGER:
            raise NotCanonical("integer out of range")
    elif isinstance(value, dict):
        for key, member in value.items():
            if not isinstance(key, str):
                raise NotCanonical("a key that is not text")
            _check_value(member, depth + 1)
    elif isinstance(value, list | tuple):
        for member in value:
            _check_value(member, depth + 1)
    else:
        raise NotCanonical(f"no {type(value).__name__} in a body")


def check_bodies(payloads: Sequence[str]) -> None:
    """Check that every text is the canonical spelling of a body (an object, or null).

    All texts are parsed as one list, for speed. A random mark between them prevents that one text
    runs over into the next. Raises NotCanonical.
    """
    if not payloads:
        return
    mark = f'"{secrets.token_hex(16)}"'
    text = f"[{f',{mark},'.join(payloads)}]"
    try:
        values = _DECODER.decode(text)
        if _ENCODER.encode(values) != text:
            raise NotCanonical("JSON that is not in canonical spelling")
        text.encode("utf-8")
    except RecursionError as error:
        raise NotCanonical("nested too deeply") from error
    except ValueError as error:
        raise NotCanonical(str(error)) from error
    bodies, marks = values[::2], values[1::2]
    if len(bodies) != len(payloads) or marks != [mark[1:-1]] * (len(payloads) - 1):
        raise NotCanonical("texts that run into each other")
    if not all(body is None or isinstance(body, dict) for body in bodies):
        raise NotCanonical("a body must be an object")
    for payload, body in zip(payloads, bodies, strict=True):
        if payload.count("{") + payload.count("[") > MAX_DEPTH:  # otherwise it cannot be too deep
            _check_value(body, 0)
