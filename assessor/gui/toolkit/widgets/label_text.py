"""Form labels on the screen: styled as ODK allows, or plain."""

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
from assessor.gui.toolkit.style.painting import at_side
from assessor.gui.toolkit.style.theme import tokens
from assessor.gui.toolkit.style.visibility import set_shown
from assessor.words import is_right_to_left, say, translator

_RIGHT_TO_LEFT_MARK = "\u200f"
_LONG_RUN = re.compile(r"[!-~]{20}(?=[!-~]{10})")
"""The first part of a run of 30 or more characters without a space, such as a file name."""
_WHITE = (255, 255, 255)
_SIZES = ("x-large", "large", "large", "medium", "medium", "medium")
"""The CSS font size of each heading level."""


def label_html(text: str, ground: Colour, *, mirrored: bool) -> str:
    """Return a styled text as HTML for Qt: escaped, legible on `ground`, links as plain words."""
    direction = ' dir="rtl"' if mirrored else ""
    mark = _RIGHT_TO_LEFT_MARK if mirrored else ""
    lines = []
    for line in styled_lines(text):
        alignment = f' align="{line.align}"' if line.align else ""
        words = "".join(_run(run, ground) for run in line.runs) or "&nbsp;"
        if line.heading:
            size = _SIZES[line.heading - 1]
            words = f'<span style="font-size:{size}; font-weight:600">{words}</span>'
        style = "margin:0; white-space:pre-wrap"
        lines.append(f'<p{direction}{alignment} style="{style}">{mark}{words}</p>')
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


def form_translator(language: str) -> Callable[[str], str]:
    """Return the translator of the window's own texts; in RTL, untranslated texts are isolated."""
    translate = translator(language)
    if not is_right_to_left(language):
        return translate

    def translate_isolated(text: str) -> str:
        translated = translate(text)
        return isolate(translated) if translated == text else translated

    return translate_isolated


def isolate(text: str) -> str:
    """Isolate a text of the other direction, such as English on an Arabic page."""
    return f"\u2068{text}\u2069" if text else ""


def error_text(error: AssessorError | ValueError, language: str) -> str:
    """Return the message for an answer that could not be stored."""
    return say(error, language) if isinstance(error, AssessorError) else str(error)


class FormLabel(QLabel):
    """A wrapping label in a style sheet role; hidden while it is empty.

    Its direction is that of its place. QLabel would follow the first letter of the text, so in a
    right-to-left place the text starts with a mark and is aligned right.
    """

    def __init__(self, role: str, parent: QWidget | None = None, text: str | None = None) -> None:
        super().__init__(parent)
        self.plain = ""
        self._text = ""
        self._styled = False
        self.setWordWrap(True)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._align()
        if text is not None:
            self.say(text)

    def say(self, text: str) -> None:
        """Show a plain text; unchanged text causes no new layout."""
        self._show(text, text, styled=False)

    def show_styled(self, text: str) -> None:
        """Show a text of the form, styled as ODK allows."""
        self._show(text, plain_text(text), styled=is_styled(text))

    def _show(self, text: str, words: str, *, styled: bool) -> None:
        set_shown(self, bool(text))
        if (text, words, styled) != (self._text, self.plain, self._styled):
            self._text, self.plain, self._styled = text, words, styled
            self._update_text()

    def _update_text(self) -> None:
        mirrored = self.isRightToLeft()
        if self._styled:
            self.setTextFormat(Qt.TextFormat.RichText)
            self.setText(
                label_html(self._text, parse_colour(tokens().paper) or _WHITE, mirrored=mirrored)
            )
            return
        self.setTextFormat(Qt.TextFormat.PlainText)
        mark = _RIGHT_TO_LEFT_MARK if mirrored and self.plain else ""
        # Without break points the label would ask for the full width.
        breakable = _LONG_RUN.sub("\\g<0>\u200b", bind_text(self.plain))
        self.setText(f"{mark}{breakable}")

    def _align(self) -> None:
        self.setAlignment(at_side(self.isRightToLeft()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of direction; restyle after a change of colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()
            self._update_text()
        elif event.type() == QEvent.Type.PaletteChange and self._styled:
            self._update_text()
