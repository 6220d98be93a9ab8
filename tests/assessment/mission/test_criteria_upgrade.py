"""A mission of version 1 keeps its numbers, and after the upgrade every stage as it was said."""

from __future__ import annotations

import pytest

from assessor.assessment.mission.form_upgrade import upgrade_form
from assessor.assessment.report.report_projection import projection_of
from assessor.assessment.review.retired_questions import earlier_stages, retired_answers
from tests.support.assessment.laptops import instrument, laptop, version_1

pytestmark = pytest.mark.slow

STATISTICS = "/data/sec_thr/thr_statistics_criteria"


def test_an_upgrade_keeps_each_stage_and_ticks_nothing(tmp_path):
    ana = laptop(tmp_path, "Ana")
    with ana.create(version_1()) as made:
        made.answer("/data/sec_thr/thr_statistics_stage", "4", evidence="documented")
        made.answer("/data/sec_thr/thr_reports_total", "6210")
        before = made.scores()
        assert before.indicators["thr_statistics"].evidenced == 4
        assert earlier_stages(made) == {}
        now = upgrade_form(made, instrument())
        assert now.form.version > version_1_number()
        assert now.answer_at(STATISTICS).is_blank
        assert now.answer_at("/data/sec_thr/thr_reports_total").value == "6210"
        assert now.scores().indicators["thr_statistics"].asserted is None
        stages = earlier_stages(now)
        assert set(stages) == {STATISTICS}
        assert stages[STATISTICS].said == "4 Consolidated (Documented)"
        printed = dict(projection_of(now, "internal", "English (en)").retired)
        assert "4 Consolidated" in printed.values()


def version_1_number() -> str:
    (row,) = version_1().sheets["settings"]
    return str(row["version"])


RETIRED = {
    "sec_thr/thr_trend_enabled": "up_sharp",
    "sec_prc/prc_authoriser": "mixed",
    "sec_prc/prc_retention_months": "24",
    "sec_inv/inv_unit_exists": "partial",
    "sec_inv/inv_undercover": "no",
    "sec_for/for_lab_exists": "yes",
    "sec_for/for_days": "210",
    "sec_jud/jud_curriculum": "partial",
    "sec_int/int_poc247": "yes",
    "sec_int/int_mla_days": "140",
    "sec_ocs/ocs_victims": "37",
    "sec_ocs/ocs_tips": "adhoc",
    "sec_ppp/ppp_agreements": "isp bank",
    "sec_ppp/ppp_response_days": "12",
    "sec_prv/prv_curriculum": "partial",
    "sec_cap/cap_turnover": "high",
}
"""Answers to questions that are asked otherwise now."""


def test_an_upgrade_keeps_what_was_answered_to_questions_asked_otherwise_now(tmp_path):
    ana = laptop(tmp_path, "Ana")
    with ana.create(version_1()) as made:
        for name, value in RETIRED.items():
            made.answer(f"/data/{name}", value)
        made.answer("/data/sec_inv/inv_tools", "osint intercept")
        now = upgrade_form(made, instrument())
        kept = {each.reference: each for each in retired_answers(now)}
        assert {f"/data/{name}": value for name, value in RETIRED.items()} == {
            reference: each.value for reference, each in kept.items()
        }
        assert kept["/data/sec_for/for_days"].label == "Typical days from seizure to report"
        assert kept["/data/sec_prc/prc_authoriser"].said == "Depends on the measure"
        assert now.answer_at("/data/sec_inv/inv_tools").value == "osint intercept"
