"""The laptop's own key: created on first use and stored in the profile, never in a mission."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from assessor.errors import KeyUnusable, check_name
from assessor.names import key_fingerprint, safe_name
from assessor.store.files.durable_files import write_private

_ONSETS = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "ch"]
_VOWELS = ["a", "e", "i", "o", "u"]
_SYLLABLES = [onset + vowel for onset in _ONSETS for vowel in _VOWELS]


def six_words(public: bytes) -> str:
    """Return six words of three syllables: 75^18 values, about 112 bits of the key's SHA-256.

    Invented words, because no dictionary fits all languages.
    """
    number = int.from_bytes(hashlib.sha256(public).digest(), "big")
    syllables = []
    for _ in range(18):
        number, index = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[index])
    return " ".join("".join(syllables[start : start + 3]) for start in range(0, 18, 3))


KEY_FILE = "identity.json"
_UNUSABLE = "The key in {path} cannot be used: {reason}."


@contextmanager
def refuse_os_errors(message: str, path: Path) -> Iterator[None]:
    """Raise KeyUnusable with a message, which has `path` and `reason`, for any OSError."""
    try:
        yield
    except OSError as error:
        raise KeyUnusable(message, path=path, reason=error.strerror) from error


def is_hex(text: str, length: int) -> bool:
    """Return whether a text is a key or digest of this many lower-case hex digits."""
    return len(text) == length and set(text) <= set("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Identity:
    """A person on a laptop: a name and an Ed25519 key. `public` is 32 bytes.

    `home` is the profile of the key and the known people; None for an identity without a profile.
    """

    name: str
    public: bytes
    _key: Ed25519PrivateKey = field(repr=False)
    home: Path | None = field(default=None, compare=False)

    @property
    def fingerprint(self) -> str:
        """Return the short name of the public key: 16 hex in groups of four."""
        return key_fingerprint(self.public)

    @property
    def words(self) -> str:
        """Return six words to compare by telephone."""
        return six_words(self.public)

    def sign(self, data: bytes) -> bytes:
        """Return the 64-byte signature of `data`."""
        return self._key.sign(data)

    def derive_secret(self, purpose: bytes) -> bytes:
        """Return 48 secret bytes for one purpose, always the same; they reveal nothing else."""
        return HKDF(SHA256(), 48, b"", purpose).derive(self._key.private_bytes_raw())


_PRIME = 2**255 - 19
_EIGHTH = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
"""The y coordinate of a point of order 8."""
_SMALL_ORDER = frozenset({0, 1, _EIGHTH, _PRIME - _EIGHTH, _PRIME - 1})
WEAK_KEY = "Anybody can sign with the key {key}: it proves nothing. Do not trust what it signed."


def is_weak_key(public: bytes) -> bool:
    """Return whether an Ed25519 key (32 bytes) is one of the points of order 1, 2, 4 or 8, in any
    encoding: signatures by them need no private key (RFC 8032, 5.1.7, leaves them open)."""
    y = int.from_bytes(public, "little") & (1 << 255) - 1
    return y % _PRIME in _SMALL_ORDER


def verify_signature(public: bytes, signature: bytes, data: bytes) -> bool:
    """Return whether `signature` is that key's signature of `data`; a weak key has none."""
    if is_weak_key(public):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def identity_of_seed(seed: str, name: str) -> Identity:
    """Return the identity of a private key (64 hex), without a profile."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    return Identity(name, key.public_key().public_bytes_raw(), key)


def load_identity(home: Path, name: str | None = None) -> Identity:
    """Return this laptop's identity, made on first use; `name` renames it.

    Raises KeyUnusable, and Refused for a name that cannot be shown.
    """
    path = home / KEY_FILE
    check_name(name or "")
    try:
        with refuse_os_errors(_UNUSABLE, path):
            if not path.exists():
                _write(path, name or "", Ed25519PrivateKey.generate())
            fields = json.loads(path.read_text(encoding="utf-8"))
            key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(fields["private"]))
            stored_name = safe_name(str(fields["name"]))
            if name and name != stored_name:
                _write(path, name, key)
    except (ValueError, KeyError, TypeError) as error:
        raise KeyUnusable(
            "The key in {path} is damaged: restore it, or move it away to get a new one.",
            path=path,
        ) from error
    return Identity(name or stored_name, key.public_key().public_bytes_raw(), key, home)


def renew_identity(home: Path) -> Identity:
    """Create a new key under the same name; the old key file stays. Raises KeyUnusable."""
    previous = load_identity(home)
    path = home / KEY_FILE
    with refuse_os_errors(_UNUSABLE, path):
        path.replace(home / f"identity-{previous.public.hex()[:16]}.json")
    return load_identity(home, previous.name)


def _write(path: Path, name: str, key: Ed25519PrivateKey) -> None:
    fields = {"name": name, "private": key.private_bytes_raw().hex()}
    write_private(path, json.dumps(fields, ensure_ascii=False).encode("utf-8"))
