"""Beside an indicator by criteria: the stage that version 1 of the form was told."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from assessor.assessment.mission.form_upgrade import upgrade_form
from tests.support.assessment.laptops import instrument, laptop, version_1

pytestmark = pytest.mark.window

SECTION = "/data/sec_thr"


def test_an_upgraded_mission_tells_the_stage_of_before(window, tmp_path, qtbot):
    ana = laptop(tmp_path, "Ana")
    with ana.create(version_1()) as made:
        made.answer(f"{SECTION}/thr_statistics_stage", "4", evidence="documented")
        upgrade_form(made, instrument())
    window.open_mission(ana.mission)
    desk = window.show_screen("desk")
    desk.go_to(f"{SECTION}/thr_statistics_criteria")

    def shown() -> list[str]:
        return [each.text() for each in desk.inspector.findChildren(QLabel) if each.isVisible()]

    qtbot.waitUntil(lambda: any("4 Consolidated (Documented)" in text for text in shown()))
    assert any("it counts nowhere" in text for text in shown())
    desk.go_to(f"{SECTION}/thr_hidden_criteria")
    qtbot.waitUntil(lambda: not any("it counts nowhere" in text for text in shown()))
