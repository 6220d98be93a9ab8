"""A task that can reach an object of Qt is refused when it is submitted."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor

from assessor.gui.toolkit.system.task_check import ReachesQt, check_task

pytestmark = pytest.mark.window


@dataclass(frozen=True, slots=True)
class Wish:
    """Arguments of a task; `target` may be anything."""

    target: object

    def run(self, _tell):
        """Do nothing."""


class Holder:
    """An object of ours with an attribute."""

    def __init__(self, target):
        self._target = target

    def run(self, _tell):
        """Do nothing."""


def nothing(*_, **__):
    """Do nothing."""


def closure(target):
    def task(_tell):
        return target

    return task


def nested(target):
    def inner():
        return target

    return lambda _tell: inner()


def default(target):
    def task(_tell, kept=target):
        return kept

    return task


def keyword_default(target):
    def task(_tell, *, kept=target):
        return kept

    return task


def wrapped(target):
    @functools.wraps(closure(target))
    def task(_tell):
        return None

    return task


BAD = {
    "closure": closure,
    "function in a closure": nested,
    "default": default,
    "keyword default": keyword_default,
    "wrapped function": wrapped,
    "argument of a partial": lambda target: functools.partial(nothing, target),
    "keyword of a partial": lambda target: functools.partial(nothing, kept=target),
    "bound method of Qt": lambda target: target.objectName,
    "signal": lambda target: functools.partial(nothing, target.destroyed),
    "bound method": lambda target: Holder(target).run,
    "dataclass": lambda target: Wish(target).run,
    "list in a dict": lambda target: functools.partial(nothing, {"a": [1, target]}),
    "key of a dict": lambda target: functools.partial(nothing, {target: 1}),
    "set in a tuple": lambda target: closure(({target},)),
    "object in an object": lambda target: closure(Holder(Wish((Holder(target),)))),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_an_object_of_qt_is_found(bad):
    with pytest.raises(ReachesQt, match=r"QObject|SignalInstance"):
        check_task(bad(QObject()))


def test_a_value_of_qt_is_found_too():
    with pytest.raises(ReachesQt, match="QColor"):
        check_task(closure(QColor("red")))


def test_the_message_says_how_it_is_reached():
    with pytest.raises(ReachesQt, match=r"task → target\._target\.target is a QObject"):
        check_task(closure(Holder(Wish(QObject()))))


def test_values_and_functions_pass():
    check_task(functools.partial(nothing, "a", Wish((1, b"b")), kept={"c": [Holder(None)]}))
    check_task(closure({"a": [str, functools]}))
    check_task(Wish("a").run)
    check_task(len)


def test_circles_and_names_not_bound_yet_pass():
    circle = []
    circle.append(circle)
    holder = Holder(circle)
    circle.append(holder)
    check_task(holder.run)

    def unbound(_tell):
        return later

    check_task(unbound)
    later = SimpleNamespace()


def test_a_large_container_is_looked_at_in_part():
    check_task(closure(list(range(1_000_000))))
