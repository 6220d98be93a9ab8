"""Every kind of question on the desk, by keyboard alone, against the mission file.

What a kind must do whatever it asks: say who it is to a screen reader, be reached by Tab, answer to
the keys, write by the façade, be undone and redone, be blank again, keep what is being typed when
the language turns, stand mirrored, and change nothing where the mission is only read.
"""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from assessor.gui.questions.question_kinds import KINDS, kind_of
from assessor.gui.toolkit.widgets.label_text import plain_text
from tests.gui.kitchen import ANSWERS
from tests.support.windows.question_contract import ACTS, check_fits, press, read_aloud, value
from tests.support.windows.question_contract import at as at
from tests.support.windows.question_contract import empty as empty

pytestmark = pytest.mark.window


ELSEWHERE = {"words/map", "files/hearing"}
"""A note; and a recording, which nothing on this machine's clipboard is."""


def reach(at, path):
    """Go to a question; the keyboard is in it."""
    reference = f"/data/{path}"
    at.desk.go_to(reference)
    question = at.desk.page.questions[reference]
    assert question.has_keyboard(), path
    return question


def asked(at):
    """Every question of the form by path, but for what pyxform adds, and for repeats."""
    for node in at.session.assessment.instance.questions():
        path = node.reference.removeprefix("/data/")
        if "generated" not in path and "reserved_name" not in path and "[" not in path:
            yield path, node


def test_every_kind_and_every_question_of_the_kitchen_is_in_this_test(at):
    paths = {path for path, node in asked(at) if node.control != "calculate"}
    assert paths == ACTS.keys() | ELSEWHERE, "name each question of kitchen.md in ACTS"
    widgets = {kind_of(node) for _, node in asked(at)}
    rare = {"Stage", "Rating", "Display", "TypedDate", "Criteria"}
    missing = {kind.widget.__name__ for kind in KINDS if kind.widget not in widgets}
    assert missing == {f"{name}Question" for name in rare}, "show each kind in kitchen.md"


@pytest.mark.parametrize("path", ACTS)
def test_a_key_answers_and_undo_redo_and_delete_do_what_they_say(at, path):
    act = ACTS[path]
    reach(at, path)
    press(act.keys)
    said = value(at, path)
    assert said, "nothing was said"
    assert act.value is ... or said == act.value
    question = at.desk.page.questions[f"/data/{path}"]
    at.session.undo()
    assert value(at, path) == "", "one step did not take it back"
    assert question.node.value == ""
    at.session.redo()
    assert value(at, path) == said
    if act.blank:
        reach(at, path)
        press(act.blank)
        assert value(at, path) == "", "it cannot be blank again"
        at.session.undo()
    with at.on_disk() as mission:
        assert mission.answer_at(f"/data/{path}").value == said


def test_every_editor_says_its_name_role_and_value_to_a_screen_reader(at):
    for path, said in ANSWERS.items():
        at.session.answer(f"/data/{path}", {"value": said})
    for path in ANSWERS:
        question = reach(at, path)
        label = plain_text(question.node.label)
        heard = []
        for editor in question.editors():
            role, name, held, more = read_aloud(editor)
            assert role not in (QAccessible.Role.NoRole, QAccessible.Role.Client), path
            assert name, f"{path}: {type(editor).__name__} has no name"
            heard += [name, held, more]
            state = QAccessible.queryAccessibleInterface(editor).state()
            heard += [name] if state.checked else []
        assert label in heard, f"{path}: its label is not heard: {heard}"
        assert QAccessible.queryAccessibleInterface(question).text(QAccessible.Text.Name) == label


def test_the_value_is_heard_where_a_value_stands(at):
    expected = {
        "words/name": "National Cybercrime Unit",
        "words/budget": "1\u202f234\u202f567\u202f890",
        "days/law": "2018-03",
        "days/met": "2026-03-09 14:05",
        "days/office": "33.8938, 35.5018, 40, 5",
        "choices/main": "Mobile phone extraction",
        "scales/load": "26",
        "scales/heat": "2",
        "scales/listed": "0.4",
    }
    for path, heard in expected.items():
        at.session.answer(f"/data/{path}", {"value": ANSWERS[path]})
        question = reach(at, path)
        assert heard in read_aloud(question.editors()[0]), path
    at.session.answer("/data/words/secret", {"value": "a name"})
    secret = reach(at, "words/secret")
    assert "a name" not in read_aloud(secret.editors()[0])


def test_tab_reaches_every_question_and_goes_on(at):
    for section in at.desk.outline.sections:
        at.desk.go_to(section.reference)
        page = at.desk.page
        page.take_focus()
        met = set()
        for _ in range(140):
            focus = QApplication.focusWidget()
            if focus is None or not page.isAncestorOf(focus):
                break
            met |= {key for key, each in page.questions.items() if each.has_keyboard()}
            QTest.keyClick(focus, Qt.Key.Key_Tab)
        else:
            pytest.fail(f"Tab never leaves {section.reference}")
        assert met == {key for key, each in page.questions.items() if each.editors()}


def test_what_is_being_typed_outlives_another_language_and_direction(at):
    for path in ("words/name", "words/mandate", "words/budget", "days/met", "days/road"):
        reach(at, path)
        press([key for key in ACTS[path].keys if key is not Qt.Key.Key_Tab])
        at.session.speak("ar")
        QApplication.processEvents()
        assert value(at, path), path
        question = at.desk.page.questions[f"/data/{path}"]
        assert question.layoutDirection() == Qt.LayoutDirection.RightToLeft
        assert question.edit.hasFocus() or question.has_keyboard(), path
        at.session.speak("en")


def test_a_mission_that_is_only_read_is_changed_by_no_key(at):
    for section in at.desk.outline.sections:
        at.desk.go_to(section.reference)
        for key, question in list(at.desk.page.questions.items()):
            path = key.removeprefix("/data/")
            question.context = replace(question.context, read_only=True)
            question.show_node(question.node, question.atom)
            if path not in ACTS:
                continue
            question.take_focus()
            if question.has_keyboard():
                press(ACTS[path].keys)
            question.flush()
            assert value(at, path) == "", path


def test_a_required_question_says_so_and_lets_one_go_on(at):
    question = reach(at, "words/name")
    assert "Required" in question.marks.accessibleName()
    press([Qt.Key.Key_Tab])
    assert not question.has_keyboard()
    reach(at, "words/name")
    press(ACTS["words/name"].keys)
    assert "Required" not in question.marks.accessibleName()


def test_every_section_stands_narrow_wide_and_mirrored_without_a_word_cut(at):
    for path, said in ANSWERS.items():
        at.session.answer(f"/data/{path}", {"value": said})
    for language in ("en", "ar"):
        at.session.speak(language)
        for width in (720, 1600):
            at.desk.resize(width, 900)
            for section in at.desk.outline.sections:
                at.desk.go_to(section.reference)
                QApplication.processEvents()
                at.desk.grab()
                for question in at.desk.page.questions.values():
                    check_fits(question, f"{language} {width} {question.node.reference}")
