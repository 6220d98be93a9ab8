"""Sections: the pages of a form, for outline, page and team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessor.form.live.node import Node


@dataclass(frozen=True, slots=True)
class Section:
    """A page: a group, a repeat, or a run of questions; `reference` is that of its first node."""

    reference: str
    nodes: tuple[Node, ...]

    @property
    def node(self) -> Node | None:
        """The group or repeat of this section; None for a run of questions."""
        return self.nodes[0] if self.nodes[0].kind != "question" else None

    @property
    def label(self) -> str:
        """The section's label in the form's language, "" if it has none."""
        return self.node.label if self.node is not None else ""

    @property
    def relevant(self) -> bool:
        """Whether anything in it is relevant now."""
        return any(node.relevant for node in self.nodes)

    @property
    def children(self) -> Sequence[Node]:
        """The nodes on the page, in order."""
        node = self.node
        return node.children if node is not None and node.kind == "group" else self.nodes


def sections_of(root: Node) -> tuple[Section, ...]:
    """Divide the body of a form into its sections, in order."""
    found: list[list[Node]] = []
    for node in root.children:
        loose = node.kind == "question"
        if found and loose and found[-1][-1].kind == "question":
            found[-1].append(node)
        else:
            found.append([node])
    return tuple(Section(nodes[0].reference, tuple(nodes)) for nodes in found)


def is_within(reference: str, container: str) -> bool:
    """Whether a reference is a container's own or inside it (an instance is inside its repeat)."""
    return reference == container or reference.startswith((f"{container}/", f"{container}["))


def section_of(reference: str, among: Sequence[Section]) -> Section | None:
    """Return the section that contains a reference."""
    for section in among:
        if any(is_within(reference, node.reference) for node in section.nodes):
            return section
    return None
