"""Builders and checks about desk accessibility that several tests share."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLineEdit,
    QTabBar,
    QWidget,
)

INNER = QComboBox | QTabBar | QLineEdit | QAbstractScrollArea
SAYS_NOTHING = {QAccessible.Role.NoRole, QAccessible.Role.Window, QAccessible.Role.Pane}


def controls(root: QWidget) -> list[QWidget]:
    """What can be used: what Tab comes to, and every button, but for the inner parts of one."""
    return [
        each
        for each in root.findChildren(QWidget)
        if each.isVisible()
        and (each.focusPolicy() & Qt.FocusPolicy.TabFocus or isinstance(each, QAbstractButton))
        and each.focusProxy() is None
        and not each.objectName().startswith(("qt_", "Scroll"))
        and not isinstance(each.parentWidget(), INNER)
    ]


def check_told(control: QWidget, where: str) -> None:
    """Name, role and state reach the screen reader."""
    face = QAccessible.queryAccessibleInterface(control)
    state = face.state()
    name = face.text(QAccessible.Text.Name).strip()
    told = (where, type(control).__name__, name)
    assert name, told
    assert face.role() not in SAYS_NOTHING, told
    assert bool(state.disabled) != control.isEnabled(), told
    assert bool(state.focusable) == bool(control.focusPolicy()), told
    if isinstance(control, QAbstractButton) and control.isCheckable():
        assert bool(state.checked) == control.isChecked(), told
    if isinstance(control, QLineEdit):
        assert bool(state.readOnly) == control.isReadOnly(), told
        hidden = control.echoMode() != QLineEdit.EchoMode.Normal
        assert bool(state.passwordEdit) == hidden, told
