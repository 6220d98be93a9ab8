"""The menu bar, built from `menu_entries`, and its dynamic submenus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar

from assessor import words
from assessor.gui.app.help.menu_entries import BAR, MISSION_ACTIONS, ChoiceMenu, MenuAction
from assessor.gui.state.preferences import LOCK_MINUTES
from assessor.gui.toolkit.style.theme import dress
from assessor.gui.toolkit.text.key_names import action_text_setter
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.model.database_address import DatabaseAddress

_LOOKS = {"system": "As the system", "light": "Light", "dark": "Dark", "contrast": "High contrast"}


class MenuBar:
    """Builds the menus on a window; `does` maps action names to handlers."""

    def __init__(
        self, window: QMainWindow, phrases: Phrases, handlers: Mapping[str, Callable[..., Any]]
    ) -> None:
        self._window, self._phrases, self._handlers = window, phrases, handlers
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
                    submenu = self._menu(part.name, part.text)
                    if part.icon:
                        self._undrawn[menu].append((submenu.menuAction(), part.icon))
                    menu.addMenu(submenu)
                else:
                    self._add(menu, part)
        self.go, self.questions = self._menus["go"], self._menus["questions"]
        self._fill()

    def _menu(self, name: str, text: str) -> QMenu:
        menu = self._menus[name] = QMenu(self._window)
        self._phrases.say(menu.setTitle, text)
        self._undrawn[menu] = []
        menu.aboutToShow.connect(lambda: self._draw_icons(menu))
        return menu

    def _draw_icons(self, menu: QMenu) -> None:
        """Draw the icons of a menu when it opens first: drawing all delays the first window."""
        for action, name in self._undrawn.pop(menu, ()):
            dress(action, name, "muted", 16)

    def _add(self, menu: QMenu, part: MenuAction) -> None:
        action = QAction(self._window)
        action.triggered.connect(lambda: self._handlers[part.name]())
        if part.icon:
            self._undrawn[menu].append((action, part.icon))
        if part.keys:
            action.setShortcuts([QKeySequence(key) for key in part.keys.split(" ")])
        self._phrases.say(action_text_setter(action, lambda: self._phrases.language), part.text)
        menu.addAction(action)
        self._window.addAction(action)
        self.actions[part.name] = action

    def _fill(self) -> None:
        """Fill the submenus with fixed choices."""
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

    def _choice(self, menu: str, name: str, handler: str, value: str) -> QAction:
        """Add an exclusive choice to a submenu."""
        submenu = self._menus[menu]
        action = QAction(self._window)
        action.setCheckable(True)
        (submenu.findChild(QActionGroup) or QActionGroup(submenu)).addAction(action)
        submenu.addAction(action)
        action.triggered.connect(lambda: self._handlers[handler](value))
        self.actions[name] = action
        return action

    def _fill_recent(self, recent: QMenu) -> None:
        recent.clear()
        for path in self._handlers["recent"]():
            shared = isinstance(path, DatabaseAddress)
            text = str(path) if shared else path.name
            action = recent.addAction(text.replace("&", "&&"))
            action.setEnabled(shared or path.is_file())
            action.triggered.connect(lambda _=False, path=path: self._handlers["open"](path))
        if recent.isEmpty():
            recent.addAction(self._phrases("No recent missions")).setEnabled(False)

    def show_place(self, *, mission: bool, home: bool) -> None:
        """Enable what the current screen allows; tool tips explain the rest."""
        why = "" if mission else self._phrases("Open a mission first.")
        for name in MISSION_ACTIONS:
            self.actions[name].setEnabled(mission)
            self.actions[name].setToolTip(why)
        self.actions["home"].setEnabled(not home)
        for menu in self._menus.values():
            menu.setToolTipsVisible(not mission)  # in a mission they would repeat the entries

    def set_go_actions(self, actions: Sequence[QAction]) -> None:
        """Fill the Go menu with the actions of a screen; without any it is hidden."""
        self.go.clear()
        self.go.addActions(list(actions))
        self.go.menuAction().setVisible(bool(actions))
        self.questions.setEnabled(False)

    def set_question_languages(self, languages: tuple[str, ...], present: str) -> None:
        """Offer the languages of the form for the questions."""
        self.questions.clear()
        self.questions.setEnabled(len(languages) > 1)
        for language in languages:
            action = self.questions.addAction(words.language_name(language))
            action.setCheckable(True)
            action.setChecked(language == present)
            action.triggered.connect(
                lambda _=False, language=language: self._handlers["questions"](language)
            )


def available_choices(menu: QMenuBar | QMenu) -> Iterator[tuple[str, QAction]]:
    """Yield every action of a menu, with the title of its submenu if any."""
    for action in menu.actions():
        submenu = action.menu()
        if not isinstance(submenu, QMenu):
            if not action.isSeparator():
                yield "", action
            continue
        submenu.aboutToShow.emit()  # fills dynamic submenus
        title = submenu.title() if isinstance(menu, QMenu) else ""
        for inner_title, entry in available_choices(submenu):
            yield inner_title or title, entry
