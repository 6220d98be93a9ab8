"""Repeats by keyboard: add, open, duplicate, move and delete, each one undo step."""

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.comments import comments_of
from assessor.assessment.entries.repeat_instances import duplicate_repeat, move_repeat
from assessor.gui.desk.outline_panel import OutlinePanel
from assessor.gui.desk.outline_row import FACE, REFERENCE
from assessor.parcel.keys.identity import load_identity
from tests.gui.kitchen import kitchen
from tests.support.gui.desks import At, named
from tests.support.screens.desk.outline import rows
from tests.support.screens.desk.questions import repeat_of

pytestmark = pytest.mark.window

PEOPLE = "/data/people"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def at(qtbot, tmp_path):
    path = tmp_path / "kitchen.mission"
    with Assessment.create(
        path, kitchen(), identity=load_identity(tmp_path / "home", "Noor")
    ) as made:
        for _ in range(3 - len(made.node(PEOPLE).children)):
            made.add_repeat(PEOPLE)
        for name, row in zip("abc", made.node(PEOPLE).children, strict=True):
            made.answer(f"{row.reference}/role", name)
    made = At(qtbot, tmp_path, path)
    made.desk.go_to(PEOPLE)
    made.repeat = repeat_of(made.desk, PEOPLE)
    made.repeat.table.setFocus()
    made.repeat.table.selectRow(0)
    yield made
    made.session.close()


def order(at):
    rows = at.session.assessment.node(PEOPLE).children
    return "".join(row.children[0].value or "-" for row in rows)


def key(at, *keys):
    QTest.keyClick(at.repeat.table, *keys)


def test_ctrl_and_an_arrow_move_a_row_that_keeps_the_focus(at):
    key(at, Qt.Key.Key_Down, CTRL)
    assert order(at) == "bac"
    key(at, Qt.Key.Key_Down, CTRL)
    assert order(at) == "bca"
    key(at, Qt.Key.Key_Down, CTRL)
    assert order(at) == "bca"
    assert at.repeat.table.hasFocus()
    assert at.repeat.table.currentIndex().row() == 2
    at.session.undo()
    assert order(at) == "bac"
    with at.on_disk() as mission:
        rows = mission.node(PEOPLE).children
        assert "".join(row.children[0].value for row in rows) == "bac"


def test_a_duplicate_is_one_step_and_opens(at):
    key(at, Qt.Key.Key_D, CTRL)
    assert order(at) == "abca"
    assert at.repeat.opened == at.session.assessment.node(PEOPLE).children[-1].reference
    at.session.undo()
    assert order(at) == "abc"
    assert at.repeat.opened == ""


def test_insert_adds_and_delete_deletes_and_undo_restores(at):
    key(at, Qt.Key.Key_Insert)
    assert order(at) == "abc-"
    at.session.undo()
    at.repeat.table.setFocus()
    at.repeat.table.selectRow(1)
    key(at, Qt.Key.Key_Delete)
    assert order(at) == "ac"
    assert at.repeat.take_back.hasFocus()
    QTest.keyClick(at.repeat.take_back, Qt.Key.Key_Space)
    assert order(at) == "abc"


def test_a_moved_instance_stays_open_and_can_be_answered(at):
    key(at, Qt.Key.Key_Return)
    opened = at.repeat.opened
    at.click(named(at.desk, QToolButton, "Move down"))
    assert order(at) == "bac"
    assert at.repeat.opened == opened
    at.type(f"{opened}/role", "x")
    at.desk.flush()
    assert order(at) == "baxc"
    at.session.undo()
    at.session.undo()
    assert order(at) == "abc"
    at.type(f"{opened}/role", "y")
    at.desk.flush()
    assert order(at) == "aybc"


def test_a_read_only_mission_moves_and_adds_nothing(at):
    at.session.close()
    with Assessment.open(at.path, identity=load_identity(at.folder / "home", "Noor")):
        reading = At(at.bot, at.folder, at.path)
        reading.desk.go_to(PEOPLE)
        reading.repeat = repeat_of(reading.desk, PEOPLE)
        reading.repeat.table.selectRow(0)
        check_that_keys_change_nothing(reading)
        reading.session.close()


def check_that_keys_change_nothing(at):
    for keys in (
        (Qt.Key.Key_Down, CTRL),
        (Qt.Key.Key_D, CTRL),
        (Qt.Key.Key_Insert,),
        (Qt.Key.Key_Delete,),
    ):
        key(at, *keys)
    assert order(at) == "abc"


def listed(outline):
    """Return the rows of an outline, with the row that contains each."""
    found, waiting = [], [outline.model.invisibleRootItem()]
    while waiting:
        item = waiting.pop()
        for row in range(item.rowCount()):
            each = item.child(row)
            holder = item.data(REFERENCE)
            found.append((holder, row, each.data(REFERENCE), each.data(FACE), each.toolTip()))
            waiting.append(each)
    return sorted(found, key=str)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_updated_outline_equals_a_rebuilt_one(at, seed):
    dice = random.Random(seed)
    kept = at.desk.outline
    for _ in range(14):
        rows = [row.reference for row in at.session.assessment.node(PEOPLE).children]
        one = dice.choice(rows) if rows else ""
        steps = {
            "add": lambda now: now.add_repeat(PEOPLE),
            "undo": lambda now: now.undo(),
            "redo": lambda now: now.redo(),
        }
        if one:
            steps |= {
                "answer": lambda now, one=one: now.answer(f"{one}/role", dice.choice("xyz")),
                "remove": lambda now, one=one: now.remove_repeat(one),
                "move": lambda now, one=one: move_repeat(now, one, dice.randrange(4)),
                "duplicate": lambda now, one=one: duplicate_repeat(now, one),
            }
        at.session.do(dice.choice(list(steps.values())))
        QApplication.processEvents()
        fresh = OutlinePanel(at.session, at.desk.words, at.desk.go_to, at.desk)
        fresh.rebuild()
        assert listed(kept) == listed(fresh)
        assert kept.total.text() == fresh.total.text()
        fresh.deleteLater()


def test_adding_an_instance_keeps_the_other_rows_and_the_current_one(at):
    outline = at.desk.outline
    outline.show_current(PEOPLE)
    before = {key: item.internalId() for key, item in rows(outline).items()}
    key(at, Qt.Key.Key_Insert)
    QApplication.processEvents()
    assert outline.current == PEOPLE
    after = {key: item.internalId() for key, item in rows(outline).items()}
    assert before.items() < after.items()


def test_text_in_a_deleted_instance_is_no_error(at):
    key(at, Qt.Key.Key_Insert)
    role = at.desk.page.questions[f"{at.repeat.opened}/role"].edit
    QTest.keyClicks(role, "typed")
    at.session.undo()  # as a merge may delete the instance
    QApplication.processEvents()
    assert order(at) == "abc"
    assert at.repeat.opened == ""


def test_a_comment_on_a_deleted_instance_is_not_moved_to_another(at):
    key(at, Qt.Key.Key_Insert)
    gone = at.repeat.opened
    at.desk.go_to(f"{gone}/role")
    QTest.keyClicks(at.desk.inspector.comments.line, "typed")
    at.session.undo()
    QApplication.processEvents()
    first = at.session.assessment.node(PEOPLE).children[0].reference
    at.desk.go_to(f"{first}/role")
    at.desk.flush()
    assert comments_of(at.session.open_assessment) == ()
    assert at.desk.inspector.comments.line.text() == ""
