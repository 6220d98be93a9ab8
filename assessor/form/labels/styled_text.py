"""Styled text of labels, hints and messages, parsed once for the window and the report.

Supported are headings, bold, italic, links and escapes in Markdown, `<span style>` with a colour or
font family, and `<p style>` or `<div style>` with an alignment (ODK docs, "Form styling"). Other
tags are removed and their text is kept. Nothing is loaded or opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from assessor.form.labels.colours import Colour, parse_colour

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

FONT_FAMILIES = frozenset({"serif", "sans-serif", "monospace", "cursive", "fantasy"})
"""The generic font families of CSS; other fonts may not be installed."""
ALIGNMENTS = frozenset({"left", "center", "right"})
MAX_STYLED = 20_000
"""Longer texts (in characters) are shown unparsed."""
_MARKUP = re.compile(r"[*_\[<\\]|^ {0,3}#", re.MULTILINE)
_INNER_STAR = re.compile(r"(?<=\w)\*(?=\w)")
"""A star between word characters, such as 2*3*4: no emphasis, unlike in Markdown."""
_TAG = re.compile(r"<(/?)\s*([a-z][a-z0-9]*)\b([^>]*)>", re.IGNORECASE)
_STYLE = re.compile(r"""style\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em"})
_STYLED = frozenset({"span", "p", "div"})


class Run(NamedTuple):
    """A piece of text in one style. `link` is its target; links are not opened."""

    text: str
    bold: bool = False
    italic: bool = False
    colour: Colour | None = None
    family: str = ""
    link: str = ""


class Line(NamedTuple):
    """One line: its runs, its heading level (1 to 6, 0: no heading) and its alignment."""

    runs: tuple[Run, ...]
    heading: int = 0
    align: str = ""


@cache
def _parser() -> MarkdownIt:
    """Return a CommonMark parser with ODK's rules only: `1.` and `-` start no list in a label."""
    from markdown_it import MarkdownIt  # imported late: few labels are styled

    rules = ["heading", "emphasis", "link", "image", "escape", "html_inline", "newline"]
    return MarkdownIt("zero", {"html": True}).enable(rules)


def is_styled(text: str) -> bool:
    """Return whether a text has any style. Plain text is much faster to lay out."""
    return bool(_MARKUP.search(text)) and any(
        line.heading or line.align or any(run[1:] != _PLAIN[1:] for run in line.runs)
        for line in styled_lines(text)
    )


def plain_text(text: str) -> str:
    """Return the text without style, for accessible names, tables and lists."""
    if len(text) > MAX_STYLED or not _MARKUP.search(text):
        return text
    return "\n".join("".join(run.text for run in line.runs) for line in styled_lines(text))


@lru_cache(maxsize=4096)
def styled_lines(text: str) -> tuple[Line, ...]:
    """Parse a text into lines of styled runs."""
    if len(text) > MAX_STYLED or not _MARKUP.search(text):
        return tuple(Line((Run(part),) if part else ()) for part in text.split("\n"))
    found: list[Line] = []
    previous_end = 0
    tokens = _parser().parse(_INNER_STAR.sub(r"\\*", text))
    inlines = [(tokens[at - 1], each) for at, each in enumerate(tokens) if each.type == "inline"]
    for block, inline in inlines:  # a paragraph or heading, and its text
        start, next_end = block.map or (previous_end, previous_end)
        if found:
            found += [Line(())] * (start - previous_end)
        previous_end = next_end
        heading = int(block.tag[1]) if block.type == "heading_open" else 0
        found += _Runs(heading).lines(inline.children or ())
    return tuple(found) or (Line(()),)


_PLAIN = Run("")


class _Runs:
    """A converter of one block to lines. Tags may overlap emphasis, so both are counted."""

    def __init__(self, heading: int) -> None:
        self.heading = heading
        self.bold = self.italic = 0
        self.link = ""
        self.align = ""
        self.open_tags: list[tuple[str, dict[str, str]]] = []

    def lines(self, tokens: Sequence[Token]) -> list[Line]:
        """Return the lines of the block."""
        found: list[list[Run]] = [[]]
        for token in tokens:
            if token.type in ("softbreak", "hardbreak"):
                found.append([])
            elif token.type == "html_inline":
                if self._tag(token.content) == "br":
                    found.append([])
            elif token.content:  # text, or the alternative text of a picture
                found[-1].append(self._run(token.content))
            else:
                self._mark(token)
        return [Line(tuple(_merged(runs)), self.heading, self.align) for runs in found]

    def _mark(self, token: Token) -> None:
        if token.tag == "strong":
            self.bold += token.nesting
        elif token.tag == "em":
            self.italic += token.nesting
        elif token.tag == "a":
            self.link = str(token.attrGet("href") or "") if token.nesting > 0 else ""

    def _run(self, text: str) -> Run:
        styles: dict[str, str] = {}
        for _, style in self.open_tags:
            styles |= style
        tags = {name for name, _ in self.open_tags}
        family = styles.get("font-family", "").strip("'\" ").lower()
        return Run(
            text,
            bold=self.bold > 0 or bool(tags & _BOLD),
            italic=self.italic > 0 or bool(tags & _ITALIC),
            colour=parse_colour(styles.get("color", "")),
            family=family if family in FONT_FAMILIES else "",
            link=self.link,
        )

    def _tag(self, text: str) -> str:
        """Open or close a tag and return its name."""
        found = _TAG.match(text)
        if found is None:
            return ""
        name = found[2].lower()
        if name not in _BOLD | _ITALIC | _STYLED:
            return name
        if found[1]:
            for place in range(len(self.open_tags) - 1, -1, -1):
                if self.open_tags[place][0] == name:
                    del self.open_tags[place]
                    break
            return name
        style = _style(found[3])
        self.open_tags.append((name, style))
        if name in ("p", "div") and style.get("text-align", "") in ALIGNMENTS:
            self.align = style["text-align"]
        return name


def _style(attributes: str) -> dict[str, str]:
    found = _STYLE.search(attributes)
    if found is None:
        return {}
    pairs = (part.partition(":") for part in (found[1] or found[2] or "").split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if value.strip()}


def _merged(runs: Sequence[Run]) -> Iterator[Run]:
    """Merge adjacent runs of the same style; escapes and removed tags split text."""
    for _, group in groupby(runs, key=lambda run: run[1:]):
        first, *others = group
        yield first._replace(text="".join(run.text for run in (first, *others)))
