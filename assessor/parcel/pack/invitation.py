"""Invitations: one file that brings a colleague a mission and lets their key into its team.

Inside are the parcel of the mission, that of the mission before it, and the private half of a key
that the inviter made a member for this file alone: a secret, as are the answers. Whoever holds the
file can join, but not unseen: what that key signs names it, and taking its membership back takes
back all that joined by it. The bytes are an Envelope, signed by the inviter and sealed with the
passphrase of a protected mission.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from assessor.errors import ParcelError, Reason
from assessor.names import is_safe_name
from assessor.parcel.keys import age_sealing
from assessor.parcel.keys.identity import Identity, identity_of_seed, is_hex
from assessor.parcel.pack.envelope import Envelope
from assessor.parcel.pack.parcel_pack import unpack_parcel

INVITATION_SUFFIX = ".invitation"
_CHANGED = "The invitation was damaged or changed after it was made ({what})."
INVITATION_MAGIC = b"ASSESSOR INVITATION "
NO_INVITATION = (
    "This is no invitation, report or parcel of Assessor: no mission can be joined with it. Ask a "
    "member of the team to invite you."
)
_ENVELOPE = Envelope(
    magic=INVITATION_MAGIC,
    domain=b"assessor-invitation-signature/1\0",
    largest=64 * 2**20,
    largest_content=128 * 2**20,
    not_one=NO_INVITATION,
    newer="This invitation was made by another version of Assessor: update to read it.",
    changed=_CHANGED,
    too_large="The invitation is larger than {limit} MB.",
    too_full="The invitation holds more than {limit} MB.",
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """The content of an invitation. `inviter` is who signed it, by the key `public` (64 hex).

    `seed` is the private half of the invitation's key, 64 hex, blank for a parcel that invites
    nobody; `parcel` holds the `assessment` (uuid), that of `title`; `previous` is the parcel of the
    mission before it, empty for none.
    """

    title: str
    inviter: str
    assessment: str
    parcel: bytes = field(repr=False)
    seed: str = field(repr=False)
    public: str = ""
    previous: bytes = field(default=b"", repr=False)

    def identity(self, name: str) -> Identity:
        """Return the key of the invitation, under the name of who uses it."""
        return identity_of_seed(self.seed, name)


class _InvitationData(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    title: str
    inviter: str
    assessment: str
    seed: str
    parcel: bytes
    previous: bytes = b""


_DECODER = msgspec.msgpack.Decoder(_InvitationData)


def make_invitation(
    invitation: Invitation, signer: Identity, *, passphrase: str | None = None
) -> bytes:
    """Return an invitation signed by the inviter, sealed if a passphrase is given. Raises
    ParcelError."""
    packed = _InvitationData(
        invitation.title,
        signer.name,
        invitation.assessment,
        invitation.seed,
        invitation.parcel,
        invitation.previous,
    )
    data = _ENVELOPE.wrap(zlib.compress(msgspec.msgpack.encode(packed), 6), signer)
    read_invitation(data)
    return age_sealing.seal_with_passphrase(data, passphrase) if passphrase else data


def read_invitation(data: bytes, *, passphrase: str | None = None) -> Invitation:
    """Verify an invitation and return its content.

    Raises SealedByTeam where a passphrase is needed or wrong, ParcelError in one sentence
    otherwise.
    """
    _ENVELOPE.refuse_large(data)
    if age_sealing.is_sealed(data):
        spoken = [age_sealing.passphrase_identity(passphrase)] if passphrase else []
        data = age_sealing.open_sealed(data, spoken)
    public, content = _ENVELOPE.unwrap(data)
    try:
        packed = _DECODER.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ParcelError(_CHANGED, what=Reason("its content")) from error
    _require(bool(public), Reason("its signature"))
    names = packed.title, packed.inviter
    _require(all(names) and _are_safe(names), Reason("its names"))
    _require(is_hex(packed.seed, 64), Reason("its keys"))
    contents = unpack_parcel(packed.parcel)
    _require(packed.assessment in contents.assessments, Reason("its content"))
    if packed.previous:
        _require(not age_sealing.is_sealed(packed.previous), Reason("the previous mission"))
        unpack_parcel(packed.previous)
    return Invitation(
        packed.title, packed.inviter, packed.assessment, packed.parcel, packed.seed, public,
        packed.previous,
    )  # fmt: skip


def _are_safe(names: Iterable[str]) -> bool:
    return all(map(is_safe_name, names))


def _require(condition: bool, part: Reason) -> None:
    if not condition:
        raise ParcelError(_CHANGED, what=part)
