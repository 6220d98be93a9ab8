"""A whole mission by keyboard alone, led by what a screen reader is told and by nothing else."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from assessor import words
from assessor.assessment.assessment import Assessment
from assessor.gui.meetings import MeetingsDialog
from assessor.gui.tonight import TonightDialog
from assessor.parcel.keys import load_identity
from assessor.parcel.parcel import unpack
from assessor.parcel.pdf import extract

pytestmark = pytest.mark.window

Role = QAccessible.Role
CTRL = Qt.KeyboardModifier.ControlModifier


class Hands:
    """Presses keys where the keyboard is, and knows only what is read aloud there."""

    def __init__(self, bot, language):
        self.bot = bot
        self.say = words.translator(language)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.bot.waitUntil(lambda: QApplication.focusWidget() is not None)
        QTest.keyClick(QApplication.focusWidget(), key, modifier)
        QApplication.processEvents()

    def write(self, text):
        typed = QInputMethodEvent()  # QTest's own keys abort on Arabic
        typed.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget(), typed)
        QApplication.processEvents()

    @property
    def heard(self):
        """Name, role and state of what has the keyboard."""
        face = QAccessible.queryAccessibleInterface(QApplication.focusWidget())
        return face.text(QAccessible.Text.Name), face.role(), face.state()

    def tab_to(self, text):
        """Tab until something of this English name is read out in the window's language."""
        wanted, met = self.say(text), []
        for _ in range(60):
            met.append(self.heard[0])
            if met[-1] == wanted:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never came to {wanted}: {met}")


def answer_what_is_there(hands, text):
    """Answer what has the keyboard by its role; whether there was anything to answer."""
    _, role, state = hands.heard
    if role in (Role.RadioButton, Role.CheckBox):
        if not state.checked:
            hands.press(Qt.Key.Key_Space)
        return True
    if role == Role.EditableText and not state.readOnly:
        hands.press(Qt.Key.Key_A, CTRL)
        hands.write(text)
        return True
    return False


def begin(hands, window):
    hands.press(Qt.Key.Key_N, CTRL)
    hands.bot.waitUntil(window.show_screen("new")._create.isEnabled, timeout=20_000)
    hands.tab_to("Your name, as it will stand beside your answers")
    hands.press(Qt.Key.Key_A, CTRL)
    hands.write("أمل حداد")
    hands.tab_to("Protect it with a passphrase (recommended)")
    hands.press(Qt.Key.Key_Space)
    hands.tab_to("Begin the mission")
    hands.press(Qt.Key.Key_Space)


def meet(hands, when_asked):
    """Begin a meeting with the police, its words read out."""

    def fill(_dialog):
        hands.tab_to("Institution")
        hands.write("الشرطة")
        hands.tab_to("These words were read out, and they agreed")
        hands.press(Qt.Key.Key_Space)
        hands.tab_to("Start the meeting")
        hands.press(Qt.Key.Key_Space)

    met = when_asked(fill, MeetingsDialog)
    hands.press(Qt.Key.Key_M, CTRL)
    assert len(met) == 1


def take_leave(hands, when_asked):
    """End the meeting that runs."""

    def end(_dialog):
        hands.tab_to("End the meeting")
        hands.press(Qt.Key.Key_Space)
        hands.press(Qt.Key.Key_Escape)

    when_asked(end, MeetingsDialog)
    hands.press(Qt.Key.Key_M, CTRL)


def put_beside(hands):
    """Paste what is on the clipboard beside the question one is at."""
    hands.press(Qt.Key.Key_F6)
    hands.tab_to("Paste a file or picture")
    hands.press(Qt.Key.Key_Space)


def answer_sections(hands, window, how_many):
    """Go through sections, answering whatever Tab comes to on their pages."""
    page = window.show_screen("desk").page
    for _ in range(how_many):
        for _ in range(40):
            if not page.isAncestorOf(QApplication.focusWidget()):
                break
            answer_what_is_there(hands, "7")
            hands.press(Qt.Key.Key_Tab)
        page.take_focus()
        hands.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        page.take_focus()


def end_the_day(hands, window, when_asked):
    """Put a picture beside an answer, end the meeting, and look at what waits tonight."""
    QApplication.clipboard().setImage(QImage(40, 30, QImage.Format.Format_RGB32))
    put_beside(hands)
    window.activateWindow()
    take_leave(hands, when_asked)
    window.activateWindow()
    assert window.session.assessment.meeting is None
    hands.press(Qt.Key.Key_T, CTRL)
    hands.bot.waitUntil(window.findChild(TonightDialog).isActiveWindow)
    assert hands.heard[0]
    hands.press(Qt.Key.Key_Escape)
    window.activateWindow()


def is_all_there(again, given):
    """What the file says: the answers, cited and kept as statements, the picture."""
    assert again.instance.answers() == given
    assert again.check().problems == ()
    assert {entry.author for entry in again.mission.entries(again.uuid)} == {"أمل حداد"}
    [source] = again.meetings()
    assert source.institution == "الشرطة"
    said = {told["reference"] for told in again.statements().values()}
    assert len(said) >= 8
    assert all(source.id in again.shown(reference).sources for reference in said)
    assert len(again.files()) == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_whole_mission_by_keyboard_alone(window, qtbot, tmp_path, when_asked, language):
    window.session.speak(language)
    window.activateWindow()
    hands = Hands(qtbot, language)
    begin(hands, window)
    session = window.session
    path = Path(session.assessment.path)

    meet(hands, when_asked)
    window.activateWindow()
    window.show_screen("desk").page.take_focus()
    answer_sections(hands, window, 2)
    given = session.assessment.instance.answers()
    assert len(given) >= 8
    hands.press(Qt.Key.Key_Z, CTRL)
    assert session.assessment.instance.answers() != given
    hands.press(Qt.Key.Key_Y, CTRL)
    assert session.assessment.instance.answers() == given

    end_the_day(hands, window, when_asked)

    def look(dialog):
        qtbot.waitUntil(lambda: dialog._work is None, timeout=20_000)
        hands.press(Qt.Key.Key_Escape)

    assert when_asked(look) == []
    hands.press(Qt.Key.Key_F7)

    def export(dialog):
        hands.tab_to("Export")
        hands.press(Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: dialog._faces.currentIndex() == 2, timeout=60_000)
        hands.press(Qt.Key.Key_Escape)

    when_asked(export)
    window.activateWindow()  # offscreen there is no window manager to give the keyboard back
    hands.press(Qt.Key.Key_E, CTRL)
    window.activateWindow()
    hands.press(Qt.Key.Key_W, CTRL)
    assert session.assessment is None

    contents = unpack(extract(path.with_suffix(".pdf")))
    assert contents.changesets
    with Assessment.open(path, identity=load_identity(tmp_path / "home")) as again:
        is_all_there(again, given)
    session.speak("en")
