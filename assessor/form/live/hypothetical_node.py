"""A question with a value that is not its answer, such as the statement of a source."""

from __future__ import annotations

from assessor.form.live.node import Node, Violation


class HypotheticalNode(Node):
    """A page node with another value.

    Label, choices and language are those of the node. It is always relevant and writable: a source
    may speak about anything. The node's constraint applies to the value, in the context of the
    current answers.
    """

    __slots__ = ("_value",)

    def __init__(self, node: Node, value: str = "") -> None:
        super().__init__(
            node.views, node.kind, node.body_control, node.cell, node.reference, node.range
        )
        self._value = value

    @property
    def value(self) -> str:
        return self._value

    @property
    def relevant(self) -> bool:
        return True

    @property
    def readonly(self) -> bool:
        return False

    @property
    def required(self) -> bool:
        return False

    @property
    def violation(self) -> Violation | None:
        """The violated constraint; None for a valid or blank value."""
        return self._violation("constraint") if self._value and not self._is_valid() else None

    def _is_valid(self) -> bool:
        """Return whether the constraint holds; the cell has the value during evaluation."""
        cell, constraint = self.cell, self.cell.bind.constraint
        if constraint is None:
            return True
        is_valid = self.views.engine.compile(constraint.tree, cell.bind, "boolean")
        saved = cell.value, cell.text, cell.number
        cell.value = cell.text = self._value
        cell.number = None
        try:
            return bool(is_valid(cell))
        finally:
            cell.value, cell.text, cell.number = saved
