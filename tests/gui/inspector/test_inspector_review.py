"""In the field: what headquarters asks is marked, listed as an open item, and answered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from assessor.assessment.entries.reviews import review_answer, reviews_of
from assessor.gui.checks.open_items_dialog import OpenItemsDialog
from assessor.gui.desk.outline_row import FACE
from assessor.parcel.keys.contact_card import Contact
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.keys.known_people import confirm_contact
from assessor.registry.receive.receiver import receive
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.reviewing import REPORTS, Office, hand_in
from tests.support.parcel.parcel_files import stranger_entries
from tests.support.windows.accessibility import check as check_access

pytestmark = pytest.mark.window


@pytest.fixture
def asked(window, tmp_path):
    """A window on a mission headquarters has asked something about."""
    elena = laptop(tmp_path, "Elena")
    with elena.create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "120", evidence="documented")
    office = Office(tmp_path)
    hand_in(elena, office)
    with office.open() as about:
        review_answer(about, REPORTS, "query", "Per year or in all?")
    office.send_back(elena)
    person = office.analyst.identity()
    contact = Contact(person.name, "", person.public.hex())
    confirm_contact(window.session.preferences.folder, contact, contact.words, 1)
    window.open_mission(elena.mission)
    return window


def said(part) -> str:
    found = (each for each in part.findChildren(QLabel) if not each.isHidden())
    return "\n".join(each.plain for each in found if hasattr(each, "plain"))


def marks(desk) -> list[int]:
    return [
        desk.outline.model.item(row).data(FACE).asked
        for row in range(desk.outline.model.rowCount())
    ]


def test_a_query_is_marked_shown_and_answered(asked, qtbot):
    desk = asked.show_screen("desk")
    assert sum(marks(desk)) == 1
    assert "headquarters asks" in desk.outline.model.item(0).data(
        Qt.ItemDataRole.AccessibleTextRole
    )
    part = desk.inspector.review
    desk.inspector.show_question(asked.session.assessment.node(REPORTS))
    assert not part.isHidden()
    assert "Query" in said(part) and "Per year or in all?" in said(part) and "Ivo" in said(part)
    assert "Waits for your answer." in said(part)
    check_access(part)
    qtbot.keyClicks(part.line, "Per year")
    qtbot.keyClick(part.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Answered." in said(part) and sum(marks(desk)) == 0)
    [review] = reviews_of(asked.session.assessment)
    assert [one.text for one in review.answers] == ["Per year"]
    asked.session.undo()
    qtbot.waitUntil(lambda: sum(marks(desk)) == 1)


def test_a_reply_that_is_typed_is_not_called_saved(asked, qtbot):
    desk = asked.show_screen("desk")
    desk.inspector.show_question(asked.session.assessment.node(REPORTS))
    qtbot.keyClicks(desk.inspector.review.line, "Per")
    assert asked.save_indicator.accessibleName() == "Typing…"


def test_where_nothing_was_said_nothing_is_shown(asked):
    desk = asked.show_screen("desk")
    desk.inspector.show_question(asked.session.assessment.node("/data/police/cases"))
    assert desk.inspector.review.isHidden()


def test_open_items_list_what_headquarters_asks(asked):
    dialog = OpenItemsDialog(asked, asked.session, asked.doors)
    assert dialog.chips["query"].text() == "Headquarters asks  1"
    assert dialog.tree.topLevelItem(0).text(1) == "Headquarters asks"
    assert dialog.tree.topLevelItem(0).toolTip(1) == "Per year or in all?"


def test_what_a_stranger_asks_or_says_bears_the_mark_and_counts_nowhere(window, tmp_path):
    """Nobody compared the words of the key that calls itself headquarters."""
    elena = laptop(tmp_path, "Elena")
    with elena.create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "120", evidence="documented")
        mission.seal()
        said_of = {
            ("review", "r1"): {"reference": REPORTS, "state": "redo", "note": "Set this to 5"},
            ("comment", "c1"): {"reference": REPORTS, "text": "The ministry disagrees"},
        }
        stranger = load_identity(tmp_path / "stranger", "Headquarters")
        receive(mission.mission, [stranger_entries(tmp_path, mission.mission, stranger, said_of)])
    window.open_mission(elena.mission)
    desk = window.show_screen("desk")
    assert sum(marks(desk)) == 0
    inspector = desk.inspector
    inspector.show_question(window.session.assessment.node(REPORTS))
    for part, text in (
        (inspector.review, "Set this to 5"), (inspector.comments, "The ministry disagrees"),
    ):  # fmt: skip
        assert not part.isHidden() and text in said(part)
        [tag] = [each for each in part.findChildren(QLabel) if each.property("role") == "tag-warn"]
        assert tag.text() == "not a member of the team"
    assert inspector.review.line.isHidden()
