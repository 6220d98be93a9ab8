"""The walk: click in the window → file → PDF → registry → conflict → decision → back to the field.

Two assessors and headquarters, each a window with a profile of its own, as on three computers.
Real widgets are clicked, real files read; at the end all three files say the same.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from assessor.assessment.entries.membership import make_member
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import SMALL
from tests.support.screens.headquarters.headquarters import HeadquartersScreen
from tests.support.walk import Computer, begin_a_mission, button, state, values

pytestmark = pytest.mark.window

STAGE, FINDING, REPORTS = "/data/police/stage", "/data/police/finding", "/data/police/reports"


def test_from_a_click_to_a_decision_and_back(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "small.md").write_text(SMALL, encoding="utf-8")
    elena = Computer(qtbot, tmp_path, "Elena")
    tomas = Computer(qtbot, tmp_path, "Tomas")
    office = Computer(qtbot, tmp_path, "Headquarters")

    begin_a_mission(elena, tmp_path / "small.md")
    elena.type(REPORTS, "120")
    elena.window.go_home()
    assert values(elena.mission, REPORTS) == ["120"]
    with Mission.open(elena.mission) as mission:
        [row] = mission.assessments()
        for other in (tomas, office):  # whose six words Elena compared
            make_member(mission, row.uuid, other.identity().public.hex(), elena.identity())
    shutil.copyfile(elena.mission, tomas.mission)  # the stick goes round the table

    elena.window.open_mission(elena.mission)
    elena.choose(STAGE, "3")
    elena.type(FINDING, "A unit with a mandate.")
    assert values(elena.mission, STAGE) == ["3"]
    first = elena.export()
    elena.stop()

    tomas.start().window.open_mission(tomas.mission)
    tomas.choose(STAGE, "2")
    second = tomas.export()
    tomas.stop()

    registry = decide_at_headquarters(office, first, second)
    assert values(registry, STAGE) == ["3"]

    for field in (elena, tomas):
        field.start().window.open_mission(field.mission)
        field.receive(registry)
        assert field.question(STAGE).options.buttons["3"].isChecked()
        field.stop()
    for path in (elena.mission, tomas.mission, registry):
        assert values(path, STAGE) == ["3"]
        assert values(path, FINDING) == ["A unit with a mandate."]
    assert state(elena.mission) == state(tomas.mission) == state(registry)


def decide_at_headquarters(office: Computer, *reports: Path) -> Path:
    """Receive the reports into a new registry and take Elena's answer; the registry's path."""
    path = office.folder / "all.registry"
    page = HeadquartersScreen(office.start().window)
    screen = page.screen
    screen.create_registry(path)
    screen.offer(reports)
    office.bot.waitUntil(lambda: button(screen, "Receive 2") is not None)
    office.click(button(screen, "Receive 2"))
    office.bot.waitUntil(lambda: page.waiting == 1)
    page.inbox()
    assert values(path, STAGE) == ["2", "3"]
    takes = [each for each in screen.findChildren(QPushButton) if each.isVisible()]
    office.click(next(each for each in takes if "Elena" in each.accessibleName()))
    office.bot.waitUntil(lambda: page.waiting == 0)
    office.stop()
    return path
