"""The key of a passphrase: the same on every laptop, another for another mission."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from assessor.errors import ParcelError
from assessor.parcel.keys.age_sealing import (
    derive_age_key,
    open_sealed,
    public_age_key,
    seal_to,
)


def test_whoever_knows_the_passphrase_opens_and_nobody_else(monkeypatch):
    monkeypatch.setattr("assessor.parcel.keys.age_sealing.SCRYPT_COST", 2**8)  # correct, and fast
    key = derive_age_key("orange tram window", "a" * 32)
    assert key == derive_age_key("orange tram window", "a" * 32)
    sealed = seal_to(b"answers", [public_age_key(key)])
    assert open_sealed(sealed, [key]) == b"answers"
    for other in (
        derive_age_key("orange tram windows", "a" * 32),
        derive_age_key("orange tram window", "b" * 32),
    ):
        with pytest.raises(ParcelError):
            open_sealed(sealed, [other])


def test_keys_are_written_as_age_writes_them(monkeypatch):
    """The key of 32 times 0x42 as the age tools print it; age refuses a wrong checksum."""
    monkeypatch.setattr(Scrypt, "derive", lambda *_: bytes([0x42]) * 32)
    written = derive_age_key("", "")
    assert written == "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    assert public_age_key(written).startswith("age1")
