"""Contact cards: a person's name and key, signed by that key.

A card is a small file to send in advance. It counts only after both persons compared the six words
by telephone: anybody can make a card in any name.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from assessor.errors import ParcelError, Refused
from assessor.names import MAX_NAME_LENGTH, is_safe_name, key_fingerprint
from assessor.parcel.keys.identity import (
    WEAK_KEY,
    Identity,
    is_weak_key,
    six_words,
    verify_signature,
)

_DOMAIN = b"assessor-contact-signature/1\0"
_MAX_BYTES = 10_000
CARD_SUFFIX = ".card"


class _CardData(msgspec.Struct, forbid_unknown_fields=True):
    assessor_contact: int
    name: str
    organisation: str
    public: str
    signature: str


@dataclass(frozen=True, slots=True)
class Contact:
    """The content of a card: a name, an organisation, a public key (64 hex)."""

    name: str
    organisation: str
    public: str

    @property
    def words(self) -> str:
        """Return the six words to compare by telephone."""
        return six_words(bytes.fromhex(self.public))

    @property
    def fingerprint(self) -> str:
        """Return the key's short name."""
        return key_fingerprint(bytes.fromhex(self.public))


def make_card(identity: Identity, organisation: str) -> bytes:
    """Return the card of an identity, one line of JSON. Raises Refused for an unfit name."""
    if not identity.name:
        raise Refused("A contact card needs a name: say who you are first.")
    if not (is_safe_name(identity.name) and is_safe_name(organisation)):
        raise Refused(
            "A name on a card has at most {most} characters, on one line.", most=MAX_NAME_LENGTH
        )
    public = identity.public.hex()
    signature = identity.sign(_signed_bytes(identity.name, organisation, public)).hex()
    return msgspec.json.encode(_CardData(1, identity.name, organisation, public, signature))


def read_card(data: bytes) -> Contact:
    """Return the content of a card that its own key signed. Raises ParcelError."""
    try:
        if len(data) > _MAX_BYTES:
            raise ParcelError("This is not a contact card.")
        card = msgspec.json.decode(data, type=_CardData)
        public, signature = bytes.fromhex(card.public), bytes.fromhex(card.signature)
    except (msgspec.MsgspecError, ValueError) as error:
        raise ParcelError("This is not a contact card.") from error
    if card.assessor_contact != 1:
        raise ParcelError("This contact card was made by a newer Assessor.")
    if is_weak_key(public):
        raise ParcelError(WEAK_KEY, key=card.public[:16])
    signed_bytes = _signed_bytes(card.name, card.organisation, card.public)
    if public.hex() != card.public or not verify_signature(public, signature, signed_bytes):
        raise ParcelError("The contact card was changed after it was made.")
    if not card.name or not (is_safe_name(card.name) and is_safe_name(card.organisation)):
        raise ParcelError("The contact card carries a name that cannot be shown.")
    return Contact(card.name, card.organisation, card.public)


def _signed_bytes(name: str, organisation: str, public: str) -> bytes:
    return _DOMAIN + msgspec.json.encode([name, organisation, public])
