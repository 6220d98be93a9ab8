"""The bar above the screens: current place and main actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases


class HeaderBar(QFrame):
    """Home, the name of the place and a line below it; then the actions of a mission."""

    def __init__(self, parent: QWidget, actions: dict[str, QAction], phrases: Phrases) -> None:
        super().__init__(parent)
        set_role(self, "header")
        self.setFixedHeight(56)
        self._home = ui.tool(self, "home", "muted", pressed=actions["home"].trigger)
        phrases.say(ui.named(self._home), "Back to the first screen")
        self._title = ui.label(self, "heading")
        self._line = ui.ElidedLabel(self)
        self._notice = ui.label(self, "tag-warn")
        self._notice.hide()
        top = ui.columns(None, self._title, self._notice, 1)
        names = ui.rows(None, top, self._line, gap=0, margins=(8, 0, 8, 0))
        steps = [self._action_button(actions[name], name) for name in ("undo", "redo")]
        check = ui.button(self, actions["check"].trigger, icon="check-circle")
        export = ui.button(self, actions["export"].trigger, role="primary", icon="export")
        row = ui.columns(self, self._home, (names, 1), *steps, gap=4, margins=(16, 8, 16, 8))
        row.addSpacing(8)
        ui.fill(row, phrases.on(check, "Check"), phrases.on(export, "Export report"))
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
        self._notice.show_text(tag)
        self._notice.setToolTip(why)
        self._notice.setAccessibleDescription(why)

    def _action_button(self, action: QAction, picture: str) -> QToolButton:
        tool_button = ui.tool(self, picture, pressed=action.trigger)
        action.changed.connect(lambda: self._update_button(tool_button, action))
        self._update_button(tool_button, action)
        tool_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return tool_button

    @staticmethod
    def _update_button(tool_button: QToolButton, action: QAction) -> None:
        tool_button.setEnabled(action.isEnabled())
        ui.named(tool_button)(action.toolTip())
