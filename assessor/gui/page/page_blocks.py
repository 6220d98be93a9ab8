"""How the nodes of a section stand on the page: which share a card, which make a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assessor.form.live.node import Node

Kind = Literal["plain", "alone", "grid", "group", "repeat"]


@dataclass(frozen=True, slots=True)
class PageBlock:
    """Nodes that stand together; a grid's first node is the row that heads its columns."""

    kind: Kind
    nodes: tuple[Node, ...]


def is_heading(node: Node) -> bool:
    """Whether a question only names the columns of the rows after it."""
    return node.kind == "question" and "label" in node.appearance.split()


def is_row(node: Node) -> bool:
    """Whether a question is a row under such a heading."""
    return node.kind == "question" and "list-nolabel" in node.appearance.split()


def stands_alone(node: Node) -> bool:
    """Whether a question is large enough for a card of its own."""
    return node.meta.get("kind") == "stage" and node.control == "select1"


def page_blocks(nodes: Sequence[Node]) -> Iterator[PageBlock]:
    """Cut the children of a section or group into what stands together."""
    run: list[Node] = []
    for node in nodes:
        kind = _kind(node)
        if run and _breaks(run, kind):
            yield _closed(run)
            run = []
        run.append(node)
    if run:
        yield _closed(run)


def _kind(node: Node) -> str:
    if node.kind != "question":
        return node.kind
    if is_heading(node):
        return "heading"
    if is_row(node):
        return "row"
    return "alone" if stands_alone(node) else "plain"


def _breaks(run: list[Node], kind: str) -> bool:
    first = _kind(run[0])
    if kind == "row":
        return first != "heading"
    return not (first == kind == "plain")


def _closed(run: list[Node]) -> PageBlock:
    first = _kind(run[0])
    if first in ("group", "repeat", "instance"):
        return PageBlock("repeat" if first == "repeat" else "group", tuple(run))
    if first == "heading":
        return PageBlock("grid", tuple(run)) if len(run) > 1 else PageBlock("plain", ())
    return PageBlock("alone" if first == "alone" else "plain", tuple(run))
