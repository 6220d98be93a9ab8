"""Starts the window: fonts, look, language, and a net under every slot."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from assessor.errors import AssessorError
from assessor.gui.collector import Collector
from assessor.gui.dialog import Dialog
from assessor.gui.guides import offer_first_tour, show_handbook
from assessor.gui.messages import Message, show_error, write_log
from assessor.gui.phrases import Phrases
from assessor.gui.preferences import Preferences
from assessor.gui.session import Session
from assessor.gui.theme import Theme, icon, load_fonts
from assessor.gui.window import Window
from assessor.store.address import Place

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def application() -> QApplication:
    """The one QApplication, with fonts and theme as this person prefers them."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("Assessor")
    app.setApplicationDisplayName("Assessor")
    load_fonts()
    Dialog.open_help = show_handbook
    app.setWindowIcon(icon("mission", "accent", 64))
    return app


def build(folder: Path) -> Window:
    """The main window on its home screen, with the preferences kept in `folder`."""
    app = application()
    preferences = Preferences(folder)
    Theme(app, preferences.get("look", "system"))
    session = Session(preferences)
    window = Window(session)
    Collector(window)
    session.setParent(window)
    preferences.setParent(session)
    return window


def net(window: Window) -> Hook:
    """An exception hook: one sentence for the person, the details in a log, nothing closed."""

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
                "Something unexpected happened. Everything you had said is on disk. "
                "If it happens again, send this file to your support: {log}",
                log=log,
            )
            show_error(window, unexpected, window.session.language)

    return caught


def run(files: Sequence[Place] = ()) -> int:
    """Open the window, and a mission or a registry if one is named; returns the exit code when it
    is closed."""
    from assessor.parcel.keys import assessor_home

    folder = assessor_home()
    try:
        window = build(folder)
    except OSError as error:
        phrases = Phrases(QLocale.system().name()[:2])
        text = phrases(
            "Assessor keeps your settings and your key in {folder}, which cannot be made: "
            "{reason}. Set ASSESSOR_HOME to a folder that can be written to.",
            folder=folder,
            reason=error.strerror or "",
        )
        Message(None, text, phrases).exec()
        return 1
    sys.excepthook = net(window)
    window.show()
    offer_first_tour(window)
    for file in files[:1]:
        window.open_mission(file)
    code = QApplication.exec()
    window.close()  # it is open still where nobody closed it, such as after Ctrl+C in a terminal
    return code
