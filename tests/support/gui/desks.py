"""A desk of its own, clicked and typed in as people do, and the file behind it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from assessor.assessment.assessment import Assessment
from assessor.gui.app.startup import create_application
from assessor.gui.desk.desk_page import DeskPage
from assessor.gui.state.preferences import Preferences
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.theme import Theme
from assessor.parcel.keys.identity import load_identity
from tests.support.assessment.laptops import version_1

INV = "/data/sec_inv"


class At:
    """A desk on a mission file of the shipped instrument."""

    def __init__(self, bot, folder, mission=None):
        self.bot = bot
        self.folder = folder
        self.path = mission or folder / "a.mission"
        Theme(create_application(), "light")
        self.session = Session(Preferences(folder / "home"))
        self.session.rename("Noor")
        self.session.preferences.setParent(self.session)
        if mission is None:
            self.session.create(self.path, version_1())
        else:
            self.session.open(mission)
        self.desk = DeskPage(self.session)
        self.session.setParent(self.desk)
        bot.addWidget(self.desk)
        self.desk.resize(1400, 900)
        self.desk.show()
        self.desk.activateWindow()
        bot.waitUntil(self.desk.isActiveWindow)

    def question(self, reference):
        self.desk.go_to(reference)
        return self.desk.page.questions[reference]

    def click(self, widget):
        self.bot.mouseClick(widget, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def choose(self, reference, value):
        self.click(self.question(reference).options.buttons[value])

    def type(self, reference, text):
        edit = self.question(reference).edit
        edit.setFocus()
        self.bot.keyClicks(edit, text)
        return edit

    def on_disk(self):
        """The file, opened again by someone who shares nothing with this window."""
        self.session.close()
        return Assessment.open(self.path, identity=load_identity(self.folder / "home", "Noor"))


def named(inside, kind, name):
    """The visible button in whose accessible name `name` stands."""
    QApplication.processEvents()
    found = [each for each in inside.findChildren(kind) if name in each.accessibleName()]
    return next(each for each in found if each.isVisible())
