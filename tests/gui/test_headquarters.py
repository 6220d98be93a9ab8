"""Headquarters by clicks: look, receive, decide, take back; and what each leaves in the file."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from assessor.gui.rules_dialog import RulesDialog
from assessor.store.mission import Mission
from tests.assessment.laptops import laptop, small_form
from tests.support.windows.headquarters import FINDING, REPORTS, STAGE, button, column, receive
from tests.support.windows.headquarters import office as office
from tests.support.windows.headquarters import parcels as parcels
from tests.support.windows.home import text_of

pytestmark = pytest.mark.window


def heads(path):
    with Mission.open(path, read_only=True) as registry:
        [row] = registry.assessments()
        return registry.heads(row.uuid)


def test_there_is_no_registry_at_first(window):
    assert "One registry for all missions" in text_of(window.show_screen("headquarters"))


def test_a_registry_is_made_and_remembered(office, window, tmp_path):
    assert office._name.text() == "hq"
    assert window.session.preferences.get("registry") == str(tmp_path / "hq.registry")
    assert office._tabs.tabText(1) == "To decide (0)"


def test_looking_takes_nothing_in(office, qtbot, tmp_path, parcels):
    office.offer(parcels)
    qtbot.waitUntil(lambda: office._receiving._work is None)
    assert "2 of 2 files bring something new" in office._receiving._title.text()
    office._receiving._back.click()
    assert column(office._receipts._table, 0) == []
    assert office._office.mission.assessments() == ()


def test_received_files_are_listed_and_the_dispute_waits(office, qtbot, parcels):
    receive(office, qtbot, parcels)
    assert column(office._receipts._table, 1) == ["Bo.assessor", "Ana.assessor"]
    assert set(column(office._receipts._table, 0)) == {"Received"}
    assert office._tabs.tabText(1) == "To decide (1)"
    receive(office, qtbot, parcels[:1])
    assert office._notice.text() == "Files that brought nothing new: 1."
    assert column(office._receipts._table, 1) == ["Bo.assessor", "Ana.assessor"]


def test_a_dispute_shows_both_sides_and_one_is_taken(office, window, qtbot, tmp_path, parcels):
    receive(office, qtbot, parcels)
    office._tabs.setCurrentIndex(1)
    decision = office._inbox._decision
    qtbot.waitUntil(lambda: decision.isVisible())
    shown = text_of(decision)
    for part in ("Stage of the unit", "Emerging", "Operational", "Ana was there", "Bo was there"):
        assert part in shown
    qtbot.keyClicks(decision._reason, "Two provinces were seen")
    qtbot.mouseClick(button(decision, "Take the answer of Bo"), Qt.MouseButton.LeftButton)
    assert office._tabs.tabText(1) == "To decide (0)"
    assert "Nothing waits for a decision" in text_of(office)
    office.close_registry()
    [head] = heads(tmp_path / "hq.registry")["answer", STAGE]
    assert head.body["value"] == "3"
    assert head.body["note"] == "Bo was there"
    assert head.body["decision"] == "Two provinces were seen"
    assert len(head.parents) == 2


def test_another_value_needs_a_reason(office, qtbot, tmp_path, parcels):
    receive(office, qtbot, parcels)
    office._tabs.setCurrentIndex(1)
    decision = office._inbox._decision
    assert office._inbox._list.horizontalScrollBar().maximum() == 0
    decision._choices.setCurrentIndex(decision._choices.findData("1"))
    office._inbox._shown.verticalScrollBar().setValue(0)
    office.window().resize(1000, 520)
    button(decision, "Decide for this value").click()
    assert "Give the reason" in decision._trouble.text()
    assert not decision._trouble.visibleRegion().isEmpty()
    assert decision._reason.y() < decision._trouble.y() < decision._own_part.y()  # beside its field
    qtbot.keyClicks(decision._reason, "Neither had seen the order")
    button(decision, "Decide for this value").click()
    office.close_registry()
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
            sent.append(own.export(tmp_path / f"{each.name}.assessor").path)
    receive(office, qtbot, sent)
    office._tabs.setCurrentIndex(1)
    decision = office._inbox._decision
    qtbot.keyClicks(decision._reason, "The register was read again")
    assert "carries no name" in text_of(decision)
    qtbot.keyClicks(decision._typed, "-5")
    button(decision, "Decide for this value").click()
    assert "decide for this value once more" in decision._trouble.text()
    assert office._tabs.tabText(1) == "To decide (1)"
    button(decision, "Decide for this value").click()
    office.close_registry()
    [head] = heads(tmp_path / "hq.registry")["answer", REPORTS]
    assert head.body["value"] == "-5"


def test_a_file_is_taken_back(office, qtbot, parcels):
    receive(office, qtbot, parcels)
    office._receipts._table.selectRow(0)
    button(office._receipts, "Take back").click()
    assert column(office._receipts._table, 0) == ["Taken back", "Received"]
    assert office._tabs.tabText(1) == "To decide (0)"
    assert not office._receipts._undo.isEnabled()
    assert "Receiving it again brings it back" in text_of(office._receipts)


def test_all_that_came_at_once_is_taken_back_at_once(office, qtbot, parcels):
    receive(office, qtbot, parcels)
    button(office, "Take back all 2").click()
    assert set(column(office._receipts._table, 0)) == {"Taken back"}
    assert office._tabs.tabText(1) == "To decide (0)"
    assert office._notice.text().startswith("Files taken back: 2.")
    receive(office, qtbot, parcels)
    assert column(office._receipts._table, 0)[:2] == ["Received", "Received"]
    assert office._tabs.tabText(1) == "To decide (1)"


def test_chosen_files_are_taken_back_together(office, qtbot, tmp_path, parcels):
    receive(office, qtbot, parcels)
    table = office._receipts._table
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert "2 files are chosen" in text_of(office._receipts)
    button(office._receipts, "Take back 2 files").click()
    assert set(column(table, 0)) == {"Taken back"}
    table.selectAll()
    assert "Nothing of them can be taken back" in text_of(office._receipts)
    table.selectRow(1)
    assert "files are chosen" not in text_of(office._receipts)
    screen_of_another = tmp_path / "other.registry"
    office.create_registry(screen_of_another)
    assert not office._notice.isVisible()


def test_a_refused_file_says_why_and_changes_nothing(office, qtbot, tmp_path):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4 nothing inside")
    office.offer([tmp_path / "letter.pdf"])
    qtbot.waitUntil(lambda: office._receiving._work is None)
    preview = office._receiving._table
    assert preview.item(0, 0).text() == "Refused"
    assert preview.item(0, 5).text()
    assert not office._receiving._go.isVisible()
    office._receiving._back.click()
    assert office._faces.currentIndex() == 1
    assert office._office.mission.receipts() == ()


def test_copies_in_one_batch_are_told_apart_and_what_needs_an_eye_comes_first(
    office, qtbot, tmp_path, parcels
):
    (tmp_path / "copy of Ana.assessor").write_bytes(parcels[0].read_bytes())
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4 nothing inside")
    office.offer([*parcels, tmp_path / "copy of Ana.assessor", tmp_path / "letter.pdf"])
    receiving = office._receiving
    qtbot.waitUntil(lambda: receiving._work is None)
    assert receiving._title.text() == "2 of 4 files bring something new"
    assert "Copies of others here: 1" in receiving._lead.text()
    assert column(receiving._table, 0)[0] == "Refused"
    assert column(receiving._table, 1)[-1] == "copy of Ana.assessor"
    assert column(receiving._table, 0)[-1] == "Copy"
    assert receiving._go.text() == "Receive 2 new"
    assert "The same as Ana.assessor." in column(receiving._table, 5)[-1]


def test_a_parcel_with_one_byte_changed_is_refused_and_kept_aside(office, qtbot, tmp_path, parcels):
    data = bytearray(parcels[0].read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "changed.assessor").write_bytes(data)
    receive(office, qtbot, [tmp_path / "changed.assessor"])
    assert column(office._receipts._table, 0) == ["Refused"]
    assert office._office.mission.assessments() == ()


def test_a_field_mission_is_not_a_registry(office, tmp_path, when_asked):
    Mission.create(tmp_path / "field.mission").close()
    met = when_asked(lambda dialog: dialog.accept())
    office.open_registry(tmp_path / "field.mission")
    assert "not a registry" in met[0].accessibleName()
    assert office._name.text() == "hq"


def test_files_wait_until_there_is_a_registry(window, qtbot, tmp_path):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4 nothing inside")
    window.receive([tmp_path / "letter.pdf"])
    screen = window.show_screen("headquarters")
    assert screen._faces.currentIndex() == 0
    screen.create_registry(tmp_path / "hq.registry")
    assert screen._faces.currentIndex() == 2
    qtbot.waitUntil(lambda: screen._receiving._work is None)


def test_the_words_turn_with_the_window(office, window, qtbot, parcels):
    receive(office, qtbot, parcels)
    window.session.speak("fr")
    assert office._tabs.tabText(1) == "À trancher (1)"
    assert "Reçu" in column(office._receipts._table, 0)
    window.session.speak("en")


def test_decisions_are_sent_back_as_parcels(
    office, qtbot, tmp_path, parcels, monkeypatch, when_asked
):
    receive(office, qtbot, parcels)
    office._tabs.setCurrentIndex(1)
    button(office._inbox._decision, "Take the answer of Ana").click()
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
    office._send_back()
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    assert "brings your decisions into the field file" in said[0]
    [parcel] = (tmp_path / "out").iterdir()
    bo = laptop(tmp_path, "Bo again")
    bo.mission.write_bytes((tmp_path / "Bo" / "our.mission").read_bytes())
    with bo.open() as field:
        field.receive([parcel])
        field.reload()
        assert field.shown(STAGE).value == "2"
        assert field.conflicts() == ()


def test_scores_come_when_they_are_looked_at(office, qtbot, parcels):
    receive(office, qtbot, parcels)
    office._tabs.setCurrentWidget(office._comparison)
    qtbot.waitUntil(lambda: not office._comparison._line.busy and not office._comparison._stale)
    assert "No scores yet" in text_of(office)


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
            sent.append(own.export(tmp_path / f"{each.name}.assessor").path)
    receive(office, qtbot, sent)
    office._tabs.setCurrentIndex(1)
    return office._inbox


def listed(inbox):
    rows = (inbox._list.item(row) for row in range(inbox._list.count()))
    return [row.text().split("\n")[0] for row in rows]


def choose(box, data):
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def test_the_inbox_is_filtered_and_grouped(disputed, qtbot):
    assert len(listed(disputed)) == 3
    qtbot.keyClicks(disputed.filter.words, "stage unit")
    assert listed(disputed) == ["Stage of the unit"]
    assert "Stage of the unit" in text_of(disputed._decision)
    qtbot.keyClicks(disputed.filter.words, " nothing")
    assert listed(disputed) == [] and "fits these words" in text_of(disputed)
    disputed.filter.words.clear()
    disputed.filter.words.textEdited.emit("")
    choose(disputed.filter.groups, "section")
    assert listed(disputed)[0] == "Police · 3" and len(listed(disputed)) == 4
    assert disputed._list.currentRow() == 1


def test_disputes_are_decided_by_the_keyboard_alone(disputed, qtbot):
    disputed.window().activateWindow()
    qtbot.keyClicks(disputed.filter.words, "stage")
    disputed._list.setFocus()
    takes = disputed._decision._takes
    qtbot.waitUntil(lambda: all(each.isVisible() for each in takes))
    qtbot.keyClick(disputed._list, "2")
    assert takes[1].hasFocus() and len(disputed._conflicts) == 3
    qtbot.keyClick(takes[1], Qt.Key.Key_Return)
    assert len(disputed._conflicts) == 2 and disputed._list.hasFocus()


def test_a_dispute_is_put_by_and_taken_up_again(disputed, qtbot):
    first = listed(disputed)[0]
    qtbot.mouseClick(disputed._decision.later, Qt.MouseButton.LeftButton)
    assert len(listed(disputed)) == 2 and first not in listed(disputed)
    choose(disputed.filter.states, True)
    assert listed(disputed) == [first] and disputed._decision.later.text() == "Take up again"
    qtbot.mouseClick(disputed._decision.later, Qt.MouseButton.LeftButton)
    choose(disputed.filter.states, False)
    assert len(listed(disputed)) == 3


def test_a_blank_is_taken_only_with_a_reason(disputed, qtbot):
    qtbot.keyClicks(disputed.filter.words, "reports")
    decision = disputed._decision
    qtbot.waitUntil(lambda: all(each.isVisible() for each in decision.findChildren(QPushButton)))
    button(decision, "Take the answer of Bo").click()
    assert "give way to a blank" in decision._trouble.text() and len(disputed._conflicts) == 3
    qtbot.keyClicks(decision._reason, "The register was withdrawn")
    button(decision, "Take the answer of Bo").click()
    assert len(disputed._conflicts) == 2


def test_a_rule_shows_what_it_takes_and_settles_it(disputed, office, window):
    dialog = RulesDialog(window, window.session, office.office, disputed._listed)
    dialog.show()
    assert "1 of 3 questions would be settled" in text_of(dialog)
    assert (column(dialog._table, 2), column(dialog._table, 3)) == (["14"], ["Ana"])
    dialog.rules["same"].click()
    assert "0 of 3" in text_of(dialog) and not dialog.goes.isEnabled()
    dialog.rules["answered"].click()
    dialog.goes.click()
    assert dialog.settled == 1
    dialog.deleteLater()
    [row] = office.office.mission.assessments()
    [head] = office.office.mission.heads(row.uuid)["answer", REPORTS]
    assert head.body["value"] == "14" and "left it blank" in head.body["decision"]
