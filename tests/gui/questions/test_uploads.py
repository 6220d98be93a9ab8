"""Files as answers, dropped, pasted, drawn; what counts is what the mission file then holds."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.evidence import file_bytes, files_of, save_file
from assessor.errors import Refused
from assessor.gui.questions.media.upload_question import in_words
from assessor.gui.toolkit.controls.drawing_pad import DrawingPad
from assessor.gui.toolkit.system.drop_box import as_png
from assessor.gui.toolkit.system.open_external import can_open_external, open_external
from assessor.gui.toolkit.widgets.safe_image import decode_image
from assessor.parcel.keys.identity import load_identity
from tests.gui.kitchen import kitchen, png
from tests.support.assessment.photos import container
from tests.support.gui.desks import At
from tests.support.screens.desk.questions import said

pytestmark = pytest.mark.window

FILES = "/data/files"


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A mission of the kitchen-sink form, made once."""
    folder = tmp_path_factory.mktemp("kitchen")
    path = folder / "kitchen.mission"
    Assessment.create(path, kitchen(), identity=load_identity(folder, "Noor")).close()
    return path.read_bytes()


@pytest.fixture
def at(qtbot, tmp_path, empty):
    path = tmp_path / "kitchen.mission"
    path.write_bytes(empty)
    made = At(qtbot, tmp_path, path)
    yield made
    made.session.close()


def held(at, name):
    """The file that answers a question: its name and what it holds; None for none."""
    now = at.session.open_assessment
    found = [each for each in files_of(now, f"{FILES}/{name}") if each.is_answer]
    return (found[0].name, file_bytes(now, found[0].id)) if found else None


def dropped(box, data):
    place = QPointF(box.rect().center())
    event = QDropEvent(
        place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.NoModifier
    )
    box.dropEvent(event)


def of_file(path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def test_a_picture_that_may_tell_where_it_was_taken_says_so(at):
    question = at.question(f"{FILES}/photo")
    question.set_file(container("WEBP")[:-20], "door.webp")
    assert "could not be taken out" in question.warned.plain
    question.set_file(container("WEBP"), "door.webp")
    assert question.warned.plain == ""


def test_a_dropped_picture_is_in_the_file_and_undone_in_one_step(at, tmp_path):
    path = tmp_path / "room.png"
    path.write_bytes(png(40, 30, "#0B5B66", 2))
    question = at.question(f"{FILES}/photo")
    assert question.file() is None
    dropped(question.box, of_file(path))
    assert held(at, "photo") == ("room.png", path.read_bytes())
    assert question.name.plain == "room.png"
    assert question.remove.isVisible()
    at.session.undo()
    assert held(at, "photo") is None
    assert not question.remove.isVisible()
    at.session.redo()
    assert held(at, "photo") == ("room.png", path.read_bytes())
    with at.on_disk() as mission:
        assert mission.answer_at(f"{FILES}/photo").value.startswith("room-")


def test_a_picture_is_pasted_from_the_keyboard(at):
    question = at.question(f"{FILES}/photo")
    picture = QImage(20, 10, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkCyan)
    picture.setText("Location", "33.89, 35.50")
    QGuiApplication.clipboard().setImage(picture)
    question.take_focus()
    QTest.keySequence(question, QKeySequence(QKeySequence.StandardKey.Paste))
    name, content = held(at, "photo")
    assert name == "photo.png"
    assert decode_image(content).size() == picture.size()
    assert b"33.89" not in content
    QGuiApplication.clipboard().clear()


def test_nothing_to_paste_is_said(at):
    QGuiApplication.clipboard().clear()
    question = at.question(f"{FILES}/photo")
    at.click(question.paste)
    assert held(at, "photo") is None
    assert "copy one first" in said(question, "info")


@pytest.mark.parametrize("name", ["photo", "hearing", "sign", "marked"])
def test_what_the_form_does_not_ask_for_is_not_kept(at, tmp_path, name):
    path = tmp_path / "minutes.png"
    path.write_text("a text that calls itself a picture")
    question = at.question(f"{FILES}/{name}")
    question.set_file(path, "")
    assert held(at, name) is None
    assert "minutes.png" in said(question, "info")


def test_a_file_that_vanished_is_said_and_nothing_is_kept(at, tmp_path):
    question = at.question(f"{FILES}/report")
    question.set_file(tmp_path / "gone.pdf", "")
    assert held(at, "report") is None
    assert "gone.pdf" in said(question, "danger")


def test_a_file_is_taken_away_and_saved_as_it_was(at, tmp_path):
    question = at.question(f"{FILES}/report")
    question.set_file(b"%PDF-1.7 a report", "Report 2025.pdf")
    assert save_file(at.session.open_assessment, question.file().id, tmp_path).read_bytes() == (
        b"%PDF-1.7 a report"
    )
    at.click(question.remove)
    assert held(at, "report") is None
    assert not question.remove.isVisible()
    assert question.has_keyboard()


def test_a_name_without_its_file_is_shown_as_such(at):
    at.session.answer(f"{FILES}/photo", {"value": "elsewhere.jpg"})
    question = at.question(f"{FILES}/photo")
    assert question.name.plain == "elsewhere.jpg"
    assert "never put in here" in question.details.plain
    assert not question.save.isEnabled()
    at.click(question.remove)
    assert at.session.assessment.answer_at(f"{FILES}/photo").value == ""


def draw(pad):
    """One stroke across the sheet."""
    sheet = pad.sheet
    middle = sheet.rect().center()
    QTest.mousePress(sheet, Qt.MouseButton.LeftButton, pos=middle - QPoint(80, 0))
    for step in range(-80, 81, 10):
        QTest.mouseMove(sheet, middle + QPoint(step, step // 4))
    QTest.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=middle + QPoint(80, 20))


def on_the_pad(does):
    """Arrange what is done with the drawing pad when it opens; the list holds it afterwards."""
    met = []

    def look():
        pad = QApplication.activeModalWidget()
        if isinstance(pad, DrawingPad):
            met.append((pad.keep.isEnabled(), pad.sheet.size()))
            does(pad)
        else:
            QTimer.singleShot(5, look)

    QTimer.singleShot(5, look)
    return met


def signed(pad):
    draw(pad)
    pad.keep.click()


def test_a_signature_is_drawn_and_kept_without_its_line(at):
    question = at.question(f"{FILES}/sign")
    met = on_the_pad(signed)
    at.click(question.draw)
    assert met[0][0] is False  # an empty sheet is not kept
    name, content = held(at, "sign")
    assert name == "sign.png"
    picture = decode_image(content)
    white = {picture.pixel(x, 360) for x in range(64, 200)}
    assert white == {0xFFFFFFFF}
    assert any(picture.pixel(x, picture.height() // 2) != 0xFFFFFFFF for x in range(400, 900))


def test_marks_are_drawn_on_the_photograph_at_its_own_size(at):
    question = at.question(f"{FILES}/marked")
    question.set_file(png(1600, 1000, "#55626F", 3), "room.png")
    met = on_the_pad(signed)
    at.click(question.replace)
    assert met[0][1].width() == 960
    name, content = held(at, "marked")
    marked = decode_image(content)
    assert name == "marked.png"
    assert marked.width() >= 1600
    at.session.undo()
    assert held(at, "marked")[0] == "room.png"


def test_strokes_are_taken_back_and_a_cancelled_drawing_is_none(at):
    question = at.question(f"{FILES}/plan")

    def doubt(pad):
        draw(pad)
        draw(pad)
        pad.back.click()
        assert pad.keep.isEnabled()
        pad.back.click()
        assert not pad.keep.isEnabled()
        pad.reject()

    assert on_the_pad(doubt) == []
    at.click(question.draw)
    assert held(at, "plan") is None


def test_a_mission_that_is_only_read_offers_no_way_to_answer(at, qtbot):
    at.session.answer(f"{FILES}/photo", {"file": png(8, 8, "#0B5B66", 1), "name": "a.png"})
    question = at.question(f"{FILES}/photo")
    question.context = replace(question.context, read_only=True)
    question.show_node(question.node, question.atom)
    assert question.open.isEnabled()
    assert not question.remove.isEnabled()
    assert not question.replace.isEnabled()
    assert not question.box.acceptDrops()


def test_only_what_is_looked_at_or_listened_to_is_opened(tmp_path):
    assert can_open_external("Report.PDF")
    for name in ("tool.exe", "run.sh", "macro.xlsm", "page.html", "link.desktop", "none"):
        assert not can_open_external(name)
        with pytest.raises(Refused):
            open_external(name, b"")


def test_a_picture_too_large_to_draw_is_none():
    head = as_png(QImage(2, 2, QImage.Format.Format_RGB32))
    huge = head[:16] + (60_000).to_bytes(4, "big") * 2 + head[24:]
    assert decode_image(huge) is None
    assert decode_image(b"no picture") is None
    assert decode_image(None) is None


def test_sizes_in_words():
    assert [in_words(n) for n in (1, 999_499, 1_500_000)] == ["1 kB", "999 kB", "1.5 MB"]
