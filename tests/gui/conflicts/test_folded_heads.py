"""Thirty strangers and a member answer one question: whose words the window shows."""

from __future__ import annotations

import pytest

from assessor.assessment.report.report_export import export_report
from tests.support.registry.floods import elena_with_answers, flood
from tests.support.screens.page import wait_until
from tests.support.windows.headquarters import office as office

pytestmark = pytest.mark.window


def test_the_words_of_a_member_stand_first_and_strangers_are_counted(office, tmp_path):
    """Cards of hundreds of strangers filled the screen beside one of hers."""
    with elena_with_answers(tmp_path, count=1) as elena:
        paths = [export_report(elena, tmp_path / "elena.assessor").path]
        for number, parcel in enumerate(flood(elena, 30, questions=1)):
            paths.append(tmp_path / f"{number}.assessor")
            paths[-1].write_bytes(parcel)
    office.receive(paths)
    decision = office.inbox().wait_for_decision()
    names = [each.accessibleName() for each in decision.answer_buttons()]
    assert len(names) == 4 and "Elena" in names[0]
    assert "Others who are not members of the team, not shown: 27" in decision.text
    decision.press("Show more")
    wait_until(lambda: len(decision.answer_buttons()) == 24)
    assert "Others who are not members of the team, not shown: 7" in decision.text
    decision.press("Show more")
    wait_until(lambda: len(decision.answer_buttons()) == 31)
    assert "not shown" not in decision.text
    decision.take("Elena")
    assert office.waiting == 0
