"""The bar above the screens: current place and main actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from assessor.gui.toolkit.style.basic_widgets import (
    ElidedLabel,
    button,
    columns,
    fill,
    label,
    named,
    rows,
    tool,
)
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases


class HeaderBar(QFrame):
    """Home, the name of the place and a line below it; then the actions of a mission."""

    def __init__(self, parent: QWidget, actions: dict[str, QAction], phrases: Phrases) -> None:
        super().__init__(parent)
        set_role(self, "header")
        self.setFixedHeight(56)
        row = columns(self, gap=4, margins=(16, 8, 16, 8))
        self._home = tool(self, "home", "muted")
        self._home.clicked.connect(actions["home"].trigger)
        phrases.say(named(self._home), "Back to the first screen")
        self._title = label(self, "heading")
        self._line = ElidedLabel(self)
        self._notice = label(self, "tag-warn")
        self._notice.hide()
        top = columns(None, self._title, self._notice, 1)
        names = rows(None, top, self._line, gap=0, margins=(8, 0, 8, 0))
        steps = [self._action_button(actions[name], name) for name in ("undo", "redo")]
        check = button(self, actions["check"].trigger, icon="check-circle")
        export = button(self, actions["export"].trigger, role="primary", icon="export")
        fill(row, self._home, (names, 1), *steps)
        row.addSpacing(8)
        fill(row, phrases.on(check, "Check"), phrases.on(export, "Export report"))
        self._mission_buttons = (*steps, check, export)

    def show_place(self, title: str, line: str = "", *, mission: bool = False) -> None:
        """Show the current place; mission actions are visible only in a mission."""
        self._title.setText(title)
        self._line.show_line(line)
        self._line.setVisible(bool(line))
        self._notice.hide()
        for widget in self._mission_buttons:
            widget.setVisible(mission)

    def show_notice(self, tag: str, why: str) -> None:
        """Show a tag beside the title with an explanation; hide it if empty."""
        self._notice.setText(tag)
        self._notice.setToolTip(why)
        self._notice.setAccessibleDescription(why)
        self._notice.setVisible(bool(tag))

    def _action_button(self, action: QAction, picture: str) -> QToolButton:
        tool_button = tool(self, picture)
        tool_button.clicked.connect(action.trigger)
        action.changed.connect(lambda: self._update_button(tool_button, action))
        self._update_button(tool_button, action)
        tool_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return tool_button

    @staticmethod
    def _update_button(tool_button: QToolButton, action: QAction) -> None:
        tool_button.setEnabled(action.isEnabled())
        named(tool_button)(action.toolTip())
