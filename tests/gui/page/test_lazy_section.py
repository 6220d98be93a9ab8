"""A long section is built while it is scrolled, and behaves as if it were complete."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from assessor.assessment.assessment import Assessment
from assessor.gui.page.lazy_section import AT_ONCE, PIECE, LazySection
from assessor.parcel.keys.identity import load_identity
from tests.support.gui.desks import At
from tests.support.windows.long_forms import long_form

pytestmark = pytest.mark.window

MANY = 200


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("long")
    path = folder / "long.mission"
    Assessment.create(path, long_form(MANY), identity=load_identity(folder, "Noor")).close()
    return path.read_bytes()


@pytest.fixture
def at(qtbot, tmp_path, empty):
    path = tmp_path / "long.mission"
    path.write_bytes(empty)
    made = At(qtbot, tmp_path, path)
    made.desk.go_to("/data/big")
    QApplication.processEvents()
    yield made
    made.session.close()


def built(at):
    return {int(key.rpartition("q")[2]) for key in at.desk.page.questions}


def test_only_questions_near_the_visible_part_are_built(at):
    near = built(at)
    assert near == set(range(len(near)))
    assert AT_ONCE - PIECE < len(near) < 80


def test_the_last_question_can_be_reached_and_answered(at):
    at.type(f"/data/big/q{MANY - 4}", "the end")
    at.desk.flush()
    assert at.session.assessment.answer_at(f"/data/big/q{MANY - 4}").value == "the end"
    assert len(built(at)) < MANY
    question = at.desk.page.questions[f"/data/big/q{MANY - 4}"]
    place = question.mapTo(at.desk.page.viewport(), QPoint(0, 0)).y()
    assert 0 <= place < at.desk.page.viewport().height()


def test_scrolling_never_shows_a_placeholder(at):
    page = at.desk.page
    bar = page.verticalScrollBar()
    at.desk.go_to(f"/data/big/q{MANY - 1}")
    for _ in range(400):
        if bar.value() == bar.minimum():
            break
        seen = page.childAt(page.viewport().rect().center())
        before = bar.value()
        bar.setValue(before - page.viewport().height() // 2)
        QApplication.processEvents()
        assert seen is not None
        for room in page.findChildren(LazySection):
            hidden = room.made or room.visibleRegion().isEmpty()
            assert hidden, f"{room.nodes[0].reference} is not built"
    assert built(at) == set(range(MANY))


def test_tab_goes_through_every_question_in_order_and_back(at):
    page = at.desk.page
    page.take_focus()
    met = []
    for _ in range(MANY * 4):
        focus = QApplication.focusWidget()
        if focus is None or not page.isAncestorOf(focus):
            break
        here = [key for key, each in page.questions.items() if each.has_keyboard()]
        met += [int(key.rpartition("q")[2]) for key in here]
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    order = list(dict.fromkeys(met))
    assert order == list(range(MANY))


def test_the_focused_question_stays_when_others_appear(at):
    reference = "/data/big/q121"
    question = at.question(reference)
    page = at.desk.page
    top = question.mapTo(page.viewport(), QPoint(0, 0)).y()
    for value in ("off", "on"):
        at.session.answer("/data/big/q0", {"value": value})
        assert abs(question.mapTo(page.viewport(), QPoint(0, 0)).y() - top) <= 1
        assert question.has_keyboard()
    hidden = at.question("/data/big/q129")
    at.session.answer("/data/big/q0", {"value": "off"})
    assert hidden.isHidden()
    assert page.questions["/data/big/q130"].has_keyboard()


def test_progress_counts_questions_that_are_not_built(at):
    for n in (0, 4, MANY - 4):
        at.session.answer(f"/data/big/q{n}", {"value": "said"})
    QApplication.processEvents()
    assert f"3 of {MANY}" in at.desk.page.title.progress.plain
