"""A form whose words quote only answers its readers read: labels, headings, choices, messages.

A form may build its words out of answers (`How many did ${unit} open?`, choices out of a repeat),
so that a question anybody may read could say what nobody may.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assessor.report.projection.live_form import LiveChoice, LiveForm, LiveNode, LiveViolation


@dataclass(frozen=True, slots=True)
class _QuotedChoice:
    """A choice under what it may be called."""

    value: str
    label: str


class _QuotedNode:
    """A node with the answer it has and the words of the same node elsewhere, if it is there."""

    def __init__(self, node: LiveNode, elsewhere: Mapping[str, LiveNode]) -> None:
        self._node = node
        self._elsewhere = elsewhere
        self._quiet = elsewhere.get(node.reference)
        self.reference, self.name, self.kind = node.reference, node.name, node.kind
        self.type, self.control, self.value = node.type, node.control, node.value
        self.meta, self.appearance, self.relevant = node.meta, node.appearance, node.relevant
        self.bounds = node.bounds

    @cached_property
    def children(self) -> Sequence[LiveNode]:
        """The nodes below, in the order of the form."""
        return tuple(_QuotedNode(child, self._elsewhere) for child in self._node.children)

    @cached_property
    def label(self) -> str:
        """The label; blank where it cannot be said without what is not read."""
        return self._quiet.label if self._quiet is not None else ""

    @property
    def violation(self) -> LiveViolation | None:
        """Why it is not valid, where that shows by what is read alone."""
        quiet = self._quiet
        if quiet is None or self._node.violation is None or quiet.value != self.value:
            return None
        return quiet.violation

    @cached_property
    def choices(self) -> Sequence[LiveChoice]:
        """The choices there are now; one that cannot be named without what is not read, is not."""
        quiet = self._quiet
        named = {each.value: each.label for each in quiet.all_choices} if quiet is not None else {}
        return tuple(
            _QuotedChoice(each.value, named.get(each.value, each.value))
            for each in self._node.choices
        )

    @property
    def all_choices(self) -> Sequence[LiveChoice]:
        """The choices there are for anybody."""
        return self._quiet.all_choices if self._quiet is not None else ()


@dataclass(frozen=True, slots=True)
class QuotingForm:
    """A form with all of its answers, whose words quote no more than those of its readers."""

    language: str
    root: LiveNode
    unknown_values: Mapping[str, str]


def limit_quotes(form: LiveForm, quiet: LiveForm) -> LiveForm:
    """`form` with the words of `quiet`, the same form in that language with fewer answers."""
    elsewhere = {node.reference: node for node in _below(quiet.root)}
    return QuotingForm(form.language, _QuotedNode(form.root, elsewhere), form.unknown_values)


def _below(node: LiveNode) -> Sequence[LiveNode]:
    found, waiting = [], [node]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(found[-1].children)
    return found
