"""Actions and preloads: what a form fills by itself on events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from assessor.form.live.engine import Engine
from assessor.form.model.cells import Cell, Frame
from assessor.form.model.datatypes import calculated_text, moment_text
from assessor.form.model.definition import Action, Bind, Form
from assessor.form.model.markup import fixed_tree, prefixes_of, read_xml
from assessor.form.model.xpath_nodes import FixedNode

FIRST_LOAD_EVENTS = ("odk-instance-first-load", "xforms-ready", "odk-instance-load")
"""The events of a new instance, in order."""
RELOAD_EVENTS = ("odk-instance-load",)
"""The events of a saved instance."""
CREATION_EVENTS = frozenset({*FIRST_LOAD_EVENTS, "odk-new-repeat"})
"""The events that occur once, with the instance or a repeat instance."""
MAX_CHAIN = 50
"""Maximum number of actions that trigger each other."""


class Actions:
    """The actions of one instance. `requested_places` are nodes whose location the user gives."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.requested_places: dict[str, None] = {}
        self._chain = 0
        self._compiled: dict[int, Callable[[Any], Any]] = {}
        self._by_event: dict[tuple[str, Bind | None], list[Action]] = {}
        for action in engine.form.actions:
            for event in action.events:
                loading = event in FIRST_LOAD_EVENTS
                key = (event, None if loading else action.trigger)
                self._by_event.setdefault(key, []).append(action)

    def fire_load_events(self, new: bool) -> None:
        """Fire the events of loading everywhere."""
        for event in FIRST_LOAD_EVENTS if new else RELOAD_EVENTS:
            for action in self._by_event.get((event, None), ()):
                here = action.target.context
                assert here is not None
                for cell in list(self._engine.root.cells_of(here)):
                    self._run(action, cell)
                self._engine.settle()

    def value_changed(self, cell: Cell) -> None:
        """Fire the actions that wait for a change of a question."""
        for action in self._by_event.get(("xforms-value-changed", cell.bind), ()):
            if self._chain < MAX_CHAIN:
                self._chain += 1
                self._run(action, cell)
                self._engine.settle()
                self._chain -= 1

    def frame_added(self, frame: Frame) -> None:
        """Fire the actions that wait for a new repeat instance, including nested instances."""
        assert frame.range is not None
        for action in self._by_event.get(("odk-new-repeat", frame.range.bind), ()):
            self._run(action, frame.cells[0])
            self._engine.settle()
        for inner in frame.ranges:
            for each in inner.frames:
                self.frame_added(each)

    def missing_places(self) -> Iterator[str]:
        """Yield blank nodes that need a location on loading or in a new repeat instance."""
        for action in self._engine.form.actions:
            if action.kind == "setgeopoint" and not action.events.isdisjoint(CREATION_EVENTS):
                for cell in self._engine.root.cells_of(action.bind):
                    if cell.relevant and not cell.value:
                        yield cell.reference

    def _run(self, action: Action, here: Cell) -> None:
        for cell in self._targets(action, here):
            if not cell.relevant:
                continue
            if action.kind == "setgeopoint":
                self.requested_places[cell.reference] = None
                continue
            text, old_value = self._value(action, cell), cell.value
            self._engine.store(cell, text)
            if cell.value != old_value:
                self.value_changed(cell)

    def _targets(self, action: Action, context: Cell) -> list[Cell]:
        """Return the target cells; within the target's repeat, those of the own instance."""
        closure = self._compiled.get(id(action))
        if closure is None:
            closure = self._engine.compile(action.target.tree, context.bind, "nodes")
            self._compiled[id(action)] = closure
        return [cell for cell in closure(context) if isinstance(cell, Cell) and cell.bind.leaf]

    def _value(self, action: Action, cell: Cell) -> str:
        if action.value is None:
            return action.text
        closure = self._compiled.get(-id(action))
        if closure is None:
            closure = self._engine.compile(action.value.tree, action.bind, "string")
            self._compiled[-id(action)] = closure
        return calculated_text(action.bind.type, closure(cell))


def fill_preloads(engine: Engine) -> None:
    """Fill the preloads of a new instance."""
    for bind in engine.form.binds.values():
        if bind.preload and bind.preload_params != "end":
            for cell in engine.root.cells_of(bind):
                fill_preload(engine, cell)


def fill_preload(engine: Engine, cell: Cell) -> None:
    """Fill one preload."""
    kind, params, runtime = cell.bind.preload, cell.bind.preload_params, engine.runtime
    text = ""
    if kind == "uid":
        text = f"uuid:{runtime.uuid()}"
    elif kind == "timestamp":
        text = moment_text(runtime.now())
    elif kind == "date":
        text = runtime.now().date().isoformat()
    elif kind == "property":
        text = runtime.properties.get(params, "")
    if text:
        engine.store(cell, text)


def fill_end_times(engine: Engine, at: datetime) -> None:
    """Fill the end time of a finished instance."""
    for bind in engine.form.binds.values():
        if bind.preload == "timestamp" and bind.preload_params == "end":
            for cell in engine.root.cells_of(bind):
                engine.store(cell, moment_text(at))


def with_last_saved(form: Form, xml: str) -> Mapping[str, FixedNode]:
    """Return the form's secondary instances, filled with the previous submission."""
    if not form.last_saved or not xml:
        return form.instances
    root = read_xml(xml, "The submission saved last")
    saved = fixed_tree(root, prefixes_of(root))
    return {**form.instances, **dict.fromkeys(form.last_saved, saved)}
