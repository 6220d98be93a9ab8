"""The blank questionnaire on paper: questions, space to write, boxes to tick."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from assessor.form.labels.styled_text import plain_text
from assessor.form.live.node import Node
from assessor.report.blocks.block import Block, Columns, Drawing, Gap, Stack
from assessor.report.blocks.look import FAINT, MUTED, Look
from assessor.report.blocks.plain_pages import render_plain
from assessor.report.projection.date_formats import CALENDAR_NAMES, GREGORIAN, calendar_name
from assessor.report.typesetting.pen import Pen

MOST_CHOICES = 24
"""Longer lists of choices (such as countries) get a line to write on."""

_ASKS = frozenset({"input", "select1", "select", "upload", "range", "rank", "trigger"})
_BOX = 8.0
_ROOM = 18.0
_SHORT, _LONG = 1, 3


def render_questionnaire(
    tops: Sequence[Node],
    language: str,
    title: str,
    group: str,
    keeps: Callable[[Node], bool],
    progress: Callable[[int, int], None] | None = None,
    *,
    guidance: bool = False,
) -> bytes:
    """Render the questions below some nodes that pass `keeps`, as an A4 PDF.

    `group` names the recipients (blank for all). With `guidance`, guidance hints are printed.
    Conditional questions are included: paper cannot hide them. Exceptions of `progress` (pages
    done, total) propagate.
    """
    look = Look(language)
    blocks = [
        block
        for node in tops
        for block in _part(QuestionnaireOptions(look, keeps, guidance=guidance), node, 0)
    ]
    full_title = " – ".join(part for part in (title, group) if part)
    return render_plain(
        chain(_head(look, title, group), blocks), look, full_title, progress=progress
    )


@dataclass(frozen=True, slots=True)
class QuestionnaireOptions:
    """Print options: look, filter and guidance."""

    look: Look
    keeps: Callable[[Node], bool]
    guidance: bool = False


def _head(look: Look, title: str, group: str) -> Iterator[Block]:
    yield look.block(title, look.h1, after=4, role="H1")
    if group:
        yield look.block(group, look.lead, after=8)
    translate = look.translate
    for words in (translate("Institution"), translate("Date"), translate("Participants")):
        yield Columns((look.block(words, look.label), _line(12)), (1, 4), before=6)


def _part(asking: QuestionnaireOptions, node: Node, depth: int) -> Iterator[Block]:
    """Yield a question, or a group with its heading if anything in it is kept."""
    if node.kind == "question":
        heads = "label" in node.appearance.split()
        if node.control in _ASKS and not heads and asking.keeps(node):
            yield _question(asking, node)
        return
    inside = [block for child in node.children for block in _part(asking, child, depth + 1)]
    words = " ".join(plain_text(node.label).split())
    if inside and words:
        look = asking.look
        style = look.h2 if depth == 0 else look.h3
        role = "H2" if depth == 0 else "H3"
        yield look.block(words, style, before=22, after=4, keep=True, role=role)
    yield from inside


def _question(asking: QuestionnaireOptions, node: Node) -> Block:
    look = asking.look
    blocks: list[Block] = [look.block(plain_text(node.label) or node.name, look.strong, keep=True)]
    beneath = [node.hint, *(node.guidance.splitlines() if asking.guidance else ())]
    calendar = calendar_name(node.appearance)
    if node.type in ("date", "dateTime") and calendar != GREGORIAN:
        beneath.append(look.translate(CALENDAR_NAMES[calendar]))
    for line in filter(None, map(plain_text, beneath)):
        blocks.append(look.block(line, look.small, before=1, keep=True))
    choices = [plain_text(choice.label) or choice.value for choice in node.choices]
    if choices and len(choices) <= MOST_CHOICES:
        blocks += _boxes(look, choices, round_=node.control == "select1")
    else:
        long = node.type == "string" and node.control == "input" and not choices
        blocks += [_line(17) for _ in range(_LONG if long else _SHORT)]
    return Stack(blocks, before=12, after=2)


def _boxes(look: Look, choices: Sequence[str], *, round_: bool) -> Iterator[Block]:
    """Yield the choices with a box each, in columns."""
    boxes = [_choice(look, words, round_=round_) for words in choices]
    across = _across(max(map(len, choices)))
    for at in range(0, len(boxes), across):
        row = boxes[at : at + across]
        blanks = [Gap(0)] * (across - len(row))
        yield Columns((*row, *blanks), (1,) * across, gap=8, before=2)


def _across(longest: int) -> int:
    """Return how many choices fit on a line, by the longest label."""
    return next((many for many, room in ((3, 24), (2, 40)) if longest <= room), 1)


def _choice(look: Look, words: str, *, round_: bool) -> Block:
    leading = look.body.leading

    def mark(pen: Pen, x: float, y: float, _width: float) -> None:
        top = y + (leading - _BOX) / 2
        if round_:
            pen.circle((x + _BOX / 2 + 2, top + _BOX / 2), _BOX / 2, stroke=MUTED)
        else:
            pen.rect(x + 2, top, _BOX, _BOX, stroke=MUTED)

    box = Drawing(leading, mark)
    return TickBoxLine(box, look.block(words))


class TickBoxLine(Block):
    """A box to tick with its label."""

    def __init__(self, box: Block, words: Block) -> None:
        self._box, self._words = box, words

    def height(self, width: float) -> float:
        """Return the height of the label."""
        return self._words.height(width - _ROOM)

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw box and label."""
        self._box.draw(pen, x, y, _ROOM)
        self._words.draw(pen, x + _ROOM, y, width - _ROOM)


def _line(height: float) -> Block:
    def draw(pen: Pen, x: float, y: float, width: float) -> None:
        pen.line((x, y + height - 1), (x + width, y + height - 1), FAINT, 0.6)

    return Drawing(height, draw)
