"""A table cell in the colour of its stage, with a range below the number."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontInfo, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from assessor.gui.toolkit.style.painting import set_ink
from assessor.gui.toolkit.style.theme import STAGE_INK, STAGES, tokens

STAGE = Qt.ItemDataRole.UserRole
"""Data role: the stage 1 to 5 that colours the cell; 0 for none."""
THIN = Qt.ItemDataRole.UserRole + 1
"""Data role: whether the data are thin."""
BENEATH = Qt.ItemDataRole.UserRole + 2
"""Data role: small text below the number."""
_SMALLER, _SMALLEST = 2, 10


class StageSwatch(QStyledItemDelegate):
    """Paints a score in the colour of its stage, thin data hatched, the current cell framed."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        stage = index.data(STAGE)
        if stage is None:
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2, 3, -2, -3)
        current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        edge, fill = tokens().ink if current else None, STAGES[stage - 1] if stage else None
        set_ink(painter, edge, 2, fill=fill)
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
    """Return the font of the small text."""
    found = QFont(font)
    found.setPixelSize(max(_SMALLEST, QFontInfo(font).pixelSize() - _SMALLER))
    return found


def _write(painter: QPainter, box: QRectF, text: str, beneath: str) -> None:
    """Draw a number and the text below it, centred."""
    small = smaller(painter.font())
    high, step = painter.fontMetrics().height(), QFontMetrics(small).height()
    lines = beneath.splitlines()
    top = box.center().y() - (high + step * len(lines)) / 2
    painter.drawText(QRectF(box.x(), top, box.width(), high), Qt.AlignmentFlag.AlignCenter, text)
    painter.setFont(small)
    for at, line in enumerate(lines):
        below = QRectF(box.x(), top + high + at * step, box.width(), step)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, line)
