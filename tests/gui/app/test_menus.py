"""The menu bar: short, said without two keys for one thing, and found whole in the palette."""

import re

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from assessor.gui.app.help.command_palette import CommandPalette
from assessor.gui.app.help.menu_entries import BAR, MISSION_ACTIONS, menu_path
from assessor.gui.app.menu_bar import available_choices
from assessor.gui.desk.desk_page import DeskPage
from assessor.gui.headquarters.headquarters_page import HeadquartersPage
from assessor.gui.toolkit.style.basic_widgets import unmarked
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.words import LANGUAGES
from tests.support.assessment.laptops import laptop, small_form

pytestmark = pytest.mark.window

MOST = 14
"""More entries than that are read through, not looked over."""


@pytest.fixture
def at_work(window, tmp_path):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    return window


def menus(menu, title=""):
    """Every menu with its title and its entries, the bar itself first."""
    entries = [each for each in menu.actions() if not each.isSeparator()]
    yield title, entries
    for each in entries:
        if isinstance(each.menu(), QMenu):
            yield from menus(each.menu(), each.text())


def keys_of(entries):
    return [key.lower() for each in entries for key in re.findall(r"&(\w)", each.text())]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_access_key_leads_to_two_entries_of_a_menu(at_work, language):
    at_work.menu_actions[f"language-{language}"].trigger()
    for title, entries in menus(at_work.menuBar()):
        keys = keys_of(entries)
        assert len(keys) == len(set(keys)), (title, [each.text() for each in entries])
        assert len(entries) <= MOST, title


def test_every_entry_has_an_access_key_but_those_that_come_and_go(at_work):
    own = [*(title for title, _ in BAR.values())]
    own += [part.text for _, parts in BAR.values() for part in parts if part is not None]
    assert [text for text in own if len(re.findall(r"&\w", text)) != 1] == []
    going = [each.text() for each in at_work.findChild(DeskPage).actions()]
    assert going and [text for text in going if "&" not in text] == []


def test_no_keys_do_two_things(at_work):
    every = [each for _, each in available_choices(at_work.menuBar())]
    taken = [key.toString() for each in every for key in each.shortcuts()]
    assert len(taken) > 20
    assert len(taken) == len(set(taken))


def test_every_action_has_its_line_in_the_palette(at_work):
    session = at_work.session
    finder = CommandPalette(
        at_work, session, available_choices(at_work.menuBar()), lambda _: None, lambda _: None
    )
    lines = {way.title for way in finder.actions_offered}
    texts = [
        unmarked(each.text())
        for _, each in available_choices(at_work.menuBar())
        if each.isEnabled()
    ]
    assert len(texts) > 50
    assert [text for text in texts if not any(line.endswith(text) for line in lines)] == []
    assert {"Appearance: Dark", "Lock when idle: Never", "Language: Español"} <= lines
    finder.deleteLater()


def test_what_belongs_to_a_mission_waits_until_one_is_open(window):
    assert set(MISSION_ACTIONS) <= set(window.menu_actions)
    waiting = [window.menu_actions[name] for name in MISSION_ACTIONS]
    assert [each.text() for each in waiting if each.isEnabled()] == []
    assert {each.toolTip() for each in waiting} == {"Open a mission first."}
    window.menu_actions["language-fr"].trigger()
    assert {each.toolTip() for each in waiting} == {Phrases("fr")("Open a mission first.")}


def test_in_a_mission_nothing_waits_for_one(at_work):
    there = [at_work.menu_actions[name] for name in MISSION_ACTIONS]
    assert all(each.isEnabled() for each in there)
    assert not any("Open a mission" in each.toolTip() for each in there)


def test_one_is_told_where_an_action_is():
    assert menu_path("meetings", Phrases("en")) == "Assessment › Meetings"
    assert menu_path("look", Phrases("zh")) == "查看 › 外观"
    with pytest.raises(KeyError):
        menu_path("nothing", Phrases("en"))


def test_the_menu_does_what_headquarters_does(window, tmp_path, monkeypatch, when_asked):
    window.menu_actions["publish"].trigger()  # there is no registry: the screen asks for one
    screen = window.findChild(HeadquartersPage)
    assert screen is not None and screen.isVisible()
    screen.create_registry(tmp_path / "headquarters.registry")
    window.go_home()
    met = when_asked(lambda dialog: dialog.reject())
    window.menu_actions["publish"].trigger()
    assert [type(each).__name__ for each in met] == ["PublishDialog"]
    assert screen.isVisible()


def test_an_ampersand_in_the_name_of_a_file_is_no_access_key(window, tmp_path):
    path = tmp_path / "R&D.mission"
    path.touch()
    from datetime import datetime

    window.session.preferences.remember(path, datetime(2026, 11, 25))
    texts = [each.text() for _, each in available_choices(window.menuBar())]
    assert "R&&D.mission" in texts


def test_keys_are_shown_beside_their_actions(at_work):
    assert at_work.menu_actions["find"].shortcuts() == [QKeySequence("Ctrl+K")]
