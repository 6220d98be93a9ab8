"""The nodes XPath walks over: what every node offers, and nodes that never change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assessor.form.model.datatypes import to_number


class XNode:
    """A node as XPath sees it; live cells of the primary instance and fixed nodes are both such.

    `name` is the qualified name with the form's own prefix for the namespace; `read` the string
    value; `number` the same as a number, None until somebody asked.
    """

    __slots__ = ()
    kind: str
    name: str
    uri: str
    read: str
    number: float | None

    @property
    def present(self) -> bool:
        """Whether it counts: nodes of the form that are not relevant do not."""
        return True

    @property
    def unanswered(self) -> bool:
        """Whether it is a node of the form that holds nothing yet: sums pass over it."""
        return False

    @property
    def yes(self) -> bool:
        """Whether it says yes where it stands for a condition: by holding text."""
        return self.read != ""

    def up(self) -> XNode | None:
        """The parent."""
        raise NotImplementedError

    def below(self) -> Sequence[XNode]:
        """The children in document order."""
        raise NotImplementedError

    def beside(self) -> Sequence[XNode]:
        """The attributes."""
        raise NotImplementedError

    def spaces(self) -> Sequence[XNode]:
        """The namespaces in scope; known for fixed documents only."""
        return ()

    def named(self, name: str) -> Iterator[XNode]:
        """The child elements of that name."""
        raise NotImplementedError

    def child_text(self, name: str) -> str:
        """The string value of the first child element of that name; blank if there is none."""
        return next((child.read for child in self.named(name)), "")

    def place(self) -> tuple[int, ...]:
        """A key that sorts nodes of one tree in document order."""
        raise NotImplementedError

    def to_number(self) -> float:
        """The string value as a number; kept until the value changes."""
        found = to_number(self.read)
        self.number = found  # type: ignore[misc]  # a slot of every subclass
        return found


class FixedNode(XNode):
    """A node of a secondary instance or any other XML that does not change."""

    __slots__ = (
        "attributes",
        "children",
        "declared",
        "index",
        "kind",
        "lookups",
        "name",
        "number",
        "parent",
        "read",
        "uri",
    )
    read: str
    lookups: dict[tuple[str, str], dict[str, list[XNode]]]

    children: list[FixedNode]

    def __init__(
        self,
        kind: str,
        name: str,
        uri: str,
        parent: FixedNode | None,
        index: int,
        text: str | None = None,
    ) -> None:
        self.kind = kind
        self.name = name
        self.uri = uri
        self.parent = parent
        self.index = index
        if text is None:
            self.children = []
        else:
            self.read = text
        self.attributes: Sequence[FixedNode] = ()
        self.declared: Sequence[FixedNode] = ()
        self.number = None

    def __getattr__(self, attribute: str) -> Any:
        # Only reached while the slot is empty: string values of whole trees are made on demand.
        if attribute == "read":
            self.read = "".join(
                node.read for node in self.children if node.kind in {"element", "text"}
            )
            return self.read
        if attribute == "children":  # the text inside a leaf is a node once somebody goes there
            inside = self.kind == "element" and bool(self.read)
            self.children = [FixedNode("text", "", "", self, 0, self.read)] if inside else []
            return self.children
        if attribute == "lookups":
            self.lookups = {}
            return self.lookups
        raise AttributeError(attribute)

    def up(self) -> XNode | None:
        """The parent."""
        return self.parent

    def below(self) -> Sequence[XNode]:
        """The children."""
        return self.children

    def beside(self) -> Sequence[XNode]:
        """The attributes."""
        return self.attributes

    def spaces(self) -> Sequence[XNode]:
        """The namespaces declared on it and around it; the innermost of a prefix counts."""
        found: dict[str, XNode] = {}
        node: FixedNode | None = self if self.kind == "element" else None
        while node is not None:
            for each in node.declared:
                found.setdefault(each.name, each)
            node = node.parent
        return [each for each in found.values() if each.read]

    def place(self) -> tuple[int, ...]:
        """The document-order key."""
        steps: list[int] = []
        node: FixedNode | None = self
        while node is not None:
            steps.append(node.index)
            node = node.parent
        return tuple(reversed(steps))

    def named(self, name: str) -> Iterator[FixedNode]:
        """The child elements of that name."""
        return (child for child in self.children if child.name == name)

    def child_text(self, name: str) -> str:
        """The string value of the first child element of that name; blank if there is none."""
        for child in self.children:
            if child.name == name:
                return child.read
        return ""

    def lookup(self, items: str, child: str) -> dict[str, list[XNode]]:
        """The children called `items`, by the text of their child (or @attribute); made once."""
        found = self.lookups.get((items, child))
        if found is None:
            found = {}
            for item in self.named(items):
                holders = item.attributes if child.startswith("@") else item.children
                name = child.removeprefix("@")
                for text in {node.read for node in holders if node.name == name}:
                    found.setdefault(text, []).append(item)
            self.lookups[items, child] = found
        return found


def new_element(parent: FixedNode | None, name: str, text: str = "", uri: str = "") -> FixedNode:
    """A new last child of `parent` (or a root), with a text node if there is text."""
    node = FixedNode(
        "element", name, uri, parent, len(parent.children) if parent else 0, text or None
    )
    if parent is not None:
        parent.children.append(node)
    return node


def new_root() -> FixedNode:
    """A document root, which `/` means."""
    return FixedNode("root", "", "", None, 0)
