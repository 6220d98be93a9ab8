"""The bar above the screens: where one is, and what is done most."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from assessor.gui.toolkit.style.basic_widgets import (
    ElidedLabel,
    button,
    columns,
    label,
    named,
    rows,
    tool,
)
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases


class HeaderBar(QFrame):
    """Home, the place's name and a line beneath; at the end the actions of an open mission."""

    def __init__(self, parent: QWidget, actions: dict[str, QAction], phrases: Phrases) -> None:
        super().__init__(parent)
        set_role(self, "header")
        self.setFixedHeight(56)
        across = columns(self, gap=4, margins=(16, 8, 16, 8))
        self._home = tool(self, "home", "muted")
        self._home.clicked.connect(actions["home"].trigger)
        phrases.say(named(self._home), "Back to the first screen")
        names = rows(None, gap=0, margins=(8, 0, 8, 0))
        self._title = label(self, "heading")
        self._line = ElidedLabel(self)
        top = columns(None, gap=8)
        top.addWidget(self._title)
        self._notice = label(self, "tag-warn")
        self._notice.hide()
        top.addWidget(self._notice)
        top.addStretch(1)
        names.addLayout(top)
        names.addWidget(self._line)
        across.addWidget(self._home)
        across.addLayout(names, 1)
        self._of_mission: list[QWidget] = []
        for name, picture in (("undo", "undo"), ("redo", "redo")):
            self._of_mission.append(self._act(actions[name], picture))
            across.addWidget(self._of_mission[-1])
        across.addSpacing(8)
        for name, role, picture in (("check", "", "check-circle"), ("export", "primary", "export")):
            made = button(self, actions[name].trigger, role=role, icon=picture)
            phrases.say(made.setText, {"check": "Check", "export": "Export report"}[name])
            self._of_mission.append(made)
            across.addWidget(made)

    def show_place(self, title: str, line: str = "", *, mission: bool = False) -> None:
        """Say where one is; the actions of a mission are there only in one."""
        self._title.setText(title)
        self._line.show_line(line)
        self._line.setVisible(bool(line))
        self._notice.hide()
        for widget in self._of_mission:
            widget.setVisible(mission)

    def show_notice(self, tag: str, why: str) -> None:
        """A tag beside the title, its explanation in the tip; none if empty."""
        self._notice.setText(tag)
        self._notice.setToolTip(why)
        self._notice.setAccessibleDescription(why)
        self._notice.setVisible(bool(tag))

    def _act(self, action: QAction, picture: str) -> QToolButton:
        made = tool(self, picture)
        made.setEnabled(action.isEnabled())
        made.clicked.connect(action.trigger)
        action.changed.connect(lambda: self._mirror(made, action))
        self._mirror(made, action)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return made

    @staticmethod
    def _mirror(made: QToolButton, action: QAction) -> None:
        made.setEnabled(action.isEnabled())
        named(made)(action.toolTip())
