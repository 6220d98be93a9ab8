"""A score on its scale in a table cell: range bar, asserted mark, evidenced dot."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from assessor.gui.toolkit.style.painting import set_ink
from assessor.gui.toolkit.style.theme import tokens

STRIP = int(Qt.ItemDataRole.UserRole) + 7
"""The data role for (evidenced, asserted, floor, ceiling), each a stage or None."""


class StripDelegate(QStyledItemDelegate):
    """A painter of STRIP data, from `lowest` to `highest` in the reading direction."""

    def __init__(self, parent: QWidget, lowest: int, highest: int) -> None:
        super().__init__(parent)
        self._lowest, self._highest = lowest, max(lowest + 1, highest)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size for five stages."""
        return QSize(180, max(30, super().sizeHint(option, index).height()))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the usual background, then the strip."""
        super().paint(painter, option, index)
        strip = index.data(STRIP)
        if not strip:
            return
        evidenced, asserted, floor, ceiling = strip
        box = QRectF(option.rect).adjusted(14, 0, -14, 0)
        middle = box.center().y()
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft

        def at(stage: float) -> float:
            part = (stage - self._lowest) / (self._highest - self._lowest)
            return box.right() - part * box.width() if mirrored else box.left() + part * box.width()

        colours = tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.faint), 1))
        painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))
        for stage in range(self._lowest, self._highest + 1):
            painter.drawLine(QPointF(at(stage), middle - 3), QPointF(at(stage), middle + 3))
        if floor is not None and ceiling is not None:
            left, right = sorted((at(floor), at(ceiling)))
            set_ink(painter, colours.accent, fill=colours.accent_soft)
            painter.drawRoundedRect(QRectF(left - 4, middle - 4, right - left + 8, 8), 4, 4)
        if asserted is not None and asserted != evidenced:
            _diamond(painter, QPointF(at(asserted), middle))
        if evidenced is not None:
            set_ink(painter, tokens().paper, fill=tokens().accent)
            painter.drawEllipse(QPointF(at(evidenced), middle), 5.5, 5.5)
        painter.restore()


def _diamond(painter: QPainter, place: QPointF) -> None:
    """Paint the asserted stage: hollow, since evidence is missing."""
    set_ink(painter, tokens().ink, 1.4, fill=tokens().paper)
    corners = ((0, -6), (6, 0), (0, 6), (-6, 0))
    painter.drawPolygon(QPolygonF([place + QPointF(x, y) for x, y in corners]))
