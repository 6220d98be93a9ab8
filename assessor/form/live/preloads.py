"""Values the form asks the app for when an instance is new: ids, times, facts of the laptop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from assessor.form.live.engine import Engine
from assessor.form.model.cells import Cell
from assessor.form.model.datatypes import moment_text
from assessor.form.model.definition import Form
from assessor.form.model.markup import fixed_tree, prefixes_of, read_xml
from assessor.form.model.xpath_nodes import FixedNode


def fill_preloads(engine: Engine) -> None:
    """Fill the preloads of a new instance, in every cell there is."""
    for bind in engine.form.binds.values():
        if bind.preload and bind.preload_params != "end":
            for cell in engine.root.under(bind):
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
    """Fill what is known only when the instance is finished: the end time."""
    for bind in engine.form.binds.values():
        if bind.preload == "timestamp" and bind.preload_params == "end":
            for cell in engine.root.under(bind):
                engine.store(cell, moment_text(at))


def with_last_saved(form: Form, xml: str) -> Mapping[str, FixedNode]:
    """The form's instances, those for the last saved submission filled with it."""
    if not form.last_saved or not xml:
        return form.instances
    root = read_xml(xml, "The submission saved last")
    saved = fixed_tree(root, prefixes_of(root))
    return {**form.instances, **dict.fromkeys(form.last_saved, saved)}
