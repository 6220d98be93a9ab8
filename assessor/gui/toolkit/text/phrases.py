"""What a screen says, kept so that the screen can say it again in another language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assessor import words
from assessor.errors import Reason


class Phrases:
    """The English source strings of one screen and where each is shown.

    A screen owns one, says everything through it, and calls `again` when the language changes.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._translate = words.translator(language)
        self._said: list[tuple[Callable[[str], object], str, dict[str, object]]] = []

    def __call__(self, text: str, **details: object) -> str:
        """`text` in the present language with `{details}` filled in, for words that do not stay."""
        found = self._translate(text)
        if not details:
            return found
        return found.format(**{name: self.apart(value) for name, value in details.items()})

    def reasons(self, reasons: Iterable[Reason]) -> str:
        """Why something was refused or waits, in the present language."""
        return " ".join(self._reason(reason) for reason in reasons)

    def _reason(self, reason: Reason) -> str:
        parts = reason.details.items()
        return self(
            reason.message,
            **{name: self._reason(p) if isinstance(p, Reason) else p for name, p in parts},
        )

    def apart(self, value: object) -> object:
        """A name or a note kept from mixing with the sentence around it; see words.apart."""
        return words.isolate_text(value, self.language)

    def say(self, show: Callable[[str], object], text: str, **details: object) -> None:
        """Show `text` now by calling `show`, and again after every change of language."""
        self._said.append((show, text, details))
        show(self(text, **details))

    def again(self, language: str) -> None:
        """Say everything again in `language`, a code such as `ar`."""
        self.language = language
        self._translate = words.translator(language)
        for show, text, details in self._said:
            show(self(text, **details))
