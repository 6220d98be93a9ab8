"""A sheet to draw on with the mouse or a pen: signatures, sketches, marks on a photograph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.style.basic_widgets import button, closing
from assessor.gui.toolkit.style.theme import INKS, SHEET, dress, tokens
from assessor.gui.toolkit.system.drop_box import as_png

_PENS = (2.0, 4.0, 8.0)
_SHARP = 2
"""Pixels of the picture for each one of the sheet."""


@dataclass(slots=True)
class Stroke:
    """One movement of the pen, in the sheet's own px."""

    ink: str
    width: float
    points: list[QPointF] = field(default_factory=list)

    def path(self) -> QPainterPath:
        """A smooth line through the points."""
        path = QPainterPath(self.points[0])
        for one, other in zip(self.points, self.points[1:], strict=False):
            path.quadTo(one, (one + other) / 2)
        path.lineTo(self.points[-1] + QPointF(0.01, 0.0))
        return path


class DrawingSheet(QWidget):
    """What is drawn on. `changed` is called when a stroke is finished or taken back."""

    def __init__(
        self,
        size: QSize,
        under: QImage | None,
        line: bool,
        changed: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._under = under
        self._line = line
        self._changed = changed
        self._strokes: list[Stroke] = []
        self._drawing: Stroke | None = None
        self.ink, self.width_of_pen = INKS[0], _PENS[1]
        self.setFixedSize(size)
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is drawn."""
        return not self._strokes

    def undo(self) -> None:
        """Take the last stroke back."""
        if self._strokes:
            self._strokes.pop()
            self._tell()

    def clear(self) -> None:
        """Take every stroke back."""
        self._strokes.clear()
        self._tell()

    def picture(self) -> QImage:
        """The drawing, twice as sharp as the sheet, or as the picture under it."""
        sharp = _SHARP
        if self._under is not None:
            sharp = max(1, round(self._under.width() / max(1, self.width())))
        made = QImage(self.size() * sharp, QImage.Format.Format_RGB32)
        painter = QPainter(made)
        painter.scale(sharp, sharp)
        self._paint(painter, guide=False)
        painter.end()
        return made

    def _tell(self) -> None:
        self.update()
        self._changed()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The pen comes down."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drawing = Stroke(self.ink, self.width_of_pen, [event.position()])
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pen moves."""
        if self._drawing is not None:
            self._drawing.points.append(event.position())
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """The pen goes up."""
        if self._drawing is not None:
            self._strokes.append(self._drawing)
            self._drawing = None
            self._tell()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The sheet, what is under it, the strokes."""
        painter = QPainter(self)
        self._paint(painter, guide=True)
        painter.setPen(QColor(tokens().line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint(self, painter: QPainter, *, guide: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(SHEET))
        if self._under is not None:
            painter.drawImage(QRectF(self.rect()), self._under)
        if guide and self._line:
            painter.setPen(QPen(QColor(INKS[0]), 1, Qt.PenStyle.DotLine))
            base = self.height() * 3 // 4
            painter.drawLine(32, base, self.width() - 32, base)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in (*self._strokes, *([self._drawing] if self._drawing else [])):
            pen = QPen(QColor(stroke.ink), stroke.width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(stroke.path())


class DrawingPad(Dialog):
    """The sheet with its pens; accepted, `png` holds the drawing.

    `line` draws a line to sign on, which is not kept; `under` is a picture to draw on.
    """

    topic = "desk"

    def __init__(
        self,
        parent: QWidget,
        words: Callable[[str], str],
        title: str,
        *,
        size: QSize,
        line: bool = False,
        under: QImage | None = None,
    ) -> None:
        super().__init__(parent)
        self.png = b""
        self._words = words
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        self.sheet = DrawingSheet(size, under, line, self._settle, self)
        self.sheet.setAccessibleName(title)
        column.addLayout(self._tools(pens=not line))
        column.addWidget(self.sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        self.keep = button(self, self._keep, role="primary")
        self.keep.setText(words("Keep"))
        self.keep.setDefault(True)
        away = button(self, self.reject)
        away.setText(words("Cancel"))
        column.addLayout(closing(self, away, self.keep))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self.sheet.undo)
        self._settle()

    def _tools(self, *, pens: bool) -> QHBoxLayout:
        words = self._words
        row = QHBoxLayout()
        row.setSpacing(4)
        names = (words("Black pen"), words("Blue pen"), words("Red pen"), words("Green pen"))
        widths = (words("Thin"), words("Medium"), words("Thick"))
        self._inks = [_Pick(self, ink, 10.0, partial(self._use_ink, ink)) for ink in INKS]
        self._widths = [_Pick(self, "", wide, partial(self._use_width, wide)) for wide in _PENS]
        for picks, told in ((self._inks, names), (self._widths, widths)):
            for pick, name in zip(picks, told, strict=True):
                pick.setToolTip(name)
                pick.setAccessibleName(name)
                pick.setVisible(pens or picks is self._widths)
                row.addWidget(pick)
            row.addSpacing(12)
        self._use_ink(INKS[0])
        self._use_width(_PENS[1])
        row.addStretch(1)
        self.back = self._tool("undo", words("Take the last stroke back"), self.sheet.undo)
        self.empty = self._tool("trash", words("Begin again"), self.sheet.clear)
        row.addWidget(self.back)
        row.addWidget(self.empty)
        return row

    def _tool(self, icon: str, name: str, does: Callable[[], None]) -> QToolButton:
        made = QToolButton(self)
        dress(made, icon, "accent", 18)
        made.setToolTip(name)
        made.setAccessibleName(name)
        made.clicked.connect(lambda: does())
        return made

    def _use_ink(self, ink: str) -> None:
        self.sheet.ink = ink
        for pick in self._inks:
            pick.setChecked(pick.ink == ink)

    def _use_width(self, width: float) -> None:
        self.sheet.width_of_pen = width
        for pick in self._widths:
            pick.setChecked(pick.wide == width)

    def _settle(self) -> None:
        blank = self.sheet.is_blank
        for one in (self.keep, self.back, self.empty):
            one.setEnabled(not blank)
        self.keep.setToolTip(self._words("Draw something first") if blank else "")

    def _keep(self) -> None:
        self.png = as_png(self.sheet.picture())
        self.accept()


class _Pick(QToolButton):
    """A pen to pick, by its colour or its width."""

    def __init__(self, parent: QWidget, ink: str, wide: float, picked: Callable[[], None]) -> None:
        super().__init__(parent)
        self.ink, self.wide = ink, wide
        self.setCheckable(True)
        self.setFixedSize(32, 32)
        self.clicked.connect(lambda: picked())

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dot as wide as the pen, ringed when picked."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QRectF(self.rect()).center()
        if self.ink:  # the sheet's white around it, so that dark inks are seen in the dark
            painter.setPen(QColor(tokens().line))
            painter.setBrush(QColor(SHEET))
            painter.drawEllipse(middle, 11, 11)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.ink or tokens().ink))
        painter.drawEllipse(middle, self.wide * 0.7, self.wide * 0.7)
        if self.isChecked():
            painter.setPen(QPen(QColor(tokens().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
