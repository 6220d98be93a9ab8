"""Somebody signs with a public key of small order, for which one signature fits every text."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from pyrage import x25519

from assessor.errors import KeyUnusable, ParcelError, Refused
from assessor.form.parse.form_source import FormSource
from assessor.parcel.keys.contact_card import Contact, read_card
from assessor.parcel.keys.identity import is_weak_key, load_identity, six_words, verify_signature
from assessor.parcel.keys.known_people import confirm_contact, known_people
from assessor.parcel.pack.mission_pack import MissionPack, RosterEntry, make_pack, read_pack
from assessor.registry.trust.trust_roster import read_roster, trust_key
from assessor.store.write.mission import Mission

_P = 2**255 - 19
_EIGHTH = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_HEIGHTS = (0, 1, _EIGHTH, _P - _EIGHTH, _P - 1, _P, _P + 1)
WEAK_KEYS = [(y | sign << 255).to_bytes(32, "little") for y in _HEIGHTS for sign in (0, 1)]
FORGED = (1).to_bytes(32, "little") + bytes(32)
"""The signature R = the neutral point, S = 0: it fits one text in eight, or every text."""


def refusal(key: str) -> str:
    return (
        f"Anybody can sign with the key {key[:16]}: it proves nothing. Do not trust what it signed."
    )


@pytest.mark.parametrize("public", WEAK_KEYS, ids=bytes.hex)
def test_a_key_of_small_order_verifies_nothing(public: bytes) -> None:
    """A signature made without a private key, tried on texts until one fits."""
    assert is_weak_key(public)
    assert not any(verify_signature(public, FORGED, b"text %d" % at) for at in range(64))


def test_a_card_with_such_a_key_is_refused() -> None:
    """A contact card in Elena's name whose key signs everything."""
    fields = {"assessor_contact": 1, "name": "Elena", "organisation": ""}
    public = WEAK_KEYS[2].hex()
    card = msgspec.json.encode({**fields, "public": public, "signature": FORGED.hex()})
    with pytest.raises(ParcelError) as raised:
        read_card(card)
    assert str(raised.value) == refusal(public)


def test_such_a_key_joins_neither_contacts_nor_roster(tmp_path: Path) -> None:
    """Headquarters is asked by mail to trust the key, with the right six words."""
    public = WEAK_KEYS[2].hex()
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        with pytest.raises(Refused) as refused:
            trust_key(registry, public, "Elena")
        assert str(refused.value) == refusal(public)
        assert read_roster(registry) == {}
    with pytest.raises(KeyUnusable) as unusable:
        words = six_words(bytes.fromhex(public))
        confirm_contact(tmp_path, Contact("Elena", "", public), words, 1)
    assert str(unusable.value) == refusal(public)
    assert known_people(tmp_path) == {}


def test_a_mission_pack_with_such_a_key_on_its_roster_is_refused(tmp_path: Path) -> None:
    """A pack that would put the key on the roster of every mission started from it."""
    public = WEAK_KEYS[2].hex()
    form = FormSource("<form/>").pack()
    recipient = str(x25519.Identity.generate().to_public())
    pack = MissionPack(
        "San Verano", "HQ", form, (recipient,), 1, roster={public: RosterEntry("Elena")}
    )
    with pytest.raises(ParcelError) as raised:
        read_pack(make_pack(pack, load_identity(tmp_path, "HQ")))
    assert str(raised.value) == refusal(public)


def test_a_real_key_is_not_weak(tmp_path: Path) -> None:
    """The test itself: keys of laptops still verify."""
    ana = load_identity(tmp_path, "Ana")
    assert not is_weak_key(ana.public)
    assert verify_signature(ana.public, ana.sign(b"text"), b"text")
