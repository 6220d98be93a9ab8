"""Each laptop's own key: made on first use, kept in the person's profile, never in a mission."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from assessor.errors import KeyUnusable
from assessor.parcel.keys.key_words import six_words
from assessor.parcel.keys.private_files import write_private

KEY_FILE = "identity.json"


@dataclass(frozen=True, slots=True)
class Identity:
    """A person on a laptop: a name and an Ed25519 key. `public` is 32 bytes.

    `home` is the profile it was loaded from, where the people this person knows are kept too; None
    for an identity that lives nowhere.
    """

    name: str
    public: bytes
    _key: Ed25519PrivateKey = field(repr=False)
    home: Path | None = field(default=None, compare=False)

    @property
    def fingerprint(self) -> str:
        """The public key's short name: 16 hex in groups of four."""
        return key_fingerprint(self.public)

    @property
    def words(self) -> str:
        """Six words to read to each other on the telephone."""
        return six_words(self.public)

    def sign(self, data: bytes) -> bytes:
        """The 64-byte signature of `data`."""
        return self._key.sign(data)


def key_fingerprint(public: bytes) -> str:
    """A public key's short name: the first 16 hex of its SHA-256, in groups of four."""
    text = hashlib.sha256(public).hexdigest()[:16]
    return " ".join(text[start : start + 4] for start in range(0, 16, 4))


def verify_signature(public: bytes, signature: bytes, data: bytes) -> bool:
    """Whether `signature` is that key's signature of `data`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def load_identity(home: Path, name: str | None = None) -> Identity:
    """This laptop's identity, made on first use; a `name` given replaces the one kept.

    Raises KeyTrouble if the key file cannot be read or made.
    """
    path = home / KEY_FILE
    try:
        if not path.exists():
            _write(path, name or "", Ed25519PrivateKey.generate())
        found = json.loads(path.read_text(encoding="utf-8"))
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(found["private"]))
        kept = str(found["name"])
        if name and name != kept:
            _write(path, name, key)
    except OSError as error:
        raise KeyUnusable(
            "The key in {path} cannot be used: {reason}.", path=str(path), reason=error.strerror
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise KeyUnusable(
            "The key in {path} is damaged: restore it, or move it away to get a new one.",
            path=str(path),
        ) from error
    return Identity(name or kept, key.public_key().public_bytes_raw(), key, home)


def renew_identity(home: Path) -> Identity:
    """A new key under the same name, for a laptop that was copied; the old one is kept beside it.

    Raises KeyTrouble.
    """
    old = load_identity(home)
    path = home / KEY_FILE
    try:
        path.replace(home / f"identity-{old.public.hex()[:16]}.json")
    except OSError as error:
        raise KeyUnusable(
            "The key in {path} cannot be used: {reason}.", path=str(path), reason=error.strerror
        ) from error
    return load_identity(home, old.name)


def _write(path: Path, name: str, key: Ed25519PrivateKey) -> None:
    kept = {"name": name, "private": key.private_bytes_raw().hex()}
    write_private(path, json.dumps(kept, ensure_ascii=False).encode("utf-8"))
