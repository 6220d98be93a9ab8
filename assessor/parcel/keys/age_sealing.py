"""Sealing parcels to recipients with age, so that only headquarters can read them.

Headquarters' secret key is a file in the profile of whoever receives there; its public key is a
small text file that goes out to the missions. Both are exactly what the age tools use.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pyrage

from assessor.errors import KeyUnusable, ParcelError, WrongPassphrase
from assessor.parcel.keys.private_files import write_private

HEADQUARTERS_FILE = "headquarters.agekey"
_AGE = b"age-encryption.org/v1\n"
_LARGEST_KEY_FILE = 65_536
NO_KEY = "The parcel is sealed: only its recipient's key opens it."
OTHER_KEY = "The parcel is sealed to someone else, or was changed."
"""Why a sealed parcel does not open: nothing to open it with is here, or nothing that does."""


def is_sealed(data: bytes) -> bool:
    """Whether these bytes are sealed with age."""
    return data.startswith(_AGE)


def seal_to(data: bytes, recipients: Iterable[str]) -> bytes:
    """`data`, readable only by the holders of these public keys (`age1…`). Raises KeyTrouble."""
    keys = [_recipient(recipient) for recipient in recipients]
    if not keys:
        raise KeyUnusable("There is nobody to seal this to: give a public key.")
    sealed: bytes = pyrage.encrypt(data, keys)
    return sealed


def open_sealed(data: bytes, identities: Iterable[str]) -> bytes:
    """What was sealed to one of these secret keys (`AGE-SECRET-KEY-…`). Raises ParcelError."""
    keys = []
    for identity in identities:
        try:
            keys.append(pyrage.x25519.Identity.from_str(identity.strip()))
        except pyrage.IdentityError as error:
            raise KeyUnusable("A secret key given is not an age key.") from error
    if not keys:
        raise ParcelError(NO_KEY)
    try:
        opened: bytes = pyrage.decrypt(data, keys)
    except pyrage.DecryptError as error:
        raise ParcelError(OTHER_KEY) from error
    return opened


def seal_with_passphrase(data: bytes, passphrase: str) -> bytes:
    """`data`, readable by whoever is told the passphrase: what `age -p` writes."""
    sealed: bytes = pyrage.passphrase.encrypt(data, passphrase)
    return sealed


def open_with_passphrase(data: bytes, passphrase: str | None) -> bytes:
    """What was sealed with a passphrase. Raises WrongPassphrase without one or for another.

    A file that asks for unreasonable work is refused like a wrong passphrase.
    """
    if not passphrase:
        raise WrongPassphrase("This file is protected: the passphrase told with it is needed.")
    try:
        opened: bytes = pyrage.passphrase.decrypt(data, passphrase)
    except pyrage.DecryptError as error:
        raise WrongPassphrase("The passphrase does not open this file.") from error
    return opened


def create_headquarters_key(home: Path) -> str:
    """Make headquarters' key in the profile `home`; the public key to give out.

    Raises KeyTrouble if there is one already: a key replaced is answers lost.
    """
    path = home / HEADQUARTERS_FILE
    key = pyrage.x25519.Identity.generate()
    made = datetime.now().astimezone().isoformat(timespec="seconds")
    if path.exists():
        raise KeyUnusable("There is a headquarters key in {path} already.", path=path)
    try:
        write_private(path, f"# created: {made}\n# public key: {key.to_public()}\n{key}\n".encode())
    except OSError as error:
        raise KeyUnusable(
            "The key {path} cannot be made: {reason}.", path=path, reason=error.strerror
        ) from error
    return str(key.to_public())


def headquarters_keys(home: Path) -> tuple[str, ...]:
    """The secret keys in the profile `home`; none if this is no headquarters. Raises KeyTrouble."""
    path = home / HEADQUARTERS_FILE
    return _lines(path, "AGE-SECRET-KEY-1") if path.exists() else ()


def public_age_key(identity: str) -> str:
    """The public key of a secret key. Raises KeyTrouble."""
    try:
        return str(pyrage.x25519.Identity.from_str(identity.strip()).to_public())
    except pyrage.IdentityError as error:
        raise KeyUnusable("A secret key given is not an age key.") from error


def headquarters_public(home: Path) -> tuple[str, ...]:
    """The public keys that belong to the secret keys in the profile `home`. Raises KeyTrouble."""
    return tuple(public_age_key(key) for key in headquarters_keys(home))


def read_recipients(path: Path) -> tuple[str, ...]:
    """The public keys in a text file such as HQ.pub, each checked. Raises KeyTrouble."""
    found = _lines(path, "age1")
    for key in found:
        check_recipient(key)
    return found


def check_recipient(key: str) -> None:
    """Raise KeyTrouble unless a text is an age public key."""
    _recipient(key)


def _recipient(key: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError as error:
        raise KeyUnusable("{key} is not an age public key.", key=key.strip()[:20]) from error


def _lines(path: Path, beginning: str) -> tuple[str, ...]:
    """The lines of a key file that begin so; others must be blank or comments."""
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST_KEY_FILE).decode("ascii")
    except OSError as error:
        raise KeyUnusable(
            "The key {path} cannot be read: {reason}.", path=path, reason=error.strerror
        ) from error
    except UnicodeDecodeError as error:
        raise KeyUnusable("{path} holds no key of the kind needed here.", path=path) from error
    lines = [line.strip() for line in text.splitlines()]
    keys = tuple(line for line in lines if line and not line.startswith("#"))
    if not keys or not all(key.startswith(beginning) for key in keys):
        raise KeyUnusable("{path} holds no key of the kind needed here.", path=path)
    return keys
