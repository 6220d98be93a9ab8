"""The main job with the real instrument: seven laptops, their parcels, one registry.

tests/report checks that reports carry these parcels; here one laptop does, and all seven in `python
-m tests.bench main_job`.
"""

from __future__ import annotations

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.statements import statements_of
from assessor.assessment.headquarters.case_cache import CaseCache
from assessor.assessment.headquarters.case_comparison import FIGURES, compared_cases, figure_of
from assessor.assessment.report.report_export import export_report
from assessor.assessment.samples.demo import make_demo
from assessor.assessment.samples.samples import expected_scores
from assessor.errors import FileError
from assessor.parcel.keys.identity import load_identity
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(samples_received):
    return samples_received


def test_the_scores_equal_the_golden_table(made):
    assert {each.country for each in made.countries} == set(expected_scores())
    assert [each.misses for each in made.countries] == [()] * 4


def test_every_report_was_received_and_says_what_was_new(made):
    assert [each.status for each in made.receipts] == ["new"] * 7
    assert len(made.exports) == len(made.laptops) == 7
    assert all(each.withheld == 0 for each in made.exports)


def test_a_report_of_the_real_instrument_carries_what_the_parcel_does(made, tmp_path):
    laptop = made.laptops[0]
    with Assessment.open(
        laptop.mission, identity=load_identity(laptop.home, laptop.assessor)
    ) as mission:
        report = export_report(mission, tmp_path / "report.pdf")
    assert report.pages > 20
    with Mission.open(made.registry) as registry:
        [receipt] = receive(registry, [report.path], preview=True)
    assert (receipt.new, receipt.known) == (0, made.exports[0].entries)


def test_every_mission_is_its_owners_alone(made):
    """Copies for colleagues took the mask of the folder."""
    assert {each.mission.stat().st_mode & 0o777 for each in made.laptops} == {0o600}


def test_the_two_laptops_disagree_on_exactly_one_answer(made):
    [conflict] = made.conflicts
    assert conflict.key == "/data/sec_inv/inv_unit_criteria"
    contacts = {head.body["value"].split()[5] for head in conflict.heads}
    assert contacts == {"regional_contacts.no", "regional_contacts.shown"}


def test_several_sources_disagreeing_is_no_conflict(made):
    with Mission.open(made.registry) as registry:
        nyasera = next(each.assessment for each in made.countries if each.country == "XNY")
        mission = Assessment.of(registry, nyasera, load_identity(made.folder / "keys" / "x", "X"))
        said = {
            each["value"]
            for each in statements_of(mission, "/data/sec_thr/thr_reports_total").values()
        }
        assert said == {"2140", "8600"}
        assert mission.conflicts() == ()


def test_the_answers_break_none_of_the_forms_rules(made):
    for laptop in made.laptops:
        with Mission.open(laptop.mission) as mission:
            identity = load_identity(laptop.home, laptop.assessor)
            assessment = Assessment.of(mission, None, identity)
            broken = [each for each in assessment.violations() if each.kind == "constraint"]
            assert broken == [], laptop.mission.name
            assert assessment.instance.unknown_values == {}


def test_in_any_order_and_again_the_registry_is_the_same(made, tmp_path):
    def state(path):
        with Mission.open(path) as registry:
            return {
                (row.uuid, *subject): {head.name for head in heads}
                for row in registry.assessments()
                for subject, heads in registry.heads(row.uuid).items()
            }

    files = [each.path for each in made.exports]
    with Mission.create(tmp_path / "backwards.registry", role="registry") as registry:
        receive(registry, [*reversed(files), *files])
    assert state(tmp_path / "backwards.registry") == state(made.registry)


def test_an_earlier_demo_is_made_anew_and_nothing_else_is(tmp_path):
    (tmp_path / "thesis.txt").write_text("precious")
    with pytest.raises(FileError, match="not empty"):
        make_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_the_registry_is_compared_country_by_country(made):
    identity = load_identity(made.folder / "keys" / "hq", "HQ")
    with (
        Mission.open(made.registry, read_only=True) as registry,
        CaseCache(registry, identity) as shelf,
    ):
        cases = compared_cases(shelf, "fr")
        figures = {name: figure_of(cases, name, language="fr") for name in FIGURES}
    stages = {(row["key"], row["code"]): row for row in figures["heat_map"].facts()}
    for each in made.countries:
        for code, told in each.scores["dimensions"].items():
            assert stages[each.country, code]["evidenced"] == told["evidenced"]
    offers = {(r["iso3"], r["area"]): r for r in figures["needs_and_offers"].facts()}
    assert offers["XNY", "lab"]["verdict"] == "crowded"
    assert offers["XNY", "lab"]["payers"].count(";") == 2
    law = {row["question"] for row in figures["legal_gaps"].facts()}
    assert law >= {"law_access", "prc_search", "int_uncc"}
    assert law.isdisjoint({"prc_auth_content", "thr_trend_fraud", "law_table_header"})
    assert {row["iso3"] for row in figures["recommendations"].facts()} == {
        "XNY", "XSH", "XSV", "XTL"
    }  # fmt: skip
    assert "Ruth Kaveina" in {row["assessor"] for row in figures["consistency"].facts()}
