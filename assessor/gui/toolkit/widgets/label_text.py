"""Labels of a form as a window shows them: styled as ODK allows, or plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from assessor.errors import AssessorError
from assessor.form.labels.colours import Colour, legible_colour, parse_colour
from assessor.form.labels.styled_text import Run, is_styled, plain_text, styled_lines
from assessor.gui.toolkit.style.basic_widgets import bind_text
from assessor.gui.toolkit.style.theme import tokens
from assessor.gui.toolkit.style.visibility import set_shown
from assessor.words import is_right_to_left, say, translator

_RIGHT_TO_LEFT_MARK = "\u200f"
_LONG = re.compile(r"[!-~]{20}(?=[!-~]{10})")
"""The beginnings of what has no space for thirty signs and more, such as the name of a file."""
_WHITE = (255, 255, 255)
_SIZES = ("x-large", "large", "large", "medium", "medium", "medium")
"""The size of each height of heading, by CSS keyword."""


def rich(text: str, ground: Colour, *, mirrored: bool) -> str:
    """A styled text as HTML for Qt: only what is written here, every word of the form escaped.

    Colours are kept legible on `ground`; links are their words, since a form may open nothing.
    """
    turned = ' dir="rtl"' if mirrored else ""
    mark = _RIGHT_TO_LEFT_MARK if mirrored else ""
    lines = []
    for line in styled_lines(text):
        side = f' align="{line.align}"' if line.align else ""
        words = "".join(_run(run, ground) for run in line.runs) or "&nbsp;"
        if line.heading:
            size = _SIZES[line.heading - 1]
            words = f'<span style="font-size:{size}; font-weight:600">{words}</span>'
        style = "margin:0; white-space:pre-wrap"
        lines.append(f'<p{turned}{side} style="{style}">{mark}{words}</p>')
    return "".join(lines)


def _run(run: Run, ground: Colour) -> str:
    words = html.escape(run.text)
    style = ""
    if run.colour is not None:
        red, green, blue = legible_colour(run.colour, ground)
        style += f"color:#{red:02x}{green:02x}{blue:02x};"
    if run.family:
        style += f"font-family:{run.family};"
    if style:
        words = f'<span style="{style}">{words}</span>'
    words = f"<b>{words}</b>" if run.bold else words
    return f"<i>{words}</i>" if run.italic else words


def interface(language: str) -> Callable[[str], str]:
    """The window's own words in a language; one not translated stays together where it stands."""
    said = translator(language)
    if not is_right_to_left(language):
        return said

    def spoken(text: str) -> str:
        found = said(text)
        return separate_lines(found) if found == text else found

    return spoken


def separate_lines(text: str) -> str:
    """A text of the other direction, kept together by itself: an English one on an Arabic page."""
    return f"\u2068{text}\u2069" if text else ""


def spoken_text(trouble: AssessorError | ValueError, language: str) -> str:
    """What a person is told of an answer that could not be kept."""
    return say(trouble, language) if isinstance(trouble, AssessorError) else str(trouble)


class FormLabel(QLabel):
    """Text that wraps, in a role of the style sheet; hidden while there is nothing to say.

    Its direction is that of its place, set by the declared language. QLabel would go by the first
    letter of the text instead, so in a right-to-left place the text is led by a mark and set right.
    """

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plain = ""
        self._said = ""
        self._styled = False
        self.setWordWrap(True)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._turn()

    def say(self, text: str) -> None:
        """Show a text as it is; nothing is laid out again when it is shown already."""
        self._show(text, text, styled=False)

    def form_says(self, text: str) -> None:
        """Show a text of the form, styled as ODK allows."""
        self._show(text, plain_text(text), styled=is_styled(text))

    def _show(self, text: str, words: str, *, styled: bool) -> None:
        set_shown(self, bool(text))
        if (text, words, styled) != (self._said, self.plain, self._styled):
            self._said, self.plain, self._styled = text, words, styled
            self._put()

    def _put(self) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if self._styled:
            self.setTextFormat(Qt.TextFormat.RichText)
            self.setText(
                rich(self._said, parse_colour(tokens().paper) or _WHITE, mirrored=mirrored)
            )
            return
        self.setTextFormat(Qt.TextFormat.PlainText)
        mark = _RIGHT_TO_LEFT_MARK if mirrored and self.plain else ""
        # Else the label asks for its whole length.
        broken = _LONG.sub("\\g<0>\u200b", bind_text(self.plain))
        self.setText(f"{mark}{broken}")

    def _turn(self) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)

    def changeEvent(self, event: QEvent) -> None:
        """The place turned round: so does the text; other colours ask for other shades of them."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._turn()
            self._put()
        elif event.type() == QEvent.Type.PaletteChange and self._styled:
            self._put()
