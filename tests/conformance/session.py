"""A replayed form: recorded references and steps become edits of an Instance."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime
from functools import lru_cache
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from lxml import etree

from assessor.errors import AssessorError, FormError
from assessor.form.live import submission
from assessor.form.live.instance import Instance
from assessor.form.live.node import Node
from assessor.form.model.definition import Form
from assessor.form.parse.checks import controls
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource

TROUBLE = (AssessorError, LookupError, ValueError, TypeError, AttributeError, RecursionError)
"""Errors of a step; they fail a fact and do not end the replay."""
_POSITION = re.compile(r"\[(\d+)\]")


class Loaded(NamedTuple):
    """A loaded form, None if it is unusable, and why it would be refused as a new form."""

    form: Form | None
    refusal: FormError | None


@lru_cache(maxsize=2000)
def load(xform: str, files: tuple[tuple[str, bytes], ...] = ()) -> Loaded:
    """Load a form strictly or, if that fails, forgivingly."""
    source = FormSource(xform, {}, dict(files))
    try:
        return Loaded(parse_form(source), None)
    except FormError as refusal:
        return Loaded(parse_form(source, forgiving=True) if refusal.passable else None, refusal)


class Session:
    """An instance, addressed by paths with positions instead of ids."""

    def __init__(
        self,
        form: Form,
        now_ms: int,
        zone: str,
        answers: dict[str, str] | None = None,
        repeats: list[str] | None = None,
        properties: dict[str, str] | None = None,
        random: Random | None = None,
    ) -> None:
        counter = itertools.count(1)
        moment = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(ZoneInfo(zone))
        self.form = form
        self.given: dict[str, str] = {}  # last answers by reference
        # questions with a choice that was no longer offered at some time
        self.stale: set[str] = set()
        self.refused = False  # whether an answer was not a value of its type
        self._filters = any(each.filtered for each in controls(form.body))
        self.instance = Instance(
            form,
            now=lambda: moment,
            new_id=lambda: f"i{next(counter):05d}",
            answers=answers,
            repeats=repeats or (),
            random=random or Random(1),
            properties=properties or {},
        )

    def reference(self, path: str) -> str:
        """Return a path with 1-based positions as a reference with ids."""
        found = ""
        parts = path.split("/")[1:]
        for number, part in enumerate(parts, 1):
            name, bracket, position = part.rstrip("]").partition("[")
            found += f"/{self._named(found, name)}"
            if bracket and position != "0":
                children = self.instance.node(found).children
                found = children[int(position) - 1].reference
            elif number < len(parts) and self._is_repeat(found):
                found = self.instance.node(found).children[-1].reference
        return found

    def _is_repeat(self, reference: str) -> bool:
        bind = self.form.binds.get(re.sub(r"\[[^\]]*\]", "", reference))
        return bind is not None and bind.repeat

    def _named(self, around: str, name: str) -> str:
        """Return a name in this form's spelling; recorded prefixes may be of the other engine."""
        path = re.sub(r"\[[^\]]*\]", "", around)
        if f"{path}/{name}" in self.form.binds:
            return name
        local = name.rpartition(":")[2]
        for known in self.form.binds:
            head, _, last = known.rpartition("/")
            if head == path and last.rpartition(":")[2] == local:
                return last
        return name

    def node(self, path: str) -> Node:
        """Return the node at a recorded path. Raises LookupError."""
        try:
            return self.instance.node(self.reference(path))
        except (KeyError, IndexError) as error:
            raise LookupError(path) from error

    def set(self, path: str, value: Any) -> None:
        """Answer as recorded; an invalid value is stored as blank."""
        self._arrive(path)
        reference = self.reference(path)
        text = self.given[reference] = as_answer(value)
        try:
            self.instance.set(reference, text)
        except ValueError:
            self.refused = True
            self.instance.set(reference, "")
        if self._filters:
            self.stale |= {
                each.reference for each in self.instance.questions() if each.outdated_values
            }

    def _arrive(self, path: str) -> None:
        """Add the next instance of an "another one?" repeat if the person answers in it."""
        for place in _POSITION.finditer(path):
            around = self.instance.node(self.reference(path[: place.start()]))
            if around.kind == "repeat":
                while len(around.children) < int(place[1]) and around.can_add:
                    self.instance.add_repeat(around.reference)

    def add(self, path: str, count: int) -> None:
        for _ in range(count):
            self.instance.add_repeat(self.reference(path))

    def remove(self, path: str, index: int, count: int) -> None:
        for _ in range(count):
            node = self.node(path).children[index]
            self.instance.remove_repeat(node.reference)

    @staticmethod
    def opened(
        form: Form, xml: str, zone: str, now_ms: int, random: Random | None = None
    ) -> Session:
        """Open a form from a saved instance."""
        counter = itertools.count(1)
        saved = submission.read_submission(form, xml, lambda: f"s{next(counter):05d}")
        answers, repeats = dict(saved.answers), list(saved.repeats)
        return Session(form, now_ms, zone, answers, repeats, random=random)

    def place(self, changed: dict[str, Any]) -> None:
        """Set the requested places as found later."""
        for path, state in changed.items():
            if self.reference(path) in self.instance.requested_places:
                self.instance.set_place(self.reference(path), str(state["value"]))

    def xml(self) -> str:
        return submission.write_submission(self.instance).decode()


def as_answer(value: Any) -> str:
    """Return a recorded value as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(map(as_answer, value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def same_value(one: str, other: str) -> bool:
    """Compare as text, or as numbers."""
    if one == other:
        return True
    first, second = one.replace(";", " ").split(), other.replace(";", " ").split()
    return len(first) == len(second) and all(map(_same_word, first, second))


def _same_word(one: str, other: str) -> bool:
    try:
        return one == other or float(one) == float(other)
    except ValueError:
        return False


def same_xml(one: str, other: str) -> bool:
    """Compare two instances without ids and white space."""
    return _shape(etree.fromstring(one)) == _shape(etree.fromstring(other))


def _shape(element: Any) -> Any:
    name = element.tag.rpartition("}")[2]
    if name == "instanceID":
        return (name,)
    inner = [_shape(each) for each in element if isinstance(each.tag, str)]
    text = (element.text or "").strip()
    return (name, sorted(element.attrib.items()), text, inner)
