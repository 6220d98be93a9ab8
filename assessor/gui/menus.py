"""The menu bar: every action of the window, its words and its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from assessor import words
from assessor.gui.guard import LOCK_AFTER
from assessor.gui.phrases import Phrases
from assessor.gui.theme import dress

OF_MISSION = (
    "meetings",
    "tonight",
    "results",
    "plan",
    "find",
    "check",
    "export",
    "print",
    "government",
    "upload",
    "team",
    "exchange",
    "colleagues",
    "received",
    "previous",
    "upgrade",
    "backup",
)
"""Actions that are there only while a mission is open."""

_LOOKS = {
    "system": "As the system",
    "light": "Light",
    "dark": "Dark",
    "contrast": "High contrast",
}


class Menus:
    """Builds the bar on a window; `does` gives what each action does, by name."""

    def __init__(
        self, window: QMainWindow, phrases: Phrases, does: dict[str, Callable[..., Any]]
    ) -> None:
        self._window, self._phrases, self._does = window, phrases, does
        self.actions: dict[str, QAction] = {}
        self._mission()
        self._edit()
        self._view()
        self._help()

    def _menu(self, text: str) -> QMenu:
        made = QMenu(self._window)
        self._window.menuBar().addMenu(made)
        self._phrases.say(made.setTitle, text)
        return made

    def _add(self, menu: QMenu, name: str, text: str, icon: str = "", keys: str = "") -> QAction:
        action = QAction(self._window)
        self._phrases.say(action.setText, text)
        action.triggered.connect(lambda: self._does[name]())
        if icon:
            dress(action, icon, "muted", 16)
        if keys:
            action.setShortcuts([QKeySequence(key) for key in keys.split(" ")])
        menu.addAction(action)
        self._window.addAction(action)
        self.actions[name] = action
        return action

    def _mission(self) -> None:
        menu = self._menu("&Mission")
        self._add(menu, "new", "&New mission…", "plus", "Ctrl+N")
        self._add(menu, "open", "&Open…", "folder-open", "Ctrl+O")
        self.recent = QMenu(self._window)
        self._phrases.say(self.recent.setTitle, "Open &recent")
        self.recent.aboutToShow.connect(self._fill_recent)
        menu.addMenu(self.recent)
        self._add(menu, "samples", "&Sample missions", "samples")
        menu.addSeparator()
        self._add(menu, "meetings", "&Meetings…", "users", "Ctrl+M")
        self._add(menu, "tonight", "&Tonight…", "moon", "Ctrl+T")
        self._add(menu, "results", "Resul&ts…", "radar", "Ctrl+Shift+T")
        self._add(menu, "plan", "P&lan…", "list", "Ctrl+Shift+L")
        self._add(menu, "check", "&Check the answers…", "check-circle", "F7")
        self._add(menu, "export", "&Export the report…", "export", "Ctrl+E")
        self._add(menu, "print", "Pr&int the questionnaire…", "print", "Ctrl+P")
        self._add(menu, "government", "Comments of the &government…", "comment")
        self._add(menu, "team", "Te&am…", "users", "Ctrl+Shift+M")
        self._add(menu, "exchange", "E&xchange with colleagues…", "refresh", "Ctrl+Shift+E")
        self._add(menu, "upload", "&Upload to an ODK server…", "external")
        self._add(menu, "colleagues", "&Receive from colleagues…", "receive", "Ctrl+Shift+R")
        self._add(menu, "received", "R&eceived files…", "inbox")
        self._add(menu, "previous", "The mission &before…", "history")
        self._add(menu, "upgrade", "Go on in a ne&wer form…", "form")
        self._add(menu, "backup", "&Back up a copy…", "save", "Ctrl+Shift+S")
        menu.addSeparator()
        self._add(menu, "people", "&People and keys…", "users", "Ctrl+Shift+P")
        self._add(menu, "headquarters", "&Headquarters", "headquarters", "Ctrl+Shift+H")
        menu.addSeparator()
        self._add(menu, "passphrase", "Change the &passphrase…", "key")
        self._add(menu, "lock", "Loc&k", "lock", "Ctrl+L")
        self._idle(menu)
        menu.addSeparator()
        self._add(menu, "home", "C&lose the mission", "home", "Ctrl+W")
        self._add(menu, "quit", "&Quit", "", "Ctrl+Q")

    def _idle(self, menu: QMenu) -> None:
        """After how long without anybody the window locks."""
        idle = QMenu(self._window)
        self._phrases.say(idle.setTitle, "Lock when nobody is &there")
        menu.addMenu(idle)
        group = QActionGroup(self._window)
        for minutes in LOCK_AFTER:
            action = self._choice(idle, group, f"lock-{minutes}", "lock-after", str(minutes))
            text = "After {minutes} minutes" if minutes else "Never"
            self._phrases.say(action.setText, text, minutes=minutes)

    def _fill_recent(self) -> None:
        self.recent.clear()
        for path in self._does["recent"]():
            action = self.recent.addAction(path.name)
            action.setEnabled(path.is_file())
            action.triggered.connect(lambda _=False, path=path: self._does["open"](path))
        if self.recent.isEmpty():
            self.recent.addAction(self._phrases("No recent missions")).setEnabled(False)

    def _edit(self) -> None:
        menu = self._menu("&Edit")
        self._add(menu, "undo", "&Undo", "undo", "Ctrl+Z")
        self._add(menu, "redo", "&Redo", "redo", "Ctrl+Shift+Z Ctrl+Y")
        self._add(menu, "find", "&Find anything…", "search", "Ctrl+K")
        self.go = self._menu("&Go")

    def offer_going(self, actions: Sequence[QAction]) -> None:
        """Offer the ways about a screen, the screen's own actions; none: no menu."""
        self.go.clear()
        self.go.addActions(list(actions))
        self.go.menuAction().setVisible(bool(actions))

    def _view(self) -> None:
        menu = self._menu("&View")
        look = QMenu(self._window)
        self._phrases.say(look.setTitle, "&Look")
        menu.addMenu(look)
        group = QActionGroup(self._window)
        for name, text in _LOOKS.items():
            action = self._choice(look, group, f"look-{name}", "look", name)
            self._phrases.say(action.setText, text)
        self.language = self._menu("&Language")
        tongues = QActionGroup(self._window)
        for code, name in words.LANGUAGES.items():
            action = self._choice(self.language, tongues, f"language-{code}", "language", code)
            action.setText(name)
        self.language.addSeparator()
        self.questions = QMenu(self._window)
        self._phrases.say(self.questions.setTitle, "&Questions in")
        self.language.addMenu(self.questions)
        self._add(menu, "full", "&Full screen", "", "F11")

    def _choice(
        self, menu: QMenu, group: QActionGroup, name: str, verb: str, value: str
    ) -> QAction:
        action = QAction(self._window)
        action.setCheckable(True)
        group.addAction(action)
        menu.addAction(action)
        action.triggered.connect(lambda: self._does[verb](value))
        self.actions[name] = action
        return action

    def offer_questions(self, languages: tuple[str, ...], present: str) -> None:
        """Offer the form's own languages for the questions alone."""
        self.questions.clear()
        self.questions.setEnabled(len(languages) > 1)
        for language in languages:
            action = self.questions.addAction(words.language_name(language))
            action.setCheckable(True)
            action.setChecked(language == present)
            action.triggered.connect(
                lambda _=False, language=language: self._does["questions"](language)
            )

    def _help(self) -> None:
        menu = self._menu("&Help")
        self._add(menu, "help", "&Help on what to do…", "help", "F1")
        self._add(menu, "tour", "Show me &around", "play")
        self._add(menu, "keys", "&Keyboard", "", "Ctrl+?")
        self._add(menu, "about", "&About Assessor")
