"""Labels of a form as a window may show them: a safe little Markdown, or plain text."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_MARKED = re.compile(
    r"\*\S|\b__?\w[^_]*__?\b|`\S|^#{1,6}\s|^\s*[-*+]\s|\[[^\]]+\]\([^)]*\)", re.MULTILINE
)
_TAG = re.compile(r"</?[A-Za-z][^>]*>")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
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


class Words(QLabel):
    """Text that wraps, in a role of the style sheet; hidden while there is nothing to say."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plain = ""
        self.setWordWrap(True)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def say(self, text: str) -> None:
        """Show a text; nothing is laid out again when it is shown already."""
        marked = is_marked(text)
        form = Qt.TextFormat.MarkdownText if marked else Qt.TextFormat.PlainText
        shown = safe(text) if marked else text
        self.setVisible(bool(text))
        if shown == self.text() and form == self.textFormat():
            return
        self.plain = plain(text)
        self.setTextFormat(form)
        self.setText(shown)
