"""Colours, type sizes and page measures for one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assessor import words
from assessor.report.blocks.block import TextBlock
from assessor.report.typesetting.bidi import needs_reordering
from assessor.report.typesetting.fonts import BOLD, SEMIBOLD
from assessor.report.typesetting.pen import Colour
from assessor.report.typesetting.text_layout import ShapedTexts, Span, Style, TextLayout

PAGE = (595.276, 841.89)
"""A4 in points."""

MARGIN = 54.0
TOP, BOTTOM = 74.0, 62.0
WIDTH = PAGE[0] - 2 * MARGIN
HEIGHT = PAGE[1] - TOP - BOTTOM
"""Size of the text area."""


def _colour(code: str) -> Colour:
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


INK = _colour("#16202A")
MUTED = _colour("#55626F")
FAINT = _colour("#8A96A3")
LINE = _colour("#DDE2E7")
GROUND = _colour("#F6F7F8")
WHITE = (1.0, 1.0, 1.0)
ACCENT = _colour("#0B6B75")
ACCENT_SOFT = _colour("#E2F1F2")
WARN, WARN_SOFT = _colour("#8A5200"), _colour("#FFF3DC")
OK = _colour("#1E6B45")
CONFLICT, CONFLICT_SOFT = _colour("#6B3FA0"), _colour("#F1EAFB")
STAGES = tuple(map(_colour, ("#F0E3CF", "#D3DCC4", "#9CC7BD", "#4F9AA0", "#0B5B66")))
ON_STAGES = (INK, INK, INK, INK, WHITE)

_MARKS = {"ar": ("، ", "؛ ", ": "), "fr": (", ", "\u00a0; ", "\u00a0: "), "zh": ("、", "；", "：")}
"""By language: the separator of list items, of longer parts, and after a title."""


class Look:
    """The text styles of a language. Arabic is larger with more leading.

    `air` scales the spacing: 1 is normal, less is tighter.
    """

    def __init__(self, language: str, air: float = 1.0, cache: ShapedTexts | None = None) -> None:
        self.language = language
        self.air = air
        self._cache: ShapedTexts = {} if cache is None else cache
        self.code = words.language_code(language)
        self.right_to_left = words.is_right_to_left(language)
        self.translate = words.translator(language)
        self.comma, self.semicolon, self.colon = _MARKS.get(self.code, (", ", "; ", ": "))
        self.body = self._style(9.2, 13)
        self.small = self._style(8, 11, MUTED)
        self.cell = self._style(8, 11)
        self.tiny = self._style(7, 9.4, MUTED)
        self.fine = self._style(7, 9.4)
        self.label = self._style(7.6, 10.4, MUTED, SEMIBOLD)
        self.strong = self._style(9.2, 13, INK, SEMIBOLD)
        self.lead = self._style(11, 16.4, INK)
        self.h1 = self._style(20, 26, INK, SEMIBOLD)
        self.h2 = self._style(16, 21, INK, SEMIBOLD)
        self.h3 = self._style(12, 16, INK, SEMIBOLD)
        self.h4 = self._style(9.6, 13.4, INK, SEMIBOLD)
        self.cover = self._style(30, 36, INK, BOLD)

    def _style(
        self, size: float, leading: float, colour: Colour = INK, weight: str = "Regular"
    ) -> Style:
        leading *= 0.75 + 0.25 * self.air
        if self.right_to_left:
            size, leading = size * 1.04, leading * 1.2
        return Style(size, leading, colour, weight)

    def tight(self) -> Iterator[Look]:
        """Yield this look, then tighter ones."""
        yield self
        for air in (0.8, 0.6):
            yield Look(self.language, air, self._cache)

    def text(self, content: str | Iterable[Span], style: Style | None = None) -> TextLayout:
        """Lay out a text in the direction of the language."""
        return TextLayout(
            content, style or self.body, right_to_left=self.right_to_left, cache=self._cache
        )

    def block(
        self,
        content: str | Iterable[Span],
        style: Style | None = None,
        *,
        before: float = 0,
        after: float = 0,
        keep: bool = False,
        role: str = "P",
    ) -> TextBlock:
        """Return a block of text in the direction of the language."""
        text = self.text(content, style)
        return TextBlock(text, before=before, after=after, keep=keep, role=role)

    def quote(self, text: str) -> str:
        """Isolate text written by people, so that each line keeps its own direction.

        The first strong letter decides (UAX #9, FSI): an English note in an Arabic report ends with
        its full stop.
        """
        if not self.right_to_left and not needs_reordering(text):
            return text
        return "\n".join(f"\u2068{line}\u2069" for line in text.split("\n"))

    def introducing(self, title: str, content: str = "") -> str:
        """Join a title and its content by a colon, or by a space after a question mark."""
        separator = " " if title.endswith(("?", "؟", "？")) else self.colon
        return f"{title}{separator}{content}"

    def figure(self, value: float | None, decimals: int = 1) -> str:
        """Format a score; a dash for None."""
        return "–" if value is None else words.format_number(value, self.language, decimals)
