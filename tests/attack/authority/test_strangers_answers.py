"""A stranger answers what no member of the team answered: it is seen, and it is not the answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.headquarters.case_cache import CaseCache
from assessor.assessment.headquarters.resolution_rules import RULE_REASONS, resolve_by_rule
from assessor.assessment.report.report_export import export_report
from assessor.assessment.report.report_projection import projection_of
from assessor.cli.main import main
from assessor.errors import Refused
from assessor.parcel.keys.identity import Identity, load_identity
from assessor.parcel.pack.parcel_pack import build_parcel, unpack_parcel
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form, version_1
from tests.support.parcel.parcel_files import genuine_parcel, stranger_parcel
from tests.support.report.pdf_text import read
from tests.support.store.laptops import ASSESSMENT, Laptop

REPORTS, CASES, FINDING = "/data/police/reports", "/data/police/cases", "/data/police/finding"
STAGE, OTHER_STAGE = "/data/sec_thr/thr_statistics_stage", "/data/sec_thr/thr_reporting_stage"
EVIL = "EVILBODY was seen by nobody"


@pytest.fixture
def elena(tmp_path):
    """Elena's mission, in which one question of four is answered."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "120")
        mission.seal()
        yield mission


def stranger(tmp_path, name="Mallory") -> Identity:
    return load_identity(tmp_path / "stranger", name)


@contextmanager
def office(tmp_path, *files) -> Iterator[Assessment]:
    """Yield the assessment in headquarters' registry, which received these files."""
    identity = load_identity(tmp_path / "office", "Office")
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, files)
        yield Assessment.of(registry, None, identity)


def reports(tmp_path, elena, said):
    """Return the parcels of Elena and of the stranger who answers."""
    parcel = export_report(elena, tmp_path / "elena.assessor").path
    return [parcel, stranger_parcel(tmp_path, elena.mission, stranger(tmp_path), said)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_no_answer_of_a_stranger_is_the_answer(tmp_path, elena, order, capsys):
    """Nobody answered; a fresh key does. The question stays unanswered in the form, the tables and
    the report, and the inbox shows who says it."""
    files = reports(tmp_path, elena, {FINDING: EVIL, CASES: "7"})
    with office(tmp_path, *(files[at] for at in order)) as there:
        assert [there.answer_at(key).value for key in (REPORTS, CASES, FINDING)] == ["120", "", ""]
        assert FINDING in {node.reference for node in there.unanswered()}
        rows = there.mission.connection.rows("SELECT reference, value FROM answer")
        assert dict(rows).keys().isdisjoint({CASES, FINDING})
        assert {each.key for each in there.conflicts()} == {FINDING, CASES}
        for profile in ("internal", "government", "public"):
            out = export_report(there, tmp_path / f"{profile}.pdf", profile=profile).path
            assert EVIL not in read(out.read_bytes())
    capsys.readouterr()
    assert main(["inbox", str(tmp_path / "hq.registry")]) == 0
    told = capsys.readouterr().out
    assert f"{EVIL}\n      Mallory (not a member of the team), 2030" in told
    assert main(["show", str(tmp_path / "hq.registry")]) == 0
    assert EVIL not in capsys.readouterr().out


def test_no_stage_of_a_stranger_is_in_a_score(tmp_path):
    """26 stages of a stranger, "verified", raised the score, its range and the coverage, which the
    comparison of countries showed without a mark."""
    with laptop(tmp_path, "Elena").create(version_1()) as elena:
        elena.answer(STAGE, "2", evidence="verified")
        elena.seal()
        files = reports(tmp_path, elena, {OTHER_STAGE: "5", STAGE: "5"})
        with office(tmp_path, *files) as there:
            assert there.scores() == elena.scores() is not None
            with CaseCache(there.mission, there.identity) as shelf:
                [case] = shelf.cases(shelf.lines(), "en")
                assert case.scores.coverage == elena.scores().coverage
            assert {conflict.key for conflict in there.conflicts()} == {STAGE, OTHER_STAGE}


def test_it_counts_once_a_member_takes_it_and_undo_takes_it_back(tmp_path, elena):
    with office(tmp_path, *reports(tmp_path, elena, {CASES: "7"})) as there:
        [conflict] = there.conflicts()
        there.decide(conflict, take=conflict.heads[0].name, note="asked the unit")
        assert (there.answer_at(CASES).value, there.conflicts()) == ("7", ())
        there.undo()
        assert there.answer_at(CASES).value == "" and there.conflicts() == ()
        there.seal()
        assert there.mission.check() == ()


def test_undo_of_an_own_answer_adopts_no_word_of_a_stranger(tmp_path, elena):
    """Undo writes again what the team said before: nothing."""
    with office(tmp_path, *reports(tmp_path, elena, {CASES: "7"})) as there:
        there.answer(CASES, "8")
        there.undo()
        assert there.answer_at(CASES).value == ""


def test_it_counts_once_somebody_vouches_for_the_key(tmp_path, elena):
    """The six words were compared: what the person said is shown at once, in the cache, too."""
    files = reports(tmp_path, elena, {CASES: "7"})
    with office(tmp_path, *files) as there, CaseCache(there.mission, there.identity) as shelf:
        before = shelf.lines()
        there.mission.vouch_for([stranger(tmp_path).public.hex()])
        there.reload()
        assert (there.answer_at(CASES).value, there.conflicts()) == ("7", ())
        assert shelf.lines() != before


def test_no_rule_takes_the_word_of_a_stranger(tmp_path, elena):
    """Only a person decides that it is the answer, and no rule for hundreds at once."""
    with office(tmp_path, *reports(tmp_path, elena, {CASES: "7", FINDING: EVIL})) as there:
        conflicts = there.conflicts()
        assert len(conflicts) == 2
        for rule in RULE_REASONS:
            assert resolve_by_rule(there.mission, there.identity, rule, conflicts) == ()


def test_a_stranger_hides_no_answer_from_the_government(tmp_path):
    """A contradiction of a stranger kept the member's answer out of every shared report."""
    with laptop(tmp_path, "Elena").create(version_1()) as elena:
        elena.answer(STAGE, "2", evidence="verified")
        elena.seal()
        with office(tmp_path, *reports(tmp_path, elena, {STAGE: "5"})) as there:
            shown, own = (projection_of(each, "government", None) for each in (there, elena))
            assert own.rated == 1
            assert shown == replace(own, facts=shown.facts, changes=shown.changes)


def test_where_somebody_is_vouched_for_others_only_wait(tmp_path):
    """In an assessment of an earlier version, until the roster names somebody who signed there."""
    ana, ben = Laptop(tmp_path, "Ana"), load_identity(tmp_path / "ben", "Ben")
    ana.say("/d/q", "1")
    ana.seal()
    theirs = stranger_parcel(tmp_path, ana.mission, ben, {"/d/more": "2"})
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [genuine_parcel(tmp_path, ana.mission, ana.identity), theirs])
        assert ("answer", "/d/more") in registry.joint_heads(ASSESSMENT)
        assert registry.conflicts() == ()
        registry.vouch_for([ana.identity.public.hex()])
        assert ("answer", "/d/more") not in registry.joint_heads(ASSESSMENT)
        [conflict] = registry.conflicts()
        assert [head.signer for head in conflict.heads] == [ben.public.hex()]
    ana.mission.close()


def test_a_withheld_answer_is_not_deleted_by_keeping_it(tmp_path, elena):
    """Headquarters has only Elena's public report, and a stranger answers the same question: to
    keep hers wrote that it was deleted, also once her own words came."""
    elena.annotate(REPORTS, sensitivity="internal")
    public = export_report(elena, tmp_path / "public.assessor", profile="public").path
    theirs = stranger_parcel(tmp_path, elena.mission, stranger(tmp_path), {REPORTS: "5"})
    whole, key = unpack_parcel(theirs.read_bytes()), stranger(tmp_path).public.hex()
    alone = [each for each in whole.changesets if each.header.signer == key]
    theirs.write_bytes(build_parcel(alone, whole.assessments, whole.forms))
    with office(tmp_path, public, theirs) as there:
        [conflict] = [each for each in there.conflicts() if each.key == REPORTS]
        own = next(head for head in conflict.heads if head.withheld)
        with pytest.raises(Refused, match="words of this answer are not in this file"):
            there.decide(conflict, take=own.name)
        assert there.heads("answer", REPORTS) == (own,)
