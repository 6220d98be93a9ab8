"""A robot let out of the mission: headquarters, the first screen, and real files in its hands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QTabBar, QWidget

from assessor.assessment.report.report_export import export_report
from assessor.form.parse.form_source import FormSource
from assessor.gui.app.home.home_page import HomePage
from assessor.gui.app.main_window import MainWindow
from assessor.gui.headquarters.headquarters_page import HeadquartersPage
from assessor.gui.toolkit.system.drop_box import DropBox
from assessor.parcel.keys.contact_card import make_card
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from assessor.words import translator
from tests.support.assessment.laptops import Laptop, laptop
from tests.support.gui.robot import Robot, usable

OUTSIDE = ("headquarters", "open-registry", "receive-files", "receive-folder", "watch", "send-back",
           "pack", "publish", "people", "keys", "help", "new", "home")  # fmt: skip
LONGEST = 40
"""The most that is done outside before the robot goes back to its mission."""


@dataclass(frozen=True)
class Wares:
    """Files as they lie on the table of an office: `files` of every kind, a registry, a folder of
    what was sent, and an empty one to write to."""

    files: tuple[Path, ...]
    registry: Path
    sent: Path
    out: Path


def lay_out(
    folder: Path, source: FormSource, suffix: str, said: Sequence[tuple[str, str]]
) -> Wares:
    """Two laptops that answered `said` (reference, value) differently, and what they send; the
    registry has one of the two already."""
    sent, out = folder / "sent", folder / "out"
    for each in (folder, sent, out):
        each.mkdir(parents=True, exist_ok=True)
    one, two = laptop(folder, "Ana"), laptop(folder, "Bo", hour=11)
    one.create(source).close()
    two.copy_from(one)
    reports = [_report(each, sent, suffix, said[at:]) for at, each in enumerate((one, two))]
    registry = folder / "office.registry"
    with Mission.create(registry, role="registry") as made:
        receive(made, reports[:1])
    card, picture, junk = folder / "ana.card", folder / "door.png", folder / "holiday.pdf"
    card.write_bytes(make_card(one.identity(), "Police"))
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    image.save(str(picture))
    junk.write_bytes(b"%PDF-1.4 nothing inside")
    letter = folder / "letter.txt"
    letter.write_text("We confirm what was said.", "utf-8")
    files = (*reports, two.mission, registry, card, picture, junk, letter, sent)
    return Wares(files, registry, sent, out)


def _report(who: Laptop, folder: Path, suffix: str, said: Sequence[tuple[str, str]]) -> Path:
    with who.open() as mission:
        for reference, value in said:
            mission.answer(reference, value, note=f"{who.name} was there")
        return export_report(mission, folder / f"{who.name}{suffix}").path


class Roamer(Robot):
    """Drops files on the desk, goes out now and then, and comes back."""

    def __init__(self, window: MainWindow, seed: int, wares: Wares) -> None:
        super().__init__(window, seed)
        self.wares = wares
        self.left = 0
        """How much is still to be done outside."""

    @property
    def _screen(self) -> QWidget:
        return self.window.current_screen

    def steps(self) -> Sequence[Callable[[], None]]:
        """On the desk what any robot does, and dropping files; elsewhere what there is."""
        if self.window.session.open_assessment is not None:
            return (*super().steps(), self.drop, self.go_out)
        return (*[self.poke_around] * 12, *[self.other_tab] * 2, *[self.office_menu] * 2, self.drop,
                self.language_or_look)  # fmt: skip

    def settle(self) -> None:
        """Outside for a while; then in the mission again."""
        self.left = max(0, self.left - 1)
        outside = self.window.session.open_assessment is None
        if outside and not self.left:
            super().settle()
        elif outside and isinstance(self._screen, HeadquartersPage) and self._screen.office is None:
            self.window.open_registry(self.wares.registry)

    def come_home(self) -> None:
        """Be in the mission at the end."""
        self.left = 0
        super().come_home()

    def go_out(self) -> None:
        """Leave the mission for the first screen or headquarters."""
        self.left = self.dice.randrange(5, LONGEST)
        self.window.menu_actions[
            self.dice.choice(("home", "headquarters", "headquarters"))
        ].trigger()

    def office_menu(self) -> None:
        """Something of the menu that works outside a mission."""
        self.window.menu_actions[self.dice.choice(OUTSIDE)].trigger()

    def other_tab(self) -> None:
        """Another page of headquarters."""
        found = [each for each in self._screen.findChildren(QTabBar) if each.isVisible()]
        for bar in found:
            bar.setCurrentIndex(self.dice.randrange(bar.count()))

    def poke_around(self) -> None:
        """Use something of the screen that is shown."""
        found = [each for each in self._screen.findChildren(QWidget) if usable(each)]
        if isinstance(self._screen, HomePage):  # making the samples takes half a minute
            samples = translator(self.window.session.language)("Sample missions")
            found = [each for each in found if each.accessibleName() != samples]
        if found:
            self._use(self.dice.choice(found))

    def drop(self) -> None:
        """Drag one or two files onto the screen, or onto a place that takes them."""
        boxes = [each for each in self.window.findChildren(DropBox) if each.isVisible()]
        inside = self.window.session.open_assessment is not None
        target: QWidget = self.dice.choice([self.window if inside else self._screen, *boxes])
        data = QMimeData()
        chosen = self.dice.sample(self.wares.files, self.dice.choice((1, 1, 1, 2)))
        data.setUrls([QUrl.fromLocalFile(str(each)) for each in chosen])
        how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
        none, middle = Qt.KeyboardModifier.NoModifier, target.rect().center()
        enter = QDragEnterEvent(middle, *how, none)
        QApplication.sendEvent(target, enter)
        if enter.isAccepted():
            QApplication.sendEvent(target, QDropEvent(QPointF(middle), *how, none))

    def choose_file(self, dialog: QFileDialog) -> bool:
        """Name a file or folder, more often than not, as one types a path."""
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        if line is None or self.dice.random() < 0.3:
            return False
        line.setText(str(self._wanted(dialog)))
        dialog.accept()
        return True

    def _wanted(self, dialog: QFileDialog) -> Path:
        if dialog.fileMode() == QFileDialog.FileMode.Directory:
            return self.dice.choice((self.wares.sent, self.wares.out))
        if dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave:
            named = Path((dialog.selectedFiles() or ["x"])[0])
            return self.wares.out / f"{self.dice.randrange(10**6)}{named.suffix}"
        return self.dice.choice([each for each in self.wares.files if each.is_file()])
