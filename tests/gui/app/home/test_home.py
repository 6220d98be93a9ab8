"""The first screen: recent missions, dragging, and files that are not what they seem."""

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from assessor.gui.app.home.home_cards import MissionCard, Tile
from assessor.gui.toolkit.system.file_types import classify_paths
from assessor.gui.toolkit.text.captions import Caption
from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.page import Page
from tests.support.windows.home import drop, text_of

pytestmark = pytest.mark.window


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["a.mission"], "open"),
        (["a.xlsx"], "new"),
        (["a.XML"], "new"),
        (["form/survey.csv"], "new"),
        (["a.pdf"], "receive"),
        (["a.pdf", "b.mission"], "receive"),
        (["box/a.pdf"], "receive"),
        (["a.assessor"], "receive"),
        (["a.registry"], "registry"),
        (["a.card"], "meet"),
        (["a.pack"], "pack"),
        (["a.docx"], ""),
        (["a.pdf", "b.docx"], ""),
        ([], ""),
    ],
)
def test_what_is_meant_by_dropped_files(tmp_path, names, kind):
    paths = []
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
        paths.append(path.parent if "/" in name else path)
    assert classify_paths(paths).kind == kind


def test_the_first_screen_says_that_an_invitation_is_opened_or_dropped(window):
    home = window.show_screen("home")
    assert "a colleague's invitation" in Page(home).text  # where files are dropped
    descriptions = [each.accessibleDescription() for each in home.findChildren(Tile)]
    assert any("invitation" in each for each in descriptions)


def test_dropping_a_form_begins_a_mission_with_it(window, tmp_path):
    (tmp_path / "form.xlsx").touch()
    said = drop(window.show_screen("home"), [tmp_path / "form.xlsx"])
    assert "begin a mission" in said
    assert Page(window.show_screen("new")).read("Form") == "form.xlsx"


def test_dropping_reports_goes_to_headquarters(window, tmp_path):
    (tmp_path / "report.pdf").touch()
    drop(window.show_screen("home"), [tmp_path / "report.pdf"])
    assert window.screen_name == "headquarters"


def test_dropping_something_else_does_nothing(window, tmp_path):
    (tmp_path / "letter.docx").touch()
    said = drop(window.show_screen("home"), [tmp_path / "letter.docx"])
    assert "cannot use" in said
    assert window.screen_name == "home"


def test_recent_missions_are_shown_and_can_be_forgotten(window, tmp_path):
    wishes = window.session.preferences
    for name in ("one", "two"):
        path = tmp_path / f"{name}.mission"
        path.touch()
        wishes.remember(path, datetime(2026, 11, 24, 14, 3))
        wishes.put_caption(path, Caption("Needs", name.title(), "", "", 3, 4).to_json())
    gone = tmp_path / "gone.mission"
    wishes.remember(gone, datetime(2026, 11, 24, 15, 0))
    home = window.show_screen("home")
    home.show_recent()
    QApplication.processEvents()
    cards = [card for card in home.findChildren(MissionCard) if card.isVisible()]
    assert cards[0].toolTip() == str(gone)
    assert "The file is missing" in text_of(cards[0])
    assert "75 % answered" in text_of(cards[1])
    [card] = [each for each in home.findChildren(MissionCard) if Path(each.toolTip()) == gone]
    [forget] = [a for a in card.findChild(QMenu).actions() if a.text() == "Remove from this list"]
    forget.trigger()
    QApplication.processEvents()
    assert [path.name for path, _ in wishes.recent()] == ["two.mission", "one.mission"]
    assert gone not in [
        Path(card.toolTip()) for card in home.findChildren(MissionCard) if card.isVisible()
    ]


def test_a_card_says_where_the_last_copy_lies_and_that_there_is_none(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()

    def card() -> MissionCard:
        home = window.show_screen("home")
        home.show_recent()
        QApplication.processEvents()
        [found] = [each for each in home.findChildren(MissionCard) if each.isVisible()]
        return found

    window.open_mission(ana.mission)
    window.go_home()
    assert "No copy elsewhere yet" in text_of(card())
    window.open_mission(ana.mission)
    (tmp_path / "stick").mkdir()
    window.session.assessment.mission.backup(tmp_path / "stick" / "our.mission")
    window.go_home()
    assert "in stick" in text_of(card())
    assert "in stick" in card().accessibleDescription()


def test_opening_what_is_no_mission_says_so_and_stays(window, junk, when_asked):
    pytest.importorskip("assessor.assessment.assessment")
    met = when_asked(lambda dialog: dialog.accept())
    window.open_mission(junk)
    assert "holiday.mission" in text_of(met[0]) or "mission" in met[0].accessibleName()
    assert window.screen_name == "home"
    assert window.session.open_assessment is None


def test_every_tile_is_named_and_pressed_by_keyboard(window, qtbot):
    home = window.show_screen("home")
    tiles = home.findChildren(Tile)
    assert [tile.accessibleName() for tile in tiles] == [
        "New mission", "Open…", "Sample missions", "Receive at headquarters",
    ]  # fmt: skip
    assert all(tile.accessibleDescription() for tile in tiles)
    tiles[3].setFocus()
    qtbot.keyClick(tiles[3], Qt.Key.Key_Space)
    assert window.screen_name == "headquarters"


def test_every_button_of_the_window_has_a_name(window):
    for name in ("home", "new", "headquarters"):
        screen = window.show_screen(name)
        for button in screen.findChildren(QPushButton):
            assert button.text() or button.accessibleName(), button.objectName()
