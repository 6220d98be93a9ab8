"""The first screen: what one can begin, and the missions one was in last."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from assessor.gui.app.home.home_cards import MissionCard, Tile
from assessor.gui.state.navigation import Navigation
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import (
    columns,
    emptied,
    frame,
    label,
    picture,
    rows,
    scrolled,
)
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.system.drop_overlay import DropOverlay
from assessor.gui.toolkit.system.file_types import classify_paths, local_paths
from assessor.gui.toolkit.system.system_folders import show_in_folder
from assessor.gui.toolkit.text.captions import Caption
from assessor.gui.toolkit.text.phrases import Phrases

_WIDTH = 1000
_TILES = (
    ("plus", "new", "New mission", "Choose a form and a country, and begin."),
    ("folder-open", "open", "Open…", "A mission file from this laptop or a USB stick."),
    ("samples", "samples", "Sample missions", "Four fictional countries to look around in."),
    (
        "receive",
        "receive",
        "Receive at headquarters",
        "PDFs and mission files that assessors sent.",
    ),
)


class HomePage(QWidget):
    """Tiles to begin, cards to go on; files may be dragged onto it."""

    topic = "home"

    def __init__(self, session: Session, doors: Navigation) -> None:
        super().__init__()
        self._session, self._doors = session, doors
        self._phrases = Phrases(session.language)
        self.setAcceptDrops(True)
        set_role(self, "ground")
        inner = QWidget(self)
        set_role(inner, "ground")
        rows(self).addWidget(scrolled(self, inner))
        across = columns(inner, gap=0, margins=(32, 48, 32, 32))
        across.addStretch(1)
        column = QWidget(inner)
        column.setMaximumWidth(_WIDTH)
        across.addWidget(column, 1000)
        across.addStretch(1)
        down = rows(column, gap=0)
        self._greet(column, down)
        self._tiles(column, down)
        self._recent = QGridLayout()
        self._recent.setSpacing(16)
        down.addSpacing(40)
        self._heading = label(column, "heading")
        self._phrases.say(self._heading.setText, "Recent missions")
        down.addWidget(self._heading)
        down.addSpacing(12)
        down.addLayout(self._recent)
        down.addStretch(1)
        self._veil = DropOverlay(self)
        session.changed.connect(self._on_changed)

    def _greet(self, column: QWidget, down: QVBoxLayout) -> None:
        title = label(column, "home-title", text="Assessor")
        lead = label(column, "lead", wrap=True)
        self._phrases.say(
            lead.setText,
            "Structured country assessments, offline. One file for the mission, "
            "one signed PDF for everybody else.",
        )
        down.addWidget(title)
        down.addSpacing(4)
        down.addWidget(lead)
        down.addSpacing(32)

    def _tiles(self, column: QWidget, down: QVBoxLayout) -> None:
        across = columns(None, gap=16)
        go = {
            "new": lambda: self._doors.new(None),
            "open": lambda: self._doors.open(None),
            "samples": self._doors.samples,
            "receive": lambda: self._doors.receive(()),
        }
        for icon, name, words, line in _TILES:
            tile = Tile(column, icon, go[name], first=name == "new")
            tile.setObjectName(f"tile-{name}")
            self._phrases.say(tile.show_name, words)
            self._phrases.say(tile.show_line, line)
            across.addWidget(tile, 1)
        down.addLayout(across)

    # recent missions
    def showEvent(self, event: QShowEvent) -> None:
        """Look at the list afresh each time: files come and go."""
        super().showEvent(event)
        self.show_recent()

    def show_recent(self) -> None:
        """Build the cards from the preferences, or the empty state."""
        emptied(self._recent)
        preferences = self._session.preferences
        recent = preferences.recent()
        does = {"open": self._doors.open, "forget": self._forget, "show": show_in_folder}
        for place, (path, opened) in enumerate(recent):
            kept = Caption.from_json(preferences.caption(path))
            card = MissionCard(self, path, opened, kept, self._phrases, does)
            self._recent.addWidget(card, place // 3, place % 3)
        for column in range(3):
            self._recent.setColumnStretch(column, 1)
        if not recent:
            self._recent.addWidget(self._nothing_yet(), 0, 0, 1, 3)

    def _nothing_yet(self) -> QWidget:
        empty = frame(self, "empty")
        across = columns(empty, gap=16, margins=(24, 24, 24, 24))
        across.addWidget(picture(empty, "mission", "muted", 32))
        text = rows(None, gap=4)
        text.addWidget(label(empty, "label", text=self._phrases("No missions yet")))
        text.addWidget(
            label(
                empty,
                "muted",
                wrap=True,
                text=self._phrases(
                    "Begin one, open one you were given, or drag a file onto this window: "
                    "a mission, a form, or PDFs to receive."
                ),
            )
        )
        across.addLayout(text, 1)
        return empty

    def _forget(self, path: Path) -> None:
        self._session.preferences.forget(path)
        self.show_recent()

    # dragging
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say what letting go would do."""
        paths = local_paths(event.mimeData())
        if not paths:
            return
        meant = classify_paths(paths)
        self._veil.show_sentence(self._phrases(meant.sentence), good=bool(meant.kind))
        if meant.kind:
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Nothing was meant."""
        self._veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Do it."""
        self._veil.hide()
        meant = classify_paths(local_paths(event.mimeData()))
        event.acceptProposedAction()
        if meant.kind == "open":
            self._doors.open(meant.paths[0])
        elif meant.kind in ("new", "pack"):
            self._doors.new(meant.paths[0])
        elif meant.kind == "registry":
            self._doors.registry(meant.paths[0])
        elif meant.kind == "meet":
            self._doors.meet(meant.paths[0])
        elif meant.kind == "receive":
            self._doors.receive(meant.paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the veil over everything."""
        super().resizeEvent(event)
        self._veil.setGeometry(self.rect().adjusted(12, 12, -12, -12))

    def _on_changed(self, changes: dict[str, frozenset[str]]) -> None:
        if "language" in changes.get("", frozenset()):
            self._phrases.again(self._session.language)
            self.show_recent()
