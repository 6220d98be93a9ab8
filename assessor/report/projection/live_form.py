"""The read-only view of a live form, limited to words that quote only visible answers.

Forms can build words from answers (`How many did ${unit} open?`), so a public question could reveal
a hidden answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assessor.form.live.instance import Instance
from assessor.form.live.node import Node, Violation
from assessor.form.model.definition import Choice


class QuotingNode:
    """A node with its own answer and the words of its limited counterpart, if that exists."""

    def __init__(self, node: Node, limited_nodes: Mapping[str, Node]) -> None:
        self._node = node
        self._limited_nodes = limited_nodes
        self._limited = limited_nodes.get(node.reference)
        self.reference, self.name, self.kind = node.reference, node.name, node.kind
        self.type, self.control, self.value = node.type, node.control, node.value
        self.meta, self.appearance, self.relevant = node.meta, node.appearance, node.relevant
        self.bounds = node.bounds

    @cached_property
    def children(self) -> Sequence[QuotingNode]:
        """The child nodes, in form order."""
        return tuple(QuotingNode(child, self._limited_nodes) for child in self._node.children)

    @cached_property
    def label(self) -> str:
        """The label; blank if it needs hidden answers."""
        return self._limited.label if self._limited is not None else ""

    @property
    def violation(self) -> Violation | None:
        """Why the answer is invalid, if visible answers alone show it."""
        limited = self._limited
        if limited is None or self._node.violation is None or limited.value != self.value:
            return None
        return limited.violation

    @cached_property
    def choices(self) -> Sequence[Choice]:
        """The choices available now, without labels that need hidden answers."""
        limited = self._limited
        labels = dict(limited.all_choices) if limited is not None else {}
        return tuple(
            Choice(each.value, labels.get(each.value, each.value)) for each in self._node.choices
        )

    @property
    def all_choices(self) -> Sequence[Choice]:
        """All choices, independent of answers."""
        return self._limited.all_choices if self._limited is not None else ()


@dataclass(frozen=True, slots=True)
class QuotingForm:
    """A form with all answers whose words quote only visible ones."""

    language: str
    root: QuotingNode
    unknown_values: Mapping[str, str]


def limit_quotes(form: Instance, limited: Instance) -> QuotingForm:
    """Return `form` with the words of `limited`, the same form with only the visible answers."""
    limited_nodes = {node.reference: node for node in _below(limited.root)}
    return QuotingForm(form.language, QuotingNode(form.root, limited_nodes), form.unknown_values)


def _below(node: Node) -> Sequence[Node]:
    nodes, waiting = [], [node]
    while waiting:
        nodes.append(waiting.pop())
        waiting.extend(nodes[-1].children)
    return nodes


LiveNode = Node | QuotingNode
"""A node of the form: as it is, or with limited words."""

LiveForm = Instance | QuotingForm
"""A form with answers, read only: as it is, or with limited words."""
