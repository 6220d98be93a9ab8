"""Questions that share a row, as in Enketo's grid theme (`theme-grid`, `w1` to `w10`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from assessor.form.live.node import Node
from assessor.form.model.appearances import words
from assessor.form.model.definition import Form
from assessor.gui.toolkit.style.basic_widgets import follow_width
from assessor.gui.toolkit.widgets.flow_layout import WrappingPanel

_UNITS = 4
"""Units of a row whose group declares no width."""


class RowShares(WrappingPanel):
    """One row, wrapped where the page is too narrow; hidden questions leave no gap."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[tuple[QWidget, int]] = []
        follow_width(self, QSizePolicy.Policy.Minimum)

    def add(self, widget: QWidget, share: int) -> None:
        """Add a widget with its share of the row."""
        widget.setParent(self)
        self._items.append((widget, share))

    def sizeHint(self) -> QSize:
        """Return the size with all widgets on one line."""
        wide = sum(widget.sizeHint().width() for widget, _ in self._shown())
        return QSize(wide, self.arrange(wide, place=False))

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest widget: the others can wrap."""
        widest = max((widget.minimumSizeHint().width() for widget, _ in self._shown()), default=0)
        return QSize(widest, 0)

    def _shown(self) -> list[tuple[QWidget, int]]:
        return [each for each in self._items if not each[0].isHidden()]

    def _lines(self, width: int) -> Iterator[list[tuple[QWidget, int]]]:
        """Yield the lines, each with as many widgets as fit."""
        line: list[tuple[QWidget, int]] = []
        for each in self._shown():
            more = [*line, each]
            across = sum(share for _, share in more)
            if line and any(
                self.least_width(widget) * across > width * share for widget, share in more
            ):
                yield line
                more = [each]
            line = more
        if line:
            yield line

    def arrange(self, width: int, *, place: bool) -> int:
        """Place the questions in lines; return their height."""
        mirrored = self.isRightToLeft()
        y = 0
        for line in self._lines(width):
            across, before, tall = sum(share for _, share in line), 0, 0
            for widget, share in line:
                x = width * before // across
                before += share
                wide = width * before // across - x
                high = widget.heightForWidth(wide)
                high = high if high >= 0 else widget.sizeHint().height()
                tall = max(tall, high)
                if place:
                    widget.setGeometry(width - x - wide if mirrored else x, y, wide, high)
            y += tall
        return y


def rows_of(nodes: Sequence[Node], form: Form) -> Iterator[list[tuple[Node, int]]]:
    """Yield the rows: questions with their shares. Without the theme, each row has one question.

    A question without a width takes a whole row; one that does not fit starts the next row.
    """
    if "theme-grid" not in form.body.appearance.split():
        yield from ([(node, 1)] for node in nodes)
        return
    row: list[tuple[Node, int]] = []
    for node in nodes:
        top = "/".join(node.reference.split("[")[0].split("/")[:3])
        bind = form.binds.get(top)
        control = bind.control if bind is not None and not bind.leaf else None
        units = (_width(control.appearance) if control is not None else 0) or _UNITS
        share = min(_width(node.appearance) or units, units)
        if row and sum(each for _, each in row) + share > units:
            yield row
            row = []
        row.append((node, share))
    if row:
        yield row


def add_row(column: QVBoxLayout, row: Sequence[tuple[QWidget, int]], parent: QWidget) -> None:
    """Add the questions of a row to the column of the page."""
    if len(row) == 1:
        column.addWidget(row[0][0])
        return
    across = RowShares(parent)
    for widget, share in row:
        across.add(widget, share)
    column.addWidget(across)


def _width(appearance: str) -> int:
    """Return the width in an appearance (`w3` is 3); 0 for none."""
    for word in words(appearance):
        if word[0] == "w" and word[1:].isdecimal() and 1 <= int(word[1:]) <= 10:
            return int(word[1:])
    return 0
