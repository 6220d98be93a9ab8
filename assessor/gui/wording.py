"""Labels of a form as a window may show them: a safe little Markdown, or plain text."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from assessor.errors import AssessorError
from assessor.gui.appear import appear
from assessor.words import is_right_to_left, say, translator

_MARKED = re.compile(
    r"\*\S|\b__?\w[^_]*__?\b|`\S|^#{1,6}\s|^\s*[-*+]\s|\[[^\]]+\]\([^)]*\)", re.MULTILINE
)
_TAG = re.compile(r"</?[A-Za-z][^>]*>")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_RIGHT_TO_LEFT_MARK = "\u200f"
_SIGNS = re.compile(r"(?<!\w)[*_`]+|[*_`]+(?!\w)|^#{1,6}\s+", re.MULTILINE)


def is_marked(text: str) -> bool:
    """Whether a label uses Markdown; most do not, and plain text is laid out far faster."""
    return bool(_MARKED.search(text))


def safe(text: str) -> str:
    """A label's Markdown without tags, pictures and link targets: it may load or open nothing."""
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", _TAG.sub("", text)))
    return text.replace("\n", "  \n")


def plain(text: str) -> str:
    """A label's words alone, for names read aloud, tables and the outline."""
    if not is_marked(text) and "<" not in text:
        return text
    return _SIGNS.sub("", _LINK.sub(r"\1", _IMAGE.sub(r"\1", _TAG.sub("", text)))).strip()


def interface(language: str) -> Callable[[str], str]:
    """The window's own words in a language; one not translated stays together where it stands."""
    said = translator(language)
    if not is_right_to_left(language):
        return said

    def spoken(text: str) -> str:
        found = said(text)
        return apart(found) if found == text else found

    return spoken


def apart(text: str) -> str:
    """A text of the other direction, kept together by itself: an English one on an Arabic page."""
    return f"\u2068{text}\u2069" if text else ""


def spoken(trouble: AssessorError | ValueError, language: str) -> str:
    """What a person is told of an answer that could not be kept."""
    return say(trouble, language) if isinstance(trouble, AssessorError) else str(trouble)


class Words(QLabel):
    """Text that wraps, in a role of the style sheet; hidden while there is nothing to say.

    Its direction is that of its place, set by the declared language. QLabel would go by the first
    letter of the text instead, so in a right-to-left place the text is led by a mark and set right.
    """

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plain = ""
        self._said = ""
        self.setWordWrap(True)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._turn()

    def say(self, text: str) -> None:
        """Show a text; nothing is laid out again when it is shown already."""
        appear(self, bool(text))
        if text != self._said:
            self._said = text
            self.plain = plain(text)
            self._put()

    def _put(self) -> None:
        marked = is_marked(self._said)
        shown = safe(self._said) if marked else self._said
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setTextFormat(Qt.TextFormat.MarkdownText if marked else Qt.TextFormat.PlainText)
        self.setText(f"{_RIGHT_TO_LEFT_MARK}{shown}" if mirrored and shown else shown)

    def _turn(self) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)

    def changeEvent(self, event: QEvent) -> None:
        """The place turned round: so does the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._turn()
            self._put()
