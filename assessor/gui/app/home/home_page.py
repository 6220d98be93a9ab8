"""The first screen: ways to begin and recent missions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from assessor.gui.app.home.home_cards import MissionCard, Tile
from assessor.gui.state.navigation import Navigation
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.system.drop_box import DropOverlay
from assessor.gui.toolkit.system.file_types import classify_paths, local_paths
from assessor.gui.toolkit.system.open_external import show_in_folder
from assessor.gui.toolkit.text.captions import Caption
from assessor.gui.toolkit.text.phrases import Phrases

_WIDTH = 1000
_TILES = (
    ("plus", "new", "New mission", "Choose a form and a country, and begin."),
    (
        "folder-open",
        "open",
        "Open…",
        "A mission, or a colleague's invitation, on this laptop or a stick.",
    ),
    ("samples", "samples", "Sample missions", "Four fictional countries to look around in."),
    (
        "receive",
        "receive",
        "Receive at headquarters",
        "PDFs and mission files that assessors sent.",
    ),
)


class HomePage(QWidget):
    """Tiles to begin, cards of recent missions; accepts dropped files."""

    topic = "home"

    def __init__(
        self, session: Session, navigation: Navigation, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._navigation = session, navigation
        self._phrases = Phrases(session.language)
        self.setAcceptDrops(True)
        set_role(self, "ground")
        inner = QWidget(self)
        set_role(inner, "ground")
        ui.rows(self).addWidget(ui.scrolled(self, inner))
        column = QWidget(inner)
        column.setMaximumWidth(_WIDTH)
        ui.columns(inner, 1, (column, 1000), 1, gap=0, margins=(32, 48, 32, 32))
        column_layout = ui.rows(column, gap=0)
        self._greet(column, column_layout)
        self._tiles(column, column_layout)
        self._recent = QGridLayout()
        self._recent.setSpacing(16)
        column_layout.addSpacing(40)
        self._heading = self._phrases.on(ui.label(column, "heading"), "Recent missions")
        column_layout.addWidget(self._heading)
        column_layout.addSpacing(12)
        ui.fill(column_layout, self._recent, 1)
        self._overlay = DropOverlay(self)
        session.changed.connect(self._on_changed)

    def _greet(self, column: QWidget, column_layout: QVBoxLayout) -> None:
        title = ui.label(column, "home-title", text="Assessor")
        lead = self._phrases.on(
            ui.label(column, "lead", wrap=True),
            "Structured country assessments, offline. One file for the mission, "
            "one signed PDF for everybody else.",
        )
        column_layout.addWidget(title)
        column_layout.addSpacing(4)
        column_layout.addWidget(lead)
        column_layout.addSpacing(32)

    def _tiles(self, column: QWidget, column_layout: QVBoxLayout) -> None:
        row = ui.columns(None, gap=16)
        go = {
            "new": lambda: self._navigation.new(None),
            "open": lambda: self._navigation.open(None),
            "samples": self._navigation.samples,
            "receive": lambda: self._navigation.receive(()),
        }
        for icon, name, words, line in _TILES:
            tile = Tile(column, icon, go[name], first=name == "new")
            tile.setObjectName(f"tile-{name}")
            self._phrases.say(tile.show_name, words)
            self._phrases.say(tile.show_line, line)
            row.addWidget(tile, 1)
        column_layout.addLayout(row)

    def showEvent(self, event: QShowEvent) -> None:
        """Update the list: files come and go."""
        super().showEvent(event)
        self.show_recent()

    def show_recent(self) -> None:
        """Build the cards of recent missions, or the empty state."""
        ui.emptied(self._recent)
        preferences = self._session.preferences
        recent = preferences.recent()
        actions = {"open": self._navigation.open, "forget": self._forget, "show": show_in_folder}
        for index, (path, opened) in enumerate(recent):
            summary = Caption.from_json(preferences.caption(path))
            card = MissionCard(self, path, opened, summary, self._phrases, actions)
            self._recent.addWidget(card, index // 3, index % 3)
        for column in range(3):
            self._recent.setColumnStretch(column, 1)
        if not recent:
            self._recent.addWidget(self._empty_state(), 0, 0, 1, 3)

    def _empty_state(self) -> QWidget:
        empty = ui.frame(self, "empty")
        row = ui.columns(empty, gap=16, margins=(24, 24, 24, 24))
        row.addWidget(ui.picture(empty, "mission", "muted", 32))
        hint = self._phrases(
            "Begin one, open one you were given, or drag a file onto this window: a mission, a "
            "colleague's invitation or its folder, a form, or PDFs to receive."
        )
        text = ui.rows(None, ui.label(empty, "label", text=self._phrases("No missions yet")), gap=4)
        ui.fill(text, ui.label(empty, "muted", text=hint, wrap=True))
        row.addLayout(text, 1)
        return empty

    def _forget(self, path: Path) -> None:
        self._session.preferences.forget(path)
        self.show_recent()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Describe what a drop would do."""
        paths = local_paths(event.mimeData())
        if not paths:
            return
        dropped = classify_paths(paths)
        self._overlay.show_sentence(self._phrases(dropped.sentence), good=bool(dropped.kind))
        if dropped.kind:
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Hide the description."""
        self._overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Apply the drop."""
        self._overlay.hide()
        event.acceptProposedAction()
        self.open_files(local_paths(event.mimeData()))

    def open_files(self, paths: Sequence[Path]) -> None:
        """Open, join, receive or begin with files, after a question where it is not clear."""
        dropped = classify_paths(paths)
        kind, paths = dropped.kind, dropped.paths
        if kind == "receive":
            from assessor.gui.team.invitation_steps import ask_what_for  # late: window first

            kind, paths = ask_what_for(self, self._session, paths)
            kind = "join" if kind == "open" else kind
        elif kind == "open" and len(paths) > 1:
            from assessor.gui.team.invitation_steps import choose_invitation

            chosen = choose_invitation(self, self._session, paths)
            kind, paths = ("open", (chosen,)) if chosen else ("", ())
        if kind in ("join", "open"):
            (self._navigation.join if kind == "join" else self._navigation.open)(paths[0])
            if paths[1:] and self._session.open_assessment is not None:
                self._navigation.bring(paths[1:])
        elif kind in ("new", "pack"):
            self._navigation.new(paths[0])
        elif kind == "registry":
            self._navigation.registry(paths[0])
        elif kind == "meet":
            self._navigation.meet(paths[0])
        elif kind == "receive":
            self._navigation.receive(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the overlay over everything."""
        super().resizeEvent(event)
        self._overlay.setGeometry(self.rect().adjusted(12, 12, -12, -12))

    def _on_changed(self, changes: dict[str, frozenset[str]]) -> None:
        if "language" in changes.get("", frozenset()):
            self._phrases.again(self._session.language)
            self.show_recent()
