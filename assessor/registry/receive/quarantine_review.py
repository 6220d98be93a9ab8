"""Review of packages that wait for trust: who signed them, and how to receive them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessor.errors import Refused
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import extract_parcel
from assessor.registry.receive.quarantine_redaction import try_redact_quarantine
from assessor.registry.receive.receiver import receive_parcel
from assessor.registry.trust import trust_roster
from assessor.store.model.receipt import REFUSED, Receipt, count_signers
from assessor.store.write.mission import Mission


@dataclass(frozen=True, slots=True)
class WaitingSigner:
    """A signer (64 hex) whose entries wait, the signed name, and the standing of the key."""

    signer: str
    author: str
    entries: int
    standing: str


def waiting_signers(
    mission: Mission, receipt_id: str, *, identities: Sequence[str] = ()
) -> tuple[WaitingSigner, ...]:
    """Return the signers for whom a package waits; none if it is not waiting or was refused.
    `identities` open a sealed package. Raises ParcelError."""
    for receipt, content in mission.quarantine():
        if receipt.id == receipt_id and receipt.status != REFUSED:
            members = trust_roster.read_roster(mission)
            _, waiting = trust_roster.admit_changesets(
                mission, unpack_parcel(content, identities=identities).changesets
            )
            return tuple(
                WaitingSigner(
                    signer.signer,
                    signer.author,
                    signer.entries,
                    trust_roster.key_standing(members, signer.signer),
                )
                for signer in count_signers(waiting)
            )
    return ()


def trust_and_receive(
    mission: Mission, public: str, name: str, *, identities: Sequence[str] = ()
) -> tuple[Receipt, ...]:
    """Trust a key and receive everything that waits for it; return the receipts."""
    trust_roster.trust_key(mission, public, name)
    receipts = tuple(
        receive_parcel(
            mission, content, waiting.file, identities=identities, known_as=waiting.fingerprint
        )
        for waiting, content in mission.quarantine()
        if waiting.status != REFUSED
        and public in unpack_parcel(content, identities=identities).signers
    )
    try_redact_quarantine(mission, identities=identities)
    return receipts


def retry_package(
    mission: Mission, receipt_id: str, *, identities: Sequence[str] = (), regardless: bool = False
) -> Receipt:
    """Receive a quarantined package again. Raises Refused if it is not in quarantine. `regardless`
    ignores the roster, which stays as it is; the entries are marked as unlisted or revoked."""
    for waiting, content in mission.quarantine():
        if waiting.id == receipt_id:
            found = extract_parcel(content, waiting.file, identities)
            extracted = found if found.unsealed else None
            receipt = receive_parcel(
                mission, extracted.parcel if extracted else content, waiting.file,
                identities=identities, regardless=regardless, known_as=waiting.fingerprint,
                carried=extracted,
            )  # fmt: skip
            try_redact_quarantine(mission, identities=identities)
            return receipt
    raise Refused("There is no receipt {id} in quarantine.", id=receipt_id)
