"""What waits in quarantine for somebody's trust: for whom, and how it is taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessor.errors import Refused
from assessor.parcel.parcel import unpack
from assessor.registry.receive import take_parcel
from assessor.registry.stripping import strip_or_leave
from assessor.registry.trust import admitted, roster, standing
from assessor.store.mission import Mission
from assessor.store.receipt import REFUSED, Receipt, signed


@dataclass(frozen=True, slots=True)
class Waiting:
    """A signer (64 hex) whose entries wait, what they call themselves, and their standing."""

    signer: str
    author: str
    entries: int
    standing: str


def waiting(
    mission: Mission, receipt_id: str, *, identities: Sequence[str] = ()
) -> tuple[Waiting, ...]:
    """For whom a package waits; for nobody if it is not in quarantine, or was refused.

    `identities` open one that is sealed. Raises ParcelError.
    """
    for kept, content in mission.quarantine():
        if kept.id == receipt_id and kept.status != REFUSED:
            members = roster(mission)
            _, held = admitted(mission, unpack(content, identities=identities).changesets)
            return tuple(
                Waiting(one.signer, one.author, one.entries, standing(members, one.signer))
                for one in signed(held)
            )
    return ()


def take_in_once(mission: Mission, receipt_id: str, *, identities: Sequence[str] = ()) -> Receipt:
    """Take in one package whatever the roster says, and leave the roster as it is.

    What its signers said is marked for what they are: unlisted, or revoked. Raises Refused if it
    is not in quarantine.
    """
    for kept, content in mission.quarantine():
        if kept.id == receipt_id:
            receipt = take_parcel(
                mission, content, kept.file, identities=identities, regardless=True,
                known_as=kept.fingerprint,
            )  # fmt: skip
            strip_or_leave(mission, identities=identities)
            return receipt
    raise Refused("There is no receipt {id} in quarantine.", id=receipt_id)
