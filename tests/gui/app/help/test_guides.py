"""Help, cheat sheet and tour: found by their words, gone through by keyboard."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from assessor.gui.app.help.guided_tour import Tour
from assessor.gui.app.help.help_dialog import HelpDialog, search_pages
from assessor.gui.app.help.help_pages import TOPICS, translate_page
from assessor.gui.app.menu_handlers import offer_first_tour
from assessor.gui.desk.desk_page import DeskPage
from assessor.gui.toolkit.style.basic_widgets import unmarked
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.words import LANGUAGES
from tests.support.assessment.laptops import laptop, small_form

pytestmark = pytest.mark.window


@pytest.fixture
def mission(tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    return ana.mission


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("mission pack", "pack"),
        ("drop the mission pack", "home"),
        ("PASSPHRASE", "safe"),
        ("hold a meeting", "meeting"),
        ("report export", "export"),
        ("six words telephone", "keys"),
        ("contrast", "look"),
        ("undo", "undo"),
        ("open items", "open_items"),
        ("still true", "before"),
        ("kobotoolbox", "odk"),
        ("newer form", "upgrade"),
        ("take words back", "redact"),
        ("postgresql", "shared"),
        ("parquet", "publish"),
        ("watch", "watch"),
    ],
)
def test_the_help_is_found_by_its_words(wanted, first):
    assert search_pages(wanted, TOPICS)[0] == first


def test_all_is_shown_when_nothing_is_asked_and_nothing_when_nothing_has_it():
    assert search_pages("  ", TOPICS) == list(TOPICS)
    assert search_pages("zeppelin", TOPICS) == []


def test_accents_need_not_be_typed():
    assert search_pages("reunion", {"a": ("Réunion", "")}) == ["a"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_found_by_its_title_in_every_language(language):
    phrases = Phrases(language)
    pages = {name: translate_page(page, phrases) for name, page in TOPICS.items()}
    for name, page in pages.items():
        assert name in search_pages(page.title, pages)


def test_f1_opens_the_page_of_the_screen_and_the_keyboard_searches(window, qtbot, when_asked):
    seen = []

    def read(dialog):
        assert isinstance(dialog, HelpDialog)
        seen.append(dialog.title.text())
        dialog.search.setFocus()
        qtbot.keyClicks(dialog.search, "backup stick zeppelin")
        seen.append(dialog.list.count())
        dialog.search.clear()
        qtbot.keyClicks(dialog.search, "evening stick")
        seen.append(dialog.title.text())
        dialog.accept()

    when_asked(read)
    help_action = window.menu_actions["help"]
    assert help_action.shortcut() == QKeySequence("F1")
    help_action.trigger()
    assert seen == ["Begin a mission", 0, "Keep it safe"]


def test_the_cheat_sheet_has_the_keys_of_menus_desk_and_tables(window, mission, when_asked):
    window.open_mission(mission)
    texts, cut = [], []

    def read(dialog):
        labels = dialog.findChildren(QLabel)
        texts.extend(each.text() for each in labels)
        cut.extend(each.text() for each in labels if each.visibleRegion().boundingRect().width()
                   not in (0, each.width()))  # fmt: skip
        dialog.accept()

    when_asked(read)
    window.menu_actions["keys"].trigger()
    assert cut == []
    wanted = ("New mission", "Ctrl+N", "Next unanswered question", "F8", "Add a line", "Ins")
    assert [each for each in wanted if each not in texts] == []


@pytest.mark.parametrize(
    ("menu", "name"),
    [("&Open…", "Open"), ("打开(&O)…", "打开"), ("À &propos d'Assessor", "À propos d'Assessor")],
)
def test_a_menu_is_named_without_its_access_key(menu, name):
    assert unmarked(menu) == name


def test_the_tour_comes_once_by_itself(window, mission):
    offer_first_tour(window)
    window.open_mission(mission)
    tour = window.findChild(Tour)
    assert tour is not None and tour.isVisible()
    tour.leave()
    QApplication.sendPostedEvents()
    window.go_home()
    window.open_mission(mission)
    assert not [each for each in window.findChildren(Tour) if each.isVisible()]


@pytest.mark.parametrize("action", ["home", "language-ar"])
def test_the_tour_ends_where_what_it_speaks_of_goes(window, mission, action):
    """Else it would be painted around parts that are deleted, which ends the program."""
    window.session.open(mission)
    window.menu_actions["tour"].trigger()
    tour = window.findChild(Tour)
    window.menu_actions[action].trigger()
    assert not tour.isVisible()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.grab()
    window.session.speak("en")


def test_a_tour_that_is_asked_for_again_begins_anew(window, mission):
    window.session.open(mission)
    for _ in range(3):
        window.menu_actions["tour"].trigger()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    [tour] = window.findChildren(Tour)
    assert tour.isVisible()


def test_the_tour_goes_four_steps_by_keyboard_and_gives_the_window_back(window, qtbot, mission):
    window.resize(1440, 900)
    window.open_mission(mission)
    window.menu_actions["tour"].trigger()
    tour = window.findChild(Tour)
    titles = []
    for _ in range(4):
        titles.append(tour.title.text())
        card, lit = tour.card.geometry(), tour.highlighted()
        assert tour.rect().contains(card)
        assert not card.contains(lit)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        tour.next.setFocus()
        qtbot.keyClick(tour.next, Qt.Key.Key_Space)
    assert len(set(titles)) == 4
    assert not tour.isVisible()
    assert window.findChild(DeskPage).isAncestorOf(window.focusWidget()) or window.focusWidget()


def test_escape_leaves_the_tour_and_without_a_mission_it_says_what_it_needs(
    window, qtbot, mission, when_asked
):
    said = []
    when_asked(lambda dialog: (said.append(dialog.accessibleName()), dialog.accept()))
    window.menu_actions["tour"].trigger()
    assert "Open a mission first" in said[0]
    window.open_mission(mission)
    window.menu_actions["tour"].trigger()
    tour = window.findChild(Tour)
    qtbot.keyClick(tour.next, Qt.Key.Key_Escape)
    assert not tour.isVisible()


@pytest.mark.parametrize(
    ("deed", "page"),
    [
        ("meetings", "Hold a meeting"),
        ("team", "Assign the sections"),
        ("upload", "Upload to ODK Central or KoboToolbox"),
        ("find", "Search the open items"),
    ],
)
def test_f1_is_help_in_a_dialog_too(window, qtbot, mission, deed, page, when_asked):
    window.open_mission(mission)
    seen = []

    def read(book):
        seen.append(book.title.text())
        qtbot.keyClick(book, Qt.Key.Key_F1)
        assert QApplication.activeModalWidget() is book
        book.accept()

    def press(dialog):
        when_asked(read, HelpDialog)
        qtbot.keyClick(dialog.findChild(QLineEdit), Qt.Key.Key_F1)
        dialog.reject()

    when_asked(press)
    window.menu_actions[deed].trigger()
    assert seen == [page]
