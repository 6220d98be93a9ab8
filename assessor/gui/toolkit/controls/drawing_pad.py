"""A pad for signatures, sketches and marks on photos, drawn with mouse or pen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6 import QtGui
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.style.basic_widgets import button, closing, columns, fill, rows, tool
from assessor.gui.toolkit.style.painting import paint_focus_ring, set_ink, smooth_painter
from assessor.gui.toolkit.style.theme import INKS, SHEET, tokens
from assessor.gui.toolkit.system.drop_box import as_png

_PENS = (2.0, 4.0, 8.0)
_OVERSAMPLING = 2
"""Pixels of the image for each pixel of the sheet."""


@dataclass(slots=True)
class Stroke:
    """One pen stroke, in px of the sheet."""

    ink: str
    width: float
    points: list[QPointF] = field(default_factory=list)

    def path(self) -> QtGui.QPainterPath:
        """Return a smooth curve through the points."""
        path = QtGui.QPainterPath(self.points[0])
        for point, following in zip(self.points, self.points[1:], strict=False):
            path.quadTo(point, (point + following) / 2)
        path.lineTo(self.points[-1] + QPointF(0.01, 0.0))
        return path


class DrawingSheet(QWidget):
    """The drawing area. `changed` is called when a stroke is finished or undone."""

    def __init__(
        self,
        size: QSize,
        background: QtGui.QImage | None,
        signing_line: bool,
        changed: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._signing_line = signing_line
        self._changed = changed
        self._strokes: list[Stroke] = []
        self._drawing: Stroke | None = None
        self.ink, self.pen_width = INKS[0], _PENS[1]
        self.setFixedSize(size)
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is drawn."""
        return not self._strokes

    def undo(self) -> None:
        """Remove the last stroke."""
        if self._strokes:
            self._strokes.pop()
            self._notify()

    def clear(self) -> None:
        """Remove every stroke."""
        self._strokes.clear()
        self._notify()

    def picture(self) -> QtGui.QImage:
        """Return the drawing at twice the size of the sheet, or at that of the background."""
        scale = _OVERSAMPLING
        if self._background is not None:
            scale = max(1, round(self._background.width() / max(1, self.width())))
        image = QtGui.QImage(self.size() * scale, QtGui.QImage.Format.Format_RGB32)
        painter = QtGui.QPainter(image)
        painter.scale(scale, scale)
        self._paint(painter, guide=False)
        painter.end()
        return image

    def _notify(self) -> None:
        self.update()
        self._changed()

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        """Begin a stroke."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drawing = Stroke(self.ink, self.pen_width, [event.position()])
            self.update()

    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        """Extend the stroke."""
        if self._drawing is not None:
            self._drawing.points.append(event.position())
            self.update()

    def mouseReleaseEvent(self, _event: QtGui.QMouseEvent) -> None:
        """Finish the stroke."""
        if self._drawing is not None:
            self._strokes.append(self._drawing)
            self._drawing = None
            self._notify()

    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        """Paint sheet, background, strokes and frame."""
        painter = QtGui.QPainter(self)
        self._paint(painter, guide=True)
        set_ink(painter, tokens().line)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint(self, painter: QtGui.QPainter, *, guide: bool) -> None:
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QtGui.QColor(SHEET))
        if self._background is not None:
            painter.drawImage(QRectF(self.rect()), self._background)
        if guide and self._signing_line:
            painter.setPen(QtGui.QPen(QtGui.QColor(INKS[0]), 1, Qt.PenStyle.DotLine))
            base = self.height() * 3 // 4
            painter.drawLine(32, base, self.width() - 32, base)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in (*self._strokes, *([self._drawing] if self._drawing else [])):
            pen = QtGui.QPen(QtGui.QColor(stroke.ink), stroke.width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(stroke.path())


class DrawingPad(Dialog):
    """A dialog with a sheet and pens; after acceptance `png` holds the drawing.

    `line` is only a guide for signing; `under` is a picture to draw on.
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
        under: QtGui.QImage | None = None,
    ) -> None:
        super().__init__(parent)
        self.png = b""
        self._words = words
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        column = rows(self, gap=12, margins=(16, 16, 16, 16))
        self.sheet = DrawingSheet(size, under, line, self._update_buttons, self)
        self.sheet.setAccessibleName(title)
        fill(column, self._tools(pens=not line), (self.sheet, 0, Qt.AlignmentFlag.AlignHCenter))
        self.keep = button(self, self._keep, words("Keep"), role="primary")
        self.keep.setDefault(True)
        column.addLayout(closing(self, button(self, self.reject, words("Cancel")), self.keep))
        QtGui.QShortcut(
            QtGui.QKeySequence(QtGui.QKeySequence.StandardKey.Undo), self, self.sheet.undo
        )
        self._update_buttons()

    def _tools(self, *, pens: bool) -> QHBoxLayout:
        words = self._words
        row = columns(None, gap=4)
        names = (words("Black pen"), words("Blue pen"), words("Red pen"), words("Green pen"))
        widths = (words("Thin"), words("Medium"), words("Thick"))
        self._inks = [_PenButton(self, ink, 10.0, partial(self._use_ink, ink)) for ink in INKS]
        self._widths = [
            _PenButton(self, "", width, partial(self._use_width, width)) for width in _PENS
        ]
        for buttons, labels in ((self._inks, names), (self._widths, widths)):
            for pen_button, name in zip(buttons, labels, strict=True):
                pen_button.setToolTip(name)
                pen_button.setAccessibleName(name)
                pen_button.setVisible(pens or buttons is self._widths)
                row.addWidget(pen_button)
            row.addSpacing(12)
        self._use_ink(INKS[0])
        self._use_width(_PENS[1])
        self.back = tool(self, "undo", "accent", words("Undo the last stroke"), self.sheet.undo)
        self.empty = tool(self, "trash", "accent", words("Begin again"), self.sheet.clear)
        fill(row, 1, self.back, self.empty)
        return row

    def _use_ink(self, ink: str) -> None:
        self.sheet.ink = ink
        for pen_button in self._inks:
            pen_button.setChecked(pen_button.ink == ink)

    def _use_width(self, width: float) -> None:
        self.sheet.pen_width = width
        for pen_button in self._widths:
            pen_button.setChecked(pen_button.pen_width == width)

    def _update_buttons(self) -> None:
        blank = self.sheet.is_blank
        for widget in (self.keep, self.back, self.empty):
            widget.setEnabled(not blank)
        self.keep.setToolTip(self._words("Draw something first") if blank else "")

    def _keep(self) -> None:
        self.png = as_png(self.sheet.picture())
        self.accept()


class _PenButton(QToolButton):
    """A button for a pen colour or width."""

    def __init__(
        self, parent: QWidget, ink: str, pen_width: float, pressed: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self.ink, self.pen_width = ink, pen_width
        self.setCheckable(True)
        self.setFixedSize(32, 32)
        self.clicked.connect(lambda: pressed())

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """Paint a dot as wide as the pen, with a frame when chosen."""
        super().paintEvent(event)
        painter = smooth_painter(self)
        middle = QRectF(self.rect()).center()
        if self.ink:  # white around it, so that dark inks are visible in dark mode
            set_ink(painter, tokens().line, fill=SHEET)
            painter.drawEllipse(middle, 11, 11)
        set_ink(painter, fill=self.ink or tokens().ink)
        painter.drawEllipse(middle, self.pen_width * 0.7, self.pen_width * 0.7)
        if self.isChecked():
            paint_focus_ring(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1))
