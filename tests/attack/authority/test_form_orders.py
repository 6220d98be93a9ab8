"""Forms that are ordered or put back: what comes by them is genuine, and is not refused."""

from __future__ import annotations

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.mission.form_upgrade import upgrade_form
from assessor.assessment.report.report_export import export_report
from assessor.assessment.review.mission_check import find_file_defects
from assessor.errors import FormUnusable
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import SMALL, laptop, small_form, written
from tests.support.assessment.upgrading import FINDING, NEW, OLD, POLICE, source


@pytest.mark.parametrize("profile", ["internal", "government", "public"])
@pytest.mark.parametrize("answers", [False, True])
def test_a_shared_report_after_an_upgrade_is_no_forgery(tmp_path, profile, answers):
    """No attack: the founder upgraded the form and shares the report with everybody."""
    elena, path = laptop(tmp_path, "Elena"), tmp_path / f"{profile}.assessor"
    mission = elena.create(source(tmp_path, OLD))
    mission.answer(FINDING, "Two rooms")
    upgraded = upgrade_form(mission, source(tmp_path, NEW), renamed={"finding": "found"})
    if answers:
        upgraded.answer(f"{POLICE}/stage", "1")
    with upgraded:
        export_report(upgraded, path, profile=profile)
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        [taken] = receive(registry, [path])
        assert (taken.status, taken.reason) == ("new", "")
        [row] = registry.assessments()
        assert registry.quarantined_ids() == frozenset()
        shown = Assessment.of(registry, row.uuid, elena.identity())
        assert shown.source.digest == source(tmp_path, NEW).digest


@pytest.mark.parametrize("kind", ["assessor", "pdf"])
@pytest.mark.parametrize("damage", ["UPDATE form SET packed=?", "DELETE FROM form WHERE ?<>''"])
def test_a_report_that_came_before_brings_the_true_form_back(tmp_path, damage, kind):
    """Somebody changed the form in a registry; its report was received there long ago."""
    elena, path = laptop(tmp_path, "Elena"), tmp_path / f"elena.{kind}"
    with elena.create(small_form(tmp_path)) as mission:
        mission.answer(f"{POLICE}/stage", "3")
        export_report(mission, path)
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [path])
        evil = written(SMALL.replace("Stage of the unit", "All internal findings"))
        with registry.connection.transaction():
            registry.connection.execute(damage, (evil.pack(),))
        [row] = registry.assessments()
        with pytest.raises(FormUnusable):
            registry.form(row.form)
        assert len(find_file_defects(registry)) == 1
        [again] = receive(registry, [path])
        assert again.status == "known" and find_file_defects(registry) == ()
        assert registry.form(row.form) == small_form(tmp_path).pack()
