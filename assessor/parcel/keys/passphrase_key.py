"""The age key a passphrase stands for, so that whoever knows it opens what a team exchanges.

Deriving it is as slow as guessing should be (scrypt, about half a second and 128 MB); what is
sealed to it opens as fast as anything else, however many parcels lie on a stick.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_KIND = "age-secret-key-"
_SALT = b"assessor-exchange/1\0"
_WORK = 2**17


def derive_age_key(passphrase: str, about: str) -> str:
    """The secret key (`AGE-SECRET-KEY-1…`) of a passphrase for one assessment (its uuid)."""
    derive = Scrypt(salt=_SALT + about.encode(), length=32, n=_WORK, r=8, p=1)
    return _bech32(derive.derive(passphrase.encode())).upper()


def _bech32(data: bytes) -> str:
    """Bytes as age writes its secret keys (BIP 173)."""
    bits = int.from_bytes(data, "big") << (-8 * len(data)) % 5
    count = -(-8 * len(data) // 5)
    values = [bits >> 5 * at & 31 for at in reversed(range(count))]
    kind = [ord(sign) >> 5 for sign in _KIND] + [0] + [ord(sign) & 31 for sign in _KIND]
    total = _checksum([*kind, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [total >> 5 * (5 - at) & 31 for at in range(6)]
    return f"{_KIND}1{''.join(_LETTERS[each] for each in values)}"


def _checksum(values: list[int]) -> int:
    total = 1
    for each in values:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ each
        for at, part in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            total ^= part if top >> at & 1 else 0
    return total
