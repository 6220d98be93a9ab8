"""The thirteen XPath axes over any kind of node."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assessor.form.model.xpath_nodes import XNode

Axis = Callable[[XNode], Iterable[XNode]]


def _parent(node: XNode) -> Iterable[XNode]:
    parent = node.parent_node()
    return () if parent is None else (parent,)


def _descendant(node: XNode) -> Iterator[XNode]:
    for child in node.child_nodes():
        yield child
        yield from _descendant(child)


def _descendant_or_self(node: XNode) -> Iterator[XNode]:
    yield node
    yield from _descendant(node)


def _ancestor(node: XNode) -> Iterator[XNode]:
    parent = node.parent_node()
    while parent is not None:
        yield parent
        parent = parent.parent_node()


def _ancestor_or_self(node: XNode) -> Iterator[XNode]:
    yield node
    yield from _ancestor(node)


def _siblings(node: XNode) -> list[XNode]:
    parent = node.parent_node()
    if parent is None or node.kind in {"attribute", "namespace"}:
        return []
    return list(parent.child_nodes())


def _following_sibling(node: XNode) -> Iterable[XNode]:
    here = node.order_key()
    return [each for each in _siblings(node) if each.order_key() > here]


def _preceding_sibling(node: XNode) -> Iterable[XNode]:
    here = node.order_key()
    return [each for each in reversed(_siblings(node)) if each.order_key() < here]


def _following(node: XNode) -> Iterator[XNode]:
    if node.kind == "attribute":
        parent = node.parent_node()
        if parent is not None:
            yield from _descendant(parent)
            yield from _following(parent)
        return
    for up in _ancestor_or_self(node):
        for sibling in _following_sibling(up):
            yield from _descendant_or_self(sibling)


def _preceding(node: XNode) -> Iterator[XNode]:
    for up in _ancestor_or_self(node):
        for sibling in _preceding_sibling(up):
            yield from reversed(list(_descendant_or_self(sibling)))


AXES: dict[str, Axis] = {
    "ancestor": _ancestor,
    "ancestor-or-self": _ancestor_or_self,
    "attribute": lambda node: node.attribute_nodes(),
    "child": lambda node: node.child_nodes(),
    "descendant": _descendant,
    "descendant-or-self": _descendant_or_self,
    "following": _following,
    "following-sibling": _following_sibling,
    "namespace": lambda node: node.namespace_nodes(),
    "parent": _parent,
    "preceding": _preceding,
    "preceding-sibling": _preceding_sibling,
    "self": lambda node: (node,),
}
"""The nodes of each axis, nearest first: reverse axes run against document order."""

FORWARD = frozenset({"child", "attribute", "self"})
"""Axes that keep document order and give each node once."""
