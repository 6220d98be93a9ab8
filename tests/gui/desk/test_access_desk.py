"""Names, roles and states for screen readers on the desk, and the tab order."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QWidget,
)

from assessor.assessment.assessment import Assessment
from assessor.parcel.keys.identity import load_identity
from tests.gui.kitchen import ANSWERS, kitchen
from tests.support.gui.desks import At
from tests.support.windows.desk_accessibility import check_told, controls

pytestmark = pytest.mark.window


@pytest.fixture
def at(qtbot, tmp_path):
    path = tmp_path / "kitchen.mission"
    Assessment.create(path, kitchen(), identity=load_identity(tmp_path, "Noor")).close()
    made = At(qtbot, tmp_path, path)
    for path, said in ANSWERS.items():
        made.session.answer(f"/data/{path}", {"value": said})
    yield made
    made.session.close()


def check_reached(control: QWidget, every: list[QWidget], where: str) -> None:
    """Whether Tab reaches it, or another of its group, where arrow keys move on."""
    if not control.isEnabled() or control.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return
    group = [each for each in every if type(each) is type(control)]
    assert any(each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in group), where


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_control_has_a_name_a_role_and_its_state(at, language):
    at.session.speak(language)
    for section in at.desk.outline.sections:
        at.desk.go_to(section.reference)
        QApplication.processEvents()
        every = controls(at.desk)
        assert every
        for control in every:
            check_told(control, section.reference)
            check_reached(control, every, section.reference)
    at.session.speak("en")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_tab_follows_the_reading_order(at, language):
    """Tab never goes up, except to a mark or button beside the same question."""
    at.session.speak(language)
    for section in at.desk.outline.sections:
        at.desk.go_to(section.reference)
        QApplication.processEvents()
        page = at.desk.page
        page.take_focus()
        tops = []
        for _ in range(140):
            focus = QApplication.focusWidget()
            if focus is None or not page.isAncestorOf(focus):
                break
            found = next((q for q in page.questions.values() if q.isAncestorOf(focus)), focus)
            tops.append(found.mapTo(page.widget(), QPoint(0, 0)).y())
            QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert tops == sorted(tops), section.reference
    at.session.speak("en")
