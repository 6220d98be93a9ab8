"""A mission of version 1 keeps its numbers, and after the upgrade every stage as it was said."""

from __future__ import annotations

from assessor.assessment.mission.form_upgrade import upgrade_form
from assessor.assessment.report.report_projection import projection_of
from assessor.assessment.review.retired_questions import earlier_stages
from tests.support.assessment.laptops import instrument, laptop, version_1

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
        printed = dict(projection_of(now, "internal", "English (en)").strangers)
        assert "4 Consolidated" in printed.values()


def version_1_number() -> str:
    (row,) = version_1().sheets["settings"]
    return str(row["version"])
