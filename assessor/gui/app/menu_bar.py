"""The menu bar of a window: what `bar` says stands in it, and the choices that come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar

from assessor import words
from assessor.gui.app.help.menu_entries import BAR, OF_MISSION, ChoiceMenu, MenuAction
from assessor.gui.state.preferences import LOCK_MINUTES
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.text.key_names import action_text_setter
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.model.database_address import DatabaseAddress

_LOOKS = {
    "system": "As the system",
    "light": "Light",
    "dark": "Dark",
    "contrast": "High contrast",
}


class MenuBar:
    """Builds the bar on a window; `does` gives what each action does, by name."""

    def __init__(
        self, window: QMainWindow, phrases: Phrases, does: Mapping[str, Callable[..., Any]]
    ) -> None:
        self._window, self._phrases, self._does = window, phrases, does
        self.actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self._undrawn: dict[QMenu, list[tuple[QAction, str]]] = {}
        for name, (title, parts) in BAR.items():
            menu = self._menu(name, title)
            window.menuBar().addMenu(menu)
            for part in parts:
                if part is None:
                    menu.addSeparator()
                elif isinstance(part, ChoiceMenu):
                    self._within(menu, part)
                else:
                    self._add(menu, part)
        self.go, self.questions = self._menus["go"], self._menus["questions"]
        self._fill()

    def _menu(self, name: str, text: str) -> QMenu:
        made = self._menus[name] = QMenu(self._window)
        self._phrases.say(made.setTitle, text)
        self._undrawn[made] = []
        made.aboutToShow.connect(lambda: self._draw_icons(made))
        return made

    def _draw_icons(self, menu: QMenu) -> None:
        """Draw the icons of a menu when it opens first: drawing all delays the first window."""
        for action, name in self._undrawn.pop(menu, ()):
            dress(action, name, "muted", 16)

    def _within(self, menu: QMenu, part: ChoiceMenu) -> None:
        made = self._menu(part.name, part.text)
        if part.icon:
            self._undrawn[menu].append((made.menuAction(), part.icon))
        menu.addMenu(made)

    def _add(self, menu: QMenu, part: MenuAction) -> None:
        action = QAction(self._window)
        action.triggered.connect(lambda: self._does[part.name]())
        if part.icon:
            self._undrawn[menu].append((action, part.icon))
        if part.keys:
            action.setShortcuts([QKeySequence(key) for key in part.keys.split(" ")])
        self._phrases.say(action_text_setter(action, lambda: self._phrases.language), part.text)
        menu.addAction(action)
        self._window.addAction(action)
        self.actions[part.name] = action

    def _fill(self) -> None:
        """The choices that are known from the start."""
        recent = self._menus["recent"]
        recent.aboutToShow.connect(lambda: self._fill_recent(recent))
        for name, text in _LOOKS.items():
            self._phrases.say(self._choice("look", f"look-{name}", "look", name).setText, text)
        for minutes in LOCK_MINUTES:
            text = "After {minutes} minutes" if minutes else "Never"
            chosen = self._choice("idle", f"lock-{minutes}", "lock-after", str(minutes))
            self._phrases.say(chosen.setText, text, minutes=minutes)
        for code, name in words.LANGUAGES.items():
            self._choice("language", f"language-{code}", "language", code).setText(name)
        self.questions.setEnabled(False)

    def _choice(self, menu: str, name: str, verb: str, value: str) -> QAction:
        """One of the choices of a menu, of which one holds."""
        within = self._menus[menu]
        action = QAction(self._window)
        action.setCheckable(True)
        (within.findChild(QActionGroup) or QActionGroup(within)).addAction(action)
        within.addAction(action)
        action.triggered.connect(lambda: self._does[verb](value))
        self.actions[name] = action
        return action

    def _fill_recent(self, recent: QMenu) -> None:
        recent.clear()
        for path in self._does["recent"]():
            shared = isinstance(path, DatabaseAddress)
            shown = str(path) if shared else path.name
            action = recent.addAction(shown.replace("&", "&&"))
            action.setEnabled(shared or path.is_file())
            action.triggered.connect(lambda _=False, path=path: self._does["open"](path))
        if recent.isEmpty():
            recent.addAction(self._phrases("No recent missions")).setEnabled(False)

    def show_place(self, *, mission: bool, home: bool) -> None:
        """Offer what can be done where one is; what cannot says what it waits for."""
        why = "" if mission else self._phrases("Open a mission first.")
        for name in OF_MISSION:
            self.actions[name].setEnabled(mission)
            self.actions[name].setToolTip(why)
        self.actions["home"].setEnabled(not home)
        for menu in self._menus.values():
            menu.setToolTipsVisible(not mission)  # in a mission they would only repeat the entries

    def offer_going(self, actions: Sequence[QAction]) -> None:
        """Offer the ways about a screen, the screen's own actions; none: no menu."""
        self.go.clear()
        self.go.addActions(list(actions))
        self.go.menuAction().setVisible(bool(actions))
        self.questions.setEnabled(False)

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


def available_choices(menu: QMenuBar | QMenu) -> Iterator[tuple[str, QAction]]:
    """Every action of a bar or a menu as it is now, each with the title of the menu within a menu
    it is chosen from, if it is."""
    for action in menu.actions():
        within = action.menu()
        if not isinstance(within, QMenu):
            if not action.isSeparator():
                yield "", action
            continue
        within.aboutToShow.emit()  # what comes and goes is filled in then
        title = within.title() if isinstance(menu, QMenu) else ""
        for deeper, each in available_choices(within):
            yield deeper or title, each
