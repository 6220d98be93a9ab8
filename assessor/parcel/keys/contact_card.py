"""A contact card: who somebody is and which key is theirs, signed by that key.

It is a small file to send beforehand. What it says is believed only after the six words were read
to each other by telephone: anybody can make a card in anybody's name.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from assessor.errors import ParcelError, Refused
from assessor.parcel.keys.identity import Identity, key_fingerprint, verify_signature
from assessor.parcel.keys.key_words import six_words

_DOMAIN = b"assessor-contact-signature/1\0"
_LARGEST = 10_000
MAX_NAME_LENGTH = 120
_JOINERS = "\u200c\u200d"
"""Signs without a shape of their own that Persian and Indian names need."""
CARD_SUFFIX = ".card"


class _CardData(msgspec.Struct, forbid_unknown_fields=True):
    assessor_contact: int
    name: str
    organisation: str
    public: str
    signature: str


@dataclass(frozen=True, slots=True)
class Contact:
    """What a card says: a name, an organisation, a public key (64 hex)."""

    name: str
    organisation: str
    public: str

    @property
    def words(self) -> str:
        """The six words to compare by telephone."""
        return six_words(bytes.fromhex(self.public))

    @property
    def fingerprint(self) -> str:
        """The key's short name."""
        return key_fingerprint(bytes.fromhex(self.public))


def make_card(identity: Identity, organisation: str) -> bytes:
    """The card of whoever holds `identity`: one line of JSON, short enough for a QR code.

    Raises Refused without a name, or for names that no card may carry.
    """
    if not identity.name:
        raise Refused("A contact card needs a name: say who you are first.")
    if not (is_valid_name(identity.name) and is_valid_name(organisation)):
        raise Refused(
            "A name on a card has at most {most} characters, on one line.", most=MAX_NAME_LENGTH
        )
    public = identity.public.hex()
    signature = identity.sign(_said(identity.name, organisation, public)).hex()
    return msgspec.json.encode(_CardData(1, identity.name, organisation, public, signature))


def read_card(data: bytes) -> Contact:
    """What a card says, if the key it names signed it. Raises ParcelError."""
    try:
        if len(data) > _LARGEST:
            raise ParcelError("This is not a contact card.")
        card = msgspec.json.decode(data, type=_CardData)
        public, signature = bytes.fromhex(card.public), bytes.fromhex(card.signature)
    except (msgspec.MsgspecError, ValueError) as error:
        raise ParcelError("This is not a contact card.") from error
    if card.assessor_contact != 1:
        raise ParcelError("This contact card was made by a newer Assessor.")
    said = _said(card.name, card.organisation, card.public)
    if public.hex() != card.public or not verify_signature(public, signature, said):
        raise ParcelError("The contact card was changed after it was made.")
    if not card.name or not (is_valid_name(card.name) and is_valid_name(card.organisation)):
        raise ParcelError("The contact card carries a name that cannot be shown.")
    return Contact(card.name, card.organisation, card.public)


def printable_name(text: str) -> str:
    """A name somebody signed with, as it may stand on one line: what cannot be shown is left out.

    The name in a changeset is any text of up to 200 characters.
    """
    shown = "".join(sign for sign in text if sign.isprintable() or sign in _JOINERS)
    return shown[:MAX_NAME_LENGTH].strip()


def is_valid_name(text: str) -> bool:
    """Whether a text can stand as a name on one line, and cannot turn the line around it."""
    shaped = text.translate(dict.fromkeys(map(ord, _JOINERS)))
    return len(text) <= MAX_NAME_LENGTH and (not text or shaped.isprintable())


def _said(name: str, organisation: str, public: str) -> bytes:
    return _DOMAIN + msgspec.json.encode([name, organisation, public])
