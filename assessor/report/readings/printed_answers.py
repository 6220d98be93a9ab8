"""What the reading of an instrument needs of an answer as one audience sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class ReadableAnswer(Protocol):
    """A question with the part of its answer that is printed."""

    @property
    def label(self) -> str:
        """The question."""

    @property
    def values(self) -> tuple[str, ...]:
        """The answer in words; empty if there is none or it is withheld."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The choices of the answer, one for each value."""

    @property
    def note(self) -> str:
        """The note beside the answer, such as an article of national law."""

    @property
    def missing(self) -> str:
        """Why there is no answer, in words."""


AnswerReader = Callable[[str], ReadableAnswer | None]
"""Returns the answer to a question by its name; None for one that the form does not ask."""
