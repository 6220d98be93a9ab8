"""Somebody exchanges the form by which answers are read: labels falsified, everything public."""

from __future__ import annotations

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.report.report_export import export_report
from assessor.cli.main import main
from assessor.errors import Damaged
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import build_parcel, unpack_parcel
from assessor.registry.receive.receiver import receive
from assessor.registry.trust.trust_roster import trust_key
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import SMALL, laptop, small_form, written

STAGE = "/data/police/stage"
WANTED = "another form"


@pytest.fixture
def elena(tmp_path):
    elena = laptop(tmp_path, "Elena")
    with elena.create(small_form(tmp_path)) as mission:
        mission.answer(STAGE, "3")
        export_report(mission, tmp_path / "elena.assessor")
    return elena


def swapped(tmp_path, elena, *, signer=None):
    """Return the parcel of a report whose form was replaced: the map is not signed."""
    contents = unpack_parcel((tmp_path / "elena.assessor").read_bytes())
    evil = written(SMALL.replace("Stage of the unit", "All internal findings"))
    parcel = build_parcel(
        contents.changesets,
        dict.fromkeys(contents.assessments, evil.digest),
        {evil.digest: evil.pack()},
        signer=signer,
    )
    path = tmp_path / "swapped.assessor"
    path.write_bytes(parcel)
    return path


@pytest.mark.parametrize("signs", [False, True])
@pytest.mark.parametrize("roster", [False, True])
def test_a_copied_report_with_another_form_is_not_believed(tmp_path, elena, signs, roster):
    """Unsigned or signed by a fresh key, sent before the genuine one, with and without a roster."""
    signer = load_identity(tmp_path / "fresh", "Elena") if signs else None
    path = swapped(tmp_path, elena, signer=signer)
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        if roster:
            trust_key(registry, elena.identity().public.hex(), "Elena")
        [refused] = receive(registry, [path])
        assert refused.status == "refused" and WANTED in str(refused.reasons[0])
        assert registry.assessments() == () and registry.quarantined_ids() == {refused.id}
        [taken] = receive(registry, [tmp_path / "elena.assessor"])
        assert taken.status == "new"
        [row] = registry.assessments()
        shown = Assessment.of(registry, row.uuid, elena.identity())
        assert shown.node(STAGE).label == "Stage of the unit"


def test_undo_takes_the_form_back(tmp_path, elena):
    """Both receipts are undone: the true form is read when the genuine report comes again."""
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [swapped(tmp_path, elena)])
        [taken] = receive(registry, [tmp_path / "elena.assessor"])
        registry.undo(taken.id)
        [again] = receive(registry, [tmp_path / "elena.assessor"])
        [row] = registry.assessments()
        assert again.status == "new"
        assert registry.form_binding(row.uuid).digest == row.form
        assert registry.form(row.form)


def edited(elena) -> None:
    """Edit the form inside a plain mission file, as anybody with SQLite can."""
    with Mission.open(elena.mission) as mission, mission.connection.transaction():
        [row] = mission.assessments()
        evil = written(SMALL.replace("Stage of the unit", "All internal findings"))
        mission.connection.execute(
            "UPDATE form SET packed=? WHERE digest=?", (evil.pack(), row.form)
        )


def test_an_edited_form_in_a_mission_file_is_told(tmp_path, elena, capsys, monkeypatch):
    """It passed check and backup, and its public Word file leaked what was internal."""
    monkeypatch.setenv("ASSESSOR_HOME", str(elena.folder / "profile"))
    edited(elena)
    with pytest.raises(Damaged, match="not the one that was signed"):
        elena.open()
    for verb in (["check"], ["export", "-o", str(tmp_path / "out.docx"), "--profile", "public"]):
        assert main([verb[0], str(elena.mission), *verb[1:]]) != 0
        assert "not the one that was signed" in capsys.readouterr().err
    assert not (tmp_path / "out.docx").exists()
    with Mission.open(elena.mission) as mission:
        assert any("The form" in problem for problem in mission.check())


def test_a_report_brings_the_true_form_back(tmp_path, elena):
    """As the sentence says: receive a report of this mission into it."""
    edited(elena)
    with Mission.open(elena.mission) as mission:
        receive(mission, [tmp_path / "elena.assessor"])
        assert mission.check() == ()
    with elena.open() as opened:
        assert opened.node(STAGE).label == "Stage of the unit"


def test_a_map_changed_in_the_file_is_ignored(tmp_path, elena):
    """The file says to read the answers by a form that nobody signed."""
    evil = written(SMALL.replace("Stage of the unit", "All internal findings"))
    with Mission.open(elena.mission) as mission, mission.connection.transaction():
        mission.connection.execute("INSERT INTO form VALUES(?, ?)", (evil.digest, evil.pack()))
        mission.connection.execute("UPDATE assessment SET form=?", (evil.digest,))
    with elena.open() as opened:
        assert opened.node(STAGE).label == "Stage of the unit"
