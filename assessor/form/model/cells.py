"""The live nodes of a primary instance: cells, frames and ranges of repeats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assessor.form.model.datatypes import to_number
from assessor.form.model.definition import Bind, Choice
from assessor.form.model.xpath_nodes import FixedNode, XNode


class Cell(XNode):
    """A live node. `value` is the stored value; `text` is what expressions read, blank if not
    relevant.

    `own_relevant` and `own_readonly` are the results of the node's own expressions, `relevant`
    includes all ancestors. `fault` is "", "required" or "constraint". `view` is the page node,
    owned by `node.Views`.
    """

    __slots__ = (
        "bind",
        "choices",
        "fault",
        "frame",
        "number",
        "own_readonly",
        "own_relevant",
        "relevant",
        "required",
        "text",
        "value",
        "view",
    )

    def __init__(self, bind: Bind, frame: Frame) -> None:
        self.bind = bind
        self.frame = frame
        self.number = None
        self.value = bind.default
        if not bind.children:
            self.text = bind.default
        self.relevant = self.own_relevant = True
        self.own_readonly = self.required = False
        self.fault = ""
        self.choices: tuple[Choice, ...] | None = None
        self.view: object | None = None

    if not TYPE_CHECKING:  # mypy must see missing attributes, and those that XNode declares

        def __getattr__(self, attribute: str) -> str:
            # Groups store no text; their text is that of all descendants.
            if attribute != "text":
                raise AttributeError(attribute)
            return "".join(cell.text for cell in self.child_cells())

        @property
        def kind(self) -> str:
            if self.bind.attribute:
                return "attribute"
            return "element" if self.bind.parent is not None else "root"

        name = property(lambda self: self.bind.name)
        uri = property(lambda self: self.bind.uri)

    def read_text(self, _node: XNode) -> str:
        """Return this cell's text; used as a closure, whatever the context node."""
        return self.text

    def read_number(self, _node: XNode) -> float:
        """Return this cell's number; used as a closure, whatever the context node."""
        number = self.number
        return self.to_number() if number is None else number

    def to_number(self) -> float:
        """Return the text as a number, cached for leaves until the value changes."""
        number = to_number(self.text)
        if not self.bind.children:
            self.number = number
        return number

    @property
    def present(self) -> bool:
        return self.relevant

    @property
    def unanswered(self) -> bool:
        """Whether the cell has no text, or is not relevant."""
        return self.text == ""

    @property
    def is_true(self) -> bool:
        """The truth value of a bare path: by data type, otherwise whether there is text."""
        if self.bind.type in {"int", "decimal"}:
            number = self.read_number(self)
            return bool(number and number == number)
        return self.text in {"true", "1"} if self.bind.type == "boolean" else self.text != ""

    @property
    def reference(self) -> str:
        """The path, with the ids of repeat instances."""
        return self.frame.reference_of(self.bind)

    @property
    def readonly(self) -> bool:
        """Whether the cell or an ancestor is read only."""
        cell: Cell | None = self
        # a loop, not with_ancestors(): called very often
        while cell is not None and not cell.own_readonly:
            cell = cell.parent_node()
        return cell is not None

    def with_ancestors(self) -> Iterator[Cell]:
        """Yield the cell and its ancestors, innermost first."""
        cell: Cell | None = self
        while cell is not None:
            yield cell
            cell = cell.parent_node()

    def parent_node(self) -> Cell | None:
        parent = self.bind.parent
        if parent is None:
            return None
        frame: Frame | None = self.frame
        while frame is not None and frame.depth > parent.depth:
            frame = frame.parent
        return None if frame is None else frame.cells[parent.slot]

    def child_nodes(self) -> Sequence[XNode]:
        if not self.bind.children:
            return self._text()
        return list(self.child_cells())

    def child_cells(self) -> Iterator[Cell]:
        """Yield the child elements, with every instance of a repeat."""
        frame = self.frame
        for child in self.bind.children:
            if child.repeat:
                for instance in frame.ranges[child.range_slot].frames:
                    yield instance.cells[0]
            else:
                yield frame.cells[child.slot]

    def children_named(self, name: str) -> Iterator[Cell]:
        """Yield the child elements of a name."""
        frame, child = self.frame, self.bind.children_by_name.get(name)
        if child is None:
            return
        if child.repeat:
            for instance in frame.ranges[child.range_slot].frames:
                yield instance.cells[0]
        else:
            yield frame.cells[child.slot]

    def _text(self) -> Sequence[XNode]:
        if not self.text or self.bind.attribute:
            return ()
        leaf = _TextNode("text", "", "", None, 0)
        leaf.text = self.text
        leaf.owner = self
        return (leaf,)

    def attribute_nodes(self) -> Sequence[XNode]:
        frame = self.frame
        return [frame.cells[each.slot] for each in self.bind.attributes]

    def order_key(self) -> tuple[int, ...]:
        steps: list[int] = [self.bind.order]
        frame = self.frame
        while frame.range is not None and frame.parent is not None:
            steps += (frame.index, frame.range.bind.order)
            frame = frame.parent
        return tuple(reversed(steps))


class _TextNode(FixedNode):
    """The text node of a leaf, for text() and string steps."""

    __slots__ = ("owner",)
    owner: Cell

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TextNode) and other.owner is self.owner

    def __hash__(self) -> int:
        return hash(self.owner)

    def parent_node(self) -> XNode | None:
        return self.owner

    def order_key(self) -> tuple[int, ...]:
        return (*self.owner.order_key(), 0)


class Range:
    """All instances of one repeat in one frame; `wanted_count` is the result of its count."""

    __slots__ = ("bind", "frame", "frames", "shadow", "view", "wanted_count")

    def __init__(self, bind: Bind, frame: Frame) -> None:
        self.bind = bind
        self.frame = frame
        self.frames: list[Frame] = []
        self.wanted_count = 0
        self.shadow: Frame | None = None
        self.view: object | None = None

    @property
    def reference(self) -> str:
        """The path of the repeat, with the ids of outer instances."""
        return self.frame.reference_of(self.bind)

    @property
    def can_add(self) -> bool:
        """Whether a person may add an instance."""
        if self.bind.circular:
            return self.wanted_count > len(self.frames)
        return self.bind.count is None and not self.bind.fixed and self.bind.control is not None

    def renumber(self, first: int) -> None:
        """Update the positions from item `first` (0-based) on."""
        for index in range(first, len(self.frames)):
            self.frames[index].index = index + 1


class Frame:
    """One repeat instance, or the form outside all repeats: its cells and ranges by slot.

    `index` is the 1-based position in its range; `id` never changes.
    """

    __slots__ = ("cells", "depth", "id", "index", "parent", "range", "ranges")

    def __init__(self, id_: str, of: Range | None, binds: Sequence[Bind]) -> None:
        self.id = id_
        self.range = of
        self.parent = of.frame if of else None
        self.depth: int = of.bind.depth if of else 0
        self.index = len(of.frames) + 1 if of else 1
        self.cells = [Cell(bind, self) for bind in binds]
        self.ranges: list[Range] = []

    @property
    def reference(self) -> str:
        """The path of the instance, with ids in brackets."""
        return f"{self.range.reference}[{self.id}]" if self.range else ""

    def reference_of(self, bind: Bind) -> str:
        """Return the path of a node in this frame, with the ids of repeat instances."""
        inner = bind.path[len(self.range.bind.path) :] if self.range else bind.path
        return self.reference + inner

    def ancestor_at(self, depth: int) -> Frame:
        """Return the enclosing frame at a repeat depth."""
        frame = self
        while frame.depth > depth and frame.parent is not None:
            frame = frame.parent
        return frame

    def nested_frames(self) -> Iterator[Frame]:
        """Yield every repeat instance in this frame, outer before inner, in document order."""
        for range_ in self.ranges:
            for frame in range_.frames:
                yield frame
                yield from frame.nested_frames()

    def cells_of(self, bind: Bind) -> Iterator[Cell]:
        """Yield every cell of `bind` in or below this frame, in document order."""
        if self.depth == bind.depth:
            yield self.cells[bind.slot]
            return
        inner = bind.repeats[self.depth]
        for frame in self.ranges[inner.range_slot].frames:
            yield from frame.cells_of(bind)


def subtree(cell: Cell) -> Iterator[Cell]:
    """Yield a cell and every element below it, in document order."""
    yield cell
    for each in cell.child_cells():
        yield from subtree(each)


def leaves(cell: Cell) -> Iterator[Cell]:
    """Yield every leaf element below a cell, in document order."""
    for each in cell.child_cells():
        if each.bind.leaf:
            yield each
        else:
            yield from leaves(each)
