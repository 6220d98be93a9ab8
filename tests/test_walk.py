"""The walk: click in the window → file → PDF → registry → conflict → decision → back to the field.

Two assessors and headquarters, each a window with a profile of its own, as on three computers.
Real widgets are clicked, real files read; at the end all three files say the same.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton

from assessor.gui.app import build
from assessor.gui.export_dialog import ExportDialog
from assessor.gui.theme import Theme
from assessor.store.mission import Mission
from tests.assessment.laptops import SMALL

pytestmark = pytest.mark.window

STAGE, FINDING, REPORTS = "/data/police/stage", "/data/police/finding", "/data/police/reports"


class Computer:
    """One person's computer: a folder, and the window when it is open."""

    def __init__(self, bot, folder: Path, name: str) -> None:
        self.bot, self.folder, self.name = bot, folder / name, name
        self.folder.mkdir()
        self.mission = self.folder / "our.mission"
        self.window = None

    def start(self):
        self.window = build(self.folder / "home")
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

        self.in_dialogs(begin, lambda dialog: press(self, dialog, "Done"))
        self.window.export()
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


def test_from_a_click_to_a_decision_and_back(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "small.md").write_text(SMALL, encoding="utf-8")
    elena = Computer(qtbot, tmp_path, "Elena")
    tomas = Computer(qtbot, tmp_path, "Tomas")
    office = Computer(qtbot, tmp_path, "Headquarters")

    begin_a_mission(elena, tmp_path / "small.md")
    elena.type(REPORTS, "120")
    elena.window.go_home()
    assert values(elena.mission, REPORTS) == ["120"]
    shutil.copyfile(elena.mission, tomas.mission)  # the stick goes round the table

    elena.window.open_mission(elena.mission)
    elena.choose(STAGE, "3")
    elena.type(FINDING, "A unit with a mandate.")
    assert values(elena.mission, STAGE) == ["3"]
    first = elena.export()
    elena.stop()

    tomas.start().window.open_mission(tomas.mission)
    tomas.choose(STAGE, "2")
    second = tomas.export()
    tomas.stop()

    registry = decide_at_headquarters(office, first, second)
    assert values(registry, STAGE) == ["3"]

    for field in (elena, tomas):
        field.start().window.open_mission(field.mission)
        field.receive(registry)
        assert field.question(STAGE).options.buttons["3"].isChecked()
        field.stop()
    for path in (elena.mission, tomas.mission, registry):
        assert values(path, STAGE) == ["3"]
        assert values(path, FINDING) == ["A unit with a mandate."]
    assert state(elena.mission) == state(tomas.mission) == state(registry)


def begin_a_mission(person: Computer, form: Path) -> None:
    """Fill the new-mission screen and begin, without a passphrase."""
    person.start().window.begin(form)
    screen = person.window.show_screen("new")
    person.bot.waitUntil(lambda: button(screen, "Begin") is not None)
    person.bot.keyClick(screen._protect, Qt.Key.Key_Space)
    screen._path.setText(str(person.mission))
    person.click(button(screen, "Begin"))
    assert person.window.session.assessment is not None, screen._trouble.text()


def decide_at_headquarters(office: Computer, *reports: Path) -> Path:
    """Receive the reports into a new registry and take Elena's answer; the registry's path."""
    path = office.folder / "all.registry"
    screen = office.start().window.show_screen("headquarters")
    screen.create_registry(path)
    screen.offer(reports)
    office.bot.waitUntil(lambda: button(screen, "Receive 2") is not None)
    office.click(button(screen, "Receive 2"))
    office.bot.waitUntil(lambda: screen._inbox.count == 1)
    screen._tabs.setCurrentWidget(screen._inbox)
    assert values(path, STAGE) == ["2", "3"]
    takes = [each for each in screen.findChildren(QPushButton) if each.isVisible()]
    office.click(next(each for each in takes if "Elena" in each.accessibleName()))
    office.bot.waitUntil(lambda: screen._inbox.count == 0)
    office.stop()
    return path


def state(path: Path) -> dict[tuple[str, str], set[str]]:
    """Every subject and the names of its heads."""
    with Mission.open(path) as mission:
        [row] = mission.assessments()
        return {
            subject: {head.name for head in heads}
            for subject, heads in mission.heads(row.uuid).items()
        }
