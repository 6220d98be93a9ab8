"""Beside a question: its files, with the page that is meant, and what colleagues say of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from assessor.assessment.core.statements import statements_of
from assessor.assessment.entries.comments import comments_of
from assessor.assessment.entries.evidence import attach_file, file_bytes, files_of, find_file
from assessor.assessment.report.report_export import export_report
from assessor.assessment.review.previous_mission import follow_mission
from assessor.gui.inspector.files_part import FilesPart
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.photos import container, photo
from tests.support.windows.inspector import tool

pytestmark = pytest.mark.window

CTRL = Qt.KeyboardModifier.ControlModifier
REPORTS, CASES = "/data/police/reports", "/data/police/cases"


def said(part) -> str:
    """What a part shows now, line by line."""
    return "\n".join(each.plain for each in part.findChildren(QLabel) if hasattr(each, "plain"))


def rest(qtbot, part, text: str) -> None:
    """The inspector shows a change once the answer itself is on the screen."""
    qtbot.waitUntil(lambda: text in said(part))


def pressable(part, text: str) -> QPushButton | None:
    found = (each for each in part.findChildren(QPushButton) if not each.isHidden())
    return next((each for each in found if each.text() == text), None)


def test_a_file_is_put_beside_an_answer_and_its_page_is_said(
    window, qtbot, inspector, tmp_path, monkeypatch
):
    path = tmp_path / "law.pdf"
    path.write_bytes(b"%PDF-1.7")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    tool(inspector.files, "Choose a file").click()
    [found] = files_of(window.session.assessment, REPORTS)
    rest(qtbot, inspector.files, found.name)
    page = inspector.files.page_fields[found.id]
    page.setFocus()
    qtbot.keyClicks(page, "Article 12")
    qtbot.keyClick(page, Qt.Key.Key_Return)
    assert find_file(window.session.assessment, found.id).note == "Article 12"
    copy = tmp_path / "copy.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    tool(inspector.files, "Save a copy: law.pdf").click()
    assert copy.read_bytes() == b"%PDF-1.7"
    tool(inspector.files, "Remove: law.pdf").click()
    assert files_of(window.session.assessment) == ()
    window.session.undo()
    assert [one.note for one in files_of(window.session.assessment)] == ["Article 12"]


def test_a_page_typed_is_said_before_one_leaves(window, qtbot, inspector):
    inspector.files.attach(b"%PDF-1.7", "law.pdf")
    [found] = files_of(window.session.assessment, REPORTS)
    rest(qtbot, inspector.files, found.name)
    qtbot.keyClicks(inspector.files.page_fields[found.id], "7")
    inspector.show_question(window.session.assessment.node(CASES))
    assert find_file(window.session.assessment, found.id).note == "7"


def test_what_was_taken_out_of_a_photograph_and_its_copies_are_told(window, qtbot, inspector):
    inspector.files.attach(photo("JPEG"), "door.jpg")
    window.session.do(lambda now: attach_file(now, CASES, photo("PNG"), name="other.png"))
    rest(qtbot, inspector.files, "Place and device were taken out")
    [door] = files_of(window.session.assessment, REPORTS)
    same = file_bytes(window.session.assessment, door.id)
    window.session.do(lambda now: attach_file(now, CASES, same, name="again.jpg"))
    inspector.show_question(window.session.assessment.node(CASES))
    assert "The same file is here: Reports received" in said(inspector.files)


def test_what_could_not_be_taken_out_of_a_picture_is_told(window, qtbot, inspector):
    inspector.files.attach(container("AVIF")[:-20], "door.avif")
    rest(qtbot, inspector.files, "could not be taken out")


def test_a_file_that_is_damaged_or_not_here_says_so(window, inspector):
    inspector.files.attach(b"%PDF-1.7", "law.pdf")
    [found] = files_of(window.session.assessment, REPORTS)
    for statement, told in (
        ("UPDATE evidence SET content=x'00'", "damaged"),
        ("DELETE FROM evidence", "not been received"),
    ):
        path = window.session.assessment.path
        window.go_home()
        with closing(sqlite3.connect(path)) as outside, outside:
            outside.execute(statement)
        window.open_mission(path)
        inspector = window.show_screen("desk").inspector
        inspector.show_question(window.session.assessment.node(REPORTS))
        assert told in said(inspector.files)
        assert not tool(inspector.files, "Open").isEnabled()
        assert not tool(inspector.files, "Save a copy").isEnabled()
    assert found.here


def test_what_cannot_be_kept_is_told_beside_it(inspector):
    inspector.files.attach(Path("/nowhere/law.pdf"), "")
    assert "no file" in inspector.files.trouble.plain
    assert isinstance(inspector.files, FilesPart)


def test_a_comment_is_said_settled_and_opened_again(window, qtbot, inspector):
    line = inspector.comments.line
    qtbot.keyClicks(line, "Ask for the register")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == ""
    [comment] = comments_of(window.session.assessment, REPORTS)
    rest(qtbot, inspector.comments, "Ask for the register")
    for button, resolved in (("Settle", True), ("Open again", False)):
        qtbot.waitUntil(lambda b=button: pressable(inspector.comments, b) is not None)
        pressable(inspector.comments, button).click()
        assert comments_of(window.session.assessment)[0].resolved == resolved
    assert comment.first.author in said(inspector.comments)


def test_a_comment_typed_is_said_before_one_leaves(window, qtbot, inspector):
    qtbot.keyClicks(inspector.comments.line, "Why?")
    inspector.show_question(window.session.assessment.node(CASES))
    assert [one.reference for one in comments_of(window.session.assessment)] == [REPORTS]


def test_what_is_typed_beside_an_answer_is_not_called_saved(window, qtbot, inspector):
    inspector.files.attach(b"%PDF-1.7", "law.pdf")
    [found] = files_of(window.session.assessment, REPORTS)
    rest(qtbot, inspector.files, found.name)
    inspector.statements.add.click()
    form = inspector.statements.form
    page = inspector.files.page_fields[found.id]
    for line in (inspector.comments.line, page, form.question.edit, form.note, form.source.line):
        inspector.comments.session.settled()
        assert window.save_indicator.accessibleName() != "Typing…"
        qtbot.keyClicks(line, "7")
        assert window.save_indicator.accessibleName() == "Typing…"
    line = inspector.comments.line
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert window.save_indicator.accessibleName() != "Typing…"


def test_a_statement_typed_is_kept_when_one_leaves(window, qtbot, inspector):
    inspector.statements.add.click()
    form = inspector.statements.form
    qtbot.keyClicks(form.question.edit, "15")
    inspector.show_question(window.session.assessment.node(CASES))
    assert statements_of(window.session.assessment) == {} and form.isHidden()
    inspector.show_question(window.session.assessment.node(REPORTS))
    assert form.question.text() == "15" and not form.isHidden()  # nobody said it yet
    qtbot.keyClicks(form.source.line, "Ministry")
    inspector.show_question(window.session.assessment.node(CASES))
    [said] = statements_of(window.session.assessment, REPORTS).values()
    assert said["value"] == "15" and form.isHidden()


def test_a_statement_names_no_choice_by_itself(window, qtbot, inspector):
    inspector.show_question(window.session.assessment.node("/data/police/stage"))
    inspector.statements.add.click()
    form = inspector.statements.form
    qtbot.keyClicks(form.source.line, "Ministry")
    form.submit_button.click()
    assert "what it said" in form.trouble.plain
    assert statements_of(window.session.assessment) == {}


def test_what_the_mission_before_answered_is_still_true_by_one_key(
    window, qtbot, inspector, tmp_path
):
    with laptop(tmp_path, "Old", 8).create(small_form(tmp_path)) as then:
        then.answer(REPORTS, "120")
        export_report(then, tmp_path / "then.assessor")
    assert inspector.previous.isHidden()
    follow_mission(window.session.assessment, tmp_path / "then.assessor")
    inspector.show_question(window.session.assessment.node(REPORTS))
    assert not inspector.previous.isHidden()
    assert "120" in said(inspector.previous)
    assert "Not answered yet" in said(inspector.previous)
    desk = window.show_screen("desk")
    still = desk.actions_by_name["still"]
    assert not still.isEnabled()
    desk.inspect(window.session.assessment.node(REPORTS))
    assert still.isEnabled()
    desk.actions_by_name["inspector"].trigger()
    qtbot.keyClick(desk.page, Qt.Key.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert window.session.assessment.answer_at(REPORTS).value == "120"
    window.session.undo()
    inspector.previous.still.click()
    assert window.session.assessment.answer_at(REPORTS).value == "120"
    rest(qtbot, inspector.previous, "The same as now")
    desk.inspect(window.session.assessment.node(CASES))
    assert inspector.previous.isHidden() and not still.isEnabled()


def test_the_mission_before_is_chosen_and_what_changed_is_listed(
    window, inspector, tmp_path, monkeypatch, when_asked
):
    with laptop(tmp_path, "Old", 8).create(small_form(tmp_path)) as then:
        then.answer(REPORTS, "120")
        export_report(then, tmp_path / "then.assessor")
    window.session.answer(REPORTS, {"value": "130"})
    chosen = str(tmp_path / "then.assessor")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (chosen, ""))
    met = when_asked(lambda dialog: dialog.accept())
    window.menu_actions["previous"].trigger()
    assert "1 answers changed" in met[0].accessibleName()
    assert any("120, now 130" in each.text() for each in met[0].findChildren(QLabel))
