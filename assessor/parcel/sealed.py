"""Sealing parcels to recipients with age, so that only headquarters can read them."""

from __future__ import annotations

from collections.abc import Iterable

import pyrage

from assessor.errors import KeyTrouble, ParcelError

_AGE = b"age-encryption.org/v1\n"


def is_sealed(data: bytes) -> bool:
    """Whether these bytes are sealed with age."""
    return data.startswith(_AGE)


def seal_to(data: bytes, recipients: Iterable[str]) -> bytes:
    """`data`, readable only by the holders of these age keys (`age1…`). Raises KeyTrouble."""
    keys = []
    for recipient in recipients:
        try:
            keys.append(pyrage.x25519.Recipient.from_str(recipient.strip()))
        except pyrage.RecipientError as error:
            raise KeyTrouble(
                "{key} is not an age public key.", key=recipient.strip()[:20]
            ) from error
    sealed: bytes = pyrage.encrypt(data, keys)
    return sealed


def open_sealed(data: bytes, identities: Iterable[str]) -> bytes:
    """What was sealed to one of these age keys (`AGE-SECRET-KEY-…`). Raises ParcelError."""
    keys = [pyrage.x25519.Identity.from_str(identity.strip()) for identity in identities]
    if not keys:
        raise ParcelError("The parcel is sealed: only its recipient's key opens it.")
    try:
        opened: bytes = pyrage.decrypt(data, keys)
    except pyrage.DecryptError as error:
        raise ParcelError("The parcel is sealed to someone else, or was changed.") from error
    return opened
