"""Builders and checks about question contract that several tests share."""

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit

from assessor.assessment.assessment import Assessment
from assessor.parcel.keys.identity import load_identity
from tests.gui.kitchen import kitchen
from tests.support.gui.desks import At


@dataclass(frozen=True)
class Act:
    """What is pressed on a blank question, and what the file then says; `...`: that it says."""

    keys: tuple[object, ...]
    value: object
    blank: tuple[object, ...] = (Qt.Key.Key_Delete,)


def typed(text: str, value: str | None = None) -> Act:
    clear = (QKeySequence.StandardKey.SelectAll, Qt.Key.Key_Delete, Qt.Key.Key_Tab)
    return Act((text, Qt.Key.Key_Tab), text if value is None else value, clear)


SPACE = Act((Qt.Key.Key_Space,), ...)
PASTE = Act((QKeySequence.StandardKey.Paste,), ..., ())
ACTS = {
    "words/name": typed("Unit"),
    "words/mandate": typed("One line"),
    "words/site": typed("https://example.org"),
    "words/secret": typed("hidden"),
    "words/file_no": typed("0042"),
    "words/budget": typed("12 000", "12000"),
    "words/women": typed("4"),
    "words/share": typed("37,5", "37.5"),
    "words/bearing": typed("271"),
    "words/seal": typed("4006381333931"),
    "words/read": replace(SPACE, value="OK", blank=(Qt.Key.Key_Space,)),
    "days/founded": typed("2011-6-14", "2011-06-14"),
    "days/law": typed("2018-3", "2018-03-01"),
    "days/census": typed("2024", "2024-01-01"),
    "days/feast": typed("1447-9-20", "2026-03-09"),
    "days/fiscal": typed("2018-11-01", "2026-07-08"),
    "days/term": typed("1405-1", "2026-03-21"),
    "days/synod": typed("1743-3-16 0900", ...),
    "days/opens": typed("8:30", "08:30:00.000"),
    "days/met": typed("2026-03-09 14:05", ...),
    "days/office": typed("33.89, 35.5", "33.89 35.5 0.0 0.0"),
    "days/road": Act(
        ("1 2", Qt.Key.Key_Return, "3 4", Qt.Key.Key_Tab),
        "1.0 2.0 0.0 0.0; 3.0 4.0 0.0 0.0",
        (QKeySequence.StandardKey.SelectAll, Qt.Key.Key_Delete, Qt.Key.Key_Tab),
    ),
    "days/area": Act(
        ("1 2", Qt.Key.Key_Return, "3 4", Qt.Key.Key_Return, "5 1", Qt.Key.Key_Tab),
        ...,
        (QKeySequence.StandardKey.SelectAll, Qt.Key.Key_Delete, Qt.Key.Key_Tab),
    ),
    "choices/has": replace(SPACE, value="yes"),
    "choices/trust": Act((Qt.Key.Key_Right, Qt.Key.Key_Space), "2"),
    "choices/tile": Act((Qt.Key.Key_Right, Qt.Key.Key_Return), "2"),
    "choices/room": replace(SPACE, value="shelf"),
    "choices/worst": replace(SPACE, value="north"),
    "choices/seen": replace(SPACE, value="north", blank=(Qt.Key.Key_Space,)),
    "choices/main": typed("Mobile phone extraction", "mobile"),
    "choices/tools": replace(SPACE, value="imaging", blank=(Qt.Key.Key_Space,)),
    "choices/wanted": Act(
        ("Memory analysis", Qt.Key.Key_Tab), "memory", (Qt.Key.Key_Tab, Qt.Key.Key_Space)
    ),
    "choices/order": Act(((Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier),), ...),
    "choices/table/delay": Act((Qt.Key.Key_Right, Qt.Key.Key_Space), "some"),
    "choices/table/loss": replace(SPACE, value="never"),
    "scales/load": Act((Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Tab), "2"),
    "scales/blank": Act((Qt.Key.Key_End, Qt.Key.Key_Tab), "40"),
    "scales/heat": Act((Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Tab), "-4"),
    "scales/fine": Act((Qt.Key.Key_PageUp, Qt.Key.Key_PageUp, Qt.Key.Key_Tab), ...),
    "scales/listed": typed("0.4"),
    "scales/stars": Act((Qt.Key.Key_4,), "4"),
    "files/photo": PASTE,
    "files/sign": PASTE,
    "files/plan": PASTE,
    "files/marked": PASTE,
    "files/report": PASTE,
}


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
    QAccessible.setActive(True)
    picture = QImage(20, 10, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkCyan)
    QGuiApplication.clipboard().setImage(picture)
    yield made
    made.session.close()


def press(keys):
    """Press keys on whatever has the keyboard, as a person does."""
    one_by_one = [each for key in keys for each in (key if isinstance(key, str) else [key])]
    for key in one_by_one:
        target = QApplication.activePopupWidget() or QApplication.focusWidget()
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        elif isinstance(key, QKeySequence.StandardKey):
            QTest.keySequence(target, QKeySequence(key))
        elif isinstance(key, tuple):
            QTest.keyClick(target, *key)
        else:
            QTest.keyClick(target, key)
        QApplication.processEvents()


def value(at, path):
    return at.session.assessment.answer_at(f"/data/{path}").value


def read_aloud(widget):
    """What a screen reader hears of a widget: name, role, value, description."""
    face = QAccessible.queryAccessibleInterface(widget)
    kinds = (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
    return face.role(), *(face.text(kind) for kind in kinds)


def check_fits(question, where):
    """No editor sticks out of its question, no label is lower than its words."""
    for editor in question.editors():
        if editor.isVisible():
            left = editor.mapTo(question, editor.rect().topLeft()).x()
            assert left >= 0, where
            assert left + editor.width() <= question.width(), where
            if isinstance(editor, QLineEdit | QPlainTextEdit):
                assert editor.width() >= 60, where
    for label in question.findChildren(QLabel):
        if label.isVisible() and label.wordWrap() and label.text():
            assert label.height() >= label.heightForWidth(label.width()) - 1, (
                f"{where} {label.text()}"
            )
