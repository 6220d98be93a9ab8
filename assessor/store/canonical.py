"""One spelling for every JSON value that is hashed: canonical, no floats, never renormalised."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NoReturn

LARGEST_INTEGER = 2**53
"""Whole numbers stay below this, so that every JSON reader reads them alike."""

JSON = Mapping[str, object]
"""An entry's body: text keys; text, whole numbers, booleans, null, lists and objects below."""


class NotCanonical(ValueError):
    """A value that is not JSON as this project spells it; the text says why, for programmers."""


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


def encode(value: object) -> str:
    """The canonical JSON text of `value`: sorted keys, no spaces, no floats, no lone surrogates.

    Raises NotCanonical for what cannot be spelled.
    """
    _refuse_oddities(value, 0)
    text = _ENCODER.encode(value)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical("text that is not Unicode") from error
    return text


def _refuse_oddities(value: object, depth: int) -> None:
    if depth > 8:
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
            _refuse_oddities(member, depth + 1)
    elif isinstance(value, list | tuple):
        for member in value:
            _refuse_oddities(member, depth + 1)
    else:
        raise NotCanonical(f"no {type(value).__name__} in a body")


def decode(text: str) -> object:
    """The value of a canonical JSON text. Raises NotCanonical if it is anything else."""
    try:
        value: object = _DECODER.decode(text)
        if _ENCODER.encode(value) != text:
            raise NotCanonical("JSON that is not in canonical spelling")
    except RecursionError as error:
        raise NotCanonical("nested too deeply") from error
    except ValueError as error:
        raise NotCanonical(str(error)) from error
    return value


def decode_body(text: str) -> JSON | None:
    """The body spelled by `text`; None is a tombstone. Raises NotCanonical."""
    value = decode(text)
    if value is not None and not isinstance(value, dict):
        raise NotCanonical("a body must be an object")
    return value
