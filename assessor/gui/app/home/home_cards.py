"""Clickable cards of the first screen: tiles and recent missions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.captions import Caption, backup_words, days, moment
from assessor.gui.toolkit.text.phrases import Phrases


class PressableCard(QPushButton):
    """A button with its own layout as face."""

    def __init__(self, parent: QWidget, role: str, pressed: Callable[[], object]) -> None:
        super().__init__(parent)
        set_role(self, role)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda: pressed())

    def ignore_mouse(self, widget: QWidget) -> QWidget:
        """Let clicks on a part of the face go to the button."""
        widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return widget

    def sizeHint(self) -> QSize:
        """Return the size of the layout."""
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the minimum size of the layout."""
        layout = self.layout()
        return layout.minimumSize() if layout else super().minimumSizeHint()

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped lines."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout else -1


class Tile(PressableCard):
    """A way to begin: icon, name and explanation."""

    def __init__(
        self, parent: QWidget, icon: str, pressed: Callable[[], object], *, first: bool = False
    ) -> None:
        super().__init__(parent, "tile-first" if first else "tile", pressed)
        column = ui.rows(self, gap=4, margins=(16, 16, 16, 16))
        column.addWidget(
            self.ignore_mouse(ui.picture(self, icon, "on_accent" if first else "accent", 24))
        )
        column.addSpacing(8)
        self._name = ui.label(self, "label")
        self._line = ui.label(self, "secondary", wrap=True)
        ui.fill(column, self.ignore_mouse(self._name), self.ignore_mouse(self._line), 1)

    def show_name(self, text: str) -> None:
        """Set the name, also for screen readers."""
        self._name.setText(text)
        self.setAccessibleName(text)

    def show_line(self, text: str) -> None:
        """Set the explanation."""
        self._line.setText(text)
        self.setAccessibleDescription(text)


class MissionCard(PressableCard):
    """A recent mission: place, days, progress and last use."""

    def __init__(
        self,
        parent: QWidget,
        path: Path,
        opened: datetime,
        caption: Caption | None,
        phrases: Phrases,
        actions: dict[str, Callable[[Path], object]],
    ) -> None:
        super().__init__(parent, "card", lambda: actions["open"](path))
        exists = path.is_file()
        title = ui.label(self, "heading", text=caption.name if caption else path.stem)
        top = ui.columns(None, (self.ignore_mouse(title), 1))
        top.addWidget(self._menu_button(path, phrases, actions), 0, Qt.AlignmentFlag.AlignTop)
        place_line = ui.ElidedLabel(self)
        text = days(caption.first_day, caption.last_day, phrases.language) if caption else ""
        if text:
            place_line.show_line(text)
        else:
            place_line.show_path(path.name)
        column = ui.rows(self, top, self.ignore_mouse(place_line), gap=4, margins=(16, 12, 16, 14))
        column.addSpacing(8)
        if caption is not None and exists:
            column.addLayout(self._progress(caption, phrases))
        else:
            state_label = self._state_label(path, phrases)
            column.addWidget(self.ignore_mouse(state_label), 0, Qt.AlignmentFlag.AlignLeading)
        opened_text = moment(opened, phrases.language)
        last_line = ui.ElidedLabel(self)
        last_line.show_line(f"{opened_text} · {phrases.apart(path.stem)}")
        column.addWidget(self.ignore_mouse(last_line))
        if caption is not None and exists:
            column.addLayout(self._backup_line(caption, phrases))
        column.addStretch(1)
        self.setAccessibleName(f"{title.text()}, {place_line.text()}, {opened_text}")
        self.setToolTip(str(path))

    def _progress(self, caption: Caption, phrases: Phrases) -> QHBoxLayout:
        bar = QProgressBar(self)
        bar.setTextVisible(False)
        bar.setValue(caption.percent)
        row = ui.columns(None, (self.ignore_mouse(bar), 1))
        text = phrases("{percent} % answered", percent=caption.percent)
        row.addWidget(self.ignore_mouse(ui.label(self, "secondary", text=text)))
        return row

    def _backup_line(self, caption: Caption, phrases: Phrases) -> QHBoxLayout:
        name, role = ("check", "ok") if caption.copied else ("copy", "muted")
        row = ui.columns(None, self.ignore_mouse(ui.picture(self, name, role, 14)), gap=6)
        line = ui.ElidedLabel(self)
        backup_time = datetime.fromisoformat(caption.copied) if caption.copied else None
        line.show_line(backup_words(backup_time, caption.copy, phrases))
        row.addWidget(self.ignore_mouse(line), 1)
        answered = phrases("{percent} % answered", percent=caption.percent)
        self.setAccessibleDescription(f"{answered}, {line.text()}")
        return row

    def _state_label(self, path: Path, phrases: Phrases) -> QWidget:
        if not path.is_file():
            return ui.label(self, "tag-warn", text=phrases("The file is missing"))
        text = "" if _is_unencrypted(path) else phrases("Protected by a passphrase")
        return ui.label(self, "secondary", text=text)

    def _menu_button(
        self, path: Path, phrases: Phrases, actions: dict[str, Callable[[Path], object]]
    ) -> QToolButton:
        tool_button = ui.tool(self, "more", "muted", phrases("More about this mission"))
        menu = QMenu(tool_button)
        menu.addAction(phrases("Show in folder")).triggered.connect(lambda: actions["show"](path))
        menu.addAction(phrases("Remove from this list")).triggered.connect(
            lambda: actions["forget"](path)
        )
        tool_button.setMenu(menu)
        tool_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return tool_button


def _is_unencrypted(path: Path) -> bool:
    """Whether a mission file can be read without a passphrase, judged by its first bytes."""
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except OSError:
        return False
