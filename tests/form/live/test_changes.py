"""Repainting only what Changes names has the same result as repainting everything."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given

from assessor.form.live.changes import Changes
from assessor.form.live.instance import Instance
from assessor.form.live.node import Node
from tests.support.form.form_filling import start
from tests.support.form.laws import QUICK, edit, every, loaded
from tests.support.form.models import xform
from tests.support.form.random_forms import edits, forms

EXACT = ("value", "relevant", "readonly", "required", "violation")
"""Words that must be exact; labels and choices may be named without a difference."""


def seen(node: Node) -> dict[str, object]:
    """Return what a window shows of a node, by the word for its change."""
    violation = node.violation
    return {
        "value": node.value if node.kind == "question" else "",
        "relevant": node.relevant,
        "readonly": (node.readonly, node.can_add),
        "required": node.required,
        "violation": violation and violation.kind,
        "label": (node.label, node.hint, node.guidance, violation and violation.message),
        "choices": (tuple(node.choices), node.outdated_values),
        "added": tuple(child.reference for child in node.children),
    }


class Screen:
    """The painted state by reference: first everything, then what Changes names."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.painted = {node.reference: seen(node) for node in every(instance.root)}

    def repaint(self, changes: Changes) -> None:
        """Repaint what is named; lay out a repeat again if instances were added or removed."""
        for reference, words in changes.items():
            if "added" in words or "removed" in words:
                self._lay_out(reference)
        for reference in changes:
            if reference in self.painted:
                self.painted[reference] = seen(self.instance.node(reference))

    def _lay_out(self, instance: str) -> None:
        for gone in [each for each in self.painted if each.startswith(instance)]:
            del self.painted[gone]
        repeat = instance[: instance.rindex("[")]
        if repeat in self.painted:
            self.painted[repeat] = seen(self.instance.node(repeat))
            for node in every(self.instance.node(repeat)):
                self.painted.setdefault(node.reference, seen(node))

    def differences(self) -> Iterator[tuple[str, object, object]]:
        """Yield what is painted and should not be, or the reverse."""
        fresh = {node.reference: seen(node) for node in every(self.instance.root)}
        for reference in self.painted.keys() | fresh.keys():
            now, then = fresh.get(reference), self.painted.get(reference)
            if now != then:
                yield reference, then, now


@QUICK
@given(forms(), edits)
def test_what_is_named_is_all_that_must_be_painted_again(xform_, steps) -> None:
    instance, ids = start(loaded(xform_)), itertools.count()
    screen = Screen(instance)
    for step in steps:
        before = {node.reference: seen(node) for node in every(instance.root)}
        changes = edit(instance, step, ids)
        for reference, words in changes.items():
            if reference not in before or step[0] == "language":
                continue
            after = seen(instance.node(reference)) if "removed" not in words else None
            # An action may change a value and restore it in one edit; it is named nevertheless.
            for word in words.intersection(EXACT) if after and "<setvalue" not in xform_ else ():
                assert after[word] != before[reference][word], (reference, word)
        screen.repaint(changes)
        assert not list(screen.differences()), f"after {step}: {changes}"


COUNTED = xform(
    "<n>2</n><r jr:template=''><x/></r><sum/>",
    '<bind nodeset="/data/sum" calculate="sum(/data/r/x)"/>',
    '<input ref="/data/n"><setvalue event="xforms-value-changed" ref="/data/sum" value="0"/></input>'
    '<group ref="/data/r"><repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/x">'
    '<setvalue event="xforms-value-changed" ref="/data/n" value="1"/></input></repeat></group>',
)


def test_of_an_instance_that_went_only_its_going_is_told() -> None:
    instance = start(COUNTED)
    last = instance.repeats()[-1]
    changes = instance.set(f"{last}/x", "5")
    assert changes[last] == {"removed"}
    assert f"{last}/x" not in changes


def test_that_another_one_may_be_added_is_told() -> None:
    text = xform(
        "<n/><wanted/><r jr:template=''><more/></r>",
        '<bind nodeset="/data/n" calculate="count(/data/r)"/><bind nodeset="/data/wanted" '
        "calculate=\"if(/data/n = 0 or /data/r[position() = /data/n]/more = 'yes', "
        '/data/n + 1, /data/n)"/>',
        '<group ref="/data/r"><repeat nodeset="/data/r" jr:count="/data/wanted">'
        '<input ref="/data/r/more"/></repeat></group>',
    )
    instance = start(text)
    screen = Screen(instance)
    for value in ("yes", "no", "yes"):
        screen.repaint(instance.set(f"{instance.repeats()[0]}/more", value))
        assert not list(screen.differences())


@pytest.mark.parametrize("rule", ["relevant", "readonly"])
def test_a_repeat_is_as_the_group_around_it_is(rule: str) -> None:
    text = xform(
        "<a/><g><r><x/></r></g>",
        f'<bind nodeset="/data/g" {rule}="/data/a = 1"/>',
        '<input ref="/data/a"/><group ref="/data/g"><group ref="/data/g/r">'
        '<repeat nodeset="/data/g/r"><input ref="/data/g/r/x"/></repeat></group></group>',
    )
    instance = start(text)
    instance.remove_repeat(instance.repeats()[0])
    assert rule in instance.set("/data/a", "1")["/data/g/r"]
