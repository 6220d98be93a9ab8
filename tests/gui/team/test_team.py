"""The Team screen: handing sections over by click and key, all at once, and taking it back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from assessor.assessment.entries.membership import make_member
from assessor.assessment.entries.tasks import assign_tasks, holders_of
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.gui.team.team_dialog import TeamDialog
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.team import FORM, LAB, POLICE, REPORTS
from tests.support.screens.page import Page
from tests.support.windows.accessibility import check

pytestmark = pytest.mark.window


@pytest.fixture
def team(window, tmp_path, qtbot):
    window.session.preferences.put("assessor", "Ana")
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path, FORM)).close()
    window.open_mission(ana.mission)
    dialog = TeamDialog(window, window.session, lambda: None)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def held(dialog):
    return holders_of(dialog.parent().session.assessment)


def cell(dialog, part, person):
    """Row and column of a part's label under a person's name at the head."""
    table = dialog.table
    names = [table.item(row, 0).text().strip() for row in range(table.rowCount())]
    heads = [table.horizontalHeaderItem(at).text() for at in range(table.columnCount())]
    return names.index(part), heads.index(person)


def add(dialog, qtbot, name):
    qtbot.keyClicks(dialog.name, name)
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)


def click(dialog, qtbot, part, person):
    table = dialog.table
    spot = table.visualItemRect(table.item(*cell(dialog, part, person))).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def said(card):
    return [each.text() for each in card.findChildren(QLabel)]


def test_a_click_hands_a_section_over_and_another_passes_it_on(team, qtbot):
    add(team, qtbot, "Ben Okafor")
    click(team, qtbot, "Police", "Ben Okafor")
    assert held(team).of(REPORTS) == "Ben Okafor"
    qtbot.waitUntil(lambda: "0 of 3 answered" in said(team.cards.cards["Ben Okafor"]))
    click(team, qtbot, "Police", "You")
    assert held(team).of(REPORTS) == "Ana"
    Page(team).press("Undo")
    assert held(team).of(REPORTS) == "Ben Okafor"
    click(team, qtbot, "Police", "Nobody")
    assert held(team).of(REPORTS) == ""


def test_who_was_added_and_holds_nothing_is_there_the_next_time_and_can_be_taken_off(
    window, team, qtbot
):
    add(team, qtbot, "Ben Okafor")
    again = TeamDialog(window, window.session, lambda: None)
    again.show()
    assert cell(again, "Police", "Ben Okafor")
    [takes_off] = again.cards.cards["Ben Okafor"].findChildren(QToolButton)
    assert takes_off.accessibleName() == "Remove from the team: Ben Okafor"
    takes_off.click()
    qtbot.waitUntil(lambda: "Ben Okafor" not in again.cards.cards)
    Page(again).press("Undo")
    qtbot.waitUntil(lambda: "Ben Okafor" in again.cards.cards)


def test_keys_do_what_clicks_do(team, qtbot):
    add(team, qtbot, "Ben")
    assert team.table.hasFocus()
    team.table.setCurrentCell(*cell(team, "Police", "You"))
    qtbot.keyClick(team.table, Qt.Key.Key_Right)
    qtbot.keyClick(team.table, Qt.Key.Key_Return)
    assert held(team).of(REPORTS) == "Ben"
    qtbot.waitUntil(lambda: "Ben" in team.cards.cards)
    assert (team.table.currentRow(), team.table.currentColumn()) == cell(team, "Police", "Ben")


def test_groups_inside_sections_are_handed_out_by_themselves(team, qtbot):
    assert team.table.rowCount() == 3
    team.groups.click()
    add(team, qtbot, "Cleo")
    click(team, qtbot, "Laboratory", "Cleo")
    assert (held(team).of(f"{LAB}/tools"), held(team).of(REPORTS)) == ("Cleo", "")
    team.groups.click()
    assert cell(team, "Laboratory", "Cleo"), "what was handed out stays in sight"


def test_all_that_one_holds_is_handed_on_from_the_card(team, qtbot):
    session = team.parent().session
    session.do(lambda now: assign_tasks(now, [POLICE, "/data/recs"], "Ben"))
    qtbot.waitUntil(lambda: "Ben" in team.cards.cards)
    [hands_on] = team.cards.cards["Ben"].findChildren(QPushButton)
    next(each for each in hands_on.menu().actions() if each.text() == "To Ana").trigger()
    assert held(team).people == ("Ana",)


def test_a_contested_section_is_marked_until_it_is_handed_out_again(window, tmp_path, team, qtbot):
    session = team.parent().session
    ben, ours = laptop(tmp_path, "Ben", 10), session.assessment
    founder = laptop(tmp_path, "Ana").identity()
    make_member(ours.mission, ours.uuid, ben.identity().public.hex(), founder)
    ben.mission.write_bytes(ours.path.read_bytes())
    with ben.open() as theirs:
        assign_tasks(theirs, [POLICE], "Ben")
    session.do(lambda now: assign_tasks(now, [POLICE], "Ana"))
    receive_files(session.assessment, [ben.mission])
    session.reload()
    row, _ = cell(team, "Police", "You")
    qtbot.waitUntil(lambda: "several people" in team.table.item(row, 0).toolTip())
    click(team, qtbot, "Police", "Ben")
    assert session.assessment.conflicts() == ()
    assert held(team).of(REPORTS) == "Ben"


def test_every_control_has_a_name_and_every_cell_says_what_it_does(team, qtbot):
    check(team)
    add(team, qtbot, "Ben")
    click(team, qtbot, "Police", "Ben")

    def told(person):
        item = team.table.item(*cell(team, "Police", person))
        return item.data(Qt.ItemDataRole.AccessibleTextRole)

    qtbot.waitUntil(lambda: told("Ben") == "Ben holds Police: 0 of 3 answered")
    assert told("You") == "Hand Police to You"


def test_it_closes_with_the_mission(window, team):
    window.go_home()
    assert not team.isVisible()


def test_headquarters_reads_whom_a_contested_section_was_handed_to(window, tmp_path):
    from assessor.gui.registry.registry_session import RegistrySession
    from assessor.registry.receive.receiver import receive

    ana, ben = laptop(tmp_path, "Ana"), laptop(tmp_path, "Ben", 10)
    ana.create(small_form(tmp_path, FORM)).close()
    ben.copy_from(ana)
    for each in (ana, ben):
        with each.open() as mission:
            assign_tasks(mission, [POLICE], each.name)
    path = tmp_path / "all.registry"
    with Mission.create(path, role="registry") as registry:
        receive(registry, [ana.mission, ben.mission])
    office = RegistrySession(path, None, window.session)
    [conflict] = office.mission.conflicts()
    assert office.asked(conflict).question == "Police"
    assert {office.said(conflict, head) for head in conflict.heads} == {"Ana", "Ben"}
    office.mission.close()
