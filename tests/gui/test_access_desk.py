"""What a screen reader is told on the desk, section by section, and the way Tab takes there."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QTabBar,
    QWidget,
)

from assessor.assessment.assessment import Assessment
from assessor.parcel.keys import load_identity
from tests.gui.desks import At
from tests.gui.kitchen import ANSWERS, kitchen

pytestmark = pytest.mark.window

INNER = QComboBox | QTabBar | QLineEdit | QAbstractScrollArea
SAYS_NOTHING = {QAccessible.Role.NoRole, QAccessible.Role.Window, QAccessible.Role.Pane}


@pytest.fixture
def at(qtbot, tmp_path):
    path = tmp_path / "kitchen.mission"
    Assessment.create(path, kitchen(), identity=load_identity(tmp_path)).close()
    made = At(qtbot, tmp_path, path)
    for path, said in ANSWERS.items():
        made.session.answer(f"/data/{path}", {"value": said})
    yield made
    made.session.close()


def controls(root: QWidget) -> list[QWidget]:
    """What can be used: what Tab comes to, and every button, but for the inner parts of one."""
    return [
        each
        for each in root.findChildren(QWidget)
        if each.isVisible()
        and (each.focusPolicy() & Qt.FocusPolicy.TabFocus or isinstance(each, QAbstractButton))
        and each.focusProxy() is None
        and not each.objectName().startswith(("qt_", "Scroll"))
        and not isinstance(each.parentWidget(), INNER)
    ]


def check_told(control: QWidget, where: str) -> None:
    """Name, role and state reach the screen reader."""
    face = QAccessible.queryAccessibleInterface(control)
    state = face.state()
    name = face.text(QAccessible.Text.Name).strip()
    told = (where, type(control).__name__, name)
    assert name, told
    assert face.role() not in SAYS_NOTHING, told
    assert bool(state.disabled) != control.isEnabled(), told
    assert bool(state.focusable) == bool(control.focusPolicy()), told
    if isinstance(control, QAbstractButton) and control.isCheckable():
        assert bool(state.checked) == control.isChecked(), told
    if isinstance(control, QLineEdit):
        assert bool(state.readOnly) == control.isReadOnly(), told
        hidden = control.echoMode() != QLineEdit.EchoMode.Normal
        assert bool(state.passwordEdit) == hidden, told


def check_reached(control: QWidget, every: list[QWidget], where: str) -> None:
    """Tab comes to it, or to one of its group, in which the arrows go on."""
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
def test_tab_goes_down_the_page_as_one_reads(at, language):
    """Never back up, but to what stands beside it: a mark, or a button of the same question."""
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
