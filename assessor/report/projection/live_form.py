"""The read-only view of a live form that the report uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
