"""Group the nodes of a section into blocks: which share a card, which form a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assessor.assessment.base.criteria_text import asks_criteria
from assessor.form.live.node import Node

Kind = Literal["plain", "alone", "grid", "group", "repeat"]


@dataclass(frozen=True, slots=True)
class PageBlock:
    """Nodes shown together; the first node of a grid is its heading row."""

    kind: Kind
    nodes: tuple[Node, ...]


def is_heading(node: Node) -> bool:
    """Whether a question is the heading row of a table."""
    return node.kind == "question" and "label" in node.appearance.split()


def is_row(node: Node) -> bool:
    """Whether a question is a row of a table."""
    return node.kind == "question" and "list-nolabel" in node.appearance.split()


def stands_alone(node: Node) -> bool:
    """Whether a question gets a card of its own."""
    return node.meta.get("kind") == "stage" or asks_criteria(node)


def page_blocks(nodes: Sequence[Node]) -> Iterator[PageBlock]:
    """Yield the blocks of the children of a section or group."""
    block: list[Node] = []
    for node in nodes:
        kind = _kind(node)
        if block and _starts_block(block, kind):
            yield _block(block)
            block = []
        block.append(node)
    if block:
        yield _block(block)


def _kind(node: Node) -> str:
    if node.kind != "question":
        return node.kind
    if is_heading(node):
        return "heading"
    if is_row(node):
        return "row"
    return "alone" if stands_alone(node) else "plain"


def _starts_block(block: list[Node], kind: str) -> bool:
    first = _kind(block[0])
    if kind == "row":
        return first != "heading"
    return not (first == kind == "plain")


def _block(block: list[Node]) -> PageBlock:
    first = _kind(block[0])
    if first in ("group", "repeat", "instance"):
        return PageBlock("repeat" if first == "repeat" else "group", tuple(block))
    if first == "heading":
        return PageBlock("grid", tuple(block)) if len(block) > 1 else PageBlock("plain", ())
    return PageBlock("alone" if first == "alone" else "plain", tuple(block))
