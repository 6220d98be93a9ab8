"""What the report reads of a live form, and nothing more: it neither sets nor recomputes."""

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
    """A node of the body tree: see form.instance.Node."""

    @property
    def reference(self) -> str:
        """The path, repeat instances by id."""

    @property
    def name(self) -> str:
        """The last step of the path."""

    @property
    def kind(self) -> str:
        """group, repeat, instance or question."""

    @property
    def children(self) -> Sequence[LiveNode]:
        """The nodes below, in the order of the form."""

    @property
    def label(self) -> str:
        """The label in the language of the instance; Markdown."""

    @property
    def appearance(self) -> str:
        """The appearance words of the form."""

    @property
    def meta(self) -> Mapping[str, str]:
        """The form's own attributes: kind, sensitivity and so on."""

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
        """Whether it applies, inherited in."""

    @property
    def violation(self) -> LiveViolation | None:
        """Why it is not valid."""

    @property
    def bounds(self) -> Sequence[str]:
        """The references of what its answer may not exceed: it is a part of what they count."""

    @property
    def choices(self) -> Sequence[LiveChoice]:
        """The choices there are now."""

    @property
    def all_choices(self) -> Sequence[LiveChoice]:
        """The choices there are for anybody, whatever is answered."""


class LiveForm(Protocol):
    """A form with its answers: see form.instance.Instance."""

    @property
    def language(self) -> str:
        """The language its labels are in."""

    @property
    def root(self) -> LiveNode:
        """The body tree."""

    @property
    def unknown_values(self) -> Mapping[str, str]:
        """Answers the form does not have."""
