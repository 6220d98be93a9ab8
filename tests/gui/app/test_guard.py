"""Locked, nothing of a mission is left on the screen; its passphrase alone brings it back."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget

from assessor.assessment.entries.sources import statement_drafts
from assessor.assessment.mission.passphrase_protection import passphrase_declined_at
from assessor.gui.app.auto_lock import AutoLock
from assessor.gui.app.header_bar import HeaderBar
from assessor.gui.checks.check_dialog import CheckDialog
from assessor.gui.files.passphrase_dialogs import ChangePassphrase, ChoosePassphrase
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import small_form
from tests.support.screens.page import Page
from tests.support.windows.home import text_of

pytestmark = pytest.mark.window

SECRET = "orange tram window"
FINDING, REPORTS = "/data/police/finding", "/data/police/reports"
CANARY = "canary of the ministry"


@pytest.fixture
def mission(window, tmp_path):
    """A protected mission, open on the desk at a question that says something."""
    path = tmp_path / "a.mission"
    window.session.create(path, small_form(tmp_path), passphrase=SECRET)
    window.session.do(lambda now: now.answer(FINDING, CANARY))
    window.show_desk(FINDING)
    return path


def lock_of(window) -> AutoLock:
    lock = window.findChild(AutoLock)
    assert lock is not None
    return lock


def everything_shown(window) -> str:
    """Every text any widget of any window could be showing."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    found = [window.windowTitle()]
    for top in QApplication.topLevelWidgets():
        for each in [top, *top.findChildren(QWidget)]:
            if isinstance(each, QLabel | QLineEdit):
                found.append(each.text())
            elif isinstance(each, QPlainTextEdit):
                found.append(each.toPlainText())
            found += [each.toolTip(), each.accessibleName(), each.accessibleDescription()]
    return "\n".join(found)


def unlock(window, word, qtbot):
    assert window.screen_name == "locked"
    page = Page(window.show_screen("locked"))
    page.fill("Passphrase", word)
    field = page.field("Passphrase")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    return page


def test_the_key_locks_and_nothing_is_left(window, mission, qtbot):
    assert CANARY in everything_shown(window)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.screen_name == "locked" and window.session.open_assessment is None
    shown = everything_shown(window)
    for secret in (CANARY, "Police", "What we found"):
        assert secret not in shown
    assert not window.statusBar().isVisible()
    assert window.windowTitle() == "Assessor" and not window.findChild(HeaderBar).isVisible()


def test_its_passphrase_alone_opens_it_again_at_the_same_place(window, mission, qtbot):
    lock_of(window).lock()
    screen = unlock(window, "wrong", qtbot)
    assert "does not open it" in screen.text and window.session.open_assessment is None
    unlock(window, SECRET, qtbot)
    assert window.screen_name == "desk"
    assert window.session.assessment.answer_at(FINDING).value == CANARY
    qtbot.waitUntil(lambda: window.place() == FINDING)


def begin_a_statement(window, qtbot):
    """Type the note of a statement that says neither who nor what; the form."""
    desk = window.show_screen("desk")
    desk.go_to(REPORTS)
    desk.inspector.statements.open_form()
    form = desk.inspector.statements.form
    qtbot.keyClicks(form.note, "by telephone")
    return form


def test_a_statement_begun_is_given_back_when_it_is_unlocked(window, mission, qtbot):
    begin_a_statement(window, qtbot)
    lock_of(window).lock()
    assert "by telephone" not in everything_shown(window)
    unlock(window, SECRET, qtbot)
    window.show_desk(REPORTS)
    form = window.show_screen("desk").inspector.statements.form
    assert form.isVisible() and form.note.text() == "by telephone"


def test_a_statement_begun_outlives_the_window_and_lies_in_no_other_file(window, mission, qtbot):
    begin_a_statement(window, qtbot)
    window.close()
    assert window.session.open_assessment is None
    with Mission.open(mission, passphrase=SECRET) as kept:
        assert [each.note for each in statement_drafts(kept).values()] == ["by telephone"]
    beside = [each for each in mission.parent.rglob("*") if each.is_file()]
    assert not [each for each in beside if b"by telephone" in each.read_bytes()]


def test_what_was_typed_is_said_before_it_locks(window, mission, qtbot):
    desk = window.show_screen("desk")
    desk.go_to(REPORTS)
    field = desk.page.questions[REPORTS].findChild(QLineEdit)
    qtbot.keyClicks(field, "12")
    lock_of(window).lock()
    with Mission.open(mission, passphrase=SECRET) as kept:
        [row] = kept.assessments()
        [head] = kept.heads(row.uuid)["answer", REPORTS]
    assert head.body["value"] == "12"


def test_dialogs_above_it_are_put_away(window, mission, qtbot):
    dialog = CheckDialog(window, window.session, window.doors)
    dialog.show()
    qtbot.waitUntil(lambda: not window.session.busy)
    dialog.setModal(True)
    dialog.hide()
    dialog.show()
    assert lock_of(window).lock()
    assert not dialog.isVisible() and window.screen_name == "locked"


def test_work_that_runs_is_waited_for(window, mission, qtbot, tmp_path):
    import threading

    go_on, ended = threading.Event(), []
    window.session.run(lambda _tell: go_on.wait(10), done=ended.append, failed=ended.append)
    assert not lock_of(window).lock() and window.screen_name == "desk"
    go_on.set()
    qtbot.waitUntil(lambda: bool(ended))
    qtbot.waitUntil(lambda: not window.session.busy)
    assert lock_of(window).lock()


def test_without_a_passphrase_it_says_so_and_stays(window, tmp_path, when_asked):
    window.session.create(tmp_path / "a.mission", small_form(tmp_path))
    met = when_asked(lambda dialog: dialog.accept())
    window.menu_actions["lock"].trigger()
    assert isinstance(met[0], MessageDialog) and "nothing to lock" in met[0].accessibleName()
    assert window.screen_name == "desk"
    lock_of(window).idle.note_activity(ago=3600)
    lock_of(window).idle.poll()
    assert window.screen_name == "desk"


def test_it_locks_when_nobody_is_there_and_not_before(window, mission, qtbot):
    idle = lock_of(window).idle
    assert idle.minutes == 10
    idle.note_activity(ago=9 * 60)
    idle.poll()
    assert window.screen_name == "desk"
    idle.note_activity(ago=11 * 60)
    idle.poll()
    assert window.screen_name == "locked"


@pytest.mark.parametrize("sign", ["key", "mouse"])
def test_a_key_or_a_move_of_the_mouse_is_somebody(window, mission, sign):
    idle = lock_of(window).idle
    idle.note_activity(ago=11 * 60)
    here, none = QPointF(5, 5), Qt.KeyboardModifier.NoModifier
    button = Qt.MouseButton.NoButton
    event = (
        QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, none)
        if sign == "key"
        else QMouseEvent(QEvent.Type.MouseMove, here, here, button, button, none)
    )
    QApplication.instance().focusWindowChanged.emit(window.windowHandle())
    QApplication.sendEvent(window.windowHandle(), event)
    idle.poll()
    assert window.screen_name == "desk"


def test_how_long_is_chosen_in_the_menu_and_remembered(window, mission):
    window.menu_actions["lock-30"].trigger()
    assert (lock_of(window).minutes, lock_of(window).idle.minutes) == (30, 30)
    window.menu_actions["lock-0"].trigger()
    lock_of(window).idle.note_activity(ago=10**6)
    lock_of(window).idle.poll()
    assert window.screen_name == "desk"
    again = AutoLock(window)
    assert again.minutes == 0
    window.session.preferences.put("lock_after", "nonsense")
    assert again.minutes == 10


def test_the_locked_screen_can_be_left(window, mission, qtbot):
    lock_of(window).lock()
    window.go_home()
    assert window.screen_name == "home" and CANARY not in everything_shown(window)


def test_a_protected_registry_is_offered_made_locked_and_opened(
    window, tmp_path, qtbot, when_asked, monkeypatch
):
    path = tmp_path / "hq.registry"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    screen = window.show_screen("headquarters")

    def choose(dialog):
        assert isinstance(dialog, ChoosePassphrase)
        dialog.go.click()  # nothing typed yet
        assert "Type a passphrase" in text_of(dialog)
        dialog.protection.first.setText(SECRET)
        dialog.protection.again.setText(SECRET)
        dialog.go.click()

    when_asked(choose)
    Page(screen).press("New registry…")
    assert window.office.mission.encrypted
    assert lock_of(window).lock() and window.office is None
    assert "hq" not in everything_shown(window)
    unlock(window, "wrong", qtbot)
    assert window.screen_name == "locked"
    unlock(window, SECRET, qtbot)
    assert window.screen_name == "headquarters" and window.office.path == path


def test_declining_for_a_registry_is_one_click_and_recorded(
    window, tmp_path, when_asked, monkeypatch
):
    path = tmp_path / "hq.registry"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    screen = window.show_screen("headquarters")

    def decline(dialog):
        assert "Nobody can bring a lost passphrase back" in text_of(dialog)
        dialog.protection.box.click()
        dialog.go.click()

    when_asked(decline)
    Page(screen).press("New registry…")
    assert not window.office.mission.encrypted and passphrase_declined_at(window.office.mission) > 0


def change(window, qtbot, old, new):
    """Change the passphrase by hand; the dialog, and what was said at the end."""
    dialog = ChangePassphrase(window, window.session, window.session.assessment.mission)
    dialog.show()
    dialog.present.setText(old)
    if new is None:
        dialog.protection.box.click()
    else:
        dialog.protection.first.setText(new)
        dialog.protection.again.setText(new)
    dialog.go.click()
    return dialog


def test_the_passphrase_is_changed_by_hand(window, mission, qtbot, when_asked):
    dialog = change(window, qtbot, "wrong", "new one")
    assert dialog.isVisible() and "does not open" in text_of(dialog)
    dialog.present.setText(SECRET)
    said = []

    def told(shown):
        if isinstance(shown, MessageDialog):
            said.append(shown.accessibleName())
            shown.accept()
        else:
            when_asked(told)

    when_asked(told)
    dialog.go.click()
    assert "new passphrase alone" in said[0]
    window.session.do(lambda now: now.answer(FINDING, "work goes on"))
    lock_of(window).lock()
    unlock(window, SECRET, qtbot)
    assert window.screen_name == "locked"
    unlock(window, "new one", qtbot)
    assert window.session.assessment.answer_at(FINDING).value == "work goes on"


def test_what_was_declined_is_said_when_one_is_set(window, tmp_path, qtbot):
    window.session.create(tmp_path / "b.mission", small_form(tmp_path))
    dialog = ChangePassphrase(window, window.session, window.session.assessment.mission)
    dialog.show()
    assert "declined on" in text_of(dialog) and not dialog.present.isVisible()
    dialog.protection.box.click()
    dialog.go.click()
    assert not dialog.isVisible() and not window.session.assessment.mission.encrypted
