"""Builders and checks about accessibility that several tests share."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLineEdit,
    QTabBar,
    QWidget,
)

CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QTabBar)


def controls(root: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in root.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and widget.isVisible()
        and widget.objectName() not in ("qt_spinbox_lineedit", "ScrollLeftButton")
        and not isinstance(widget.parentWidget(), QComboBox | QTabBar | QLineEdit)
        and not isinstance(widget.parentWidget(), QAbstractScrollArea)
    ]


def check(root: QWidget) -> None:
    """Each visible control has an accessible name and a way in by keyboard."""
    found = controls(root)
    assert found
    for widget in found:
        face = QAccessible.queryAccessibleInterface(widget)
        name = face.text(QAccessible.Text.Name)
        assert name.strip(), (type(widget).__name__, widget.objectName(), widget.parentWidget())
        reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert reached or not widget.isEnabled(), (name, widget.focusPolicy())
