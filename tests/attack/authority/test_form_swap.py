"""Somebody exchanges the form by which answers are read: labels falsified, everything public."""

from __future__ import annotations

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.form_versions import renamed_paths
from assessor.assessment.headquarters.publication import publish_odk, read_registry
from assessor.assessment.odk.submission_export import write_audit, write_submission
from assessor.assessment.report.office_export import export_office
from assessor.assessment.report.report_export import export_report
from assessor.cli.main import main
from assessor.errors import Damaged, Refused
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import build_parcel, pack_parcel, unpack_parcel
from assessor.registry.receive.receiver import receive
from assessor.registry.trust.trust_roster import trust_key
from assessor.store.files.file_schema import KEEP_FORM_KEYS
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import SMALL, laptop, small_form, written
from tests.support.store.expected_authority import undo_anyway
from tests.support.store.laptops import ASSESSMENT

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


def false_report(tmp_path, elena, name="Somebody"):
    """Return a report in which a fresh key signs an answer with another form."""
    evil = written(SMALL.replace("Stage of the unit", "All internal findings"))
    with Mission.create(tmp_path / "false.mission") as false, elena.open() as mission:
        false.put_form(evil.digest, evil.pack())
        false.add_assessment(mission.uuid, evil.digest)
        draft = Draft("answer", STAGE, {"value": "1"}, (), 1_900_000_000_000)
        false.write(mission.uuid, [draft], name)
        fresh = load_identity(tmp_path / "fresh", name)
        path = tmp_path / "false.assessor"
        path.write_bytes(pack_parcel(false, [mission.uuid], signer=fresh))
    (tmp_path / "false.mission").unlink()
    return path


def state(registry):
    [row] = registry.assessments()
    return registry.forms(), row, registry.form_binding(row.uuid), registry.heads(row.uuid)


@pytest.mark.parametrize("received", [(0, 1), (1, 0)])
@pytest.mark.parametrize("undone", [(0, 1), (1, 0)])
def test_any_order_of_receiving_and_undoing_brings_the_true_form_back(
    tmp_path, elena, received, undone
):
    """The genuine and a false report come and are undone; then the genuine comes again."""
    files = [tmp_path / "elena.assessor", false_report(tmp_path, elena)]
    with Mission.create(tmp_path / "alone.registry", role="registry") as alone:
        receive(alone, files[:1])
        expected = state(alone)
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receipts = receive(registry, [files[at] for at in received])
        for at in undone:
            undo_anyway(registry, receipts[at].id)
        assert (registry.forms(), registry.assessments(), registry.stamps()) == ((), (), {})
        receive(registry, files[:1])
        assert state(registry) == expected and registry.check() == ()


def of_before(tmp_path):
    """Return a registry with two forms that two keys signed, where nobody is vouched for."""
    registry = Mission.create(tmp_path / "hq.registry", role="registry")
    forms = [written(SMALL), written(SMALL.replace("Stage of the unit", "All findings"))]
    for name, form in zip(("Ana", "Ben"), forms, strict=True):
        with Mission.create(tmp_path / f"{name}.mission") as mission:
            mission.put_form(form.digest, form.pack())
            mission.add_assessment(ASSESSMENT, form.digest)
            draft = Draft("answer", STAGE, {"value": "1"}, (), 1_700_000_000_000)
            mission.write(ASSESSMENT, [draft], name)
            mission.seal(None, load_identity(tmp_path / name, name))
        receive(registry, [tmp_path / f"{name}.mission"])
    return registry, sorted(form.digest for form in forms)


def test_nothing_leaves_of_an_assessment_whose_form_is_disputed(tmp_path):
    """In an assessment of before, a second key signed another form: no format tells it."""
    registry, forms = of_before(tmp_path)
    me = load_identity(tmp_path / "me", "Me")
    with registry:
        assert registry.form_binding(ASSESSMENT).disputed == tuple(forms)
        shown = Assessment.of(registry, ASSESSMENT, me)
        sentence = "signed with different forms"
        for name in ("out.pdf", "out.assessor"):
            with pytest.raises(Refused, match=sentence) as refused:
                export_report(shown, tmp_path / name)
            assert all(form[:12] in str(refused.value) for form in forms)
        for name in ("out.docx", "out.xlsx"):
            with pytest.raises(Refused, match=sentence):
                export_office(shown, tmp_path / name)
        with pytest.raises(Refused, match=sentence):
            write_submission(shown, tmp_path / "out.xml")
        with pytest.raises(Refused, match=sentence):
            write_audit(shown, tmp_path / "out.csv")
        with pytest.raises(Refused, match=sentence):
            read_registry(registry, me, "en")
        assert not list(tmp_path.glob("out.*"))
        registry.vouch_for([load_identity(tmp_path / "Ana", "Ana").public.hex()])
        assert registry.form_binding(ASSESSMENT) == (written(SMALL).digest, ())
        Assessment.of(registry, ASSESSMENT, me)


def test_one_disputed_assessment_does_not_stop_the_publication(tmp_path):
    """A second form for one mission keeps headquarters from publishing no other mission."""
    registry, _ = of_before(tmp_path)
    me, folder = load_identity(tmp_path / "me", "Me"), tmp_path / "odk"
    other = laptop(tmp_path, "Elena")
    with other.create(small_form(tmp_path)) as mission:
        mission.answer(STAGE, "3")
        uuid = mission.uuid
        export_report(mission, tmp_path / "elena.assessor")
    with registry:
        receive(registry, [tmp_path / "elena.assessor"])
        published = read_registry(registry, me, "en")
        assert str(published.notes[0]).startswith(f"Left out: {ASSESSMENT[:12]}. The answers were")
        text = "\n".join(str(row) for sheet in published.sheets for row in sheet.rows)
        assert uuid in text and ASSESSMENT not in text
        assert {path.parent.name for path in publish_odk(registry, me, folder)} == {uuid}
        ana, elena = load_identity(tmp_path / "Ana", "Ana"), other.identity()
        registry.vouch_for([ana.public.hex(), elena.public.hex()])
        assert read_registry(registry, me, "en").notes == ()


def test_one_assessment_without_its_form_does_not_stop_the_publication(tmp_path, capsys):
    """A damaged disk took one form: the others are published, and what is missing is told."""
    me, there = load_identity(tmp_path / "me", "Me"), tmp_path / "hq.registry"
    uuids, reports = {}, {}
    with Mission.create(there, role="registry") as registry:
        for name, form in {
            "Elena": SMALL,
            "Ana": SMALL.replace("Stage of the unit", "Stage"),
        }.items():
            with laptop(tmp_path, name).create(written(form)) as mission:
                mission.answer(STAGE, "3")
                uuids[name], reports[name] = mission.uuid, tmp_path / f"{name}.pdf"
                export_report(mission, reports[name])
        receive(registry, reports.values())
        lost = registry.form_binding(uuids["Ana"]).digest
        with registry.connection.transaction():
            registry.connection.execute("DELETE FROM form WHERE digest=?", (lost,))
        published = read_registry(registry, me, "en")
        note, *_ = map(str, published.notes)
        assert note.startswith(f"Left out: {uuids['Ana'][:12]}. The form {lost[:12]} of")
        text = "\n".join(str(row) for sheet in published.sheets for row in sheet.rows)
        assert uuids["Elena"] in text and uuids["Ana"] not in text
        written_to = publish_odk(registry, me, tmp_path / "odk")
        assert {path.parent.name for path in written_to} == {uuids["Elena"]}
    assert main(["check", str(there)]) == 1
    assert f"FILE      The form {lost[:12]} is not in this file." in capsys.readouterr().out
    assert main(["backup", str(there), str(tmp_path / "copy.registry")]) == 1
    assert f"The form {lost[:12]} is not in this file" in capsys.readouterr().err
    with Mission.open(there) as registry:
        receive(registry, reports.values())
        assert registry.check() == ()
        text = "\n".join(map(str, read_registry(registry, me, "en").notes))
        assert lost[:12] not in text


def test_a_stranger_renames_no_question(tmp_path, elena):
    """A stranger says that the question of the finding is now that of the stage."""
    copy_path = tmp_path / "copy.mission"
    finding = "/data/police/finding"
    with elena.open() as mission:
        mission.mission.backup(copy_path)
        uuid, fresh = mission.uuid, load_identity(tmp_path / "fresh", "Somebody")
    with Mission.open(copy_path) as copy:
        copy.write(uuid, [Draft("renamed", STAGE, {"to": finding}, (), 2_000_000_000_000)], "S")
        (tmp_path / "renamed.assessor").write_bytes(pack_parcel(copy, [uuid], signer=fresh))
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [tmp_path / "renamed.assessor", tmp_path / "elena.assessor"])
        heads = registry.heads(uuid)
        assert ("renamed", STAGE) in heads and renamed_paths(registry, heads) == {}
        registry.vouch_for([fresh.public.hex()])
        assert renamed_paths(registry, heads) == {STAGE: finding}


def test_an_upgrade_that_an_earlier_version_obeyed_stays(tmp_path):
    """Two people signed in an assessment of before; the order of one of them was obeyed."""
    registry, _ = of_before(tmp_path)
    newer = written(SMALL.replace("Stage of the unit", "All findings"))
    ben = load_identity(tmp_path / "Ben", "Ben")
    with Mission.open(tmp_path / "Ben.mission") as mission:
        order = Draft("form", "form", {"digest": newer.digest}, (), 1_800_000_000_000)
        mission.write(ASSESSMENT, [order], "Ben")
        mission.seal(None, ben)
    with registry:
        receive(registry, [tmp_path / "Ben.mission"])
        assert registry.form_binding(ASSESSMENT).disputed
        with registry.connection.transaction():
            registry.connection.execute(KEEP_FORM_KEYS)
        assert registry.setting("form_keys") == f"{ASSESSMENT}:{ben.public.hex()}"
        assert registry.form_binding(ASSESSMENT) == (newer.digest, ())
