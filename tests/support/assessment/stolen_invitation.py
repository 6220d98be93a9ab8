"""A thief joined by a stolen invitation, and was put out of the team again."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from assessor.assessment.assessment import Assessment
from assessor.assessment.exchange.invitation_files import (
    join_mission,
    open_invitation,
    write_invitation,
)
from assessor.assessment.exchange.team_keys import take_back, team_keys
from assessor.assessment.report.report_export import export_report
from assessor.names import key_fingerprint
from assessor.parcel.keys.identity import load_identity


class Theft(NamedTuple):
    """The reports of an owner before and after the invitation was taken back, that of the thief,
    and the thief's key as people read it."""

    before: Path
    thief: Path
    after: Path
    key: str


def steal_invitation(tmp_path: Path, owner: Assessment, answers: dict[str, str]) -> Theft:
    """Let a thief join under the owner's name and answer; then take the invitation back."""
    found = open_invitation(write_invitation(owner, tmp_path))
    thief = load_identity(tmp_path / "thief", owner.identity.name)
    with join_mission(tmp_path / "thief.mission", found, thief) as own:
        for reference, value in answers.items():
            own.answer(reference, value)
        false = export_report(own, tmp_path / "thief.assessor").path
    before = export_report(owner, tmp_path / "before.assessor").path
    [invited] = [each.public for each in team_keys(owner) if each.is_invitation]
    take_back(owner, invited)
    after = export_report(owner, tmp_path / "after.assessor").path
    return Theft(before, false, after, key_fingerprint(thief.public))
