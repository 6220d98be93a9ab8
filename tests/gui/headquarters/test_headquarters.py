"""Headquarters by clicks: look, receive, decide, take back; and what each leaves in the file."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QScrollArea

from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.exchange.invitation_files import (
    join_mission,
    open_invitation,
    write_invitation,
)
from assessor.assessment.report.report_export import export_report
from assessor.gui.conflicts.rules_dialog import RulesDialog
from assessor.parcel.keys.identity import load_identity
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.headquarters.headquarters import HeadquartersScreen
from tests.support.screens.headquarters.inbox import REASON, WORDS
from tests.support.screens.page import Page
from tests.support.windows.headquarters import FINDING, REPORTS, STAGE
from tests.support.windows.headquarters import office as office
from tests.support.windows.headquarters import parcels as parcels

pytestmark = pytest.mark.window


def heads(path):
    with Mission.open(path, read_only=True) as registry:
        [row] = registry.assessments()
        return registry.heads(row.uuid)


def test_there_is_no_registry_at_first(window):
    assert "One registry for all missions" in HeadquartersScreen(window).text


def test_a_registry_is_made_and_remembered(office, window, tmp_path):
    assert office.shows("hq")
    assert window.session.preferences.get("registry") == str(tmp_path / "hq.registry")
    assert office.waiting == 0


def test_looking_takes_nothing_in(office, qtbot, tmp_path, parcels):
    receiving = office.look_at(parcels)
    assert "2 of 2 files bring something new" in receiving.text
    receiving.back.click()
    assert "Nothing has come in yet" in office.receipts().text
    assert office.office.mission.assessments() == ()


def test_received_files_are_listed_and_the_dispute_waits(office, qtbot, parcels):
    office.receive(parcels)
    assert office.received().column("File") == ["Bo.assessor", "Ana.assessor"]
    assert set(office.received().column(0)) == {"Received"}
    assert office.waiting == 1
    office.receive(parcels[:1])
    assert office.notice == "Files that brought nothing new: 1."
    assert office.received().column("File") == ["Bo.assessor", "Ana.assessor"]


def test_a_receipt_names_the_form_and_whether_it_is_new(office, tmp_path, parcels):
    """The first file brought the form; the second found it here, and so does the first again."""
    form = small_form(tmp_path).digest[:12]
    reasons = office.look_at(parcels).files.column("Why")
    assert [form in why and "new here." in why for why in reasons].count(True) == 1
    office.receive(parcels)
    files = office.received()
    for row, state in enumerate(("known", "new")):
        files.go_to(row)
        shown = office.receipts().text
        assert form in shown and f"{state} here." in shown


def test_a_dispute_shows_both_sides_and_one_is_taken(office, window, qtbot, tmp_path, parcels):
    office.receive(parcels)
    decision = office.inbox().wait_for_decision()
    shown = decision.text
    for part in ("Stage of the unit", "Emerging", "Operational", "Ana was there", "Bo was there"):
        assert part in shown
    decision.fill(REASON, "Two provinces were seen")
    decision.take("Bo")
    assert office.waiting == 0
    assert "Nothing waits for a decision" in office.text
    office.screen.close_registry()
    [head] = heads(tmp_path / "hq.registry")["answer", STAGE]
    assert head.body["value"] == "3"
    assert head.body["note"] == "Bo was there"
    assert head.body["decision"] == "Two provinces were seen"
    assert len(head.parents) == 2


def test_another_value_needs_a_reason(office, qtbot, tmp_path, parcels):
    office.receive(parcels)
    decision = office.inbox().wait_for_decision()
    inbox = office.inbox()
    assert inbox.list.view.horizontalScrollBar().maximum() == 0
    decision.choose("Or another value", "1")
    inbox.child(QScrollArea).verticalScrollBar().setValue(0)
    office.root.window().resize(1000, 520)
    decision.decide()
    trouble = decision.label("Give the reason")
    assert not trouble.visibleRegion().isEmpty()
    beside = (decision.field(REASON), trouble, decision.button("Decide for this value"))
    assert list(map(decision.top, beside)) == sorted(map(decision.top, beside))
    decision.fill(REASON, "Neither had seen the order")
    decision.decide()
    office.screen.close_registry()
    [head] = heads(tmp_path / "hq.registry")["answer", STAGE]
    assert (head.body["value"], head.body["decision"]) == ("1", "Neither had seen the order")


def test_a_value_the_form_speaks_against_is_kept_when_said_twice(office, qtbot, tmp_path):
    one, two = laptop(tmp_path, "Ana"), laptop(tmp_path, "Bo", hour=11)
    with one.create(small_form(tmp_path)) as first:
        first.answer(REPORTS, "12")
    two.copy_from(one)
    sent = []
    for each, count in ((one, "13"), (two, "14")):
        with each.open() as own:
            own.answer(REPORTS, count)
            sent.append(export_report(own, tmp_path / f"{each.name}.assessor").path)
    office.receive(sent)
    decision = office.inbox().wait_for_decision()
    decision.fill(REASON, "The register was read again")
    decision.fill("Or another value", "-5")
    decision.decide()
    assert "decide for this value once more" in decision.text
    assert office.waiting == 1
    decision.decide()
    office.screen.close_registry()
    [head] = heads(tmp_path / "hq.registry")["answer", REPORTS]
    assert head.body["value"] == "-5"


def test_a_file_is_taken_back(office, qtbot, parcels):
    office.receive(parcels)
    office.received().go_to(0)
    office.receipts().press("Undo import")
    assert office.received().column(0) == ["Import undone", "Received"]
    assert office.waiting == 0
    assert not office.can_press("Undo import")
    assert "Receiving it again brings it back" in office.receipts().text


def test_all_that_came_at_once_is_taken_back_at_once(office, qtbot, parcels):
    office.receive(parcels)
    office.press("Undo import of 2 files")
    assert set(office.received().column(0)) == {"Import undone"}
    assert office.waiting == 0
    assert office.notice.startswith("Import undone: 2 files.")
    office.receive(parcels)
    assert office.received().column(0)[:2] == ["Received", "Received"]
    assert office.waiting == 1


def test_chosen_files_are_taken_back_together(office, qtbot, tmp_path, parcels):
    office.receive(parcels)
    table = office.received()
    table.go_to(0)
    table.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert "2 files are chosen" in office.receipts().text
    office.press("Undo import of 2 selected files")
    assert set(table.column("Status")) == {"Import undone"}
    table.view.selectAll()
    assert "The import of these files cannot be undone" in office.receipts().text
    table.go_to(1)
    assert "files are chosen" not in office.receipts().text
    screen_of_another = tmp_path / "other.registry"
    office.screen.create_registry(screen_of_another)
    assert office.notice == ""


def test_a_refused_file_says_why_and_changes_nothing(office, qtbot, tmp_path):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4 nothing inside")
    receiving = office.look_at([tmp_path / "letter.pdf"])
    preview = receiving.files
    assert preview.cell(0, "What would happen") == "Refused"
    assert preview.cell(0, "Why")
    assert not receiving.go.isVisible()
    receiving.back.click()
    assert office.shows_registry
    assert office.office.mission.receipts() == ()


def test_copies_in_one_batch_are_told_apart_and_what_needs_an_eye_comes_first(
    office, qtbot, tmp_path, parcels
):
    (tmp_path / "copy of Ana.assessor").write_bytes(parcels[0].read_bytes())
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4 nothing inside")
    receiving = office.look_at(
        [*parcels, tmp_path / "copy of Ana.assessor", tmp_path / "letter.pdf"]
    )
    assert receiving.shows("2 of 4 files bring something new")
    assert "Copies of others here: 1" in receiving.text
    assert receiving.files.column("What would happen")[0] == "Refused"
    assert receiving.files.column("File")[-1] == "copy of Ana.assessor"
    assert receiving.files.column("What would happen")[-1] == "Copy"
    assert receiving.go.text() == "Receive 2 new"
    assert "The same as Ana.assessor." in receiving.files.column("Why")[-1]


def test_a_parcel_with_one_byte_changed_is_refused_and_kept_aside(office, qtbot, tmp_path, parcels):
    data = bytearray(parcels[0].read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "changed.assessor").write_bytes(data)
    office.receive([tmp_path / "changed.assessor"])
    assert office.received().column(0) == ["Refused"]
    assert office.office.mission.assessments() == ()


def test_a_field_mission_is_not_a_registry(office, tmp_path, when_asked):
    Mission.create(tmp_path / "field.mission").close()
    met = when_asked(lambda dialog: dialog.accept())
    office.screen.open_registry(tmp_path / "field.mission")
    assert "not a registry" in met[0].accessibleName()
    assert office.shows("hq")


def test_files_wait_until_there_is_a_registry(window, qtbot, tmp_path):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4 nothing inside")
    window.receive([tmp_path / "letter.pdf"])
    page = HeadquartersScreen(window)
    assert page.can_press("New registry…")
    page.screen.create_registry(tmp_path / "hq.registry")
    assert page.receiving.is_visible
    page.wait_until_idle()


def test_the_words_turn_with_the_window(office, window, qtbot, parcels):
    office.receive(parcels)
    window.session.speak("fr")
    assert office.tabs[1] == "À trancher (1)"
    assert "Reçu" in office.received().column(0)
    window.session.speak("en")


def test_decisions_are_sent_back_as_parcels(
    office, window, qtbot, tmp_path, parcels, monkeypatch, when_asked
):
    office.receive(parcels)
    office.inbox().decision.take("Ana")
    (tmp_path / "out").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "out"))
    said = []

    def read(dialog):
        if dialog.accessibleName():
            said.append(dialog.accessibleName())
            dialog.accept()
        else:
            when_asked(read)

    when_asked(read)
    office.screen.run_action("send-back")
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    assert "brings your decisions into the field file" in said[0]
    [parcel] = (tmp_path / "out").iterdir()
    bo = laptop(tmp_path, "Bo again")
    bo.mission.write_bytes((tmp_path / "Bo" / "our.mission").read_bytes())
    with bo.open() as field:
        field.mission.vouch_for([window.session.identity().public.hex()])
        receive_files(field, [parcel])
        field.reload()
        assert field.answer_at(STAGE).value == "2"
        assert field.conflicts() == ()


def test_scores_come_when_they_are_looked_at(office, qtbot, parcels):
    office.receive(parcels)
    office.comparison().wait_until_compared()
    assert "No scores yet" in office.text


@pytest.fixture
def disputed(office, qtbot, tmp_path):
    """An inbox with three disputes: a stage, a number with a blank against it, a text."""
    one, two = laptop(tmp_path, "Ana"), laptop(tmp_path, "Bo", hour=11)
    with one.create(small_form(tmp_path)) as first:
        first.answer(REPORTS, "12")
    two.copy_from(one)
    sent = []
    for each, said in ((one, ("2", "14", "a")), (two, ("3", "", "b"))):
        with each.open() as own:
            for reference, value in zip((STAGE, REPORTS, FINDING), said, strict=True):
                own.answer(reference, value)
            sent.append(export_report(own, tmp_path / f"{each.name}.assessor").path)
    office.receive(sent)
    return office.inbox()


def test_the_inbox_says_that_two_members_use_one_name(office, tmp_path):
    """Ben joined under her name, by an invitation; nothing else waits."""
    with laptop(tmp_path, "Ana").create(small_form(tmp_path)) as own:
        found = open_invitation(write_invitation(own, tmp_path))
        thief = load_identity(tmp_path / "thief", "ANA")
        with join_mission(tmp_path / "thief.mission", found, thief) as theirs:
            sent = export_report(theirs, tmp_path / "thief.assessor").path
    office.receive([sent])
    assert "two keys of the team use names that look alike" in office.inbox().text


def test_the_inbox_is_filtered_and_grouped(disputed, qtbot):
    assert len(disputed.questions) == 3
    disputed.fill(WORDS, "stage unit")
    assert disputed.questions == ["Stage of the unit"]
    assert "Stage of the unit" in disputed.decision.text
    disputed.fill(WORDS, "stage unit nothing")
    assert disputed.questions == [] and "matches this search" in disputed.text
    disputed.fill(WORDS, "")
    disputed.choose("How the list is grouped", "section")
    assert disputed.questions[0] == "Police · 3" and len(disputed.questions) == 4
    assert disputed.list.current[0] == 1


def test_disputes_are_decided_by_the_keyboard_alone(disputed, office, qtbot):
    disputed.root.window().activateWindow()
    disputed.fill(WORDS, "stage")
    disputed.list.view.setFocus()
    qtbot.waitUntil(lambda: len(disputed.decision.answer_buttons()) == 2)
    takes = disputed.decision.answer_buttons()
    disputed.list.key("2")
    assert takes[1].hasFocus() and office.waiting == 3
    qtbot.keyClick(takes[1], Qt.Key.Key_Return)
    assert office.waiting == 2 and disputed.list.view.hasFocus()


def test_a_conflict_is_snoozed_and_resumed(disputed, qtbot):
    first = disputed.questions[0]
    disputed.press("Postpone")
    assert len(disputed.questions) == 2 and first not in disputed.questions
    disputed.choose("Waiting or postponed", True)
    assert disputed.questions == [first] and disputed.can_press("Resume")
    disputed.press("Resume")
    disputed.choose("Waiting or postponed", False)
    assert len(disputed.questions) == 3


def test_a_blank_is_taken_only_with_a_reason(disputed, office, qtbot):
    disputed.fill(WORDS, "reports")
    decision = disputed.decision
    decision.take("Bo")
    assert "give way to a blank" in decision.text and office.waiting == 3
    decision.fill(REASON, "The register was withdrawn")
    decision.take("Bo")
    assert office.waiting == 2


def test_a_rule_shows_what_it_takes_and_settles_it(disputed, office, when_asked):
    settled = []

    def settle(dialog):
        page = Page(dialog)
        assert "1 of 3 questions would be settled" in page.text
        found = page.table("What the rule would take")
        assert (found.column(2), found.column(3)) == (["14"], ["Ana"])
        dialog.rules["same"].click()
        assert "0 of 3" in page.text and not dialog.goes.isEnabled()
        dialog.rules["answered"].click()
        dialog.goes.click()
        settled.append(dialog.settled)

    when_asked(settle, RulesDialog)
    disputed.press("Settle by a rule…")
    assert settled == [1]
    [row] = office.office.mission.assessments()
    [head] = office.office.mission.heads(row.uuid)["answer", REPORTS]
    assert head.body["value"] == "14" and "left it blank" in head.body["decision"]
