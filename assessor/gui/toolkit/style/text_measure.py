"""Sizes of texts in the window's fonts, cached because layouts ask repeatedly."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics

from assessor.gui.toolkit.style.theme import font

WRAP = int(Qt.TextFlag.TextWordWrap)


def widget_font(size: int, *, bold: bool = False) -> QFont:
    """Return the window's font in a size, semi-bold or normal."""
    return font(size, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)


@lru_cache(maxsize=8192)
def height(text: str, width: int, size: int, *, bold: bool = False) -> int:
    """Return the height in px of a text wrapped at a width; 0 for no text."""
    if not text:
        return 0
    box = QRect(0, 0, max(20, width), 99999)
    return QFontMetrics(widget_font(size, bold=bold)).boundingRect(box, WRAP, text).height()


def drop(text: str, sign_height: int, size: int, *, bold: bool = False) -> int:
    """Return the offset in px that centres a sign on the first line; Arabic lines are tall."""
    return max(0, (height(text.partition("\n")[0], 99999, size, bold=bold) - sign_height) // 2)


@lru_cache(maxsize=8192)
def width(text: str, size: int, *, bold: bool = False) -> int:
    """Return the width in px of a text on one line."""
    return QFontMetrics(widget_font(size, bold=bold)).horizontalAdvance(text) if text else 0
