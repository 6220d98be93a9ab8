"""Headquarters has only what was shared: no number is worked out of the rest."""

from __future__ import annotations

from assessor.assessment.assessment import Assessment
from assessor.assessment.headquarters.publication import read_registry
from assessor.assessment.report.report_export import export_report
from assessor.parcel.keys.identity import load_identity
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, written
from tests.support.scoring.criteria_form import FORM

SHARED = (
    FORM.replace("(fr) | calculation |", "(fr) | bind::asr:sensitivity |")
    .replace("compté | |", "compté | gov |")
    .replace("demandes | |", "demandes | restricted |")
    .replace("| form_title |", "| form_title | namespaces |")
    .replace("| Criteria |", '| Criteria | asr="urn:assessor:bind:1" |')
)
COUNTING, REQUESTS = "/data/cnt_criteria", "/data/aid_criteria"


def test_the_less_is_told_the_better_nothing_looks(tmp_path):
    """The government is not told how requests are answered: stage 1. Counting alone is stage 3."""
    me = load_identity(tmp_path / "me", "Me")
    with laptop(tmp_path, "Elena").create(written(SHARED)) as mission:
        mission.answer(COUNTING, "police.shown office.shown table.shown court.no")
        mission.answer(REQUESTS, "contact.no")
        scores = mission.scores()
        assert scores is not None and scores.overall_evidenced == 2.33  # (2 × 3 + 1 × 1) / 3
        internal = export_report(mission, tmp_path / "internal.assessor").path
        shared = export_report(mission, tmp_path / "g.assessor", profile="government").path
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [shared])
        [row] = registry.assessments()
        told = Assessment.of(registry, row.uuid, me).scores()
        assert told is not None and told.overall_evidenced is None
        tables = {each.name: each.facts() for each in read_registry(registry, me, "en").sheets}
        assert [row["evidenced"] for row in tables["sections"]] == [None]
        stages = {row["indicator"]: row for row in tables["stages"]}
        assert (stages["cnt"]["state"], stages["cnt"]["evidenced"]) == ("rated", 3)
        assert (stages["aid"]["state"], stages["aid"]["evidenced"]) == ("not released", None)
        states = {row["state"] for row in tables["criteria"] if row["indicator"] == "aid"}
        assert states == {"not released"}
        receive(registry, [internal])
        whole = Assessment.of(registry, row.uuid, me).scores()
        assert whole == scores
