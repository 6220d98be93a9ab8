"""The XPath node interface, and immutable nodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from assessor.form.model.datatypes import to_number


class XNode:
    """A node as XPath sees it: a live cell or an immutable node.

    `name` is the qualified name with the form's prefix for the namespace; `text` is the string
    value; `number` is its number, None until it is needed.
    """

    __slots__ = ()
    kind: str
    name: str
    uri: str
    text: str
    number: float | None

    @property
    def present(self) -> bool:
        """Whether the node counts: live nodes that are not relevant do not."""
        return True

    @property
    def unanswered(self) -> bool:
        """Whether the node is a question without an answer; sums skip it."""
        return False

    @property
    def is_true(self) -> bool:
        """The truth value as a condition: whether there is text."""
        return self.text != ""

    def parent_node(self) -> XNode | None:
        """Return the parent."""
        raise NotImplementedError

    def child_nodes(self) -> Sequence[XNode]:
        """Return the children in document order."""
        raise NotImplementedError

    def attribute_nodes(self) -> Sequence[XNode]:
        """Return the attributes."""
        raise NotImplementedError

    def namespace_nodes(self) -> Sequence[XNode]:
        """Return the namespaces in scope; known for immutable documents only."""
        return ()

    def children_named(self, name: str) -> Iterator[XNode]:
        """Yield the child elements of a name."""
        raise NotImplementedError

    def child_text(self, name: str) -> str:
        """Return the text of the first child element of a name, or blank."""
        return next((child.text for child in self.children_named(name)), "")

    def order_key(self) -> tuple[int, ...]:
        """Return the sort key for document order."""
        raise NotImplementedError

    def to_number(self) -> float:
        """Return the text as a number, cached until the value changes."""
        found = to_number(self.text)
        self.number = found  # type: ignore[misc]  # a slot of every subclass
        return found


class FixedNode(XNode):
    """A node of a secondary instance or another immutable XML document."""

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
        "text",
        "uri",
    )
    text: str
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
            self.text = text
        self.attributes: Sequence[FixedNode] = ()
        self.declared: Sequence[FixedNode] = ()
        self.number = None

    if not TYPE_CHECKING:  # mypy must see missing attributes

        def __getattr__(self, attribute: str) -> Any:
            # Called only if the slot is empty: the text of a tree is built when it is needed.
            if attribute == "text":
                self.text = "".join(
                    node.text for node in self.children if node.kind in {"element", "text"}
                )
                return self.text
            if attribute == "children":  # a leaf gets its text node when it is needed
                has_text = self.kind == "element" and bool(self.text)
                self.children = [FixedNode("text", "", "", self, 0, self.text)] if has_text else []
                return self.children
            if attribute == "lookups":
                self.lookups = {}
                return self.lookups
            raise AttributeError(attribute)

    def parent_node(self) -> XNode | None:
        return self.parent

    def child_nodes(self) -> Sequence[XNode]:
        return self.children

    def attribute_nodes(self) -> Sequence[XNode]:
        return self.attributes

    def namespace_nodes(self) -> Sequence[XNode]:
        """Return the namespaces in scope; the innermost declaration of a prefix wins."""
        found: dict[str, XNode] = {}
        node: FixedNode | None = self if self.kind == "element" else None
        while node is not None:
            for each in node.declared:
                found.setdefault(each.name, each)
            node = node.parent
        return [each for each in found.values() if each.text]

    def order_key(self) -> tuple[int, ...]:
        steps: list[int] = []
        node: FixedNode | None = self
        while node is not None:
            steps.append(node.index)
            node = node.parent
        return tuple(reversed(steps))

    def children_named(self, name: str) -> Iterator[FixedNode]:
        return (child for child in self.children if child.name == name)

    def child_text(self, name: str) -> str:
        for child in self.children:
            if child.name == name:
                return child.text
        return ""

    def lookup(self, items: str, child: str) -> dict[str, list[XNode]]:
        """Index the children named `items` by the text of their child (or @attribute); cached."""
        found = self.lookups.get((items, child))
        if found is None:
            found = {}
            for item in self.children_named(items):
                holders = item.attributes if child.startswith("@") else item.children
                name = child.removeprefix("@")
                for text in {node.text for node in holders if node.name == name}:
                    found.setdefault(text, []).append(item)
            self.lookups[items, child] = found
        return found


def new_element(parent: FixedNode | None, name: str, text: str = "", uri: str = "") -> FixedNode:
    """Append a child element to `parent` (or make a root), with a text node if there is text."""
    node = FixedNode(
        "element", name, uri, parent, len(parent.children) if parent else 0, text or None
    )
    if parent is not None:
        parent.children.append(node)
    return node


def new_root() -> FixedNode:
    """Make a document root, the target of `/`."""
    return FixedNode("root", "", "", None, 0)
