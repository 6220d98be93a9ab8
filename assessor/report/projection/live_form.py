"""The read-only view of a live form, limited to words that quote only visible answers.

Forms can build words from answers (`How many did ${unit} open?`), so a public question could reveal
a hidden answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol


class LiveChoice(Protocol):
    """A choice of a question."""

    @property
    def value(self) -> str:
        """The lexical value."""

    @property
    def label(self) -> str:
        """The label in the language of the instance."""


class LiveViolation(Protocol):
    """Why an answer is not valid."""

    @property
    def message(self) -> str:
        """The reason, in the language of the instance."""


class LiveNode(Protocol):
    """A node of the body tree; form.live.node.Node implements it."""

    @property
    def reference(self) -> str:
        """The path; repeat instances by id."""

    @property
    def name(self) -> str:
        """The last step of the path."""

    @property
    def kind(self) -> str:
        """group, repeat, instance or question."""

    @property
    def children(self) -> Sequence[LiveNode]:
        """The child nodes, in form order."""

    @property
    def label(self) -> str:
        """The label in the language of the instance; Markdown."""

    @property
    def appearance(self) -> str:
        """The appearance words of the form."""

    @property
    def meta(self) -> Mapping[str, str]:
        """Attributes of the form's bind: kind, sensitivity and others."""

    @property
    def type(self) -> str:
        """The datatype of a question."""

    @property
    def control(self) -> str:
        """The control of a question."""

    @property
    def value(self) -> str:
        """The lexical value."""

    @property
    def relevant(self) -> bool:
        """Whether it and all its parents are relevant."""

    @property
    def violation(self) -> LiveViolation | None:
        """Why the answer is invalid, or None."""

    @property
    def bounds(self) -> Sequence[str]:
        """References of totals that this count is part of."""

    @property
    def choices(self) -> Sequence[LiveChoice]:
        """The choices available now."""

    @property
    def all_choices(self) -> Sequence[LiveChoice]:
        """All choices, independent of answers."""


class LiveForm(Protocol):
    """A form with answers; form.live.instance.Instance implements it."""

    @property
    def language(self) -> str:
        """The language of its labels."""

    @property
    def root(self) -> LiveNode:
        """The body tree."""

    @property
    def unknown_values(self) -> Mapping[str, str]:
        """Answers to questions that the form does not have."""


@dataclass(frozen=True, slots=True)
class _QuotedChoice:
    """A choice with a permitted label."""

    value: str
    label: str


class _QuotedNode:
    """A node with its own answer and the words of its limited counterpart, if that exists."""

    def __init__(self, node: LiveNode, limited_nodes: Mapping[str, LiveNode]) -> None:
        self._node = node
        self._limited_nodes = limited_nodes
        self._limited = limited_nodes.get(node.reference)
        self.reference, self.name, self.kind = node.reference, node.name, node.kind
        self.type, self.control, self.value = node.type, node.control, node.value
        self.meta, self.appearance, self.relevant = node.meta, node.appearance, node.relevant
        self.bounds = node.bounds

    @cached_property
    def children(self) -> Sequence[LiveNode]:
        """The child nodes, in form order."""
        return tuple(_QuotedNode(child, self._limited_nodes) for child in self._node.children)

    @cached_property
    def label(self) -> str:
        """The label; blank if it needs hidden answers."""
        return self._limited.label if self._limited is not None else ""

    @property
    def violation(self) -> LiveViolation | None:
        """Why the answer is invalid, if visible answers alone show it."""
        limited = self._limited
        if limited is None or self._node.violation is None or limited.value != self.value:
            return None
        return limited.violation

    @cached_property
    def choices(self) -> Sequence[LiveChoice]:
        """The choices available now, without labels that need hidden answers."""
        limited = self._limited
        labels = (
            {each.value: each.label for each in limited.all_choices} if limited is not None else {}
        )
        return tuple(
            _QuotedChoice(each.value, labels.get(each.value, each.value))
            for each in self._node.choices
        )

    @property
    def all_choices(self) -> Sequence[LiveChoice]:
        """All choices, independent of answers."""
        return self._limited.all_choices if self._limited is not None else ()


@dataclass(frozen=True, slots=True)
class QuotingForm:
    """A form with all answers whose words quote only visible ones."""

    language: str
    root: LiveNode
    unknown_values: Mapping[str, str]


def limit_quotes(form: LiveForm, limited: LiveForm) -> LiveForm:
    """Return `form` with the words of `limited`, the same form with only the visible answers."""
    limited_nodes = {node.reference: node for node in _below(limited.root)}
    return QuotingForm(form.language, _QuotedNode(form.root, limited_nodes), form.unknown_values)


def _below(node: LiveNode) -> Sequence[LiveNode]:
    nodes, waiting = [], [node]
    while waiting:
        nodes.append(waiting.pop())
        waiting.extend(nodes[-1].children)
    return nodes
