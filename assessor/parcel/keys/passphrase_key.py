"""The age key of a passphrase: whoever knows the passphrase opens a team's exchanged parcels.

Deriving it is as slow as guessing should be (scrypt, about half a second and 128 MB); opening what
is sealed to it is fast.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_PREFIX = "age-secret-key-"
_SALT = b"assessor-exchange/1\0"
_COST = 2**17


def derive_age_key(passphrase: str, assessment: str) -> str:
    """Return the secret key (`AGE-SECRET-KEY-1…`) of a passphrase for an assessment (uuid)."""
    scrypt = Scrypt(salt=_SALT + assessment.encode(), length=32, n=_COST, r=8, p=1)
    return _bech32(scrypt.derive(passphrase.encode())).upper()


def _bech32(data: bytes) -> str:
    """Return bytes as age writes its secret keys (BIP 173)."""
    bits = int.from_bytes(data, "big") << (-8 * len(data)) % 5
    count = -(-8 * len(data) // 5)
    values = [bits >> 5 * index & 31 for index in reversed(range(count))]
    prefix_values = (
        [ord(sign) >> 5 for sign in _PREFIX] + [0] + [ord(sign) & 31 for sign in _PREFIX]
    )
    total = _checksum([*prefix_values, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [total >> 5 * (5 - index) & 31 for index in range(6)]
    return f"{_PREFIX}1{''.join(_ALPHABET[value] for value in values)}"


def _checksum(values: list[int]) -> int:
    total = 1
    for value in values:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for index, constant in enumerate(
            (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
        ):
            total ^= constant if top >> index & 1 else 0
    return total
