"""Meetings: answers cite them, statements are kept by source, and findings are settled."""

import pytest

from assessor.assessment.core.statements import running_meeting, sources_of, statements_of
from assessor.assessment.core.undo_steps import Move
from assessor.assessment.entries.clusters import cluster_labels, clusters_of
from assessor.assessment.entries.meetings import (
    confirm_answer,
    disagreements_of,
    edit_meeting,
    end_meeting,
    meetings_of,
    resume_meeting,
    settle_finding,
    start_meeting,
)
from assessor.assessment.entries.sources import add_source, add_statement
from assessor.assessment.exchange.exchange_folder import receive_files
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
    """Return what each source said on a question: institution → value."""
    sources = sources_of(mission)
    return {
        sources[body["source"]]["institution"]: body["value"]
        for body in statements_of(mission, reference).values()
    }


def test_a_meeting_begins_runs_and_ends(mission):
    assert running_meeting(mission) is None
    key = start_meeting(
        mission, institution="Police", cluster="pol", roles="Head of unit", attribution="cluster"
    )
    now = running_meeting(mission)
    assert (now.id, now.name, now.running, now.consent) == (key, "Police", True, 0)
    edit_meeting(mission, key, consent=True, people="3")
    assert running_meeting(mission).consent >= running_meeting(mission).started > 0
    assert running_meeting(mission).people == "3"
    end_meeting(mission)
    assert running_meeting(mission) is None
    [held] = meetings_of(mission)
    assert held.ended > held.started


def test_a_running_meeting_outlives_closing(ana, tmp_path):
    with ana.create(small_form(tmp_path)) as first:
        key = start_meeting(first, institution="Police")
    with ana.open() as again:
        assert running_meeting(again).id == key


def test_another_laptops_meeting_is_not_ones_own(ana, tmp_path):
    ben = laptop(tmp_path, "Ben")
    with ana.create(small_form(tmp_path)) as first:
        pass
    ben.copy_from(ana)
    with ben.open() as other:
        start_meeting(other, institution="Courts")
    with ana.open() as first:
        receive_files(first, [ben.mission])
        first.reload()
        assert [one.name for one in meetings_of(first)] == ["Courts"]
        assert running_meeting(first) is None


def test_starting_another_ends_the_first_and_undo_goes_back_to_it(mission):
    first = start_meeting(mission, institution="Police")
    second = start_meeting(mission, institution="Courts")
    assert running_meeting(mission).id == second
    mission.undo()
    assert running_meeting(mission).id == first
    mission.redo()
    assert running_meeting(mission).id == second


def test_answers_cite_the_meeting_and_are_its_statements(mission):
    key = start_meeting(mission, institution="Police")
    mission.answer(REPORTS, "12")
    assert mission.answer_at(REPORTS).sources == (key,)
    assert said(mission, REPORTS) == {"Police": "12"}
    mission.answer(REPORTS, "13")
    assert said(mission, REPORTS) == {"Police": "13"}
    mission.undo()
    assert (mission.answer_at(REPORTS).value, said(mission, REPORTS)) == ("12", {"Police": "12"})
    mission.undo()
    assert (mission.answer_at(REPORTS).value, said(mission, REPORTS)) == ("", {})


def test_free_text_cites_every_meeting_it_was_written_in(mission):
    first = start_meeting(mission, institution="Police")
    mission.answer(FINDING, "A unit of four.")
    second = start_meeting(mission, institution="Courts")
    mission.answer(FINDING, "A unit of four. Judges confirm it.")
    assert mission.answer_at(FINDING).sources == (first, second)
    assert said(mission, FINDING) == {}


def test_sources_said_outright_are_taken_at_their_word(mission):
    start_meeting(mission, institution="Police")
    law = add_source(mission, title="Law of 2005")
    mission.answer(REPORTS, "12", sources=(law,))
    assert mission.answer_at(REPORTS).sources == (law,)
    assert statements_of(mission, REPORTS) == {}


def test_what_gives_way_is_kept_as_the_others_statement(mission):
    law = add_source(mission, institution="Ministry")
    mission.answer(REPORTS, "12", sources=(law,))
    police = start_meeting(mission, institution="Police")
    mission.answer(REPORTS, "20")
    assert said(mission, REPORTS) == {"Ministry": "12", "Police": "20"}
    assert mission.answer_at(REPORTS).sources == (police,)
    [torn] = disagreements_of(mission)
    assert (torn.reference, torn.settled) == (REPORTS, False)


def test_a_meeting_confirms_an_answer(mission):
    first = start_meeting(mission, institution="Police")
    mission.answer(STAGE, "2")
    second = start_meeting(mission, institution="Courts")
    confirm_answer(mission, STAGE)
    assert mission.answer_at(STAGE).sources == (first, second)
    assert said(mission, STAGE) == {"Police": "2", "Courts": "2"}
    assert disagreements_of(mission) == ()
    mission.undo()
    assert said(mission, STAGE) == {"Police": "2"}


def test_a_finding_is_settled_and_opened_again_by_what_comes_later(mission):
    police = start_meeting(mission, institution="Police")
    mission.answer(REPORTS, "12")
    courts = start_meeting(mission, institution="Courts")
    mission.answer(REPORTS, "20")
    end_meeting(mission)
    settle_finding(mission, REPORTS, "12", reason="The register was seen.")
    atom = mission.answer_at(REPORTS)
    assert (atom.value, atom.sources, atom.decision) == ("12", (police,), "The register was seen.")
    assert [each.settled for each in disagreements_of(mission)] == [True]
    mission.annotate(REPORTS, note="p. 4")
    assert [each.settled for each in disagreements_of(mission)] == [True]
    resume_meeting(mission, courts)
    assert running_meeting(mission).id == courts
    add_statement(mission, REPORTS, "21", add_source(mission, institution="Ministry"))
    assert [each.settled for each in disagreements_of(mission)] == [False]


@pytest.mark.parametrize(
    "do",
    [
        lambda m: start_meeting(m, roles="Head"),
        lambda m: start_meeting(m, institution="Police", attribution="loudly"),
        lambda m: end_meeting(m),
        lambda m: resume_meeting(m, "none"),
        lambda m: edit_meeting(m, "none", place="Here"),
        lambda m: confirm_answer(m, REPORTS),
    ],
)
def test_what_cannot_be_is_refused(mission, do):
    with pytest.raises(Refused):
        do(mission)
    assert sources_of(mission) == {}


def test_clusters_are_read_from_the_form(ana, tmp_path):
    with ana.create(small_form(tmp_path, CLUSTERED)) as mission:
        assert cluster_labels(mission.instance) == {"pol": "Police", "pro": "Prosecutors"}
        assert clusters_of(mission.node("/data/police/note")) == ()


def test_a_form_without_clusters_has_none(mission):
    assert cluster_labels(mission.instance) == {}


def test_the_same_choices_in_the_order_of_an_earlier_version_are_the_same_answer(ana, tmp_path):
    path = tmp_path / "clustered.md"
    path.write_text(CLUSTERED, "utf-8")
    with ana.create(read_form(path)) as made:
        first = add_source(made, institution="Police")
        second = add_source(made, institution="Courts")
        add_statement(made, "/data/met", "pol civ", first)
        old = {"reference": "/data/met", "value": "civ pol", "source": second}
        made.perform([Move("statement", "s2", None, old)], "", Changes)
        assert disagreements_of(made) == ()
        settle_finding(made, "/data/met", "civ pol")
        assert set(made.answer_at("/data/met").sources) == {first, second}
