"""Start the application: fonts, theme, language, exception hook and window."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from assessor import debug_log
from assessor.errors import AssessorError
from assessor.gui.app.drag_and_drop.drag_controller import DragController
from assessor.gui.app.garbage_collector import GarbageCollector
from assessor.gui.app.home.home_page import HomePage
from assessor.gui.app.main_window import MainWindow
from assessor.gui.app.menu_handlers import menu_handlers, offer_first_tour, show_handbook
from assessor.gui.feedback.prompts import ensure_name
from assessor.gui.state.preferences import Preferences
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog, show_error, write_log
from assessor.gui.toolkit.style.theme import Theme, icon, load_fonts
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.files.run_folder import remove_leftovers
from assessor.store.model.database_address import RegistryLocation

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def create_application() -> QApplication:
    """Return the QApplication, with fonts and help set up."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("Assessor")
    app.setApplicationDisplayName("Assessor")
    load_fonts()
    Dialog.open_help = show_handbook
    app.setWindowIcon(icon("mission", "accent", 64))
    return app


def create_window(folder: Path) -> MainWindow:
    """Create the main window with the preferences of `folder`."""
    app = create_application()
    preferences = Preferences(folder)
    Theme(app, preferences.get("look", "system"))
    session = Session(preferences)
    if debug_log.is_on():
        log_signals(session)
    window = MainWindow(session, menu_handlers)
    DragController(window)
    GarbageCollector(window)
    session.setParent(window)
    preferences.setParent(session)
    return window


def log_signals(session: Session) -> None:
    """Write the changes of the session to the debug log: how many, and of which kinds."""

    def log_change(changes: Mapping[str, Collection[str]]) -> None:
        kinds = sorted({kind for words in changes.values() for kind in words})
        debug_log.write("signal", f"changed: {len(changes)} references, {', '.join(kinds)}")

    session.changed.connect(log_change)


def install_exception_hook(window: MainWindow) -> Hook:
    """Return an exception hook that shows a sentence and logs the details."""

    def caught(
        kind: type[BaseException], error: BaseException, where: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.exit(130)
        elif isinstance(error, AssessorError):
            show_error(window, error, window.session.language)
        else:
            log = write_log(window.session.preferences.folder, kind, error, where)
            unexpected = AssessorError(
                "An unexpected error occurred. All your answers are saved. If it happens again, "
                "send this file to your support: {log}",
                log=log,
            )
            show_error(window, unexpected, window.session.language)

    return caught


def open_files(window: MainWindow, files: Sequence[RegistryLocation]) -> None:
    """Open a mission or registry; several files as if they were dropped on the first screen."""
    paths = [each for each in files if isinstance(each, Path)]
    home = window.show_screen("home")
    if len(paths) > 1 and isinstance(home, HomePage):
        home.open_files(paths)
    else:
        for file in files[:1]:
            window.open_mission(file)


def run_application(files: Sequence[RegistryLocation] = ()) -> int:
    """Show the window, open a mission or registry if given, and return the exit code."""
    from assessor.parcel.keys.profile_location import profile_folder

    remove_leftovers()
    folder = profile_folder()
    try:
        window = create_window(folder)
    except OSError as error:
        phrases = Phrases(QLocale.system().name()[:2])
        text = phrases(
            "Assessor keeps your settings and your key in {folder}, which cannot be made: "
            "{reason}. Set ASSESSOR_HOME to a folder that can be written to.",
            folder=folder,
            reason=error.strerror or "",
        )
        MessageDialog(None, text, phrases).exec()
        return 1
    sys.excepthook = install_exception_hook(window)
    window.show()
    offer_first_tour(window)
    open_files(window, files)
    if not files:
        ensure_name(window, window.session)
    code = QApplication.exec()
    window.close()  # still open after Ctrl+C in a terminal
    return code
