"""The screens around the desk."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QLineEdit, QWidget

from assessor.gui.app.drag_and_drop.drag_controller import DragController
from assessor.gui.feedback.prompts import ask_change_reason, ask_place
from assessor.gui.files.passphrase_fields import UnlockDialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.gui.toolkit.system.drop_box import DropOverlay
from assessor.gui.toolkit.text.captions import Caption
from assessor.gui.toolkit.text.phrases import Phrases
from tests.screens.stage import Scene, Stage
from tests.support.screens.headquarters.headquarters import HeadquartersScreen
from tests.support.screens.mission.new_mission import (
    AGAIN,
    COUNTRY,
    PASSPHRASE,
    PATH,
    NewMissionScreen,
)
from tests.support.screens.page import Page

_FORM = "Needs assessment"
_CARDS = (
    (
        "san-verano.mission",
        Caption(
            _FORM,
            "San Verano",
            "2026-03-02",
            "2026-03-06",
            131,
            180,
            "2026-11-20T18:31:00",
            "/media/maria/STICK/san-verano.mission",
        ),
    ),
    ("nyasera-team-b.mission", Caption(_FORM, "Nyasera", "2026-02-09", "2026-02-13", 58, 174)),
    ("mission-2026-11-24.mission", None),
    ("gone-with-the-stick.mission", Caption(_FORM, "Taluvea", "2026-01-12", "", 9, 170)),
)


def home_empty(stage: Stage) -> QWidget:
    return stage.window


def home(stage: Stage) -> QWidget:
    for day, (name, caption) in enumerate(_CARDS, 20):
        path = stage.folder / name
        if not name.startswith("gone"):
            path.touch()
        stage.window.session.preferences.remember(path, datetime(2026, 11, day, 14, 3))
        if caption is not None:
            stage.window.session.preferences.put_caption(path, caption.to_json())
    stage.window.show_screen("home").show_recent()
    return stage.window


def home_drop(stage: Stage) -> QWidget:
    screen = stage.window.show_screen("home")
    sentence = "Let go to receive at headquarters"
    page = Page(screen)
    page.child(DropOverlay).show_sentence(page.say(sentence), good=True)
    return stage.window


def new(stage: Stage) -> QWidget:
    page = NewMissionScreen.anew(stage.window).wait_until_ready()
    page.fill(PATH, "/home/maria/Documents/Assessor/mission-2026-11-24.mission")
    page.fill(PASSPHRASE, "orange tram window seven")
    page.fill(AGAIN, "orange tram window seven")
    page.choose(COUNTRY, "XSV")
    return page.part("column", QWidget)


def new_drop(stage: Stage) -> QWidget:
    new(stage)
    drops = stage.window.findChild(DragController)
    assert drops is not None
    drops.hover([stage.folder / "our form.xlsx"])
    return stage.window


def unlock(stage: Stage) -> QWidget:
    asking = UnlockDialog(
        stage.window, "mission-2026-11-24.mission", stage.window.session.language, again=True
    )
    asking.adjustSize()
    return asking


def headquarters_empty(stage: Stage) -> QWidget:
    stage.window.receive(())
    return stage.window


def headquarters_preview(stage: Stage) -> QWidget:
    stage.window.receive(())
    screen = stage.window.show_screen("headquarters")
    screen.create_registry(stage.folder / "headquarters.registry")
    for name in ("San Verano A.pdf", "minutes.pdf", "photo of the courthouse.pdf"):
        (stage.folder / name).write_bytes(b"%PDF-1.4 nothing inside")
    screen.offer(sorted(stage.folder.glob("*.pdf")))
    stage.wait(lambda: not HeadquartersScreen(stage.window).receiving.is_busy)
    return stage.window


def message(stage: Stage) -> QWidget:
    phrases = Phrases(stage.window.session.language)
    text = "holiday.mission is not a mission file."
    shown = MessageDialog(stage.window, phrases(text), phrases)
    shown.adjustSize()
    return shown


def asks_place(stage: Stage) -> QWidget:
    phrases = Phrases(stage.window.session.language)
    asking = ask_place(stage.window, phrases, "")
    asking.show()
    page = Page(asking)
    page.child(QLineEdit).setText("the market square")
    page.press("Keep")
    asking.adjustSize()
    return asking


def asks_reason(stage: Stage) -> QWidget:
    phrases = Phrases(stage.window.session.language)
    asking = ask_change_reason(stage.window, phrases, leaving=True)
    asking.adjustSize()
    return asking


SCENES: dict[str, Scene] = {
    "home-empty": home_empty,
    "home": home,
    "home-drop": home_drop,
    "new": new,
    "new-drop": new_drop,
    "unlock": unlock,
    "message": message,
    "asks-place": asks_place,
    "asks-reason": asks_reason,
    "headquarters-empty": headquarters_empty,
    "headquarters-preview": headquarters_preview,
}
