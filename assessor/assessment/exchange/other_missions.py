"""Another team's mission about the same thing: look at its file, take it in, and join the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.mission_facts import MissionFacts
from assessor.assessment.exchange.invitation_files import open_invitation
from assessor.assessment.mission.joined_missions import (
    JoinResult,
    join_assessments,
    refuse_unlike,
)
from assessor.errors import Refused
from assessor.registry.receive.receiver import receive, receive_parcel
from assessor.store.model.receipt import QUARANTINED, REFUSED, Receipt
from assessor.store.write.mission import Mission


@dataclass(frozen=True, slots=True)
class OtherMission:
    """The mission that a file brings: its assessment (uuid), facts, and who made the file."""

    path: Path
    assessment: str
    title: str
    facts: MissionFacts
    sender: str
    parcel: bytes
    identities: tuple[str, ...]

    def is_about(self, facts: MissionFacts) -> bool:
        """Return whether both name the same country."""
        return bool(facts.country_code) and facts.country_code == self.facts.country_code


def read_other_mission(
    assessment: Assessment,
    path: Path,
    *,
    passphrase: str | None = None,
    identities: Sequence[str] = (),
    anyway: bool = True,
) -> OtherMission:
    """Look at the mission in a report, parcel, invitation or mission file; nothing is taken in.

    Raises FileError, ParcelError, SealedByTeam; Refused if its form is another, or if nothing can
    be read; unless `anyway` DifferentCountries.
    """
    parcel, sender = b"", ""
    if path.suffix.lower() != ".mission":
        found = open_invitation(path, passphrase=passphrase, identities=identities)
        parcel, sender = found.parcel, found.inviter
    other = OtherMission(path, "", "", MissionFacts(""), sender, parcel, tuple(identities))
    with Mission.in_memory() as memory:
        receipt = _take_in(memory, other)
        uuid = receipt.assessments[0]
        read = Assessment.of(memory, uuid, assessment.identity)
        refuse_unlike(assessment, read, anyway=anyway)
        names = ", ".join(dict.fromkeys(each.author for each in receipt.signers))
        return OtherMission(
            path, uuid, read.title, read.facts(), sender or names, parcel, other.identities
        )


def join_other_mission(
    assessment: Assessment, other: OtherMission, *, note: str = "", anyway: bool = False
) -> JoinResult:
    """Take in another mission and join it with an assessment; the caller must reload.

    Raises Refused where it waits for trust or is joined already; DifferentCountries, FileError.
    """
    if other.assessment in assessment.joint:
        raise Refused("These assessments are joined already.")
    mission, identity = assessment.mission, assessment.identity
    assessment.seal()
    _take_in(mission, other)
    return join_assessments(
        mission, assessment.uuid, other.assessment, identity, note=note, anyway=anyway
    )


def _take_in(mission: Mission, other: OtherMission) -> Receipt:
    if other.parcel:
        receipt = receive_parcel(
            mission, other.parcel, other.path.name, identities=other.identities
        )
    else:
        [receipt] = receive(mission, [other.path], foreign=True)
    if receipt.status in (REFUSED, QUARANTINED):
        raise Refused("{why}", why=receipt.reasons[0])
    return receipt
