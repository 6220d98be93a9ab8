"""Checks that work for another thread cannot reach an object of Qt.

PySide destroys the C++ part of a wrapper whose last reference is dropped in a worker thread at an
arbitrary later moment, which can end the process. A task must not reach such a wrapper at all.
"""

from __future__ import annotations

import dataclasses
import functools
import types
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from PySide6.QtCore import SignalInstance
from shiboken6 import Shiboken

_WRAPPERS = (Shiboken.Object, SignalInstance)
_PLAIN = (str, bytes, int, float, complex, bool, type(None), type, types.ModuleType)
_DEEPEST = 12
"""Steps from the task to the deepest object that is looked at."""
_MOST_ITEMS = 200
"""Items of one container that are looked at."""
_MOST_OBJECTS = 5_000
"""Objects looked at in all; those nearest to the task come first."""


class ReachesQt(TypeError):
    """A task holds, directly or not, an object of Qt."""


def check_task(task: Callable[..., Any]) -> None:
    """Raise ReachesQt if an object of Qt can be reached from the task.

    Follows closures, defaults, partial arguments, bound methods, attributes of our own classes and
    of dataclasses, and containers.
    """
    known = {id(task)}
    waiting: deque[tuple[object, str, int]] = deque([(task, "task", 0)])
    while waiting and len(known) < _MOST_OBJECTS:
        value, path, depth = waiting.popleft()
        if isinstance(value, _WRAPPERS):
            kind = type(value).__name__
            raise ReachesQt(f"A task must not reach an object of Qt: {path} is a {kind}.")
        if depth == _DEEPEST:
            continue
        for name, part in _parts(value):
            if not isinstance(part, _PLAIN) and id(part) not in known:
                known.add(id(part))
                waiting.append((part, path + name, depth + 1))


def _parts(value: object) -> Iterator[tuple[str, object]]:
    """Everything that `value` refers to, each with how it is reached."""
    if isinstance(value, functools.partial):
        yield ".func", value.func
        yield from _items(value.args)
        yield from _entries(value.keywords)
    elif isinstance(value, types.MethodType):
        yield ".__self__", value.__self__
        yield ".__func__", value.__func__
    elif isinstance(value, types.BuiltinMethodType):
        yield ".__self__", value.__self__
    elif isinstance(value, types.FunctionType):
        yield from _of_function(value)
    elif isinstance(value, (dict, types.MappingProxyType)):
        yield from _entries(value)
    elif isinstance(value, (list, tuple, set, frozenset, deque)):
        yield from _items(value)
    elif _is_ours(value):
        yield from _attributes(value)


def _of_function(function: types.FunctionType) -> Iterator[tuple[str, object]]:
    names = function.__code__.co_freevars
    for name, cell in zip(names, function.__closure__ or (), strict=True):
        try:
            yield f" → {name}", cell.cell_contents
        except ValueError:  # a name that is not bound yet
            continue
    for value in function.__defaults__ or ():
        yield " (default)", value
    for name, value in (function.__kwdefaults__ or {}).items():
        yield f" (default of {name})", value
    wrapped = getattr(function, "__wrapped__", None)
    if wrapped is not None:
        yield ".__wrapped__", wrapped


def _items(values: Any) -> Iterator[tuple[str, object]]:
    for at, value in enumerate(islice(tuple(values), _MOST_ITEMS)):
        yield f"[{at}]", value


def _entries(values: Any) -> Iterator[tuple[str, object]]:
    for key, value in islice(tuple(values.items()), _MOST_ITEMS):
        yield " (key)", key
        yield f"[{key!r:.40}]", value


def _is_ours(value: object) -> bool:
    package = type(value).__module__.partition(".")[0]
    return package in ("assessor", "tests") or dataclasses.is_dataclass(value)


def _attributes(value: object) -> Iterator[tuple[str, object]]:
    for name, part in tuple(getattr(value, "__dict__", {}).items()):
        yield f".{name}", part
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if not name.startswith("__"):
                part = getattr(value, name, None)
                if part is not None:
                    yield f".{name}", part
