"""The priority matrix: sections by agreed need and evidenced stage."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from assessor.report.blocks.block import Block
from assessor.report.blocks.look import ACCENT, ACCENT_SOFT, GROUND, LINE, WHITE, Look
from assessor.report.typesetting.pen import Pen
from assessor.report.typesetting.text_layout import SEMIBOLD

_FOOT, _STEP = 16.0, 17.0
_DOT = 7.4
_LABEL = 0.16  # share of the width for the labels

PlacedSections = tuple[str, str, int, float]
"""A section: number, title, need (0 to 4), evidenced stage."""


class NeedMatrix(Block):
    """Needs as rows, greatest first; whole stages as columns; sections in the cells."""

    def __init__(
        self, look: Look, sections: Sequence[PlacedSections], titles: Sequence[str]
    ) -> None:
        super().__init__(before=2)
        self.look, self.sections = look, sections
        self.titles = titles or ("",) * 5
        self.fields = matrix_fields(sections)
        self.needs = range(max((need for need, _ in self.fields), default=4), -1, -1)

    def _cell(self, width: float) -> float:
        return width * (1 - _LABEL) / len(self.titles)

    def _row(self, need: int, width: float) -> float:
        """Return the height of the fullest cell in the row."""
        across = max(1, int(self._cell(width) // _STEP))
        counts = [len(numbers) for (each, _), numbers in self.fields.items() if each == need]
        return 7 + _STEP * max((-(-count // across) for count in counts), default=1)

    def height(self, width: float) -> float:
        return sum(self._row(need, width) for need in self.needs) + _FOOT

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        words = self.look.translate("{section}: need {need}, stage {stage}")
        parts = (
            words.format(section=title, need=need, stage=self.look.figure(stage))
            for _, title, need, stage in self.sections
        )
        with pen.leaf("Figure", self.look.semicolon.join(parts)):
            for need in self.needs:
                self._line(pen, need, x, y, width)
                y += self._row(need, width)
            self._stages(pen, x + width * _LABEL, y, self._cell(width))

    def _line(self, pen: Pen, need: int, x: float, y: float, width: float) -> None:
        """Draw one need: its name and a cell per stage."""
        label, high = self.look.fine, self._row(need, width)
        words = self.look.text(self.look.translate("Need {need}").format(need=need), label)
        words.draw(pen, x, y + (high - label.leading) / 2, width * _LABEL - 6)
        cell, count = self._cell(width), len(self.titles)
        for stage in range(1, count + 1):
            left = x + width * _LABEL + (stage - 1) * cell
            fill = ACCENT_SOFT if need >= 2 and stage <= (count + 1) // 2 else GROUND
            pen.rect(left, y, cell, high, fill=fill, stroke=WHITE, weight=1.2)
            self._dots(pen, self.fields.get((need, stage), []), left, y, cell)

    def _dots(self, pen: Pen, numbers: Sequence[str], x: float, y: float, cell: float) -> None:
        across = max(1, int(cell // _STEP))
        style = self.look.tiny.but(align="center", weight=SEMIBOLD, colour=WHITE)
        for at, number in enumerate(numbers):
            centre = (x + 4 + _STEP * (at % across + 0.5), y + 3.5 + _STEP * (at // across + 0.5))
            pen.circle(centre, _DOT, fill=ACCENT)
            text = self.look.text(number, style)
            text.draw(pen, centre[0] - 10, centre[1] - style.leading / 2, 20)

    def _stages(self, pen: Pen, x: float, y: float, cell: float) -> None:
        """Draw the stage names."""
        pen.line((x, y), (x + cell * len(self.titles), y), LINE, 0.8)
        style = self.look.tiny.but(align="center")
        for at, title in enumerate(self.titles):
            words = self.look.text(f"{at + 1} {title}".strip(), style)
            words.draw(pen, x + at * cell, y + 3, cell)


def matrix_fields(sections: Sequence[PlacedSections]) -> dict[tuple[int, int], list[str]]:
    """Return section numbers by cell: (need, rounded stage)."""
    by_field: dict[tuple[int, int], list[str]] = {}
    for number, _, need, stage in sections:
        whole = int(Decimal(stage).quantize(Decimal(1), ROUND_HALF_UP))
        by_field.setdefault((need, whole), []).append(number)
    return by_field
