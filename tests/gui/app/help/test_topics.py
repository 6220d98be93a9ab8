"""The help: every screen and dialog has its page, and every page is whole and can be reached."""

import importlib
import inspect
import pkgutil
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

import assessor.gui
from assessor.gui.app.help.help_dialog import HelpDialog
from assessor.gui.app.help.help_pages import TOPICS, topic_at, translate_page
from assessor.gui.app.help.menu_entries import BAR, MenuAction
from assessor.gui.app.home.home_page import HomePage
from assessor.gui.app.lock_screen import LockScreen
from assessor.gui.compare.comparison_page import ComparisonPage
from assessor.gui.conflicts.inbox_page import InboxPage
from assessor.gui.conflicts.review_page import ReviewPage
from assessor.gui.desk.desk_actions import ACTION_KEYS
from assessor.gui.desk.desk_page import DeskPage
from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.files.passphrase_fields import PassphraseEdit
from assessor.gui.headquarters.headquarters_page import HeadquartersPage
from assessor.gui.headquarters.missions_page import MissionsPage
from assessor.gui.headquarters.roster_page import RosterPage
from assessor.gui.headquarters.watched_folder_panel import WatchedFolderPanel
from assessor.gui.inspector.inspector_panel import InspectorPanel
from assessor.gui.mission.new_mission_page import NewMissionPage
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.words import LANGUAGES
from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.headquarters.headquarters import HeadquartersScreen

OF_OTHERS = {HelpDialog, MessageDialog, BusyDialog, Dialog, SessionDialog, PassphraseEdit}
"""Dialogs that are about whatever they stand before, and the help itself."""
SCREENS = (
    *(
        HomePage,
        NewMissionPage,
        DeskPage,
        InspectorPanel,
        LockScreen,
        HeadquartersPage,
        InboxPage,
        ReviewPage,
        RosterPage,
    ),
    *(ComparisonPage, MissionsPage, WatchedFolderPanel),
)
SEARCHED = {"redact", "look"}
"""Pages of no screen: what they tell is done on the command line or in a menu."""


def everything_shown():
    """The classes of widgets in gui/ by where they are made."""
    found = {}
    for module in pkgutil.walk_packages(assessor.gui.__path__, "assessor.gui."):
        for name, each in vars(importlib.import_module(module.name)).items():
            own = inspect.isclass(each) and each.__module__ == module.name
            if own and issubclass(each, QWidget):
                found[f"{module.name.removeprefix('assessor.gui.')}.{name}"] = each
    return found


def topic_of(each):
    topic = getattr(each, "topic", "")
    return topic if isinstance(topic, str) else "headquarters"


def test_every_dialog_and_screen_has_its_page():
    shown = everything_shown()
    assert set(SCREENS) <= set(shown.values())
    own = {
        name: each for name, each in shown.items() if issubclass(each, Dialog) or each in SCREENS
    }
    assert len(own) > 35
    without = [
        name for name, each in own.items() if each not in OF_OTHERS and topic_of(each) not in TOPICS
    ]
    assert without == []


def test_every_page_is_of_something_shown_or_found_by_its_words():
    told = {topic_of(each) for each in everything_shown().values()} - {""}
    assert told <= set(TOPICS)
    assert set(TOPICS) - told <= SEARCHED


def test_a_page_names_menus_and_keys_that_there_are():
    """What a page calls by name is filled in from the menus; its keys are somebody's."""
    parts = [part for _, parts in BAR.values() for part in parts if part is not None]
    keys = {key for part in parts if isinstance(part, MenuAction) for key in part.keys.split()}
    keys |= {key for keys_of_action in ACTION_KEYS.values() for key in keys_of_action}
    for page in TOPICS.values():
        whole = translate_page(page, Phrases("en"))  # KeyError: there is no such action
        assert "{" not in "".join(whole)
        named = {
            QKeySequence(key).toString() for key in re.findall(r"Ctrl\+[\w+]*\w", "".join(page))
        }
        assert named <= {QKeySequence(key).toString() for key in keys}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_as_much_in_every_language(language):
    for name, page in TOPICS.items():
        said = translate_page(page, Phrases(language))
        assert [bool(text) for text in said] == [bool(text) for text in page], name


@pytest.mark.window
def test_every_page_is_listed_and_read_by_keyboard(window, qtbot):
    book = HelpDialog(window, Phrases("en"))
    book.show()
    book.list.setFocus()
    titles = []
    for _ in TOPICS:
        titles.append(book.title.text())
        qtbot.keyClick(book.list, Qt.Key.Key_Down)
    assert titles == [page.title for page in TOPICS.values()]
    book.open_page("odk")
    read = [text.text() for _, text in book.texts]
    assert read == list(translate_page(TOPICS["odk"], Phrases("en"))[1:])
    assert all(above is None or above.isVisible() for above, _ in book.texts)
    book.open_page("look")  # it has one text
    assert [above.isVisible() for above, _ in book.texts if above is not None] == [False, False]
    book.reject()


@pytest.mark.window
def test_the_page_is_that_of_where_the_keyboard_is(window, tmp_path):
    assert topic_at(window) == "home"
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    desk = window.show_screen("desk")
    assert topic_at(desk.page) == "desk"
    assert topic_at(desk.inspector.history) == "undo"
    assert topic_at(desk.inspector) == "support"
    asking = MessageDialog(desk.inspector, "Nothing was changed.", Phrases("en"))
    assert topic_at(asking) == "support"
    asking.deleteLater()


@pytest.mark.window
def test_headquarters_has_the_page_of_the_tab_that_is_shown(window, tmp_path):
    window.receive(())
    screen = window.findChild(HeadquartersPage)
    assert topic_at(window) == "headquarters"
    screen.create_registry(tmp_path / "hq.registry")
    topics = []
    page = HeadquartersScreen(window)
    for name in page.tabs:
        page.open_tab(name)
        topics.append(topic_at(window))
    assert topics == ["headquarters", "decide", "review", "compare", "keys", "join"]
    assert topic_at(screen.watched) == "watch"
