"""The exchange dialog: a look into the folder first, then both ways at once."""

from __future__ import annotations

import pytest

from assessor.assessment.exchange.exchange_folder import exchange, exchange_state
from assessor.gui.receiving.exchange_dialog import ExchangeDialog, exchange_files
from assessor.gui.team.team_dialog import TeamDialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.page import Page
from tests.support.windows.accessibility import check

pytestmark = pytest.mark.window

REPORTS, STAGE = "/data/police/reports", "/data/police/stage"


@pytest.fixture
def stick(tmp_path):
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def at_work(window, tmp_path, stick):
    """Ana's window; Ben left a stage and a number on the stick, and she has another number."""
    window.session.preferences.put("assessor", "Ana")
    ana, ben = laptop(tmp_path, "Ana"), laptop(tmp_path, "Ben", 10)
    ana.create(small_form(tmp_path)).close()
    ben.copy_from(ana)
    with ben.open() as theirs:
        theirs.answer(STAGE, "3")
        theirs.answer(REPORTS, "9")
        exchange(theirs, stick)
    window.open_mission(ana.mission)
    window.session.answer(REPORTS, {"value": "8"})
    return window


def looked(window, folder, qtbot):
    dialog = ExchangeDialog(window, window.session, folder)
    dialog.show()
    qtbot.waitUntil(lambda: not Page(dialog).busy)
    return dialog


def lines(table):
    return [
        tuple(table.item(row, at).text() for at in range(table.columnCount()))
        for row in range(table.rowCount())
    ]


def test_a_look_says_which_answers_would_change_and_changes_nothing(at_work, stick, qtbot):
    dialog = looked(at_work, stick, qtbot)
    assert lines(dialog.answers) == [
        ("Reports received", "8", "9", "Ben; both would stand"),
        ("Stage of the unit", "Blank", "Operational", "Ben"),
    ]
    assert [line[1] for line in lines(dialog.files)] == ["Will be received"]
    check(dialog)
    dialog.reject()
    assert at_work.session.assessment.answer_at(STAGE).value == ""
    assert len(list(stick.iterdir())) == 1
    assert exchange_state(at_work.session.assessment.mission).folder is None


def test_one_button_takes_in_and_leaves(at_work, stick, qtbot, when_asked):
    dialog = looked(at_work, stick, qtbot)
    met = when_asked(lambda message: message.accept(), MessageDialog)
    dialog.goes.click()
    qtbot.waitUntil(lambda: bool(met))
    now = at_work.session.assessment
    assert now.answer_at(STAGE).value == "3"
    assert len(now.conflicts()) == 1
    names = [each.name for each in stick.iterdir()]
    assert len(names) == 2 and not any(who in name for name in names for who in ("Ana", "Ben"))
    assert "left there and read back" in met[0].accessibleName()
    assert exchange_state(now.mission).folder == stick
    again = looked(at_work, stick, qtbot)
    assert again.answers.isHidden() and "nothing new" in Page(again).text


def test_the_folder_is_asked_for_once(at_work, stick, qtbot, when_asked, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "assessor.gui.receiving.exchange_dialog.choose_exchange_folder",
        lambda *_: asked.append(1) or stick,
    )
    exchange(at_work.session.assessment, stick)
    at_work.session.reload()
    when_asked(lambda dialog: dialog.reject(), ExchangeDialog)
    exchange_files(at_work, at_work.session)
    assert asked == []
    stick.rename(stick.with_name("gone"))
    when_asked(lambda dialog: dialog.reject(), ExchangeDialog)
    exchange_files(at_work, at_work.session)
    assert asked == [1]


def test_a_stick_that_is_not_there_is_said_and_looked_for_again(at_work, stick, qtbot):
    away = stick.with_name("away")
    stick.rename(away)
    dialog = looked(at_work, stick, qtbot)
    assert "plugged in" in Page(dialog).text
    assert dialog.goes.text() == "Try again"
    away.rename(stick)
    dialog.goes.click()
    qtbot.waitUntil(lambda: not Page(dialog).busy)
    assert dialog.goes.text() == "Exchange"
    assert len(lines(dialog.answers)) == 2


def test_a_mission_with_a_passphrase_leaves_its_parcel_sealed(
    window, tmp_path, stick, qtbot, when_asked
):
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path), passphrase="orange tram window").close()
    window.session.open(ana.mission, "orange tram window")
    dialog = looked(window, stick, qtbot)
    assert dialog.seals.isChecked() and "same passphrase" in Page(dialog).text
    met = when_asked(lambda message: message.accept(), MessageDialog)
    dialog.goes.click()
    qtbot.waitUntil(lambda: bool(met))
    assert [each.suffix for each in stick.iterdir()] == [".age"]
    again = looked(window, stick, qtbot)
    again.seals.click()
    assert "not sealed" in Page(again).text
    again.reject()


def test_without_a_passphrase_sealing_is_not_offered(at_work, stick, qtbot):
    dialog = looked(at_work, stick, qtbot)
    assert dialog.seals.isHidden() and "not sealed" in Page(dialog).text
    dialog.reject()


def test_a_mission_open_elsewhere_says_that_it_takes_nothing_in(window, tmp_path, when_asked):
    ana = laptop(tmp_path, "Ana")
    with ana.create(small_form(tmp_path)):
        window.open_mission(ana.mission)
        met = when_asked(lambda message: message.accept(), MessageDialog)
        exchange_files(window, window.session)
        assert "only be read" in met[0].accessibleName()
        team = TeamDialog(window, window.session, lambda: None)
        assert not team.table.isEnabled() and team.adds.isHidden()
        window.go_home()
