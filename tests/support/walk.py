"""Builders and checks about walk that several tests share."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton

from assessor.gui.app.startup import create_window
from assessor.gui.export.export_dialog import ExportDialog
from assessor.gui.toolkit.style.theme import Theme
from assessor.parcel.keys.identity import load_identity
from assessor.store.write.mission import Mission
from tests.support.screens.mission.new_mission import PATH, PROTECT, NewMissionScreen


class Computer:
    """One person's computer: a folder, and the window when it is open."""

    def __init__(self, bot, folder: Path, name: str) -> None:
        self.bot, self.folder, self.name = bot, folder / name, name
        self.folder.mkdir()
        self.mission = self.folder / "our.mission"
        self.window = None

    def identity(self):
        return load_identity(self.folder / "home", self.name)

    def start(self):
        self.window = create_window(self.folder / "home")
        self.window.session.preferences.put("assessor", self.name)
        self.window.show()
        self.bot.waitExposed(self.window)
        return self

    def stop(self) -> None:
        self.window.close()
        self.window.deleteLater()
        for look in QApplication.instance().findChildren(Theme):
            look.deleteLater()
        QApplication.processEvents()

    def click(self, widget) -> None:
        self.bot.mouseClick(widget, Qt.MouseButton.LeftButton)

    @property
    def desk(self):
        return self.window.show_screen("desk")

    def question(self, reference):
        self.desk.go_to(reference)
        return self.desk.page.questions[reference]

    def choose(self, reference, value) -> None:
        self.click(self.question(reference).options.buttons[value])

    def type(self, reference, text) -> None:
        edit = self.question(reference).edit
        edit.setFocus()
        self.bot.keyClicks(edit, text)
        self.desk.flush()

    def in_dialogs(self, *does) -> None:
        """Do something in each modal dialog that opens next, in turn."""
        waiting = list(does)
        clock = QTimer(self.window)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog):
                return
            try:
                if waiting and waiting[0](dialog) is not False:
                    waiting.pop(0)
            except BaseException:
                waiting.clear()
                dialog.done(0)  # a failed step must not leave the test waiting for a person
                raise
            if not waiting:
                clock.stop()

        clock.timeout.connect(look)
        clock.start(30)

    def export(self) -> Path:
        path = self.folder / f"{self.name}.pdf"

        def begin(dialog):
            assert isinstance(dialog, ExportDialog)
            field = next(
                each for each in dialog.findChildren(QLineEdit) if each.text().endswith(".pdf")
            )
            field.setText(str(path))
            self.click(button(dialog, "Export"))

        self.in_dialogs(
            lambda dialog: press(self, dialog, "Write a draft"),
            begin,
            lambda dialog: press(self, dialog, "Done"),
        )
        self.window.menu_actions["export"].trigger()
        return path

    def receive(self, *paths: Path) -> None:
        self.in_dialogs(
            lambda dialog: press(self, dialog, "Receive"),
            lambda dialog: press(self, dialog, "Close"),
        )
        self.window.receive_from_colleagues(paths)


def button(inside, text):
    """The visible, enabled button whose text begins with `text`, or None."""
    for each in inside.findChildren(QPushButton):
        if each.text().startswith(text) and each.isVisible() and each.isEnabled():
            return each
    return None


def press(computer, dialog, text):
    """Press the button once it is there; False until then."""
    found = button(dialog, text)
    if found is None:
        return False
    computer.click(found)
    return True


def values(path: Path, reference: str) -> list[str]:
    """What the heads of a question say in a file, read by someone who shares nothing with it."""
    with Mission.open(path) as mission:
        [row] = mission.assessments()
        heads = mission.heads(row.uuid, "answer")[("answer", reference)]
        return sorted(head.body["value"] for head in heads)


def begin_a_mission(person: Computer, form: Path) -> None:
    """Fill the new-mission screen and begin, without a passphrase."""
    person.start().window.begin(form)
    page = NewMissionScreen(person.window)
    screen = page.root
    person.bot.waitUntil(lambda: button(screen, "Begin") is not None)
    person.bot.keyClick(page.button(PROTECT), Qt.Key.Key_Space)
    page.fill(PATH, str(person.mission))
    person.click(button(screen, "Begin"))
    assert person.window.session.open_assessment is not None, page.text


def state(path: Path) -> dict[tuple[str, str], set[str]]:
    """Every subject and the names of its heads."""
    with Mission.open(path) as mission:
        [row] = mission.assessments()
        return {
            subject: {head.name for head in heads}
            for subject, heads in mission.heads(row.uuid).items()
        }
