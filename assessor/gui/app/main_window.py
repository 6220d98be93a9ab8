"""The main window: one screen at a time, the menus and the status bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from assessor.errors import AssessorError
from assessor.gui.app.header_bar import HeaderBar
from assessor.gui.app.home.backup_reminder import BackupWatch
from assessor.gui.app.home.home_page import HomePage
from assessor.gui.app.lock_screen import LockScreen
from assessor.gui.app.menu_bar import MenuBar
from assessor.gui.app.save_indicator import SaveIndicator
from assessor.gui.feedback.prompts import ask_missing_reasons, ensure_name
from assessor.gui.files.form_banner import FormBanner
from assessor.gui.files.open_mission import (
    offer_mending,
    offer_rescue,
    open_with_passphrase,
    show_read_only_notice,
)
from assessor.gui.files.storage_banner import StorageBanner
from assessor.gui.state.navigation import Navigation
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.app_language import set_app_language
from assessor.gui.toolkit.style.basic_widgets import ElidedLabel, rows
from assessor.gui.toolkit.style.window_fit import available_size
from assessor.gui.toolkit.system.file_choice import choose_file
from assessor.gui.toolkit.system.file_types import brought_by, is_sealed_document
from assessor.gui.toolkit.system.open_external import documents
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
        handlers = make_handlers(self)
        self.doors = Navigation(
            home=self.go_home,
            new=self.begin,
            open=self.open_mission,
            registry=self.open_registry,
            join=lambda path: self.join_mission((path,)),
            receive=self.receive,
            samples=self.show_samples,
            desk=self.show_desk,
            meet=self.meet,
            team=lambda: self.menu_actions["team"].trigger(),
            source=handlers["meetings"],
            bring=self.receive_from_colleagues,
        )
        self._menus = MenuBar(self, self._phrases, handlers)
        self.menu_actions = self._menus.actions
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
        self._header = HeaderBar(middle, self._menus.actions, self._phrases)
        self._stack = QStackedWidget(middle)
        self.safekeeping = BackupWatch(middle, self.session, self._phrases, self.menu_actions)
        storage = StorageBanner(middle, self.session, self._phrases, self.settle)
        mend = partial(offer_mending, self, self.session, self.open_mission)
        form = FormBanner(middle, self.session, self._phrases, mend)
        rows(
            middle, self._header, storage, form, self.safekeeping.reminder, (self._stack, 1), gap=0
        )
        self.setCentralWidget(middle)
        self.save_indicator = SaveIndicator(self, self._phrases)
        self._path_label = ElidedLabel(self)
        for widget in (self.save_indicator, self.safekeeping.mark):
            self.statusBar().addWidget(widget)
        self._path_label.align_end()
        self.statusBar().addPermanentWidget(self._path_label, 1)
        self.statusBar().setSizeGripEnabled(False)

    # Screens
    def show_screen(self, name: str) -> QWidget:
        """Show the screen `name`, built on first use, and return it."""
        if name not in self._screens:
            self._screens[name] = self._build_screen(name)
            self._stack.addWidget(self._screens[name])
        self._stack.setCurrentWidget(self._screens[name])
        self._update_frame(name)
        self._screens[name].setFocus(Qt.FocusReason.OtherFocusReason)
        return self._screens[name]

    @property
    def current_screen(self) -> QWidget | None:
        """The current screen."""
        return self._stack.currentWidget()

    def _build_screen(self, name: str) -> QWidget:
        if name == "home":
            return HomePage(self.session, self.doors, self._stack)
        if name == "new":
            from assessor.gui.mission.new_mission_page import NewMissionPage

            self._new = NewMissionPage(self.session, self.doors, self._stack)
            return self._new
        if name == "desk":
            from assessor.gui.desk.desk_page import DeskPage  # late import: show the window first

            self._desk = DeskPage(self.session, self._stack)
            return self._desk
        if name == "locked":
            return LockScreen(self.session, self.go_home, self._stack)
        from assessor.gui.headquarters.headquarters_page import HeadquartersPage

        self._headquarters = HeadquartersPage(self.session, self.doors, self._unlocked, self._stack)
        return self._headquarters

    def _update_frame(self, name: str) -> None:
        """Update header, title and menus for the current screen."""
        in_mission = name == "desk"
        self._menus.show_place(mission=in_mission, home=name == "home")
        self._menus.set_go_actions(self._screens["desk"].actions() if in_mission else ())
        self._header.setVisible(name not in ("home", "locked"))
        self.statusBar().setVisible(in_mission)
        if in_mission:
            self._show_mission()
        else:
            self.save_indicator.hide()
            self._path_label.show_path("")
            self.setWindowTitle("Assessor")
            title = self._phrases("Headquarters") if name == "headquarters" else "Assessor"
            self._header.show_place(title)
        self._show_undo()

    def _show_mission(self) -> None:
        assessment = self.session.assessment
        summary = caption(assessment)
        line = days(summary.first_day, summary.last_day, self.session.language)
        self._header.show_place(
            summary.name, line or (summary.title if summary.place else ""), mission=True
        )
        self._header.show_notice(*show_read_only_notice(assessment, self._phrases))
        self.setWindowTitle(f"{summary.name} – Assessor")
        self._path_label.show_path(str(assessment.path))
        self.save_indicator.show_saved(self.session.saved_at)
        self._menus.set_question_languages(assessment.form.languages, assessment.language)

    def _show_undo(self, *, typing: bool = False) -> None:
        undo, redo = self.menu_actions["undo"], self.menu_actions["redo"]
        update_undo_actions(undo, redo, self.session.open_assessment, self._phrases, typing=typing)

    # Navigation
    def go_home(self) -> None:
        """Close the open mission, if any, and show the first screen."""
        if self.leave():
            self.show_screen("home")

    def begin(self, form: Path | None) -> None:
        """Show the new-mission screen, with `form` chosen if given."""
        if not (ensure_name(self, self.session) and self.leave()):
            return
        self.show_screen("new")
        if self._new is not None:
            self._new.begin(form)

    def open_mission(self, path: RegistryLocation | None) -> None:
        """Open a mission, a registry or a sealed report; ask for file and passphrase if needed."""
        if path is None:
            kinds = {"Missions": "*.mission *.registry *.invitation *.age", "All files": "*"}
            title = self._phrases("Open a mission")
            path = choose_file(self, self._phrases, title, kinds)
            if path is None:
                return
        if isinstance(path, DatabaseAddress) or path.suffix.lower() == ".registry":
            self.open_registry(path)
        elif is_sealed_document(path) or path.suffix.lower() == ".age":
            self._open_sealed(path)
        elif found := brought_by(path):
            self.join_mission(found)
        elif ensure_name(self, self.session) and self.leave():
            opens = partial(self.session.open, path)
            damaged = partial(offer_rescue, self, self.session, path, self.open_mission)
            open_with_passphrase(self, path, self.session.language, opens, damaged)
            offer_mending(self, self.session, self.open_mission)

    def _open_sealed(self, path: Path) -> None:
        from assessor.gui.files.sealed_files import dispatch_sealed, read_sealed

        if is_sealed_document(path):
            read_sealed(self, self.session, path)
        elif dispatch_sealed(self, self.session, path):
            self.join_mission((path,))

    def join_mission(self, paths: Sequence[Path]) -> None:
        """Join the mission of files, in place of the open one or with it; show a question."""
        from assessor.gui.team.join_offer import open_brought

        ways = self.receive_from_colleagues, self.leave
        opened = self.settle() and open_brought(self, self.session, paths, *ways)
        nodes = self.session.assessment.instance.questions() if opened else ()
        if first := next((node for node in nodes if node.relevant), None):
            self.show_desk(first.reference)

    def open_registry(self, path: RegistryLocation) -> None:
        """Show headquarters with a registry."""
        self.receive(())
        if self._headquarters is not None:
            self._headquarters.open_registry(path)

    def open_registry_with(self, path: RegistryLocation, passphrase: str) -> None:
        """Show headquarters with a registry that was locked. Raises the errors of Mission.open."""
        from assessor.gui.registry.registry_session import RegistrySession

        self._unlocked = RegistrySession(path, passphrase, self.session)
        self.show_screen("headquarters")
        self._unlocked = None

    @property
    def office(self) -> RegistrySession | None:
        """The open registry, if any."""
        return self._headquarters.office if self._headquarters is not None else None

    def forget_registry(self) -> None:
        """Close a registry protected by a passphrase, and its screen."""
        if self.office is not None and self.office.mission.encrypted:
            assert self._headquarters is not None
            self.session.forget_passphrases()
            self._headquarters.close_registry()
            self._remove_screen("headquarters")
            self._headquarters = None

    def _remove_screen(self, name: str) -> None:
        screen = self._screens.pop(name)
        self._stack.removeWidget(screen)
        screen.deleteLater()

    def place(self) -> str:
        """Return the reference of the current question on the desk, or an empty text."""
        return self._desk.here() if self._desk is not None else ""

    def receive(self, paths: Sequence[Path]) -> None:
        """Show headquarters, with files to receive if any."""
        if not self.leave():
            return
        ensure_name(self, self.session)  # without one, headquarters only reads
        self.show_screen("headquarters")
        if paths and self._headquarters is not None:
            self._headquarters.offer(paths)

    def show_desk(self, reference: str) -> None:
        """Show the open mission at a question."""
        self.show_screen("desk")
        if reference and self._desk is not None:
            self._desk.go_to(reference)

    def show_samples(self) -> None:
        """Create the sample missions and show them among the recent ones."""
        if not self.leave():
            return
        from assessor.gui.app import sample_missions

        if sample_missions.open_samples(self, self.session, documents() / "Assessor" / "samples"):
            home = self.show_screen("home")
            assert isinstance(home, HomePage)
            home.show_recent()

    def leave(self) -> bool:
        """Close the open mission; return False if it cannot be closed and stays open."""
        try:
            self._flush()
            ask_missing_reasons(self, self.session, leaving=True)
            self.session.close()
        except AssessorError as error:
            from assessor.gui.files.backup_mission import rescue_copy

            if not rescue_copy(self, self.session, error):
                return False
            self.session.abandon()
        return True

    # Mission
    def settle(self) -> bool:
        """Store what is being typed; return False if the disk refuses, after showing the error."""
        from assessor.gui.toolkit.dialogs.message_dialog import attempt

        return attempt(self, self.session.language, self._flush)

    def _flush(self) -> None:
        if self._desk is not None and self.session.open_assessment is not None:
            self._desk.flush()

    def receive_from_colleagues(self, paths: Sequence[Path] = ()) -> None:
        """Receive files from colleagues or headquarters into the open mission."""
        if self.settle():
            from assessor.gui.receiving import receive_from_colleagues

            receive_from_colleagues.receive_from_colleagues(self, self.session, paths)

    def meet(self, path: Path) -> None:
        """Show the person a contact card introduces."""
        from assessor.gui.team.people_dialog import meet_from

        meet_from(self, self.session, (path,))

    # Language and changes
    def toggle_full_screen(self) -> None:
        """Switch full screen on or off."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _show_language(self) -> None:
        language, app = self.session.language, QApplication.instance()
        assert isinstance(app, QApplication)
        set_app_language(app, language)
        mirrored = app.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.statusBar().setContentsMargins(*((16, 0, 4, 0) if mirrored else (4, 0, 16, 0)))
        self._phrases.again(language)
        preferences = self.session.preferences
        look, minutes = preferences.get("look", "system"), preferences.lock_minutes
        for name in (f"language-{language}", f"look-{look}", f"lock-{minutes}"):
            self.menu_actions[name].setChecked(True)

    def _on_changed(self, changes: dict[str, frozenset[str]]) -> None:
        events = changes.get("", frozenset())
        if "language" in events:
            self._show_language()
            self._update_frame(self.screen_name)
        elif "asking" in events and self.screen_name == "desk":
            self._header.show_notice(*show_read_only_notice(self.session.assessment, self._phrases))
        if "opened" in events:
            self.show_screen("desk")
        if "closed" in events and "desk" in self._screens:
            self._desk = None
            self._remove_screen("desk")
        if "saved" in events:
            self.save_indicator.show_saved(self.session.saved_at)
        if "typing" in events:
            self.save_indicator.show_typing()
        if "trouble" in events:
            self.save_indicator.show_trouble()
        self._show_undo(typing="typing" in events)

    @property
    def screen_name(self) -> str:
        """The name of the current screen."""
        current = self._stack.currentWidget()
        return next((name for name, screen in self._screens.items() if screen is current), "home")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store what is being typed, close the mission and save the window geometry.

        It must not raise: PySide does not survive an exception here.
        """
        self.session.finish()
        if not self.leave():
            event.ignore()
            return
        if self._headquarters is not None:
            self._headquarters.close_registry()
        self.session.preferences.put_state("window", bytes(self.saveGeometry().data()))
        event.accept()
