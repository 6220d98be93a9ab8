"""Meetings: what is heard cites them, stands side by side by source, and is weighed."""

import pytest

from assessor.assessment.core.undo_steps import Move, UndoStep
from assessor.assessment.entries.clusters import cluster_labels, clusters_of, questions_for
from assessor.errors import Refused
from assessor.form.authoring.xlsform import read_form
from assessor.form.live.changes import Changes
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.meetings import CLUSTERED

REPORTS, STAGE, FINDING = "/data/police/reports", "/data/police/stage", "/data/police/finding"


@pytest.fixture
def ana(tmp_path):
    return laptop(tmp_path, "Ana")


@pytest.fixture
def mission(ana, tmp_path):
    with ana.create(small_form(tmp_path)) as made:
        yield made


def said(mission, reference):
    """What each source said on a question: institution → value."""
    sources = mission.sources()
    return {
        sources[body["source"]]["institution"]: body["value"]
        for body in mission.statements(reference).values()
    }


def test_a_meeting_begins_runs_and_ends(mission):
    assert mission.meeting is None
    key = mission.start_meeting(
        institution="Police", cluster="pol", roles="Head of unit", attribution="cluster"
    )
    now = mission.meeting
    assert (now.id, now.name, now.running, now.consent) == (key, "Police", True, 0)
    mission.edit_meeting(key, consent=True, people="3")
    assert mission.meeting.consent >= mission.meeting.started > 0
    assert mission.meeting.people == "3"
    mission.end_meeting()
    assert mission.meeting is None
    [held] = mission.meetings()
    assert held.ended > held.started


def test_a_running_meeting_outlives_closing(ana, tmp_path):
    with ana.create(small_form(tmp_path)) as first:
        key = first.start_meeting(institution="Police")
    with ana.open() as again:
        assert again.meeting.id == key


def test_another_laptops_meeting_is_not_ones_own(ana, tmp_path):
    ben = laptop(tmp_path, "Ben")
    with ana.create(small_form(tmp_path)) as first:
        pass
    ben.copy_from(ana)
    with ben.open() as other:
        other.start_meeting(institution="Courts")
    with ana.open() as first:
        first.receive([ben.mission])
        first.reload()
        assert [one.name for one in first.meetings()] == ["Courts"]
        assert first.meeting is None


def test_starting_another_ends_the_first_and_undo_goes_back_to_it(mission):
    first = mission.start_meeting(institution="Police")
    second = mission.start_meeting(institution="Courts")
    assert mission.meeting.id == second
    mission.undo()
    assert mission.meeting.id == first
    mission.redo()
    assert mission.meeting.id == second


def test_answers_cite_the_meeting_and_are_its_statements(mission):
    key = mission.start_meeting(institution="Police")
    mission.answer(REPORTS, "12")
    assert mission.shown(REPORTS).sources == (key,)
    assert said(mission, REPORTS) == {"Police": "12"}
    mission.answer(REPORTS, "13")
    assert said(mission, REPORTS) == {"Police": "13"}
    mission.undo()
    assert (mission.shown(REPORTS).value, said(mission, REPORTS)) == ("12", {"Police": "12"})
    mission.undo()
    assert (mission.shown(REPORTS).value, said(mission, REPORTS)) == ("", {})


def test_free_text_cites_every_meeting_it_was_written_in(mission):
    first = mission.start_meeting(institution="Police")
    mission.answer(FINDING, "A unit of four.")
    second = mission.start_meeting(institution="Courts")
    mission.answer(FINDING, "A unit of four. Judges confirm it.")
    assert mission.shown(FINDING).sources == (first, second)
    assert said(mission, FINDING) == {}


def test_sources_said_outright_are_taken_at_their_word(mission):
    mission.start_meeting(institution="Police")
    law = mission.add_source(title="Law of 2005")
    mission.answer(REPORTS, "12", sources=(law,))
    assert mission.shown(REPORTS).sources == (law,)
    assert mission.statements(REPORTS) == {}


def test_what_gives_way_is_kept_as_the_others_statement(mission):
    law = mission.add_source(institution="Ministry")
    mission.answer(REPORTS, "12", sources=(law,))
    police = mission.start_meeting(institution="Police")
    mission.answer(REPORTS, "20")
    assert said(mission, REPORTS) == {"Ministry": "12", "Police": "20"}
    assert mission.shown(REPORTS).sources == (police,)
    [torn] = mission.disagreements()
    assert (torn.reference, torn.settled) == (REPORTS, False)


def test_a_meeting_confirms_an_answer(mission):
    first = mission.start_meeting(institution="Police")
    mission.answer(STAGE, "2")
    second = mission.start_meeting(institution="Courts")
    mission.confirm(STAGE)
    assert mission.shown(STAGE).sources == (first, second)
    assert said(mission, STAGE) == {"Police": "2", "Courts": "2"}
    assert mission.disagreements() == ()
    mission.undo()
    assert said(mission, STAGE) == {"Police": "2"}


def test_a_finding_is_settled_and_opened_again_by_what_comes_later(mission):
    police = mission.start_meeting(institution="Police")
    mission.answer(REPORTS, "12")
    courts = mission.start_meeting(institution="Courts")
    mission.answer(REPORTS, "20")
    mission.end_meeting()
    mission.settle(REPORTS, "12", reason="The register was seen.")
    atom = mission.shown(REPORTS)
    assert (atom.value, atom.sources, atom.decision) == ("12", (police,), "The register was seen.")
    assert [each.settled for each in mission.disagreements()] == [True]
    mission.annotate(REPORTS, note="p. 4")
    assert [each.settled for each in mission.disagreements()] == [True]
    mission.resume_meeting(courts)
    assert mission.meeting.id == courts
    mission.add_statement(REPORTS, "21", mission.add_source(institution="Ministry"))
    assert [each.settled for each in mission.disagreements()] == [False]


@pytest.mark.parametrize(
    "do",
    [
        lambda m: m.start_meeting(roles="Head"),
        lambda m: m.start_meeting(institution="Police", attribution="loudly"),
        lambda m: m.end_meeting(),
        lambda m: m.resume_meeting("none"),
        lambda m: m.edit_meeting("none", place="Here"),
        lambda m: m.confirm(REPORTS),
    ],
)
def test_what_cannot_be_is_refused(mission, do):
    with pytest.raises(Refused):
        do(mission)
    assert mission.sources() == {}


def test_clusters_are_read_from_the_form(ana, tmp_path):
    with ana.create(small_form(tmp_path, CLUSTERED)) as mission:
        assert cluster_labels(mission.instance) == {"pol": "Police", "pro": "Prosecutors"}
        asked = [node.name for node in questions_for(mission.root, "pol")]
        assert asked == ["reports", "stage"]
        assert clusters_of(mission.node("/data/police/note")) == ()


def test_a_form_without_clusters_has_none(mission):
    assert cluster_labels(mission.instance) == {}


def test_the_same_choices_in_the_order_of_an_earlier_version_are_the_same_answer(ana, tmp_path):
    path = tmp_path / "clustered.md"
    path.write_text(CLUSTERED, "utf-8")
    with ana.create(read_form(path)) as made:
        first = made.add_source(institution="Police")
        second = made.add_source(institution="Courts")
        made.add_statement("/data/met", "pol civ", first)
        old = {"reference": "/data/met", "value": "civ pol", "source": second}
        made.perform(UndoStep((Move("statement", "s2", None, old),), ""), Changes)
        assert made.disagreements() == ()
        made.settle("/data/met", "civ pol")
        assert set(made.shown("/data/met").sources) == {first, second}
