"""What waits in quarantine for somebody's trust: for whom, and how it is taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessor.errors import Refused
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.registry.receive.quarantine_redaction import try_redact_quarantine
from assessor.registry.receive.receiver import receive_parcel
from assessor.registry.trust.trust_roster import admit_changesets, key_standing, read_roster
from assessor.store.model.receipt import REFUSED, Receipt, count_signers
from assessor.store.write.mission import Mission


@dataclass(frozen=True, slots=True)
class WaitingSigner:
    """A signer (64 hex) whose entries wait, what they call themselves, and their standing."""

    signer: str
    author: str
    entries: int
    standing: str


def waiting_signers(
    mission: Mission, receipt_id: str, *, identities: Sequence[str] = ()
) -> tuple[WaitingSigner, ...]:
    """For whom a package waits; for nobody if it is not in quarantine, or was refused.

    `identities` open one that is sealed. Raises ParcelError.
    """
    for kept, content in mission.quarantine():
        if kept.id == receipt_id and kept.status != REFUSED:
            members = read_roster(mission)
            _, held = admit_changesets(
                mission, unpack_parcel(content, identities=identities).changesets
            )
            return tuple(
                WaitingSigner(
                    one.signer, one.author, one.entries, key_standing(members, one.signer)
                )
                for one in count_signers(held)
            )
    return ()


def receive_once(mission: Mission, receipt_id: str, *, identities: Sequence[str] = ()) -> Receipt:
    """Take in one package whatever the roster says, and leave the roster as it is.

    What its signers said is marked for what they are: unlisted, or revoked. Raises Refused if it
    is not in quarantine.
    """
    for kept, content in mission.quarantine():
        if kept.id == receipt_id:
            receipt = receive_parcel(
                mission, content, kept.file, identities=identities, regardless=True,
                known_as=kept.fingerprint,
            )  # fmt: skip
            try_redact_quarantine(mission, identities=identities)
            return receipt
    raise Refused("There is no receipt {id} in quarantine.", id=receipt_id)
