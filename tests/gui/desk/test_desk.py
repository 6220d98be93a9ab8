"""The desk, used by mouse and keyboard; each test checks what is in the file."""

import shutil

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QToolButton

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.statements import sources_of, statements_of
from assessor.assessment.entries.membership import make_member
from assessor.assessment.review.mission_check import check_assessment
from assessor.gui.desk.desk_page import DeskPage
from assessor.parcel.keys.identity import load_identity
from assessor.registry.receive.receiver import receive
from tests.support.assessment.laptops import version_1
from tests.support.gui.desks import INV, At, named
from tests.support.gui.forms import source
from tests.support.screens.desk import outline
from tests.support.screens.desk.questions import notice, repeat_of
from tests.support.screens.window import menu

pytestmark = pytest.mark.window

POL = "/data/sec_pol"
RECS = "/data/closing/recs"


@pytest.fixture
def at(qtbot, tmp_path):
    made = At(qtbot, tmp_path)
    yield made
    made.session.close()


def shown(at, reference):
    with at.on_disk() as mission:
        return mission.answer_at(reference)


def test_a_click_on_a_stage_is_saved(at):
    at.choose(f"{INV}/inv_unit_stage", "3")
    assert shown(at, f"{INV}/inv_unit_stage").value == "3"


def test_text_is_saved_when_the_section_changes(at):
    at.type(f"{INV}/inv_finding", "Two units, one database.")
    at.desk.turn(1)
    assert at.desk.page.section.reference == "/data/sec_for"
    assert shown(at, f"{INV}/inv_finding").value == "Two units, one database."


def test_text_is_saved_when_the_desk_is_flushed(at):
    at.type(f"{INV}/inv_cases", "1870")
    at.desk.flush()
    assert shown(at, f"{INV}/inv_cases").value == "1870"


def test_a_row_of_the_law_table_is_saved(at):
    at.choose("/data/sec_law/law_table/law_csam", "partial")
    assert shown(at, "/data/sec_law/law_table/law_csam").value == "partial"


def test_the_focused_question_keeps_its_place_when_others_appear(at):
    status = at.question(f"{POL}/pol_strategy_status")
    year = at.desk.page.questions[f"{POL}/pol_strategy_year"]
    assert year.isHidden()
    at.click(status.options.buttons["adopted"])
    assert not year.isHidden()
    at.desk.resize(1400, 500)
    below = at.question(f"{POL}/pol_finding")
    below.edit.setFocus()
    QApplication.processEvents()
    before = below.mapTo(at.desk.page.viewport(), below.rect().topLeft()).y()
    at.session.answer(f"{POL}/pol_strategy_status", {"value": "none"})
    QApplication.processEvents()
    assert year.isHidden()
    assert below.edit.hasFocus()
    after = below.mapTo(at.desk.page.viewport(), below.rect().topLeft()).y()
    assert abs(after - before) <= 1


def test_the_outline_counts_relevant_questions(at):
    def face(reference):
        return outline.face(at.desk, reference)

    before = face(POL)
    at.choose(f"{POL}/pol_strategy_status", "adopted")
    after = face(POL)
    answered, relevant = (int(part) for part in before.count.split("/"))
    assert after.count == f"{answered + 1}/{relevant + 1}"
    assert 0 <= after.percent <= 100


def test_the_outline_marks_a_violation(at):
    at.type(f"{INV}/inv_cases", "-5")
    at.desk.flush()
    QApplication.processEvents()
    assert outline.face(at.desk, INV).wrong == 1
    assert notice(at.question(f"{INV}/inv_cases"), "danger")


def test_an_instance_is_added_filled_copied_deleted_and_restored(at):
    at.desk.go_to(RECS)
    repeat = repeat_of(at.desk, RECS)
    node = at.session.assessment.node(RECS)
    started = len(node.children)
    at.click(repeat.plus)
    first = repeat.opened
    at.type(f"{first}/rec_text", "Adopt the law.")
    at.desk.flush()
    at.click(named(repeat, QToolButton, "Duplicate"))
    second = repeat.opened
    assert second != first
    said = ["Adopt the law."] * 2
    assert [child.children[0].value for child in node.children][started:] == said
    at.click(named(repeat, QToolButton, "Delete"))
    assert len(node.children) == started + 1
    at.click(repeat.take_back)
    with at.on_disk() as mission:
        again = mission.node(RECS).children
        assert [child.children[0].value for child in again][started:] == said


def test_the_inspector_sets_evidence_note_and_sensitivity(at):
    reference = f"{INV}/inv_unit_stage"
    at.choose(reference, "4")
    support = at.desk.inspector.support
    assert at.desk.inspector.reference == reference
    at.click(support.evidence.buttons["documented"])
    at.click(support.basis.buttons["field"])
    at.click(support.sensitivity.buttons["restricted"])
    support.note.setFocus()
    at.bot.keyClicks(support.note, "Seen on site.")
    at.desk.flush()
    atom = shown(at, reference)
    assert (atom.value, atom.evidence, atom.basis) == ("4", "documented", "field")
    assert (atom.sensitivity, atom.note) == ("restricted", "Seen on site.")


def test_an_internal_text_asks_for_a_wording_for_the_government(at):
    support = at.desk.inspector.support
    at.choose(f"{INV}/inv_unit_stage", "4")
    assert support.cleared_room.isHidden()
    finding = f"{INV}/inv_finding"
    at.type(finding, "Names and all.")
    assert not support.cleared_room.isHidden()
    support.cleared.setFocus()
    at.bot.keyClicks(support.cleared, "Fit for all.")
    at.desk.flush()
    atom = shown(at, finding)
    assert (atom.value, atom.cleared) == ("Names and all.", "Fit for all.")


def test_a_reason_for_no_answer_counts_as_an_answer(at):
    reference = f"{INV}/inv_cases"
    at.question(reference)
    before = at.session.assessment.progress().answered
    refused = at.desk.inspector.support.missing.buttons["refused"]
    at.bot.waitUntil(lambda: refused.height() > refused.fontMetrics().height())
    at.click(refused)
    assert at.session.assessment.progress().answered == before + 1
    assert shown(at, reference).missing == "refused"


def test_a_statement_of_a_new_source_is_shown_at_the_question(at):
    reference = f"{INV}/inv_unit_stage"
    at.choose(reference, "3")
    voices = at.desk.inspector.statements
    at.click(voices.add)
    form = voices.form
    form.source.line.setText("Prosecutor General")
    at.click(form.question.options.buttons["2"])
    form.note.setText("Nobody in the provinces.")
    at.click(form.submit_button)
    with at.on_disk() as mission:
        (body,) = statements_of(mission, reference).values()
        assert body["value"] == "2"
        assert sources_of(mission)[body["source"]]["title"] == "Prosecutor General"
        assert mission.answer_at(reference).value == "3"


def test_an_answer_is_restored_from_the_history(at):
    reference = f"{INV}/inv_unit_stage"
    at.choose(reference, "3")
    at.choose(reference, "4")
    history = at.desk.inspector.history
    at.click(named(history, QToolButton, "3 Operational"))
    assert shown(at, reference).value == "3"


def test_an_answer_is_withdrawn_in_the_history_with_a_reason(at, when_asked):
    reference = f"{INV}/inv_finding"
    at.type(reference, "It was Mr Xerxes.")
    at.desk.flush()
    history = at.desk.inspector.history
    at.bot.waitUntil(lambda: history.isVisible() and bool(history.findChildren(QToolButton)))

    def say_why(dialog):
        at.bot.keyClicks(dialog.findChild(QPlainTextEdit), "names a person")
        at.click(next(b for b in dialog.findChildren(QPushButton) if b.isDefault()))

    met = when_asked(say_why)
    at.click(named(history, QToolButton, "Delete these words"))
    assert met and at.question(reference).edit.toPlainText() == ""
    assert any("names a person" in each.text() for each in history.findChildren(QLabel))
    with at.on_disk() as mission:
        assert mission.history(reference)[0].withheld and check_assessment(mission).problems == ()
    assert b"Xerxes" not in at.path.read_bytes()


def test_a_conflict_of_two_computers_is_resolved_on_the_desk(qtbot, tmp_path):
    first = At(qtbot, tmp_path)
    reference = f"{INV}/inv_unit_stage"
    keys = {name: load_identity(tmp_path / name, name) for name in "ab"}
    ours, founder = first.session.assessment, first.session.identity()
    for each in keys.values():
        make_member(ours.mission, ours.uuid, each.public.hex(), founder)
    first.session.close()
    other = tmp_path / "b.mission"
    shutil.copy(first.path, other)
    for path, name, value in ((other, "b", "4"), (first.path, "a", "3")):
        with Assessment.open(path, identity=keys[name]) as mission:
            mission.answer(reference, value)
    with Assessment.open(first.path, identity=keys["a"]) as mission:
        receive(mission.mission, [other])
    at = At(qtbot, tmp_path, first.path)
    question = at.question(reference)
    assert notice(question, "conflict")
    box = at.desk.inspector.conflict
    assert not box.isHidden()
    at.desk.show_inspector(False)
    at.click(notice(question, "conflict").way)
    assert box.isVisible() and box.isAncestorOf(QApplication.focusWidget())
    at.click(named(box, QPushButton, "4 Consolidated"))
    assert not notice(question, "conflict")
    assert box.isHidden()
    at.session.undo()
    assert notice(question, "conflict") and question.node.value == "3"
    at.bot.waitUntil(box.isVisible)
    assert any("First said by" in each.text() for each in box.findChildren(QLabel))
    at.session.redo()
    assert not notice(question, "conflict")
    with at.on_disk() as mission:
        assert mission.conflicts() == ()
        assert mission.answer_at(reference).value == "4"


def test_a_question_that_is_a_section_is_reached(qtbot, tmp_path):
    path = tmp_path / "alone.mission"
    alone = source(
        "| survey | | | |\n| | type | name | label |\n| | text | name | Name |", tmp_path
    )
    Assessment.create(path, alone, identity=load_identity(tmp_path / "home", "Noor")).close()
    desk = At(qtbot, tmp_path, path).desk
    desk.outline.tree.setFocus()
    desk.go_to("/data/name")
    assert desk.inspector.reference == "/data/name"
    assert desk.page.questions["/data/name"].has_keyboard()


def test_f6_moves_between_panes_and_back_to_the_question(at):
    question = at.question(f"{POL}/pol_lead_body")
    shift = Qt.KeyboardModifier.ShiftModifier
    for forth, back in ((Qt.KeyboardModifier.NoModifier, shift), (shift, shift ^ shift)):
        question.take_focus()
        for modifier in (forth, back):
            at.bot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, modifier)
            assert question.has_keyboard() == (modifier == back)
        for _ in range(3):
            at.bot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, forth)
        assert question.has_keyboard()


def test_keys_move_between_sections_and_to_unanswered_questions(at):
    at.desk.go_to(INV)
    at.bot.keyClick(at.desk, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert at.desk.page.section.reference == "/data/sec_for"
    at.bot.keyClick(at.desk, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert at.desk.page.section.reference == INV
    at.bot.keyClick(at.desk, Qt.Key.Key_F8)
    first = at.desk.inspector.reference
    assert first
    at.bot.keyClick(at.desk, Qt.Key.Key_F8)
    assert at.desk.inspector.reference != first


def test_the_language_changes_labels_and_direction(at):
    at.question(f"{INV}/inv_unit_stage")
    at.session.ask_in("Arabic (ar)")
    assert at.desk.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert at.desk.page.section.reference == INV
    assert "وحدة" in at.desk.page.questions[f"{INV}/inv_unit_stage"].label.plain
    at.session.ask_in("English (en)")
    assert at.desk.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_an_answer_updates_only_what_it_affects(at, monkeypatch):
    at.desk.go_to(INV)
    seen = []
    for question in at.desk.page.questions.values():
        kind = type(question)
        held = kind.show_node

        def watched(self, node, atom, held=held, **more):
            seen.append(node.reference)
            held(self, node, atom, **more)

        monkeypatch.setattr(question, "show_node", watched.__get__(question), raising=True)
    at.choose(f"{INV}/inv_undercover", "yes")
    assert set(seen) == {f"{INV}/inv_undercover"}


def test_every_section_opens_and_every_editor_has_a_name(at):
    for section in at.desk.outline.sections:
        at.desk.go_to(section.reference)
        for question in at.desk.page.questions.values():
            assert question.accessibleName()
            for editor in question.editors():
                assert editor.accessibleName() or editor.text()


def test_a_question_that_is_gone_to_is_visible_at_any_width(at):
    for width in (1400, 900):
        at.desk.resize(width, 700)
        at.desk.go_to("/data/mission")
        question = at.question(f"{INV}/inv_assets_stage")
        QApplication.processEvents()
        top = question.mapTo(at.desk.page.viewport(), question.rect().topLeft()).y()
        assert 0 <= top < at.desk.page.viewport().height()


def test_no_other_event_runs_during_a_layout(at):
    ran = []
    QTimer.singleShot(0, lambda: ran.append("too early"))
    at.desk.page.reveal(next(iter(at.desk.page.questions)))
    assert ran == []
    QApplication.processEvents()
    assert ran == ["too early"]


def test_the_menu_has_the_actions_of_the_desk(window):
    assert not menu(window, "Go").menuAction().isVisible()
    path = window.session.preferences.folder / "b.mission"
    window.session.create(path, version_1())
    ways = {each.text().partition("\t")[0]: each for each in menu(window, "Go").actions()}
    assert "&Next section" in ways
    assert menu(window, "Go").menuAction().isVisible()
    desk = window.show_screen("desk")
    before = desk.page.section.reference
    ways["&Next section"].trigger()
    assert desk.page.section.reference != before


def test_an_inspector_hidden_in_a_wide_window_stays_hidden(qtbot, tmp_path):
    at = At(qtbot, tmp_path)
    for shown in (False, True):
        at.desk.actions_by_name["inspector"].trigger()
        again = DeskPage(at.session)
        qtbot.addWidget(again)
        again.resize(1400, 900)
        again.show()
        assert again.inspector.isVisible() is shown
