"""The team's walk: three laptops share out sections, answer, and exchange through one folder.

Real widgets are clicked, real files lie in the folder; whatever the order, all three files end
alike.
"""

from __future__ import annotations

import shutil
from itertools import permutations

import pytest
from PySide6.QtCore import Qt

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.membership import make_member
from assessor.assessment.entries.tasks import holders_of
from assessor.gui.receiving.exchange_dialog import ExchangeDialog
from assessor.gui.team.team_dialog import TeamDialog
from assessor.parcel.keys.identity import load_identity
from tests.support.assessment.team import FORM, PLACE, POLICE, REPORTS
from tests.support.screens.desk import outline
from tests.support.walk import Computer, begin_a_mission, press, state, values

pytestmark = pytest.mark.window

RECS = "/data/recs"


def hand_out(person: Computer, *given: tuple[int, str]) -> None:
    """Open Team, add whoever is not there, and click for each part (by row) a name."""

    def click(dialog: TeamDialog) -> bool | None:
        if not isinstance(dialog, TeamDialog):
            return False
        table = dialog.table
        for row, name in given:
            heads = [table.horizontalHeaderItem(at).text() for at in range(table.columnCount())]
            if name not in heads:
                person.bot.keyClicks(dialog.name, name)
                person.bot.keyClick(dialog.name, Qt.Key.Key_Return)
                heads = [table.horizontalHeaderItem(at).text() for at in range(table.columnCount())]
            spot = table.visualItemRect(table.item(row, heads.index(name))).center()
            person.bot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        return press(person, dialog, "Close")

    person.in_dialogs(click)
    person.window.menu_actions["team"].trigger()


def exchange(person: Computer) -> None:
    """The one door, and the one button behind it."""

    def go(dialog: ExchangeDialog) -> bool | None:
        return isinstance(dialog, ExchangeDialog) and press(person, dialog, "Exchange")

    person.in_dialogs(go, lambda dialog: press(person, dialog, "Close"))
    person.window.menu_actions["exchange"].trigger()


def holder(person: Computer, reference: str) -> str:
    return str(outline.face(person.desk, reference).holder)


@pytest.mark.parametrize("order", list(permutations(range(3)))[1:4:2])
def test_three_share_out_answer_and_exchange_in_any_order(qtbot, tmp_path, monkeypatch, order):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "small.md").write_text(FORM, encoding="utf-8")
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(
        "assessor.gui.receiving.exchange_dialog.choose_exchange_folder", lambda *_: stick
    )
    ana, ben, cleo = team = [Computer(qtbot, tmp_path, name) for name in ("Ana", "Ben", "Cleo")]

    begin_a_mission(ana, tmp_path / "small.md")
    hand_out(ana, (0, "You"), (1, "Ben"))
    ana.window.go_home()
    ana.stop()
    identity = load_identity(ana.folder / "home")
    with Assessment.open(ana.mission, identity=identity) as mission:
        for other in (ben, cleo):
            key = load_identity(other.folder / "home", other.name).public.hex()
            make_member(mission.mission, mission.uuid, key, identity)
    for other in (ben, cleo):
        shutil.copyfile(ana.mission, other.mission)

    for person, reference, said in ((ana, PLACE, "Port"), (ben, REPORTS, "12"), (cleo, PLACE, "")):
        person.start().window.open_mission(person.mission)
        whose = {PLACE: holder(person, PLACE), POLICE: holder(person, POLICE)}
        assert whose == {
            PLACE: "Yours" if person is ana else "Ana",
            POLICE: "Yours" if person is ben else "Ben",
        }
        if said:
            person.type(reference, said)
        else:
            hand_out(cleo, (2, "You"))
            cleo.type(REPORTS, "13")  # Ben's section: never blocked
        person.stop()

    for at in (*order, *order):
        person = team[at]
        person.start().window.open_mission(person.mission)
        exchange(person)
        person.stop()

    assert len(list(stick.iterdir())) == 3
    assert state(ana.mission) == state(ben.mission) == state(cleo.mission)
    for person in team:
        assert values(person.mission, PLACE) == ["Port"]
        assert values(person.mission, REPORTS) == ["12", "13"]
        identity = load_identity(person.folder / "home")
        with Assessment.open(person.mission, identity=identity) as mission:
            holders = holders_of(mission)
            assert [holders.of(each) for each in (PLACE, POLICE, RECS)] == ["Ana", "Ben", "Cleo"]
