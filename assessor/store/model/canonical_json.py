"""One spelling for every JSON value that is hashed: canonical, no floats, never renormalised."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
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


def encode_canonical(value: object) -> str:
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


MAX_DEPTH = 8
"""Levels a body may be nested."""


def _refuse_oddities(value: object, depth: int) -> None:
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
            _refuse_oddities(member, depth + 1)
    elif isinstance(value, list | tuple):
        for member in value:
            _refuse_oddities(member, depth + 1)
    else:
        raise NotCanonical(f"no {type(value).__name__} in a body")


def check_bodies(payloads: Sequence[str]) -> None:
    """Make sure that every text is the canonical spelling of a body (an object, or null).

    All are read as one list, for speed: a mark that no sender can foresee stands between them, so
    that no text can run over into its neighbour. Raises NotCanonical.
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
    if len(bodies) != len(payloads) or set(marks) - {mark[1:-1]}:
        raise NotCanonical("texts that run into each other")
    if not all(body is None or isinstance(body, dict) for body in bodies):
        raise NotCanonical("a body must be an object")
    for payload, body in zip(payloads, bodies, strict=True):
        if payload.count("{") + payload.count("[") > MAX_DEPTH:  # else it cannot be too deep
            _refuse_oddities(body, 0)
