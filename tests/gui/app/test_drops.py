"""Files let go over the desk or a new mission: looked into, told of, and done with."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from assessor.assessment.entries.evidence import files_of
from assessor.gui.desk.desk_page import DeskPage
from assessor.gui.feedback.undo_toast import UndoToast
from assessor.gui.receiving.receive_from_colleagues import ReceiveFromColleaguesDialog
from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from assessor.gui.toolkit.system.drop_box import DropOverlay
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.photos import photo
from tests.support.parcel.sample_pdf import pages
from tests.support.registry.registry_laptops import report
from tests.support.screens.mission.new_mission import FORM, PATH, NewMissionScreen
from tests.support.screens.page import Page
from tests.support.store.laptops import Laptop
from tests.support.windows.accessibility import check

pytestmark = pytest.mark.window

REPORTS, FINDING = "/data/police/reports", "/data/police/finding"
HOW = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Dragging:
    """Files held over the window as the system says it, before Qt looks for who is beneath."""

    def __init__(self, window, paths):
        self.window = window
        self.data = QMimeData()
        self.data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])

    def _send(self, kind, over: QWidget | None, accepted: bool = False):
        at = over.mapTo(self.window, over.rect().center()) if over else QPoint(500, 300)
        action, buttons, keys = HOW
        at = QPointF(at) if kind is QDropEvent else at
        event = kind(at, action, self.data, buttons, keys)
        event.setAccepted(accepted)
        QApplication.sendEvent(self.window.windowHandle(), event)
        return event.isAccepted()

    def over(self, widget=None):
        """As Qt has it: a move begins as accepted as what entered was."""
        entered = self._send(QDragEnterEvent, widget)
        return self._send(QDragMoveEvent, widget, entered)

    def let_go(self, widget=None):
        return self._send(QDropEvent, widget)

    def away(self):
        QApplication.sendEvent(self.window.windowHandle(), QDragLeaveEvent())


@pytest.fixture
def desk(window, tmp_path):
    """A desk on a small mission, at a question."""
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    window.open_mission(ana.mission)
    found = window.findChild(DeskPage)
    found.go_to(REPORTS)
    QApplication.processEvents()
    return found


@pytest.fixture
def veil(window):
    """The veil over the desk and the new mission, not that of home."""
    return next(each for each in window.findChildren(DropOverlay) if each.parentWidget() is window)


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    """A folder with a report, a law in PDF, a photograph."""
    folder = tmp_path_factory.mktemp("box")
    ben = Laptop(folder, "Ben")
    ben.say("/d/q1", "1")
    (folder / "report.pdf").write_bytes(report(ben))
    ben.mission.close()
    (folder / "law.pdf").write_bytes(pages())
    (folder / "door.jpg").write_bytes(photo("JPEG"))
    return folder


def said(veil: DropOverlay) -> str:
    return veil.accessibleName() if veil.isVisible() else ""


def seen_and_left(qtbot):
    """Look at what receiving would bring, and leave it at that."""

    def answer(dialog):
        qtbot.waitUntil(lambda: not dialog.receiving.busy)
        dialog.reject()

    return answer


def told_by(when_asked, answer):
    """What the next message says, which is then answered."""
    texts: list[str] = []

    def hear(dialog):
        texts.append(dialog.accessibleName())
        answer(dialog)

    when_asked(hear, MessageDialog)
    return texts


def test_evidence_in_pdf_is_attached_to_the_question_in_focus_and_undone(
    window, qtbot, desk, veil, box
):
    desk.show_inspector(False)
    QApplication.processEvents()
    files = Dragging(window, [box / "law.pdf"])
    before = desk.page.geometry()
    assert files.over()
    qtbot.waitUntil(lambda: said(veil) == "Let go to attach it to: Reports received")
    assert desk.page.geometry() == before
    files.away()
    assert not veil.isVisible()
    files.over()
    assert files.let_go()
    qtbot.waitUntil(lambda: len(files_of(window.session.assessment)) == 1)
    [found] = files_of(window.session.assessment)
    assert (found.reference, found.name) == (REPORTS, "law.pdf")
    assert desk.inspector.isVisible() and not veil.isVisible()
    done = window.findChild(UndoToast)
    check(done)
    assert done.accessibleName() == "law.pdf is attached to: Reports received"
    done.undo_button.click()
    assert files_of(window.session.assessment) == () and not done.isVisible()


def test_a_report_is_received(window, qtbot, desk, veil, box, when_asked):
    files = Dragging(window, [box / "report.pdf"])
    files.over()
    qtbot.waitUntil(lambda: said(veil) == "Let go to receive this report")
    met = when_asked(seen_and_left(qtbot), ReceiveFromColleaguesDialog)
    files.let_go()
    qtbot.waitUntil(lambda: bool(met))
    assert files_of(window.session.assessment) == ()


def test_several_at_once_are_each_taken_for_what_they_are(
    window, qtbot, desk, veil, box, when_asked
):
    desk.inspect(None)
    files = Dragging(window, [box / "law.pdf", box / "door.jpg", box / "report.pdf"])
    files.over()
    qtbot.waitUntil(lambda: "receive this report" in said(veil))
    assert "Go to a question first" in said(veil) and veil.property("role") == "veil-no"
    files.away()
    desk.inspect(window.session.assessment.node(REPORTS))
    met = when_asked(seen_and_left(qtbot), ReceiveFromColleaguesDialog)
    files.let_go()
    qtbot.waitUntil(lambda: bool(met))
    assert {one.name for one in files_of(window.session.assessment, REPORTS)} == {
        "law.pdf",
        "door.jpg",
    }
    window.session.undo()
    assert files_of(window.session.assessment) == ()


def test_without_a_question_in_focus_it_is_said_what_to_do(window, qtbot, desk, box, when_asked):
    desk.inspect(None)
    met = told_by(when_asked, lambda dialog: dialog.accept())
    Dragging(window, [box / "door.jpg"]).let_go()
    qtbot.waitUntil(lambda: bool(met))
    assert "Go to a question first" in met[0]
    assert files_of(window.session.assessment) == ()


def test_a_field_does_not_take_a_file_for_text_and_a_box_for_files_keeps_it(
    window, qtbot, desk, veil, box
):
    edit = desk.page.questions[FINDING].edit
    files = Dragging(window, [box / "door.jpg", box / "law.pdf"])
    assert files.over(edit) and veil.isVisible()
    beside = desk.inspector.files.box
    desk.inspector.ensureWidgetVisible(beside)
    assert files.over(beside) and not veil.isVisible()
    assert files.let_go(beside)
    assert len(files_of(window.session.assessment, REPORTS)) == 2
    assert edit.text() == ""
    files.over(edit)
    files.let_go(edit)
    qtbot.waitUntil(lambda: len(files_of(window.session.assessment, REPORTS)) == 4)
    assert edit.text() == ""


def test_a_folder_without_reports_is_attached_file_by_file(
    window, qtbot, desk, veil, tmp_path, when_asked
):
    folder = tmp_path / "scans"
    folder.mkdir()
    for number in range(21):
        (folder / f"{number:02}.txt").write_text(str(number))
    files = Dragging(window, [folder])
    files.over()
    assert said(veil) == "Let go to look at what is in this folder"
    met = told_by(when_asked, lambda dialog: dialog.reject())
    files.let_go()
    qtbot.waitUntil(lambda: bool(met))
    assert met[0] == "Attach 21 files to: Reports received?"
    assert files_of(window.session.assessment) == ()
    when_asked(lambda dialog: Page(dialog).press("Attach them"), MessageDialog)
    files.let_go()
    qtbot.waitUntil(lambda: len(files_of(window.session.assessment)) == 21)


def test_what_is_told_is_gone_once_something_else_is_said(window, qtbot, desk, box):
    Dragging(window, [box / "door.jpg"]).let_go()
    qtbot.waitUntil(lambda: len(files_of(window.session.assessment)) == 1)
    done = window.findChild(UndoToast)
    assert done.isVisible()
    window.session.answer(REPORTS, {"value": "4"})
    assert not done.isVisible()


def test_a_file_that_cannot_be_attached_says_why_and_the_others_are(
    window, qtbot, desk, box, tmp_path
):
    empty = tmp_path / "empty.txt"
    empty.touch()
    Dragging(window, [empty, box / "door.jpg"]).let_go()
    qtbot.waitUntil(lambda: len(files_of(window.session.assessment)) == 1)
    qtbot.waitUntil(lambda: "empty.txt" in desk.inspector.files.trouble.plain)


def test_nothing_goes_wrong_while_files_hang_there_that_cannot_be_looked_at(
    window, qtbot, desk, veil, tmp_path
):
    """An exception in there would end the window with all that is typed in it."""
    desk.inspector.reference = "/data/recs[gone]/action"
    files = Dragging(window, [tmp_path / ("x" * 300)])
    assert files.over() and files.over(desk.inspector.files.box)
    files.over()
    qtbot.waitUntil(lambda: "Go to a question first" in said(veil))
    files.away()


def test_several_forms_at_once_are_left_alone(window, qtbot, desk, tmp_path, when_asked):
    packs = [tmp_path / "a.pack", tmp_path / "b.pack"]
    for path in packs:
        path.touch()
    met = told_by(when_asked, lambda dialog: dialog.accept())
    Dragging(window, packs).let_go()
    qtbot.waitUntil(lambda: bool(met))
    assert "one form or mission pack at a time" in met[0]


def test_a_new_mission_takes_a_form_and_nothing_else(window, qtbot, veil, tmp_path):
    page = NewMissionScreen.anew(window)
    path = page.field(PATH)
    form = tmp_path / "our form.xlsx"
    form.touch()
    other = Dragging(window, [tmp_path / "law.pdf"])
    other.over(path)
    assert "one form or mission pack" in said(veil)
    address = path.text()
    other.let_go(path)
    Dragging(window, [form]).over()
    assert said(veil) == "Let go to begin a mission with this form"
    Dragging(window, [form]).let_go()
    qtbot.waitUntil(lambda: page.read(FORM) == "our form.xlsx")
    assert path.text() == address
