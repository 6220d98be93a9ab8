"""The main window: one screen at a time, the menus, and a status bar that tells the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from assessor.errors import AssessorError
from assessor.gui.app.header_bar import HeaderBar
from assessor.gui.app.home.backup_reminder import BackupWatch
from assessor.gui.app.home.home_page import HomePage
from assessor.gui.app.lock_screen import LockScreen
from assessor.gui.app.menu_bar import MenuBar
from assessor.gui.app.save_indicator import SaveIndicator
from assessor.gui.feedback.prompts import ask_missing_reasons
from assessor.gui.feedback.return_bar import add_return_bar
from assessor.gui.files.open_mission import open_with_passphrase, show_read_only_notice
from assessor.gui.state.navigation import Navigation
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.app_language import set_app_language
from assessor.gui.toolkit.style.basic_widgets import ElidedLabel, rows
from assessor.gui.toolkit.style.window_fit import available_size
from assessor.gui.toolkit.system.system_folders import documents
from assessor.gui.toolkit.text.captions import caption, days
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.field_undo import update_undo_actions
from assessor.store.model.database_address import DatabaseAddress, RegistryLocation

if TYPE_CHECKING:
    from assessor.gui.desk.desk_page import DeskPage
    from assessor.gui.headquarters.headquarters_page import HeadquartersPage
    from assessor.gui.mission.new_mission_page import NewMissionPage
    from assessor.gui.registry.registry_session import RegistrySession


class MainWindow(QMainWindow):
    """Shows the screens `home`, `desk`, `headquarters`, `new`, `locked`, each built when needed."""

    def __init__(
        self,
        session: Session,
        make_handlers: Callable[[MainWindow], Mapping[str, Callable[..., Any]]],
    ) -> None:
        """`make_handlers` returns what each menu action does, by the action's name."""
        super().__init__()
        self.session = session
        self._phrases = Phrases(session.language)
        self.setMinimumSize(880, 440)
        self.resize(QSize(1280, 820).boundedTo(available_size(self)))
        self.restoreGeometry(session.preferences.state("window"))
        self.doors = Navigation(
            home=self.go_home,
            new=self.begin,
            open=self.open_mission,
            registry=self.open_registry,
            receive=self.receive,
            samples=self.show_samples,
            desk=self.show_desk,
            meet=self.meet,
            team=lambda: self._menus.actions["team"].trigger(),
        )
        self._menus = MenuBar(self, self._phrases, make_handlers(self))
        self._build()
        self._screens: dict[str, QWidget] = {}
        self._desk: DeskPage | None = None
        self._headquarters: HeadquartersPage | None = None
        self._new: NewMissionPage | None = None
        self._unlocked: RegistrySession | None = None
        session.changed.connect(self._on_changed)
        self._show_language()
        self.show_screen("home")

    def _build(self) -> None:
        middle = QWidget(self)
        down = rows(middle, gap=0)
        self._header = HeaderBar(middle, self._menus.actions, self._phrases)
        self._stack = QStackedWidget(middle)
        self.safekeeping = BackupWatch(middle, self.session, self._phrases, self._menus.actions)
        down.addWidget(self._header)
        down.addWidget(self.safekeeping.reminder)
        down.addWidget(self._stack, 1)
        self.setCentralWidget(middle)
        self._mark = SaveIndicator(self, self._phrases)
        self._where = ElidedLabel(self)
        self.statusBar().addWidget(self._mark)
        self.statusBar().addWidget(self.safekeeping.mark)
        self._where.align_end()
        self.statusBar().addPermanentWidget(self._where, 1)
        self.statusBar().setSizeGripEnabled(False)

    # screens
    def show_screen(self, name: str) -> QWidget:
        """Bring the screen `name` to the front, building it the first time, and return it."""
        if name not in self._screens:
            self._screens[name] = self._make(name)
            self._stack.addWidget(self._screens[name])
        self._stack.setCurrentWidget(self._screens[name])
        self._place(name)
        self._screens[name].setFocus(Qt.FocusReason.OtherFocusReason)
        return self._screens[name]

    @property
    def shown_screen(self) -> QWidget | None:
        """The screen that is shown."""
        return self._stack.currentWidget()

    def _make(self, name: str) -> QWidget:
        if name == "home":
            return HomePage(self.session, self.doors)
        if name == "new":
            from assessor.gui.mission.new_mission_page import NewMissionPage

            self._new = NewMissionPage(self.session, self.doors)
            return self._new
        if name == "desk":
            from assessor.gui.desk.desk_page import DeskPage  # late: the window is up first

            self._desk = DeskPage(self.session)
            return self._desk
        if name == "locked":
            return LockScreen(self.session, self.go_home)
        from assessor.gui.headquarters.headquarters_page import HeadquartersPage

        self._headquarters = HeadquartersPage(self.session, self.doors, self._unlocked)
        return self._headquarters

    def _place(self, name: str) -> None:
        """Header, title and menus for the screen that is shown."""
        in_mission = name == "desk"
        self._menus.show_place(mission=in_mission, home=name == "home")
        self._menus.offer_going(self._screens["desk"].actions() if in_mission else ())
        self._header.setVisible(name not in ("home", "locked"))
        self.statusBar().setVisible(in_mission)
        if in_mission:
            self._show_mission()
        else:
            self._mark.hide()
            self._where.show_path("")
            self.setWindowTitle("Assessor")
            title = self._phrases("Headquarters") if name == "headquarters" else "Assessor"
            self._header.show_place(title)
        self._show_undo()

    def _show_mission(self) -> None:
        now = self.session.assessment
        told = caption(now)
        line = days(told.first_day, told.last_day, self.session.language)
        self._header.show_place(told.name, line or (told.title if told.place else ""), mission=True)
        self._header.show_notice(*show_read_only_notice(now, self._phrases))
        self.setWindowTitle(f"{told.name} – Assessor")
        self._where.show_path(str(now.path))
        self._mark.show_saved(self.session.saved_at)
        self._menus.offer_questions(now.form.languages, now.language)

    def _show_undo(self, *, typing: bool = False) -> None:
        undo, redo = self._menus.actions["undo"], self._menus.actions["redo"]
        update_undo_actions(undo, redo, self.session.open_assessment, self._phrases, typing=typing)

    # going
    def go_home(self) -> None:
        """Close the mission, if one is open, and show the first screen."""
        if self.leave():
            self.show_screen("home")

    def begin(self, form: Path | None) -> None:
        """Show the new-mission screen, with an XLSForm chosen if one is given."""
        if not self.leave():
            return
        self.show_screen("new")
        if self._new is not None:
            self._new.begin(form)

    def open_mission(self, path: RegistryLocation | None) -> None:
        """Open a mission or a registry, asking for the file and the passphrase as needed."""
        if path is None:
            chosen, _ = QFileDialog.getOpenFileName(
                self,
                self._phrases("Open a mission"),
                "",
                self._phrases("Missions")
                + " (*.mission *.registry);;"
                + self._phrases("All files")
                + " (*)",
            )
            if not chosen:
                return
            path = Path(chosen)
        if isinstance(path, DatabaseAddress) or path.suffix.lower() == ".registry":
            self.open_registry(path)
            return
        if not self.leave():
            return
        open_with_passphrase(
            self, path, self.session.language, lambda word: self.session.open(path, word)
        )

    def open_registry(self, path: RegistryLocation) -> None:
        """Go to headquarters with a registry."""
        self.receive(())
        if self._headquarters is not None:
            self._headquarters.open_registry(path)

    def open_registry_with(self, path: RegistryLocation, passphrase: str) -> None:
        """Headquarters with a registry that was locked. Raises the errors of Mission.open."""
        from assessor.gui.registry.registry_session import RegistrySession

        self._unlocked = RegistrySession(path, passphrase, self.session)
        self.show_screen("headquarters")
        self._unlocked = None

    @property
    def office(self) -> RegistrySession | None:
        """The registry that is open, if one is."""
        return self._headquarters.office if self._headquarters is not None else None

    def forget_registry(self) -> None:
        """Close the registry and everything that shows it, if a passphrase protects it."""
        if self.office is not None and self.office.mission.encrypted:
            assert self._headquarters is not None
            self._headquarters.close_registry()
            self._drop("headquarters")
            self._headquarters = None

    def _drop(self, name: str) -> None:
        """Take a screen away with all it shows."""
        screen = self._screens.pop(name)
        self._stack.removeWidget(screen)
        screen.deleteLater()

    @property
    def menu_actions(self) -> dict[str, QAction]:
        """Every action of the menus, by name."""
        return self._menus.actions

    def place(self) -> str:
        """The reference one is at on the desk; empty elsewhere."""
        return self._desk.here() if self._desk is not None else ""

    def receive(self, paths: Sequence[Path]) -> None:
        """Go to headquarters, with files to receive if any."""
        if not self.leave():
            return
        self.show_screen("headquarters")
        if paths and self._headquarters is not None:
            self._headquarters.offer(paths)

    def show_desk(self, reference: str) -> None:
        """The open mission, at a question."""
        self.show_screen("desk")
        if reference and self._desk is not None:
            self._desk.go_to(reference)

    def show_samples(self) -> None:
        """Make the sample missions and show them among the recent ones."""
        if not self.leave():
            return
        from assessor.gui.app import sample_missions

        if sample_missions.open_samples(self, self.session, documents() / "Assessor" / "samples"):
            home = self.show_screen("home")
            assert isinstance(home, HomePage)
            home.show_recent()

    def leave(self) -> bool:
        """Close the mission, if one is open. False: it cannot be closed well, and stays open."""
        try:
            self._flush()
            ask_missing_reasons(self, self.session, leaving=True)
            self.session.close()
        except AssessorError as error:
            from assessor.gui.app.rescue_copy import rescue_copy

            if not rescue_copy(self, self.session, error):
                return False
            self.session.abandon()
        return True

    # what is done in a mission
    def settle(self) -> bool:
        """Have the desk say what was typed; False if the disk did not take it, which is told."""
        try:
            self._flush()
        except AssessorError as error:
            from assessor.gui.toolkit.dialogs.message_dialog import show_error

            show_error(self, error, self.session.language)
            return False
        return True

    def _flush(self) -> None:
        if self._desk is not None and self.session.open_assessment is not None:
            self._desk.flush()

    def check(self) -> None:
        """Show what a look over the whole mission finds."""
        if not self.settle():
            return
        from assessor.gui.checks.check_dialog import CheckDialog

        if CheckDialog(self, self.session, self.doors).exec():  # it was left for a question
            add_return_bar(self, self.session, self._phrases("Back to the check"), self.check)

    def export(self) -> None:
        """Export the report that carries the answers."""
        if not self.settle() or not ask_missing_reasons(self, self.session, leaving=False):
            return
        from assessor.gui.export.export_dialog import ExportDialog

        ExportDialog(self, self.session, self.doors).exec()

    def receive_from_colleagues(self, paths: Sequence[Path] = ()) -> None:
        """Take what colleagues or headquarters sent into the open mission."""
        if not self.settle():
            return
        from assessor.gui.receiving import receive_from_colleagues

        receive_from_colleagues.receive_from_colleagues(self, self.session, paths)

    def meet(self, path: Path) -> None:
        """Show whom a contact card introduces."""
        from assessor.gui.team.people_dialog import meet_from

        meet_from(self, self.session, (path,))

    # look, language, help
    @staticmethod
    def _app() -> QApplication:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        return app

    def toggle_full_screen(self) -> None:
        """The whole screen, or a window again."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _show_language(self) -> None:
        language = self.session.language
        set_app_language(self._app(), language)
        mirrored = self._app().layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.statusBar().setContentsMargins(*((16, 0, 4, 0) if mirrored else (4, 0, 16, 0)))
        self._phrases.again(language)
        self._menus.actions[f"language-{language}"].setChecked(True)
        chosen = self.session.preferences.get("look", "system")
        self._menus.actions[f"look-{chosen}"].setChecked(True)
        self._menus.actions[f"lock-{self.session.preferences.lock_minutes}"].setChecked(True)

    # what changed
    def _on_changed(self, changes: dict[str, frozenset[str]]) -> None:
        about = changes.get("", frozenset())
        if "language" in about:
            self._show_language()
            self._place(self.screen_name)
        elif "asking" in about and self.screen_name == "desk":
            self._header.show_notice(*show_read_only_notice(self.session.assessment, self._phrases))
        if "opened" in about:
            self.show_screen("desk")
        if "closed" in about and "desk" in self._screens:
            self._desk = None
            self._drop("desk")
        if "saved" in about:
            self._mark.show_saved(self.session.saved_at)
        if "typing" in about:
            self._mark.show_typing()
        if "trouble" in about:
            self._mark.show_trouble()
        self._show_undo(typing="typing" in about)

    @property
    def screen_name(self) -> str:
        """The name of the screen that is shown."""
        now = self._stack.currentWidget()
        return next((name for name, screen in self._screens.items() if screen is now), "home")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say what was typed, close the mission, remember the window.

        Nothing may be raised in here: Qt's binding does not survive it.
        """
        self.session.finish()
        if not self.leave():
            event.ignore()
            return
        if self._headquarters is not None:
            self._headquarters.close_registry()
        self.session.preferences.put_state("window", bytes(self.saveGeometry().data()))
        event.accept()
