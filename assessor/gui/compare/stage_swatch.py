"""A cell of a table in the colour of its stage: thin data hatched, a range beneath its median."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontInfo, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from assessor.gui.toolkit.style.theme import STAGE_INK, STAGES, tokens

STAGE = Qt.ItemDataRole.UserRole
"""Under which a cell holds the stage, 1 to 5, whose colour a Swatch gives it; 0: none of them."""
THIN = Qt.ItemDataRole.UserRole + 1
"""Under which a cell says whether its data are thin."""
BENEATH = Qt.ItemDataRole.UserRole + 2
"""Under which a cell holds what stands beneath its number in smaller letters, line by line."""
_SMALLER, _SMALLEST = 2, 10


class StageSwatch(QStyledItemDelegate):
    """Paints a score in the colour of its stage, thin data hatched, a frame around the current."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one cell."""
        stage = index.data(STAGE)
        if stage is None:
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2, 3, -2, -3)
        current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(QColor(tokens().ink), 2) if current else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(STAGES[stage - 1]) if stage else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        ink = QColor(STAGE_INK[stage - 1] if stage else tokens().muted)
        if index.data(THIN):
            faint = QColor(ink)
            faint.setAlpha(70)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(faint, Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink)
        painter.setFont(option.font)
        _write(painter, box, index.data(), index.data(BENEATH) or "")
        painter.restore()


def smaller(font: QFont) -> QFont:
    """The font of what stands beneath a number."""
    found = QFont(font)
    found.setPixelSize(max(_SMALLEST, QFontInfo(font).pixelSize() - _SMALLER))
    return found


def _write(painter: QPainter, box: QRectF, text: str, beneath: str) -> None:
    """A number and what is beneath it, together in the middle."""
    small = smaller(painter.font())
    high, step = painter.fontMetrics().height(), QFontMetrics(small).height()
    lines = beneath.splitlines()
    top = box.center().y() - (high + step * len(lines)) / 2
    painter.drawText(QRectF(box.x(), top, box.width(), high), Qt.AlignmentFlag.AlignCenter, text)
    painter.setFont(small)
    for at, line in enumerate(lines):
        below = QRectF(box.x(), top + high + at * step, box.width(), step)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, line)
