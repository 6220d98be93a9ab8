"""A stranger publishes what a member of the team withheld."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.answer import answer_of
from assessor.assessment.entries.membership import make_member
from assessor.cli.main import main
from assessor.parcel.keys.identity import Identity, load_identity
from assessor.parcel.pack.parcel_pack import build_parcel, pack_parcel
from assessor.registry.receive.receiver import receive
from assessor.store.model.entry import Draft, Entry
from assessor.store.model.published_answers import PUBLISHED_KIND, publication_key
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.store.laptops import ASSESSMENT, Laptop

STAGE = "/data/police/stage"
BODY = {"value": "3", "evidence": "verified"}


@pytest.fixture
def elena(tmp_path):
    """Elena's mission, and her report without her answer."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        mission.answer(STAGE, "1", note="heard in confidence")
        mission.seal()
        yield mission


def bare_report(tmp_path: Path, elena: Assessment) -> tuple[Path, Entry]:
    """Return Elena's parcel, in which the answer about the stage is withheld, and that answer."""
    entry = elena.answer_at(STAGE).entry
    assert entry is not None
    changesets = [
        one.without_bodies([int(entry.name.split(":")[1])]) if one.id == entry.name[:64] else one
        for one in elena.mission.changesets()
    ]
    forms = {elena.source.digest: elena.source.pack()}
    path = tmp_path / "public.assessor"
    path.write_bytes(build_parcel(changesets, {elena.uuid: elena.source.digest}, forms))
    return path, entry


def publication(
    tmp_path: Path, elena: Assessment, entry: Entry, signer: Identity, body: dict[str, str]
) -> Path:
    """Return a parcel in which `signer` says what a report for a government released."""
    copy_path, path = tmp_path / "copy.mission", tmp_path / f"by {signer.name}.assessor"
    elena.mission.backup(copy_path)
    with Mission.open(copy_path) as copy:
        key = publication_key("government", entry.name, signer.public.hex())
        copy.write(elena.uuid, [Draft(PUBLISHED_KIND, key, body, (), 1)], signer.name)
        copy.seal(None, signer)
        kept = [one for one in copy.changesets() if one.header.signer == signer.public.hex()]
        forms = {elena.source.digest: elena.source.pack()}
        path.write_bytes(build_parcel(kept, {elena.uuid: elena.source.digest}, forms))
    copy_path.unlink()
    return path


def stage_of(registry: Mission, uuid: str, office: Identity) -> str:
    return answer_of(Assessment.of(registry, uuid, office).heads("answer", STAGE)[0]).value


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("name", ["Mallory", "Elena"])
def test_a_stranger_publishes_no_answer_of_hers(tmp_path, elena, order, name, capsys):
    """With only her public report a stranger signs what "was released" of the withheld answers:
    nothing is filled in, and the inbox shows it, with whose words these are."""
    report, entry = bare_report(tmp_path, elena)
    stranger = load_identity(tmp_path / "stranger", name)
    files = [report, publication(tmp_path, elena, entry, stranger, BODY)]
    office = load_identity(tmp_path / "office", "Office")
    path = tmp_path / "hq.registry"
    with Mission.create(path, role="registry") as registry:
        for number in order:
            receive(registry, [files[number]])
        assert stage_of(registry, elena.uuid, office) == "" and registry.check() == ()
        [conflict] = registry.conflicts()
        assert (conflict.kind, conflict.key) == ("answer", STAGE)
        assert [head.signer for head in conflict.heads] == [
            elena.identity.public.hex(),
            stranger.public.hex(),
        ]
    assert main(["show", str(path)]) == 0
    assert STAGE not in capsys.readouterr().out
    assert main(["inbox", str(path)]) == 0
    told = capsys.readouterr().out
    assert "published, says " in told and "1 conflicts to decide" in told
    mark = "not a member of the team" if name == "Mallory" else "with another key"
    assert mark in told


def test_what_a_member_published_is_shown_under_their_name(tmp_path, elena, capsys):
    """Of a member the same words count; "as published by" names who signed them, not Elena."""
    omar = load_identity(tmp_path / "omar", "Omar")
    make_member(elena.mission, elena.uuid, omar.public.hex(), elena.identity)
    report, entry = bare_report(tmp_path, elena)
    office = load_identity(tmp_path / "office", "Office")
    path = tmp_path / "hq.registry"
    with Mission.create(path, role="registry") as registry:
        receive(registry, [publication(tmp_path, elena, entry, omar, BODY), report])
        assert stage_of(registry, elena.uuid, office) == "3" and registry.conflicts() == ()
    assert main(["show", str(path)]) == 0
    assert "as published by Omar (unverified))" in capsys.readouterr().out


def test_in_an_earlier_mission_a_look_alike_publishes_nothing(tmp_path):
    """Nobody is vouched for there, and the stranger has her name."""
    elena = Laptop(tmp_path, "Elena Robles")
    elena.say(STAGE, "1")
    elena.seal()
    [whole] = elena.mission.changesets()
    fresh = load_identity(tmp_path / "fresh", "ROBLES Elena")
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        registry.add([whole.without_bodies([0])])
        key = publication_key("public", f"{whole.id}:0", fresh.public.hex())
        with Mission.in_memory() as copy:
            copy.add_assessment(ASSESSMENT, whole.header.form)
            copy.write(ASSESSMENT, [Draft(PUBLISHED_KIND, key, BODY, (), 1)], fresh.name)
            copy.seal(None, fresh)
            registry.add(copy.changesets())
        [head] = registry.joint_heads(ASSESSMENT)["answer", STAGE]
        assert head.withheld
        [conflict] = registry.conflicts()
        assert [each.signer for each in conflict.heads] == [
            whole.header.signer,
            fresh.public.hex(),
        ]
    elena.mission.close()


@pytest.mark.parametrize("taken", [0, 1])
def test_a_person_decides_about_what_a_stranger_published(tmp_path, elena, taken):
    """Headquarters keeps the withheld answer, or takes the stranger's; nothing waits any more."""
    report, entry = bare_report(tmp_path, elena)
    stranger = load_identity(tmp_path / "stranger", "Mallory")
    office = load_identity(tmp_path / "office", "Office")
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [report, publication(tmp_path, elena, entry, stranger, BODY)])
        now = Assessment.of(registry, elena.uuid, office)
        [conflict] = now.conflicts()
        now.decide(conflict, take=conflict.heads[taken].name, note="asked Elena")
        now.seal()
        assert registry.conflicts() == () and registry.check() == ()
        assert stage_of(registry, elena.uuid, office) == ("3" if taken else "")
        [shown] = registry.joint_heads(elena.uuid)["answer", STAGE]
        assert shown.withheld is not bool(taken) and not shown.is_tombstone


def test_nothing_waits_once_her_own_words_come(tmp_path, elena):
    """Her full report follows: what a stranger said was published plays no role."""
    report, entry = bare_report(tmp_path, elena)
    stranger = load_identity(tmp_path / "stranger", "Mallory")
    full = tmp_path / "full.assessor"
    full.write_bytes(pack_parcel(elena.mission, [elena.uuid], signer=elena.identity))
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [publication(tmp_path, elena, entry, stranger, BODY), report])
        assert len(registry.conflicts()) == 1
        receive(registry, [full])
        assert registry.conflicts() == ()
