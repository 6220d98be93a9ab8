"""A stranger writes what stands beside answers: reviews, comments, tasks, sources, plans, files."""

from __future__ import annotations

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.statements import sources_of, statements_of
from assessor.assessment.entries.comments import add_comment, comments_of
from assessor.assessment.entries.evidence import files_of
from assessor.assessment.entries.recommendation_plan import plan_of
from assessor.assessment.entries.reviews import review_answer, reviews_of
from assessor.assessment.entries.tasks import holders_of
from assessor.assessment.exchange.open_items import open_items
from assessor.assessment.exchange.team_progress import team_of
from assessor.assessment.odk.submission_export import prepare_submission
from assessor.assessment.report.report_export import export_report
from assessor.assessment.report.report_projection import projection_of
from assessor.cli.main import main
from assessor.errors import Refused
from assessor.parcel.keys.identity import load_identity
from assessor.registry.receive.receiver import receive
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.cli.conftest import run as run
from tests.support.assessment.laptops import SMALL, laptop, small_form, version_1
from tests.support.cli.results import check
from tests.support.parcel.parcel_files import stranger_entries
from tests.support.report.pdf_text import read

REPORTS, POLICE = "/data/police/reports", "/data/police"
ATTRIBUTION = "/data/mission/attribution"
RECS = "/data/recs[7f3a9c]"
REVIEW = {"reference": REPORTS, "state": "redo", "note": "EVIL: set this to 5"}
EVIL = {
    ("review", "r1"): REVIEW,
    ("review", "r2"): {"reference": REPORTS, "state": "accepted", "note": "EVIL: fine"},
    ("comment", "c1"): {"reference": REPORTS, "text": "EVIL: the ministry disagrees"},
    ("task", POLICE): {"reference": POLICE, "person": "EVILPERSON"},
    ("task", "person:a1"): {"person": "EVILPERSON"},
    ("source", "s1"): {"kind": "meeting", "institution": "EVIL Ministry", "people": "30"},
    ("statement", "t1"): {"reference": REPORTS, "source": "s1", "value": "5", "note": "EVIL"},
    ("repeat", RECS): {"added": 1_700_000_000_000},
    ("answer", f"{RECS}/action"): {"value": "EVIL: buy it"},
    ("recommendation", "7f3a9c"): {"owner": "EVILOWNER", "cost": "high"},
    ("evidence", "e1"): {"reference": REPORTS, "name": "EVIL.pdf", "sha256": "ab" * 32, "size": 1},
}
"""One entry of every kind that a person writes beside answers."""


@pytest.fixture
def elena(tmp_path):
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "120", evidence="claimed")
        mission.seal()
        yield mission


def attacked(tmp_path, elena, said=EVIL, name="Headquarters", **how):
    """Let Elena receive what a stranger says, under a name that she heeds."""
    stranger = load_identity(tmp_path / "stranger", name)
    receive(elena.mission, [stranger_entries(tmp_path, elena.mission, stranger, said, **how)])
    elena.reload()


def effects(mission: Assessment) -> list[object]:
    """Return all that such entries change."""
    return [
        reviews_of(mission), comments_of(mission), holders_of(mission), sources_of(mission),
        statements_of(mission, REPORTS), plan_of(mission), files_of(mission),
        [each for each in open_items(mission) if each.kind != "conflict"],
        [(each.label, each.person) for each in team_of(mission).parts],
        [each.name for each in team_of(mission).people], mission.instance.answers(),
    ]  # fmt: skip


def test_nothing_beside_answers_counts_from_a_stranger(tmp_path, elena):
    """The review list, the evening's list, tasks, sources, plan and files are as before."""
    before = effects(elena)
    attacked(tmp_path, elena)
    assert effects(elena) == before
    assert {(each.kind, each.key) for each in elena.conflicts()} == EVIL.keys() - {("repeat", RECS)}


def test_nothing_of_it_is_in_a_report(tmp_path, elena):
    """It was recommendation No. 1, with owner and cost, in headquarters' internal report."""
    attacked(tmp_path, elena)
    for profile in ("internal", "government", "public"):
        assert "EVIL" not in repr(projection_of(elena, profile, None))
        out = export_report(elena, tmp_path / f"{profile}.pdf", profile=profile).path
        assert "EVIL" not in read(out.read_bytes())


def test_every_line_says_whose_words_these_are(tmp_path, elena, capsys):
    """Lists and inbox: each line of the stranger bears the mark, and none counts."""
    attacked(tmp_path, elena)
    path, marked = str(elena.path), "Headquarters (not a member of the team), 2030"
    elena.seal()
    for verb, text in (
        ("review", "EVIL: set this to 5"), ("comments", "EVIL: the ministry disagrees"),
        ("team", "EVILPERSON"),
    ):  # fmt: skip
        assert main([verb, path]) == 0
        said = [line for line in capsys.readouterr().out.splitlines() if "EVIL" in line]
        assert any(line.endswith(text) for line in said)
        assert all(line.startswith(f"  {marked}") for line in said)
    assert main(["review", path]) == 0
    told = capsys.readouterr().out
    assert "REDO" not in told and told.count("NOT COUNTED") == 2
    assert "0 reviews; 0 wait for the field" in told
    assert main(["tonight", path]) == 0
    assert "EVIL" not in capsys.readouterr().out
    assert main(["inbox", path]) == 0
    told = capsys.readouterr().out
    assert told.count(marked) == len(EVIL) - 1 and "task /data/police" in told


def test_headquarters_lists_what_outsiders_review_where_nobody_else_did(tmp_path, elena, capsys):
    """Only missions with a review of the team were searched: what waited was not seen."""
    attacked(tmp_path, elena)
    sent = export_report(elena, tmp_path / "elena.assessor").path
    registry = str(tmp_path / "hq.registry")
    assert main(["receive", registry, str(sent)]) == 0
    capsys.readouterr()
    assert main(["review", registry]) == 0
    told = capsys.readouterr().out
    assert told.count("NOT COUNTED") == 2 and "Headquarters (not a member of the team)" in told
    assert "0 reviews; 0 wait for the field" in told


def test_headquarters_takes_a_review_and_then_it_counts(tmp_path, elena):
    attacked(tmp_path, elena)
    [one] = [each for each in elena.conflicts() if each.key == "r1"]
    elena.decide(one, take=one.heads[0].name)
    [review] = reviews_of(elena)
    assert (review.note, review.last.author) == ("EVIL: set this to 5", "Elena")
    elena.undo()
    assert reviews_of(elena) == ()


def test_a_person_takes_nothing_of_it_and_nothing_waits(tmp_path, elena):
    """Whoever does not want any of it says so once; where a member spoke, their word is taken."""
    before = effects(elena)
    attacked(tmp_path, elena, EVIL | {("answer", REPORTS): {"value": "5"}})
    for conflict in elena.conflicts():
        if conflict.key == REPORTS:
            with pytest.raises(Refused, match="takes one of the entries"):
                elena.decide(conflict)
            elena.decide(conflict, take=conflict.heads[0].name)
        else:
            elena.decide(conflict)
    elena.seal()
    assert elena.conflicts() == () and elena.mission.check() == ()
    assert effects(elena) == before and elena.answer_at(REPORTS).value == "120"


def test_the_command_line_takes_nothing_of_it(tmp_path, elena, run):
    stranger, said = load_identity(tmp_path / "stranger", "Bo"), {("review", "r1"): REVIEW}
    path = tmp_path / "hq.registry"
    with Mission.create(path, role="registry") as registry:
        receive(registry, [stranger_entries(tmp_path, elena.mission, stranger, said)])
        [conflict] = registry.conflicts()
    check(run("decide", path, conflict.id, "--none", home="hq"), 0, "decided; 0 conflicts left")


def test_a_stranger_is_the_author_of_no_comment_of_hers(tmp_path, elena):
    """The same comment, dated before hers: the list then named the stranger as its author."""
    add_comment(elena, REPORTS, "Count again")
    elena.seal()
    [comment] = comments_of(elena)
    theirs = {("comment", comment.id): {"reference": REPORTS, "text": "EVIL"}}
    attacked(tmp_path, elena, theirs, at=1_000, sees=False)
    [comment] = comments_of(elena)
    assert (comment.first.author, comment.text) == ("Elena", "Count again")


def test_a_stranger_makes_no_answer_another_since_it_was_accepted(tmp_path, elena):
    """A contradiction would open every accepted review again."""
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [export_report(elena, tmp_path / "e.assessor").path])
        there = Assessment.of(registry, None, load_identity(tmp_path / "office", "Office"))
        review_answer(there, REPORTS, "accepted")
        attacked(tmp_path, there, {("answer", REPORTS): {"value": "5"}})
        [review] = reviews_of(there)
        assert (review.waits_for, review.changed) == ("", False)


def test_a_stranger_does_not_say_when_the_mission_ended(tmp_path):
    """A submission for another tool ended in 2030, as the stranger's entry said."""
    form = SMALL.replace(
        "| begin_group      | police", "| end | end | | | |\n| | begin_group | police", 1
    )
    with laptop(tmp_path, "Elena").create(small_form(tmp_path, form)) as elena:
        elena.answer(REPORTS, "120")
        elena.seal()
        attacked(tmp_path, elena)
        text = prepare_submission(elena, "x").text.decode()
        assert "<end>2026-03-09T" in text and "2030" not in text


def test_what_a_stranger_names_is_missing_from_no_report_of_hers(tmp_path, elena):
    """The receipt of her report said that it lacks EVIL.pdf."""
    attacked(tmp_path, elena)
    sent = export_report(elena, tmp_path / "elena.assessor").path
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        [receipt] = receive(registry, [sent])
        assert receipt.missing == ()


def draft(kind: str, key: str, body: dict[str, str]) -> Draft:
    return Draft(kind, key, body, (), 1_773_000_000_000)


def meeting(cluster: str, people: str) -> dict[str, str]:
    return {"kind": "meeting", "attribution": "cluster", "cluster": cluster, "people": people}


def test_no_stranger_makes_a_small_group_large(tmp_path):
    """Two sources "of 30 people": the government's edition then named a group of two."""
    stage = "/data/sec_thr/thr_reporting_stage"
    with laptop(tmp_path, "Elena").create(version_1()) as elena:
        for key, cluster, people in (("a", "pol", "2"), ("b", "csi", "3"), ("c", "gov", "20")):
            elena.mission.write(
                elena.uuid, [draft("source", key, meeting(cluster, people))], elena.identity.name
            )
        elena.reload()
        elena.answer(stage, "2", evidence="corroborated", sources=("a", "c"))
        elena.seal()
        before = projection_of(elena, "government", None)
        assert "Several groups, put together" in repr(before)
        attacked(
            tmp_path, elena,
            {("source", "x"): meeting("pol", "30"), ("source", "y"): meeting("csi", "30")},
        )  # fmt: skip
        after = projection_of(elena, "government", None)
        assert (after.sections, after.sources) == (before.sections, before.sources)
        assert {each.key for each in elena.conflicts()} == {"x", "y"}


@pytest.mark.parametrize(
    ("kind", "key", "body"),
    [
        ("source", "a", meeting("pol", "30") | {"attribution": "named"}),
        ("answer", "/data/sec_thr/thr_reporting_stage", {"value": "2", "sensitivity": "public"}),
        ("answer", ATTRIBUTION, {"value": "named"}),
    ],
)
def test_no_stranger_loosens_what_a_member_withheld(tmp_path, kind, key, body):
    """A source "may be named", an answer "is public": the projection is as before."""
    stage = "/data/sec_thr/thr_reporting_stage"
    with laptop(tmp_path, "Elena").create(version_1()) as elena:
        elena.mission.write(
            elena.uuid,
            [draft("source", "a", meeting("pol", "2") | {"attribution": "background"})],
            elena.identity.name,
        )
        elena.reload()
        elena.answer(stage, "2", evidence="claimed", sources=("a",), sensitivity="internal")
        assert elena.node(ATTRIBUTION).relevant
        elena.seal()
        before = [projection_of(elena, each, None) for each in ("government", "public")]
        attacked(tmp_path, elena, {(kind, key): body})
        after = [projection_of(elena, each, None) for each in ("government", "public")]
        for one, other in zip(before, after, strict=True):
            assert (one.sections, one.sources, one.withheld, one.released) == (
                other.sections, other.sources, other.withheld, other.released,
            )  # fmt: skip
