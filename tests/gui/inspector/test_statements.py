"""What sources said: asked in the editor of the question itself, and never lost unsaid."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from assessor.assessment.core.statements import statements_of
from assessor.assessment.entries.sources import (
    StatementDraft,
    add_source,
    add_statement,
    statement_drafts,
    store_draft,
)
from assessor.gui.questions.question_kinds import kind_of
from assessor.gui.questions.typed.text_question import QUIET
from tests.gui.kitchen import ANSWERS
from tests.support.gui.desks import INV, At
from tests.support.screens.desk.questions import StatementScreen, notice
from tests.support.windows.question_contract import ACTS, check_fits, press, read_aloud
from tests.support.windows.question_contract import at as at
from tests.support.windows.question_contract import empty as empty

pytestmark = pytest.mark.window

PUT_IN_WORDS = {"files/photo", "files/sign", "files/plan", "files/marked", "files/report"}
SAID = {path: act for path, act in ACTS.items() if path not in PUT_IN_WORDS}


def begin(at, path):
    """Begin a statement on a question; the form."""
    at.desk.go_to(f"/data/{path}")
    at.click(at.desk.inspector.statements.add)
    return at.desk.inspector.statements.form


def editor(form):
    """Take the keyboard to the editor of what was said."""
    form.question.take_focus()
    assert form.question.has_keyboard()
    return form.question


def statements(at, path):
    return list(statements_of(at.session.open_assessment, f"/data/{path}").values())


def test_each_kind_is_said_in_the_editor_that_asks_it(at):
    for path, act in SAID.items():
        form = begin(at, path)
        node = at.session.assessment.node(f"/data/{path}")
        assert type(form.question) is kind_of(node), path
        form.source.line.setText(path)
        editor(form)
        press(act.keys)
        at.click(form.submit_button)
        [said] = statements(at, path)
        assert said["value"] and (act.value is ... or said["value"] == act.value), path
        assert form.isHidden() and at.session.assessment.answer_at(node.reference).value == "", path
        at.session.undo()
        assert statements(at, path) == [], path
    at.session.redo()
    with at.on_disk() as mission:
        assert statements_of(mission, f"/data/{path}")


def test_what_cannot_be_said_is_put_in_words(at):
    for path in sorted(PUT_IN_WORDS):
        form = begin(at, path)
        editor(form)
        press(("Shown to us",))
        form.source.line.setText(path)
        at.click(form.submit_button)
        assert [said["value"] for said in statements(at, path)] == ["Shown to us"]


def test_every_editor_is_named_fits_and_turns_round(at):
    for language in ("en", "ar"):
        at.session.speak(language)
        for path in SAID:
            at.desk.go_to(f"/data/{path}")
            page = StatementScreen(at.desk.inspector)
            question = page.open().question
            QApplication.processEvents()
            at.desk.inspector.grab()
            check_fits(question, f"{language} {path}")
            for each in question.editors():
                role, name, _, _ = read_aloud(each)
                assert name and role != QAccessible.Role.NoRole, path
            mirrored = question.layoutDirection() == Qt.LayoutDirection.RightToLeft
            assert mirrored == (language == "ar")
            page.cancel()


def test_no_editor_is_wider_than_the_narrowest_inspector(at):
    inspector = at.desk.inspector
    at.desk.splitter.setSizes([200, 2000, inspector.minimumWidth()])
    for path in SAID:
        begin(at, path)
        QApplication.processEvents()
        view = inspector.viewport().width()
        assert inspector.widget().minimumSizeHint().width() <= view, path
        StatementScreen(inspector).cancel()


def test_the_cards_of_a_stage_fit_there_too(qtbot, tmp_path):
    at = At(qtbot, tmp_path)
    inspector = at.desk.inspector
    at.desk.splitter.setSizes([200, 2000, inspector.minimumWidth()])
    at.desk.go_to(f"{INV}/inv_unit_stage")
    at.click(inspector.statements.add)
    QApplication.processEvents()
    assert inspector.widget().minimumSizeHint().width() <= inspector.viewport().width()
    page = StatementScreen(inspector)
    at.click(page.form.question.options.buttons["2"])
    assert page.form.current_draft().value == "2"
    page.cancel()
    at.session.close()


def test_a_statement_is_read_in_words_with_what_is_wrong_with_it(at):
    reference = "/data/choices/tools"
    at.session.do(lambda now: add_source(now, "m", title="Ministry") and {})
    for value in ("imaging mobile", "imaging gone"):
        at.session.do(lambda now, v=value: add_statement(now, reference, v, "m") and {})
    at.desk.go_to(reference)
    at.bot.waitUntil(lambda: len(at.desk.inspector.statements.findChildren(QLabel, "said")) == 2)
    words = [each.plain for each in at.desk.inspector.statements.findChildren(QLabel, "said")]
    labels = {c.value: c.label for c in at.session.assessment.node(reference).choices}
    assert f"{labels['imaging']}, {labels['mobile']}" in words
    assert f"{labels['imaging']}, gone" in words


def test_a_value_outside_what_is_allowed_is_kept_and_said_to_be(at):
    form = begin(at, "words/budget")
    form.source.line.setText("Ministry")
    editor(form)
    press(("2000000000", Qt.Key.Key_Tab))
    assert notice(form.question, "danger")
    at.click(form.submit_button)
    assert [said["value"] for said in statements(at, "words/budget")] == ["2000000000"]
    StatementScreen(at.desk.inspector.statements).wait_for_text("Below a thousand million, please.")


def test_what_is_no_value_yet_is_not_kept_as_one(at):
    form = begin(at, "days/founded")
    form.source.line.setText("Ministry")
    editor(form)
    press(("2011-6-14", Qt.Key.Key_Tab))
    editor(form)
    form.question.edit.clear()
    press(("2011-13-4", Qt.Key.Key_Tab))
    at.click(form.submit_button)
    assert statements(at, "days/founded") == [] and not form.isHidden()
    assert form.question.incomplete_text() == "2011-13-4"


def again(at, path):
    """Another question, and back."""
    at.desk.go_to("/data/words/name" if path != "words/name" else "/data/words/site")
    assert at.desk.inspector.statements.form.isHidden()
    at.desk.go_to(f"/data/{path}")
    return at.desk.inspector.statements.form


@pytest.mark.parametrize("way", ["question", "language", "restart"])
@pytest.mark.parametrize(
    ("path", "typed", "value", "left"),
    [
        ("days/founded", "2011-6-14", "2011-06-14", ""),
        ("days/founded", "2011-13-4", "", "2011-13-4"),
        ("words/mandate", "Half a sen", "Half a sen", ""),
        ("words/budget", "12 000", "12000", ""),
    ],
)
def test_what_is_begun_is_given_back(at, qtbot, tmp_path, way, path, typed, value, left):
    form = begin(at, path)
    QTest.keyClicks(form.note, "by telephone")
    editor(form)
    press((typed,))
    if way == "question":
        form = again(at, path)
    elif way == "language":
        at.session.speak("ar")
        QApplication.processEvents()
        form = at.desk.inspector.statements.form
    else:
        at.desk.flush()
        at.session.close()
        at = At(qtbot, tmp_path, at.path)
        at.desk.go_to(f"/data/{path}")
        form = at.desk.inspector.statements.form
    assert form.isVisible() and not at.desk.inspector.statements.add.isVisible()
    now = form.current_draft()
    assert (now.value, now.typed, now.note) == (value, left, "by telephone")
    assert form.question.text() == (left or form.question.format_value(value))
    assert statements(at, path) == []
    StatementScreen(at.desk.inspector).cancel()
    assert again(at, path).isHidden()
    at.session.close()


def test_a_choice_begun_is_given_back_though_it_is_no_longer_offered(at):
    store_draft(at.session.assessment.mission, "/data/choices/has", StatementDraft(value="perhaps"))
    at.desk.go_to("/data/choices/has")
    form = StatementScreen(at.desk.inspector).form
    assert form.current_draft().value == "perhaps"
    assert notice(form.question, "warn")


def test_what_is_begun_is_on_the_disk_after_a_second_of_quiet(at):
    form = begin(at, "words/name")
    QTest.keyClicks(form.note, "by telephone")
    at.bot.waitUntil(
        lambda: bool(statement_drafts(at.session.assessment.mission)), timeout=QUIET * 3
    )
    [kept] = statement_drafts(at.session.assessment.mission).values()
    assert kept.note == "by telephone"


def test_half_a_day_is_on_the_disk_after_a_second_of_quiet(at):
    form = begin(at, "days/founded")
    editor(form)
    press(("2011-13-4",))
    assert not statement_drafts(at.session.assessment.mission)
    at.bot.waitUntil(
        lambda: bool(statement_drafts(at.session.assessment.mission)), timeout=QUIET * 3
    )
    [kept] = statement_drafts(at.session.assessment.mission).values()
    assert (kept.value, kept.typed) == ("", "2011-13-4")
    assert form.question.text() == "2011-13-4" and form.question.has_keyboard()


def test_typing_in_a_statement_is_its_own_to_undo(at):
    at.session.answer("/data/words/name", {"value": ANSWERS["words/name"]})
    form = begin(at, "words/site")
    question = editor(form)
    press(("https://a",))
    question.flush()
    assert isinstance(question.edit, QLineEdit)
    QTest.keyClick(question.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert question.text() == ""
    assert at.session.assessment.answer_at("/data/words/name").value == ANSWERS["words/name"]
