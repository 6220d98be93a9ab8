"""A stolen invitation was taken back, but the thief, or an edition, leaves that out."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.assessment.exchange.invitation_files import (
    join_mission,
    open_invitation,
    write_invitation,
)
from assessor.assessment.exchange.team_keys import take_back, team_keys
from assessor.assessment.report.report_export import export_report
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import build_parcel
from assessor.registry.receive.receiver import receive
from assessor.store.model.authority import MEMBER_KIND
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form

REPORTS = "/data/police/reports"


@pytest.fixture
def elena(tmp_path):
    """Elena's mission: she has answered, and taken an invitation back that a thief used."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "6210")
        found = open_invitation(write_invitation(mission, tmp_path))
        thief = load_identity(tmp_path / "thief", "Elena")
        with join_mission(tmp_path / "thief.mission", found, thief) as stolen:
            stolen.answer(REPORTS, "1")
            export_report(stolen, tmp_path / "thief.assessor")
        [invited] = [each.public for each in team_keys(mission) if each.is_invitation]
        take_back(mission, invited)
        yield mission


def without_revocations(tmp_path: Path, elena) -> Path:
    """Return her parcel as the thief hands it on: the ids and signatures stay valid."""
    elena.mission.seal(elena.uuid, elena.identity)
    gone: dict[str, list[int]] = {}
    for each in elena.mission.entries(elena.uuid, MEMBER_KIND):
        if each.is_tombstone:
            gone.setdefault(each.name[:64], []).append(int(each.name.split(":")[1]))
    assert gone
    changesets = [
        each.without_bodies(gone.get(each.id, ())) for each in elena.mission.changesets(elena.uuid)
    ]
    path = tmp_path / "stripped.assessor"
    path.write_bytes(
        build_parcel(
            changesets,
            {elena.uuid: elena.source.digest},
            {elena.source.digest: elena.source.pack()},
        )
    )
    return path


def shown(tmp_path: Path, files: list[Path]) -> tuple[str, int]:
    """Return what headquarters shows of the reports, and how many wait to be decided."""
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, files)
        [row] = registry.assessments()
        heads = registry.heads(row.uuid)["answer", REPORTS]
        bodies = [each.body for each in heads if not each.standing]
        return str((bodies[0] or {}).get("value")), len(registry.conflicts())


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_revocation_without_its_body_gives_nobody_authority(tmp_path, elena, order):
    files = [tmp_path / "thief.assessor", without_revocations(tmp_path, elena)]
    assert shown(tmp_path, [files[at] for at in order]) == ("6210", 1)


@pytest.mark.parametrize("profile", ["government", "public"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_edition_says_who_is_a_member_and_who_no_more(tmp_path, elena, order, profile):
    edition = export_report(elena, tmp_path / "edition.pdf", profile=profile).path
    files = [tmp_path / "thief.assessor", edition]
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [files[at] for at in order])
        authority = registry.authority(elena.uuid)
        assert authority.members == elena.mission.authority(elena.uuid).members
        orders = registry.entries(elena.uuid, MEMBER_KIND)
        assert [each.name for each in orders if each.withheld] == []
