"""A card says who somebody is; only the six words, compared by telephone, confirm it."""

from __future__ import annotations

import stat
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessor.errors import KeyUnusable, ParcelError, Refused
from assessor.names import safe_name
from assessor.parcel.keys.contact_card import Contact, make_card, read_card
from assessor.parcel.keys.identity import Identity, load_identity
from assessor.parcel.keys.known_people import (
    KNOWN_FILE,
    confirm_contact,
    forget_contact,
    known_people,
)


@pytest.fixture
def ana(tmp_path: Path) -> Identity:
    return load_identity(tmp_path / "ana", "Ana")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "mine"


def test_a_card_says_who_somebody_is_and_no_byte_of_it_can_be_changed(ana: Identity) -> None:
    card = make_card(ana, "Ministry of Education")
    contact = read_card(card)
    assert (contact.name, contact.organisation) == ("Ana", "Ministry of Education")
    assert (contact.words, contact.fingerprint) == (ana.words, ana.fingerprint)
    for place in range(len(card)):
        broken = bytearray(card)
        broken[place] ^= 1
        with pytest.raises(ParcelError):
            read_card(bytes(broken))
    with pytest.raises(ParcelError):
        read_card(b" " * 20_000)


@pytest.mark.parametrize(
    ("name", "organisation"),
    [("", "UN"), ("x" * 121, ""), ("Ana\nadmin", ""), ("Ana", "\u202eNU"), ("Ana", "\x1b[2J")],
)
def test_no_card_carries_a_name_that_could_pass_for_something_else(
    tmp_path: Path, name: str, organisation: str
) -> None:
    identity = replace(load_identity(tmp_path / "x"), name=name)
    with pytest.raises(Refused):
        make_card(identity, organisation)
    if name:  # a stranger's program may sign it anyway
        made = msgspec.json.decode(make_card(load_identity(tmp_path / "x", "Ana"), ""))
        public = made["public"]
        said = b"assessor-contact-signature/1\0" + msgspec.json.encode([name, organisation, public])
        forged = made | {
            "name": name,
            "organisation": organisation,
            "signature": identity.sign(said).hex(),
        }
        with pytest.raises(ParcelError, match="cannot be shown"):
            read_card(msgspec.json.encode(forged))


def test_a_persian_name_keeps_its_joiners(tmp_path: Path) -> None:
    name = "علی\u200cرضا"
    assert read_card(make_card(load_identity(tmp_path, name), "")).name == name
    assert safe_name("Ana\n\u202eadmin\u200c") == "Ana admin"


def test_the_right_words_confirm_a_contact_and_others_do_not(
    tmp_path: Path, home: Path, ana: Identity
) -> None:
    contact = read_card(make_card(ana, "UN"))
    stranger = load_identity(tmp_path / "stranger", "Ana")
    for wrong in ("", stranger.words, ana.words.rsplit(" ", 1)[0], f"{ana.words} baba"):
        with pytest.raises(KeyUnusable, match="not the six words"):
            confirm_contact(home, contact, wrong, 5)
    assert known_people(home) == {} and not home.exists()
    met = confirm_contact(home, contact, ana.words.upper().replace(" ", ",  "), 5)
    assert list(known_people(home).values()) == [met]
    assert (met.name, met.organisation, met.since) == ("Ana", "UN", 5)
    if sys.platform != "win32":
        assert stat.S_IMODE((home / KNOWN_FILE).stat().st_mode) == 0o600
    confirm_contact(home, contact, ana.words, 9)  # the same person again
    assert [one.since for one in known_people(home).values()] == [9]
    forget_contact(home, met.public)
    assert known_people(home) == {}
    with pytest.raises(KeyUnusable, match="not among your contacts"):
        forget_contact(home, met.public)


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"assessor_contacts":2,"people":[]}', '{"assessor_contacts":1}',
     '{"assessor_contacts":1,"people":[{"name":"x","organisation":"","public":"zz","since":1}]}'],
)  # fmt: skip
def test_damaged_contacts_are_never_replaced_silently(home: Path, ana: Identity, text: str) -> None:
    home.mkdir()
    (home / KNOWN_FILE).write_text(text)
    with pytest.raises(KeyUnusable, match="damaged"):
        confirm_contact(home, read_card(make_card(ana, "")), ana.words, 5)
    assert (home / KNOWN_FILE).read_text() == text


def test_an_invalid_key_is_never_known(home: Path) -> None:
    for wrong in ("", "ab", "ZZ" * 32):
        with pytest.raises(KeyUnusable, match="not a public key"):
            confirm_contact(home, Contact("x", "", wrong), "", 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_no_bytes_of_a_stranger_are_a_card(data: bytes) -> None:
    with pytest.raises(ParcelError):
        read_card(data)
