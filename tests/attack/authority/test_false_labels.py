"""Somebody falsified the labels of a mission's form: its answers are read without them."""

from __future__ import annotations

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.mission.form_recovery import put_form_back
from assessor.assessment.mission.mission_rescue import rescue_mission
from assessor.assessment.odk.submission_export import write_submission
from assessor.assessment.report.office_export import export_office
from assessor.assessment.report.report_export import export_report
from assessor.cli.main import main
from assessor.errors import FileError, FormUnusable
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import SMALL, laptop, small_form, written

STAGE = "/data/police/stage"
FALSE = SMALL.replace("Stage of the unit", "All internal findings")
FALSE_FORM = "is not the one that was signed"
NO_FORM = "is not in this file"


@pytest.fixture
def elena(tmp_path, monkeypatch):
    """Elena, whose form was falsified in her mission after she sent a report."""
    elena = laptop(tmp_path, "Elena")
    monkeypatch.setenv("ASSESSOR_HOME", str(elena.folder / "profile"))
    with elena.create(small_form(tmp_path)) as mission:
        mission.answer(STAGE, "3")
        mission.add_repeat("/data/recs", "r1")
        mission.answer("/data/recs[r1]/action", "Train the unit")
        export_report(mission, tmp_path / "elena.assessor")
        uuid = mission.uuid
    with Mission.open(elena.mission) as mission:
        with mission.connection.transaction():
            mission.connection.execute("UPDATE form SET packed=?", (written(FALSE).pack(),))
        for key in ("nonsense", "/data/<b>", "/data" + "/a" * 500, "/data/police", "/x/y"):
            mission.write(uuid, [Draft("answer", key, {"value": "1"}, (), 1)], "Elena")
    return elena


def by_path(elena, path=None):
    return Assessment.open(path or elena.mission, identity=elena.identity(), by_path=True)


def test_answers_are_shown_by_path_and_no_false_label(elena, capsys):
    """The command prints what was answered where, says why, and does not succeed."""
    before = elena.mission.read_bytes()
    assert main(["show", str(elena.mission)]) == 1
    told = capsys.readouterr()
    assert f"{STAGE} = 3\n" in told.out and "/data/recs[r1]/action = Train the unit\n" in told.out
    assert FALSE_FORM in told.err
    assert main(["show", str(elena.mission), "--reference", "stage"]) == 1
    assert capsys.readouterr().out.startswith("police/stage\n")
    with by_path(elena) as opened:
        for node in opened.instance.questions():
            assert node.reference.endswith(node.label.split("/")[-1].replace("\\", ""))
        assert opened.form_problem is not None and opened.scores() is None
    assert elena.mission.read_bytes() == before


def test_nothing_is_written_or_leaves_without_the_true_form(tmp_path, elena):
    """Every format refuses with the same sentence; so does an answer."""
    with by_path(elena) as opened:
        with pytest.raises(FileError):
            opened.answer(STAGE, "1")
        for write, name in (
            (export_report, "out.pdf"),
            (export_report, "out.assessor"),
            (export_office, "out.docx"),
            (export_office, "out.xlsx"),
            (write_submission, "out.xml"),
        ):
            with pytest.raises(FormUnusable, match=FALSE_FORM):
                write(opened, tmp_path / name)
        assert not list(tmp_path.glob("out.*"))


def test_a_rescued_file_without_a_form_is_read_before_it_comes_back(tmp_path, elena, capsys):
    """What was rescued holds no form: it shows its answers, then takes the form of the report."""
    new = tmp_path / "new.mission"
    rescue_mission(elena.mission, new)
    assert main(["show", str(new)]) == 1
    told = capsys.readouterr()
    assert f"{STAGE} = 3\n" in told.out and NO_FORM in told.err
    put_form_back(new, tmp_path / "elena.assessor")
    with by_path(elena, new) as opened:
        assert opened.form_problem is None
        assert opened.node(STAGE).label == "Stage of the unit"
