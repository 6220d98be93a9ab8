"""Files sealed with a passphrase as the age tools write them, from the specification alone.

The product's writer needs a second of work; this one as little as the format allows, so that tests
can open many files. Source: the C2SP specification of age-encryption.org/v1.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 65_536


def closed(data: bytes, passphrase: str, work: int = 1) -> bytes:
    """Seal `data` with a passphrase, with a cost of 2 ** work steps."""
    file_key, salt, nonce = b"k" * 16, b"s" * 16, b"n" * 16
    wrapping = hashlib.scrypt(
        passphrase.encode(), salt=b"age-encryption.org/v1/scrypt" + salt,
        n=2**work, r=8, p=1, dklen=32,
    )  # fmt: skip
    wrapped = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    head = f"age-encryption.org/v1\n-> scrypt {_plain(salt)} {work}\n{_plain(wrapped)}\n---"
    mac = hmac.digest(_derived(file_key, b"header"), head.encode(), "sha256")
    cipher = ChaCha20Poly1305(_derived(file_key, b"payload", nonce))
    chunks = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)] or [b""]
    body = b"".join(
        cipher.encrypt(at.to_bytes(11, "big") + bytes([at == len(chunks) - 1]), chunk, None)
        for at, chunk in enumerate(chunks)
    )
    return f"{head} {_plain(mac)}\n".encode() + nonce + body


def _derived(key: bytes, what: bytes, salt: bytes | None = None) -> bytes:
    return HKDF(SHA256(), 32, salt, what).derive(key)


def _plain(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")
