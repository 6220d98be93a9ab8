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
from assessor.assessment.mission.passphrase_protection import refuse_readable
from assessor.errors import Refused
from assessor.parcel.keys.age_sealing import is_sealed, needs_passphrase
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_file
from assessor.registry.receive.receiver import receive, receive_parcel
from assessor.store.model.receipt import QUARANTINED, REFUSED, Receipt
from assessor.store.write.mission import Mission


@dataclass(frozen=True, slots=True)
class OtherMission:
    """The mission that a file brings: its assessment (uuid), facts, and who made the file;
    `protected` if the file was sealed as those of a protected mission are."""

    path: Path
    assessment: str
    title: str
    facts: MissionFacts
    sender: str
    parcel: bytes
    identities: tuple[str, ...]
    protected: bool = False

    def refuse_readable(self, mission: Mission, *, readable: bool) -> None:
        """Raise Unprotected if it would lie in a mission without a passphrase, unless a person
        chose that it is `readable`."""
        name = self.path.name if self.protected else ""
        refuse_readable(name, mission.path.name, allowed=mission.encrypted or readable)

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
    parcel, sender, protected = b"", "", False
    if path.suffix.lower() != ".mission":
        found = open_invitation(path, passphrase=passphrase, identities=identities)
        parcel, sender = found.parcel, found.inviter
        contents = unpack_parcel(parcel, identities=identities)
        protected = bool(contents.recovery) or _is_sealed_whole(path, parcel)
    other = OtherMission(path, "", "", MissionFacts(""), sender, parcel, tuple(identities))
    with Mission.in_memory() as memory:
        receipt = _take_in(memory, other)
        uuid = receipt.assessments[0]
        read = Assessment.of(memory, uuid, assessment.identity)
        refuse_unlike(assessment, read, anyway=anyway)
        names = ", ".join(dict.fromkeys(each.author for each in receipt.signers))
        return OtherMission(
            path, uuid, read.title, read.facts(), sender or names, parcel, other.identities,
            protected,
        )  # fmt: skip


def _is_sealed_whole(path: Path, parcel: bytes) -> bool:
    """Return whether a file is sealed, and not only a parcel that is sealed to a key."""
    data = read_file(path)
    return is_sealed(data) and (data != parcel or needs_passphrase(data))


def join_other_mission(
    assessment: Assessment,
    other: OtherMission,
    *,
    note: str = "",
    anyway: bool = False,
    readable: bool = False,
) -> JoinResult:
    """Take in another mission and join it with an assessment; the caller must reload.

    Raises Refused where it waits for trust or is joined already; DifferentCountries, FileError,
    and Unprotected unless it may be `readable`.
    """
    if other.assessment in assessment.joint:
        raise Refused("These assessments are joined already.")
    mission, identity = assessment.mission, assessment.identity
    other.refuse_readable(mission, readable=readable)
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
