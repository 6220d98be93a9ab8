"""A question as it would be with another value, such as what one source said of it."""

from __future__ import annotations

from assessor.form.live.node import Node, Violation


class HypotheticalNode(Node):
    """A node of the page holding a value that nobody answered it with.

    Label, choices and language are those of the node now. It is asked whatever the form makes of
    the node itself: a source may speak of what is not relevant, or is worked out. Its value is
    judged by the node's constraint, with everything else as it is answered now.
    """

    __slots__ = ("_value",)

    def __init__(self, node: Node, value: str = "") -> None:
        super().__init__(
            node._views, node.kind, node._control, node._cell, node.reference, node._range
        )
        self._value = value

    @property
    def value(self) -> str:
        """The value supposed."""
        return self._value

    @property
    def relevant(self) -> bool:
        """It is asked."""
        return True

    @property
    def readonly(self) -> bool:
        """It may be said."""
        return False

    @property
    def required(self) -> bool:
        """Nobody has to say anything."""
        return False

    @property
    def violation(self) -> Violation | None:
        """Why the value is outside what the question allows; None if it is not, or is blank."""
        return self._wrong("constraint") if self._value and not self._keeps() else None

    def _keeps(self) -> bool:
        """Whether the constraint holds; the cell has the value for as long as it is asked."""
        cell, constraint = self._cell, self._cell.bind.constraint
        if constraint is None:
            return True
        judge = self._views.engine.compile(constraint.tree, cell.bind, "boolean")
        before = cell.value, cell.read, cell.number
        cell.value = cell.read = self._value
        cell.number = None
        try:
            return bool(judge(cell))
        finally:
            cell.value, cell.read, cell.number = before
