"""References as people write them: names, positions and ids, resolved to one node."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assessor.errors import Refused
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.instance import Instance
from assessor.form.live.node import Node

_STEP = re.compile(r"^(?P<path>.*)\[(?P<which>[0-9a-z]+)\]$")
_SMALL = re.compile(r"^[1-9][0-9]{0,3}$")


def references_by_name(instance: Instance) -> dict[str, str]:
    """Return references by question name, for names that are unique and outside repeats."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for node in instance.questions():
        if "[" in node.reference:
            continue
        if node.name in found:
            twice.add(node.name)
        found[node.name] = node.reference
    return {name: reference for name, reference in found.items() if name not in twice}


def choice_label(node: Node, value: str) -> str:
    """Return the label of a choice of a question; the value itself if it is none."""
    labels = {choice.value: plain_text(choice.label) for choice in node.choices}
    return labels.get(value, value)


def resolve_reference(instance: Instance, written: str) -> str:
    """Return the reference that a person wrote: a question's name or an absolute path.

    A repeat instance is named by its id or its position (`[2]`). Missing instances are not created;
    see `missing_instances`. Raises Refused if there is no such question.
    """
    written = written.strip()
    if written and not written.startswith("/"):
        reference = references_by_name(instance).get(written)
        if reference is None:
            raise Refused("The form has no question named {name}.", name=written)
        return reference
    steps = written.split("/")
    done = ""
    for step in steps[1:]:
        done = _resolve_position(instance, f"{done}/{step}")
    return done


def missing_instances(instance: Instance, written: str) -> Iterator[tuple[str, str | None]]:
    """Yield the repeat instances that `written` needs and that do not exist: (repeat, id or None).

    They come outermost first; the caller adds each before asking for the next.
    """
    done = ""
    for step in written.strip().split("/")[1:]:
        done = f"{done}/{step}"
        found = _STEP.match(done)
        if not found:
            continue
        repeat, which = found["path"], found["which"]
        if not _exists(instance, repeat, which):
            if which.isdigit() and not _SMALL.match(which):
                raise Refused("{path} has no instance {which}.", path=repeat, which=which)
            yield repeat, None if _SMALL.match(which) else which
        done = _resolve_position(instance, done)


def _instances(instance: Instance, repeat: str) -> list[Node]:
    try:
        node = instance.node(repeat)
    except KeyError:
        raise Refused("The form has no repeat {path}.", path=repeat) from None
    if node.kind != "repeat":
        raise Refused("{path} is not a repeat, so it has no numbered instances.", path=repeat)
    return list(node.children)


def _exists(instance: Instance, repeat: str, which: str) -> bool:
    found = _instances(instance, repeat)
    by_id = any(node.reference.endswith(f"[{which}]") for node in found)
    return by_id or bool(_SMALL.match(which) and int(which) <= len(found))


def _resolve_position(instance: Instance, path: str) -> str:
    found = _STEP.match(path)
    if not found:
        return path
    repeat, which = found["path"], found["which"]
    if not _SMALL.match(which):
        return path
    children = _instances(instance, repeat)
    if any(node.reference == path for node in children):
        return path
    position = int(which)
    if position > len(children):
        raise Refused(
            "{path} has {count} entries, so there is no number {position}.",
            path=repeat,
            count=len(children),
            position=position,
        )
    return children[position - 1].reference
