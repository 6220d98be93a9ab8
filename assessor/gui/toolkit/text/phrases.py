"""Translated texts of a screen, shown again when the language changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from assessor import words
from assessor.errors import Reason


class _HasText(Protocol):
    def setText(self, text: str, /) -> None: ...


Widget = TypeVar("Widget", bound=_HasText)


class Phrases:
    """The English source texts of a screen, shown again when the language changes (`again`)."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._translate = words.translator(language)
        self._shown_texts: list[tuple[Callable[[str], object], str, dict[str, object]]] = []

    def __call__(self, text: str, **details: object) -> str:
        """Translate `text` and fill in `{details}`, for texts that are not shown again."""
        translated = self._translate(text)
        if not details:
            return translated
        return translated.format(**{name: self.apart(value) for name, value in details.items()})

    def reasons(self, reasons: Iterable[Reason]) -> str:
        """Translate reasons why something was refused or waits."""
        return " ".join(self._reason(reason) for reason in reasons)

    def _reason(self, reason: Reason) -> str:
        parts = reason.details.items()
        return self(
            reason.message,
            **{
                name: self._reason(value) if isinstance(value, Reason) else value
                for name, value in parts
            },
        )

    def apart(self, value: object) -> object:
        """Isolate a name or note from the sentence around it; see words.apart."""
        return words.isolate_text(value, self.language)

    def say(self, show: Callable[[str], object], text: str, **details: object) -> None:
        """Show `text` by calling `show`, now and after every change of language."""
        self._shown_texts.append((show, text, details))
        show(self(text, **details))

    def on(self, widget: Widget, text: str, **details: object) -> Widget:
        """Show `text` on a label or button, as `say` does, and return the widget."""
        self.say(widget.setText, text, **details)
        return widget

    def again(self, language: str) -> None:
        """Show every text again in `language`, a code such as `ar`."""
        self.language = language
        self._translate = words.translator(language)
        for show, text, details in self._shown_texts:
            show(self(text, **details))
