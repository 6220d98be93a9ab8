"""Review at headquarters by clicks: read, accept, ask, send back; and what is beside an answer."""

from __future__ import annotations

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.comments import add_comment
from assessor.assessment.entries.evidence import attach_file
from assessor.assessment.entries.reviews import reviews_of
from assessor.assessment.entries.sources import add_source, add_statement
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.report.report_export import export_report
from tests.support.assessment.laptops import laptop, small_form
from tests.support.screens.headquarters.headquarters import HeadquartersScreen
from tests.support.screens.page import pick
from tests.support.windows.accessibility import check as check_access
from tests.support.windows.headquarters import REPORTS, STAGE
from tests.support.windows.home import text_of

pytestmark = pytest.mark.window


@pytest.fixture
def office(window, tmp_path, qtbot):
    """Headquarters looking at the answers of one mission."""
    page = HeadquartersScreen(window)
    page.screen.create_registry(tmp_path / "hq.registry")
    with laptop(tmp_path, "Ana").create(small_form(tmp_path)) as own:
        police = add_source(own, institution="Police", date="2026-03-09")
        own.answer(REPORTS, "12", evidence="documented", sources=[police], note="From the register")
        add_statement(own, REPORTS, "14", police, note="in a meeting")
        attach_file(own, REPORTS, b"%PDF-1.7", name="register.pdf", note="page 4")
        add_comment(own, REPORTS, "Two counts exist")
        own.answer(STAGE, "2")
        sent = export_report(own, tmp_path / "ana.assessor").path
    page.receive([sent])
    page.review()
    return page


def listed(page):
    return page.table("Answers to review").column(0)


def reviews(tmp_path, office):
    about = office.office.assessment(office.office.mission.assessments()[0].uuid)
    return {one.reference: (one.state, one.note) for one in reviews_of(about)}


def test_the_answer_is_read_with_all_that_stands_beside_it(office, qtbot):
    page = office.review()
    assert listed(page) == [
        "Reports received\nNot reviewed",
        "Stage of the unit\nNot reviewed",
    ]
    check_access(page.root)
    shown = text_of(page.root.judging)
    for part in (
        "Reports received", "12", "From the register", "Cites Police, 9 March 2026",
        "Police, 2026-03-09: 14 – “in a meeting”", "page 4", "Two counts exist",
    ):  # fmt: skip
        assert part in shown, part
    page.root.list.setCurrentRow(1)
    qtbot.waitUntil(lambda: "● Emerging" in text_of(page.root.judging))
    assert "○ Initial" in text_of(page.root.judging)
    assert "Two counts exist" not in text_of(page.root.judging)


def test_accepted_asked_and_sent_back_one_after_another(office, tmp_path, qtbot):
    page = office.review()
    page.root.judging.deeds["query"].click()
    assert "Say what the assessor is to answer" in text_of(page.root.judging)
    assert reviews(tmp_path, office) == {}
    qtbot.keyClicks(page.root.judging.note, "Per year?")
    page.root.judging.deeds["query"].click()
    assert page.root.list.currentRow() == 1
    page.root.judging.deeds["accepted"].click()
    assert reviews(tmp_path, office) == {REPORTS: ("query", "Per year?"), STAGE: ("accepted", "")}
    assert listed(page) == ["Reports received\nQuery", "Stage of the unit\nAccepted"]
    page.root.list.setCurrentRow(0)
    assert "Waits for the field." in text_of(page.root.judging)
    page.root.judging.deeds[""].click()
    assert reviews(tmp_path, office) == {STAGE: ("accepted", "")}


def test_what_was_answered_waits_for_headquarters_again(office, tmp_path, qtbot):
    page = office.review()
    qtbot.keyClicks(page.root.judging.note, "Per year?")
    page.root.judging.deeds["redo"].click()
    registry = office.office.mission.assessments()[0].uuid
    export_report(office.office.assessment(registry), tmp_path / "back.assessor")
    ana = tmp_path / "Ana" / "our.mission"
    from assessor.parcel.keys.identity import load_identity

    with Assessment.open(ana, identity=load_identity(tmp_path / "Ana" / "profile", "Ana")) as own:
        receive_files(own, [tmp_path / "back.assessor"])
        own.reload()
        own.answer(REPORTS, "13")
        export_report(own, tmp_path / "again.assessor")
    office.receive([tmp_path / "again.assessor"])
    office.review()
    page.choose("How the answers stand", "office")
    assert listed(page)[0] == "Reports received\nTo redo · look again"
    assert "Answered anew in the field." in text_of(page.root.judging)
    pick(page.choices("Mission reviewed"), 0)
    assert [one.split("\n")[0] for one in listed(page)] == ["Reports received"]
    page.fill("Find in questions and missions", "xyzzy")
    assert listed(page) == []
    assert "No answer matches" in page.text
