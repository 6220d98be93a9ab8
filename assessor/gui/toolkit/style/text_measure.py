"""How much room a text takes in the window's faces; kept, since layouts ask again and again."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics

from assessor.gui.toolkit.style.theme import font

WRAP = int(Qt.TextFlag.TextWordWrap)


def widget_font(size: int, *, bold: bool = False) -> QFont:
    """The window's face in a size, semi-bold or normal."""
    return font(size, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)


@lru_cache(maxsize=8192)
def height(text: str, width: int, size: int, *, bold: bool = False) -> int:
    """The height in px of a text wrapped at a width, 0 for no text."""
    if not text:
        return 0
    box = QRect(0, 0, max(20, width), 99999)
    return QFontMetrics(widget_font(size, bold=bold)).boundingRect(box, WRAP, text).height()


def drop(text: str, tall: int, size: int, *, bold: bool = False) -> int:
    """How many px beneath the top of a text a sign `tall` stands in the middle of its first line.

    None in Latin letters, whose lines are no taller than signs; Arabic lines are.
    """
    return max(0, (height(text.partition("\n")[0], 99999, size, bold=bold) - tall) // 2)


@lru_cache(maxsize=8192)
def width(text: str, size: int, *, bold: bool = False) -> int:
    """The width in px of a text on one line."""
    return QFontMetrics(widget_font(size, bold=bold)).horizontalAdvance(text) if text else 0
