"""Seal parcels with age: to headquarters' keys, or to a passphrase."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from assessor.errors import KeyUnusable, ParcelError, SealedByTeam, WrongPassphrase
from assessor.parcel.keys.identity import refuse_os_errors
from assessor.store.files.durable_files import write_private

HEADQUARTERS_FILE = "headquarters.agekey"
_AGE_HEADER = b"age-encryption.org/v1\n"
_MAX_KEY_FILE = 65_536
SEALED_TO_OTHERS = (
    "The file is sealed to somebody else, or was changed on its way: no key here opens it, and "
    "nothing was read. Open it where that key is, or ask the sender for a copy sealed to you."
)
SEALED_BY_TEAM = (
    "The file is sealed with a passphrase, that of a mission or one chosen for this file: ask who "
    "sent it for the passphrase, then open the file with it."
)
SEALED_OTHERWISE = (
    "The file is sealed with another passphrase than the one given: ask who sent it for the right "
    "one, that of a mission or one chosen for this file."
)
SEALED_EARLIER = (
    "An earlier version of Assessor left this file for laptops that have its mission already: it "
    "opens there by an exchange (Team ▸ Exchange with colleagues), and nowhere else. To join the "
    "mission on this computer, ask a member of the team to update Assessor and to invite you."
)
"""The reasons why a sealed file does not open; a passphrase given or not tells two of them."""
_SPOKEN = "passphrase:"
KEY_DIGITS = 8
"""Digits of the sender's key in the name of a parcel that a team exchanges."""
_EXCHANGE_NAME = re.compile(
    rf"(^| )(?P<whose>[0-9a-f]{{{KEY_DIGITS}}})( \(\d+\))?(\.files(-\d+)?)?\.\w+$"
)


def is_sealed(data: bytes) -> bool:
    """Return whether these bytes are sealed with age."""
    return data.startswith(_AGE_HEADER)


def seal_to(data: bytes, recipients: Iterable[str]) -> bytes:
    """Seal data to the holders of these public keys (`age1…`). Raises KeyUnusable."""
    keys = [parse_recipient(recipient) for recipient in recipients]
    if not keys:
        raise KeyUnusable("There is nobody to seal this to: give a public key.")
    return bytes(pyrage.encrypt(data, keys))


def passphrase_identity(passphrase: str) -> str:
    """Return a passphrase in the form in which it stands among the keys that open files."""
    return _SPOKEN + passphrase


def secret_keys(identities: Iterable[str]) -> tuple[str, ...]:
    """Return the secret keys among what opens files, without the passphrases."""
    return tuple(each for each in identities if not each.startswith(_SPOKEN))


def needs_passphrase(data: bytes) -> bool:
    """Return whether sealed bytes open with a passphrase, not with a key."""
    return is_sealed(data) and data.startswith(b"-> scrypt ", len(_AGE_HEADER))


def open_sealed(data: bytes, identities: Iterable[str]) -> bytes:
    """Open what is sealed to one of these keys (`AGE-SECRET-KEY-…`) or with one of these
    passphrases (see passphrase_identity). Raises ParcelError."""
    identities = tuple(identities)
    if needs_passphrase(data):
        return _open_with_any(data, [each for each in identities if not secret_keys([each])])
    keys = [_secret_key(identity) for identity in secret_keys(identities)]
    try:
        return bytes(pyrage.decrypt(data, keys))
    except pyrage.DecryptError as error:
        raise ParcelError(SEALED_TO_OTHERS) from error


def exchanged_by(name: str) -> str:
    """Return the first digits of the key that left a parcel of that name in an exchange, or ""."""
    match = _EXCHANGE_NAME.search(name)
    return match["whose"] if match else ""


def team_keys_for(name: str, identities: Iterable[str]) -> tuple[str, ...]:
    """Return the secret keys that passphrases give for a parcel of that name; slow on purpose."""
    whose = exchanged_by(name)
    passphrases = (each.removeprefix(_SPOKEN) for each in identities if not secret_keys([each]))
    return tuple(derive_age_key(each, whose) for each in passphrases if whose)


def open_seal(data: bytes, name: str, identities: Iterable[str]) -> bytes:
    """Open a sealed file of that name, a team's parcel as well (see open_sealed). Raises
    ParcelError, SealedByTeam where a passphrase is needed or wrong."""
    identities = tuple(identities)
    try:
        return open_sealed(data, identities)
    except ParcelError as error:
        with suppress(ParcelError):
            return open_sealed(data, team_keys_for(name, identities))
        raise explain_seal(error, name, data, identities) from error


def explain_seal(
    error: ParcelError, name: str, data: bytes, identities: Iterable[str]
) -> ParcelError:
    """Return why a sealed file of that name does not open: it may want a team's passphrase.

    Earlier versions sealed to one key, which nobody can derive who does not know the assessment."""
    if error.message != SEALED_TO_OTHERS or not exchanged_by(name):
        return error
    if data[:_MAX_KEY_FILE].count(b"\n-> X25519 ") == 1:
        return ParcelError(SEALED_EARLIER)
    return _passphrase_error(any(not secret_keys([each]) for each in identities))


def _passphrase_error(tried: bool) -> SealedByTeam:
    return SealedByTeam(SEALED_OTHERWISE if tried else SEALED_BY_TEAM)


def seal_with_passphrase(data: bytes, passphrase: str) -> bytes:
    """Seal data with a passphrase, as `age -p` does."""
    return bytes(pyrage.passphrase.encrypt(data, passphrase))


def open_with_passphrase(data: bytes, passphrase: str | None) -> bytes:
    """Open what is sealed with a passphrase. Raises WrongPassphrase.

    A file that requires excessive work is refused like a wrong passphrase.
    """
    if not passphrase:
        raise WrongPassphrase("This file is protected: the passphrase told with it is needed.")
    try:
        return bytes(pyrage.passphrase.decrypt(data, passphrase))
    except pyrage.DecryptError as error:
        raise WrongPassphrase("The passphrase does not open this file.") from error


def _open_with_any(data: bytes, passphrases: list[str]) -> bytes:
    for passphrase in dict.fromkeys(passphrases):
        with suppress(WrongPassphrase):
            return open_with_passphrase(data, passphrase.removeprefix(_SPOKEN))
    raise _passphrase_error(bool(passphrases))


def create_headquarters_key(home: Path) -> str:
    """Create headquarters' key in a profile; return the public key to give out.

    Raises KeyUnusable if there is one: replacing a key loses answers.
    """
    path = home / HEADQUARTERS_FILE
    key = pyrage.x25519.Identity.generate()
    timestamp = datetime.now().astimezone().isoformat(timespec="seconds")
    if path.exists():
        raise KeyUnusable("There is a headquarters key in {path} already.", path=path)
    lines = f"# created: {timestamp}\n# public key: {key.to_public()}\n{key}\n"
    with refuse_os_errors("The key {path} cannot be made: {reason}.", path):
        write_private(path, lines.encode())
    return str(key.to_public())


def headquarters_keys(home: Path) -> tuple[str, ...]:
    """Return the secret keys in a profile; none outside headquarters. Raises KeyUnusable."""
    path = home / HEADQUARTERS_FILE
    return _key_lines(path, "AGE-SECRET-KEY-1") if path.exists() else ()


def public_age_key(identity: str) -> str:
    """Return the public key of a secret key. Raises KeyUnusable."""
    return str(_secret_key(identity).to_public())


def _secret_key(identity: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(identity.strip())
    except pyrage.IdentityError as error:
        raise KeyUnusable("A secret key given is not an age key.") from error


def headquarters_public(home: Path) -> tuple[str, ...]:
    """Return the public keys of the secret keys in a profile. Raises KeyUnusable."""
    return tuple(public_age_key(key) for key in headquarters_keys(home))


def read_recipients(path: Path) -> tuple[str, ...]:
    """Return the public keys in a text file such as HQ.pub, each checked. Raises KeyUnusable."""
    keys = _key_lines(path, "age1")
    for key in keys:
        parse_recipient(key)
    return keys


def parse_recipient(key: str) -> pyrage.x25519.Recipient:
    """Return an age public key. Raises KeyUnusable."""
    try:
        return pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError as error:
        raise KeyUnusable("{key} is not an age public key.", key=key.strip()[:20]) from error


def _key_lines(path: Path, prefix: str) -> tuple[str, ...]:
    """Return the lines of a key file with this prefix; others must be blank or comments."""
    unreadable = "The key {path} cannot be read: {reason}."
    try:
        with refuse_os_errors(unreadable, path), path.open("rb") as file:
            text = file.read(_MAX_KEY_FILE).decode("ascii")
    except UnicodeDecodeError as error:
        raise KeyUnusable("{path} holds no key of the kind needed here.", path=path) from error
    lines = [line.strip() for line in text.splitlines()]
    keys = tuple(line for line in lines if line and not line.startswith("#"))
    if not keys or not all(key.startswith(prefix) for key in keys):
        raise KeyUnusable("{path} holds no key of the kind needed here.", path=path)
    return keys


_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_PREFIX = "age-secret-key-"
_SALT = b"assessor-exchange/1\0"
SCRYPT_COST = 2**17
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def derive_age_key(passphrase: str, salt: str) -> str:
    """Return the secret key (`AGE-SECRET-KEY-1…`) of a passphrase for an assessment (its uuid), or
    for what one laptop leaves in an exchange (see exchanged_by)."""
    scrypt = Scrypt(salt=_SALT + salt.encode(), length=32, n=SCRYPT_COST, r=8, p=1)
    return _bech32(scrypt.derive(passphrase.encode())).upper()


def _bech32(data: bytes) -> str:
    """Return bytes as age writes its secret keys (BIP 173)."""
    bits = int.from_bytes(data, "big") << (-8 * len(data)) % 5
    count = -(-8 * len(data) // 5)
    values = [bits >> 5 * index & 31 for index in reversed(range(count))]
    prefix = [*(ord(sign) >> 5 for sign in _PREFIX), 0, *(ord(sign) & 31 for sign in _PREFIX)]
    total = _checksum([*prefix, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [total >> 5 * (5 - index) & 31 for index in range(6)]
    return f"{_PREFIX}1{''.join(_ALPHABET[value] for value in values)}"


def _checksum(values: list[int]) -> int:
    total = 1
    for value in values:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for index, constant in enumerate(_GENERATORS):
            total ^= constant if top >> index & 1 else 0
    return total
