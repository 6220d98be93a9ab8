"""The priority matrix: sections by the need agreed and the stage their evidence carries."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.report.blocks import Block
from assessor.report.look import ACCENT, ACCENT_SOFT, GROUND, INK, LINE, WHITE, Look
from assessor.report.pen import Pen
from assessor.report.text import SEMIBOLD

_ROW, _FOOT = 24.0, 16.0
_DOT = 8.0
_LABEL = 0.2  # the share of the width that the needs' names take

Placed = tuple[str, str, int, float]
"""A section: its number, its title, its need (0 to 4), its evidenced stage."""


class Matrix(Block):
    """Needs as rows, the greatest first, stages as columns; sections stand where both meet."""

    def __init__(self, look: Look, sections: Sequence[Placed], titles: Sequence[str]) -> None:
        self.look, self.sections = look, tuple(sections)
        self.titles = tuple(titles) or ("",) * 5
        self.before = 2.0
        self.needs = range(max((need for *_, need, _ in self.sections), default=4), -1, -1)

    def height(self, width: float) -> float:
        """A row for each need, and the names of the stages."""
        return _ROW * len(self.needs) + _FOOT

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        """The field, then the numbers in it."""
        words = self.look.translate("{section}: need {need}, stage {stage}")
        parts = (
            words.format(section=title, need=need, stage=self.look.figure(stage))
            for _, title, need, stage in self.sections
        )
        with pen.leaf("Figure", self.look.semicolon.join(parts)):
            self._field(pen, x, y, width)

    def _field(self, pen: Pen, x: float, y: float, width: float) -> None:
        look, count = self.look, len(self.titles)
        side = width * _LABEL
        cell = (width - side) / count
        label = look.tiny.but(colour=INK)
        named = look.translate("Need {need}")
        for at, need in enumerate(self.needs):
            top = y + at * _ROW
            words = look.text(named.format(need=need), label)
            words.draw(pen, x, top + (_ROW - label.leading) / 2, side - 6)
            for stage in range(count):
                urgent = need * (count - 1 - stage) / (count - 1) >= need / 2 and need >= count // 2
                fill = ACCENT_SOFT if urgent else GROUND
                left = x + side + stage * cell
                pen.rect(left, top, cell, _ROW, fill=fill, stroke=WHITE, weight=1.2)
        self._numbers(pen, x + side, y, cell)
        foot = y + _ROW * len(self.needs)
        pen.line((x + side, foot), (x + width, foot), LINE, 0.8)
        style = look.tiny.but(align="center")
        for stage, title in enumerate(self.titles, 1):
            words = look.text(f"{stage} {title}".strip(), style)
            words.draw(pen, x + side + (stage - 1) * cell, foot + 3, cell)

    def _numbers(self, pen: Pen, x: float, y: float, cell: float) -> None:
        style = self.look.tiny.but(align="center", weight=SEMIBOLD, colour=WHITE)
        for number, across, need in places(self.sections, cell):
            middle = y + (self.needs[0] - need) * _ROW + _ROW / 2
            pen.circle((x + across, middle), _DOT, fill=ACCENT)
            text = self.look.text(number, style)
            text.draw(pen, x + across - 10, middle - style.leading / 2, 20)


def places(sections: Sequence[Placed], cell: float) -> list[tuple[str, float, int]]:
    """Where each section stands: its number, points from the first stage's edge, its need.

    Those that would lie on each other step aside, so that every number can be read.
    """
    found: list[tuple[str, float, int]] = []
    taken: dict[int, float] = {}
    for number, _, need, stage in sorted(sections, key=lambda each: (each[3], each[0])):
        across = max((stage - 0.5) * cell, taken.get(need, -2 * _DOT) + 2 * _DOT + 1)
        taken[need] = across
        found.append((number, across, need))
    return found
