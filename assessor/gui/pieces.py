"""The few small parts every screen is built of: a lettered label, a button, a card, a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assessor.gui.theme import dress, set_role

Margins = tuple[int, int, int, int]
Box = TypeVar("Box", bound=QBoxLayout)


def label(parent: QWidget, role: str = "", *, text: str = "", wrap: bool = False) -> QLabel:
    """A label with its place in the hierarchy (a `role` of window.qss)."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        set_role(made, role)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
    return made


def picture(parent: QWidget, name: str, role: str = "accent", size: int = 24) -> QLabel:
    """An icon that stands by itself and is silent to a screen reader."""
    made = QLabel(parent)
    dress(made, name, role, size)
    made.setFixedSize(size, size)
    return made


def button(
    parent: QWidget, pressed: Callable[[], object], *, role: str = "", icon: str = ""
) -> QPushButton:
    """A push button that calls `pressed` when a person clicks it."""
    made = QPushButton(parent)
    if role:
        set_role(made, role)
    if icon:
        dress(made, icon, {"primary": "on_accent", "quiet": "accent"}.get(role, "ink"))
    made.clicked.connect(lambda: pressed())
    return made


def tool(parent: QWidget, icon: str, role: str = "ink") -> QToolButton:
    """A small button that is only an icon; give it a tip and an accessible name by `named`."""
    made = QToolButton(parent)
    dress(made, icon, role)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def named(widget: QWidget) -> Callable[[str], None]:
    """A setter that gives a widget its tip and its accessible name at once."""

    def show(text: str) -> None:
        widget.setToolTip(text)
        widget.setAccessibleName(text)

    return show


def rows(parent: QWidget | None, *, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """A vertical layout; `margins` are start, top, end, bottom in px."""
    return _laid(QVBoxLayout(parent), gap, margins)


def columns(
    parent: QWidget | None, *, gap: int = 8, margins: Margins = (0, 0, 0, 0)
) -> QHBoxLayout:
    """A horizontal layout that mirrors by itself in right-to-left windows."""
    return _laid(QHBoxLayout(parent), gap, margins)


def _laid(box: Box, gap: int, margins: Margins) -> Box:
    box.setSpacing(gap)
    box.setContentsMargins(*margins)
    return box


def frame(parent: QWidget, role: str) -> QFrame:
    """A frame that is only a surface: `card`, `paper` or `rule`."""
    made = QFrame(parent)
    set_role(made, role)
    return made


def scrolled(parent: QWidget, inner: QWidget) -> QScrollArea:
    """`inner` in an area that scrolls down only and has no border."""
    area = QScrollArea(parent)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout and let Qt delete the widgets."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            emptied(inner)


class Elided(QLabel):
    """One line that gives up its middle, as a path does, when there is not room for all of it."""

    def __init__(self, parent: QWidget, role: str = "secondary") -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_role(self, role)

    def show_path(self, text: str) -> None:
        """Show `text`, all of it in the tip."""
        self.setText(text)
        self.setToolTip(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits; a path keeps its own left-to-right direction."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        start = (
            Qt.AlignmentFlag.AlignRight
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            else Qt.AlignmentFlag.AlignLeft
        )
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.drawText(self.rect(), start | Qt.AlignmentFlag.AlignVCenter, shown)
