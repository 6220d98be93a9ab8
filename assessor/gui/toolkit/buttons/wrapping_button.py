"""The base class of choice buttons whose labels wrap."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from assessor.gui.toolkit.style.basic_widgets import follow_width


class WrappingButton(QAbstractButton):
    """A checkable button, exclusive in its group or checked by itself."""

    def __init__(self, text: str, parent: QWidget, *, exclusive: bool) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(exclusive)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        follow_width(self)

    def hasHeightForWidth(self) -> bool:
        """Return True: a narrow button needs more lines."""
        return True
