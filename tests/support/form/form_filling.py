"""Helpers of the form tests: write a form inline, fill it, check its state."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from random import Random

from assessor.form.live.changes import Changes
from assessor.form.live.instance import Instance
from assessor.form.model.cells import subtree
from assessor.form.model.definition import Form
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from tests.support.assessment import laptops
from tests.support.form.markdown_forms import read_markdown

REPOSITORY = next(
    each for each in Path(__file__).resolve().parents if (each / "pyproject.toml").exists()
)
INSTRUMENT = REPOSITORY / "forms" / "cybercrime_needs"
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=timezone(timedelta(hours=-7)))


@lru_cache(maxsize=256)
def form(text: str) -> Form:
    """Parse the form in `text`: Markdown tables, or an XForm."""
    if text.lstrip().startswith("<"):
        return parse_form(FormSource(text))
    return parse_form(read_markdown(text))


def recompute(instance: Instance) -> Changes:
    """Recalculate everything; changes nothing if propagation is correct."""
    for cell in subtree(instance.engine.root.cells[0]):
        cell.choices = None
    instance.engine.mark_all()
    instance.engine.settle()
    return instance.engine.take_changes()


@lru_cache(maxsize=1)
def instrument() -> Form:
    return parse_form(laptops.instrument())


def start(of: Form | str, **more: object) -> Instance:
    """Return a new instance with a fixed clock and consecutive ids: aaaaa1, aaaaa2 …"""
    counter = itertools.count(1)
    return Instance(
        form(of) if isinstance(of, str) else of,
        now=lambda: NOW,
        new_id=lambda: f"aaaaa{next(counter)}",
        random=Random(7),
        **more,  # type: ignore[arg-type]
    )


def filled(of: Form | str, answers: Mapping[str, str]) -> Instance:
    """Return an instance with these answers, given in turn, by name under /data."""
    instance = start(of)
    for name, value in answers.items():
        instance.set(name if name.startswith("/") else f"/data/{name}", value)
    return instance


def check(of: Form | str, answers: Mapping[str, str], expected: Mapping[str, object]) -> Instance:
    """Give answers, then compare: keys are `name` (its value) or `name.property` of its node."""
    instance = filled(of, answers)
    for key, value in expected.items():
        name, _, what = key.partition(".")
        node = instance.node(name if name.startswith("/") else f"/data/{name}")
        found = getattr(node, what or "value")
        if what == "violation":
            found = found and found.kind
        if what == "choices":
            found = [choice.value for choice in found]
        assert found == value, f"{key}: {found!r}, expected {value!r}"
    before = state(instance)
    recompute(instance)
    assert state(instance) == before, "propagation and a whole recomputation differ"
    return instance


def state(instance: Instance) -> dict[str, tuple[object, ...]]:
    """Return the state of every node, to compare two instances."""
    found: dict[str, tuple[object, ...]] = {}
    for reference in (*instance.form.binds, *instance.repeats()):
        if "/@" in reference or "[" in reference:
            continue
        try:
            node = instance.node(reference)
        except KeyError:
            continue
        _collect(node, found)
    _collect(instance.root, found)
    return found


def _collect(node, found) -> None:
    violation = node.violation
    found[node.reference] = (
        node.value if node.kind == "question" else "",
        node.relevant,
        node.readonly,
        node.required,
        violation and violation.kind,
        node.label,
        tuple(node.choices),
    )
    for child in node.children:
        _collect(child, found)
