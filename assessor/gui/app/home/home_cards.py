"""The pressable surfaces of the first screen: a tile to begin something, a card for a mission."""

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

from assessor.gui.toolkit.style.basic_widgets import (
    ElidedLabel,
    columns,
    label,
    named,
    picture,
    rows,
    tool,
)
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.captions import Caption, backup_words, days, moment
from assessor.gui.toolkit.text.phrases import Phrases


class PressableCard(QPushButton):
    """A button whose face is a layout of its own; the keys, focus and role of any button."""

    def __init__(self, parent: QWidget, role: str, pressed: Callable[[], object]) -> None:
        super().__init__(parent)
        set_role(self, role)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda: pressed())

    def still(self, widget: QWidget) -> QWidget:
        """Let clicks on a part of the face go to the button."""
        widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return widget

    def sizeHint(self) -> QSize:
        """As large as its layout asks."""
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As its layout asks."""
        layout = self.layout()
        return layout.minimumSize() if layout else super().minimumSizeHint()

    def heightForWidth(self, width: int) -> int:
        """As tall as its wrapped lines need."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout else -1


class Tile(PressableCard):
    """Something to begin: an icon, its name, a line on what it does."""

    def __init__(
        self, parent: QWidget, icon: str, pressed: Callable[[], object], *, first: bool = False
    ) -> None:
        super().__init__(parent, "tile-first" if first else "tile", pressed)
        down = rows(self, gap=4, margins=(16, 16, 16, 16))
        down.addWidget(self.still(picture(self, icon, "on_accent" if first else "accent", 24)))
        down.addSpacing(8)
        self._name = label(self, "label")
        self._line = label(self, "secondary", wrap=True)
        down.addWidget(self.still(self._name))
        down.addWidget(self.still(self._line))
        down.addStretch(1)

    def show_name(self, text: str) -> None:
        """What it is called, on the face and to a screen reader."""
        self._name.setText(text)
        self.setAccessibleName(text)

    def show_line(self, text: str) -> None:
        """What it does."""
        self._line.setText(text)
        self.setAccessibleDescription(text)


class MissionCard(PressableCard):
    """A recent mission: its place, its days, how far it is, when it was used last."""

    def __init__(
        self,
        parent: QWidget,
        path: Path,
        opened: datetime,
        caption: Caption | None,
        phrases: Phrases,
        does: dict[str, Callable[[Path], object]],
    ) -> None:
        super().__init__(parent, "card", lambda: does["open"](path))
        here = path.is_file()
        down = rows(self, gap=4, margins=(16, 12, 16, 14))
        top = columns(None, gap=8)
        title = label(self, "heading", text=caption.name if caption else path.stem)
        top.addWidget(self.still(title), 1)
        top.addWidget(self._more(path, phrases, does), 0, Qt.AlignmentFlag.AlignTop)
        down.addLayout(top)
        where = ElidedLabel(self)
        told = days(caption.first_day, caption.last_day, phrases.language) if caption else ""
        if told:
            where.show_line(told)
        else:
            where.show_path(path.name)
        down.addWidget(self.still(where))
        down.addSpacing(8)
        if caption is not None and here:
            down.addLayout(self._progress(caption, phrases))
        else:
            plain = self._plain(path, phrases)
            down.addWidget(self.still(plain), 0, Qt.AlignmentFlag.AlignLeading)
        when = moment(opened, phrases.language)
        last = ElidedLabel(self)
        last.show_line(f"{when} · {phrases.apart(path.stem)}")
        down.addWidget(self.still(last))
        if caption is not None and here:
            down.addLayout(self._copy(caption, phrases))
        down.addStretch(1)
        self.setAccessibleName(f"{title.text()}, {where.text()}, {when}")
        self.setToolTip(str(path))

    def _progress(self, caption: Caption, phrases: Phrases) -> QHBoxLayout:
        across = columns(None, gap=8)
        bar = QProgressBar(self)
        bar.setTextVisible(False)
        bar.setValue(caption.percent)
        across.addWidget(self.still(bar), 1)
        text = phrases("{percent} % answered", percent=caption.percent)
        across.addWidget(self.still(label(self, "secondary", text=text)))
        return across

    def _copy(self, caption: Caption, phrases: Phrases) -> QHBoxLayout:
        across = columns(None, gap=6)
        name, role = ("check", "ok") if caption.copied else ("copy", "muted")
        across.addWidget(self.still(picture(self, name, role, 14)))
        line = ElidedLabel(self)
        at = datetime.fromisoformat(caption.copied) if caption.copied else None
        line.show_line(backup_words(at, caption.copy, phrases))
        across.addWidget(self.still(line), 1)
        answered = phrases("{percent} % answered", percent=caption.percent)
        self.setAccessibleDescription(f"{answered}, {line.text()}")
        return across

    def _plain(self, path: Path, phrases: Phrases) -> QWidget:
        if not path.is_file():
            return label(self, "tag-warn", text=phrases("The file is not there now"))
        known = "" if _is_plain(path) else phrases("Protected by a passphrase")
        return label(self, "secondary", text=known)

    def _more(
        self, path: Path, phrases: Phrases, does: dict[str, Callable[[Path], object]]
    ) -> QToolButton:
        made = tool(self, "more", "muted")
        named(made)(phrases("More about this mission"))
        menu = QMenu(made)
        menu.addAction(phrases("Show in folder")).triggered.connect(lambda: does["show"](path))
        menu.addAction(phrases("Take off this list")).triggered.connect(
            lambda: does["forget"](path)
        )
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made


def _is_plain(path: Path) -> bool:
    """Whether a mission file can be read without a passphrase, by its first bytes."""
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except OSError:
        return False
