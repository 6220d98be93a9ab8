"""A mission pack is signed and versioned; whatever else is sent as one is refused."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import msgspec
import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.errors import AssessorError, ParcelError, WrongPassphrase
from assessor.form.parse.form_source import FormSource
from assessor.parcel.keys.age_sealing import seal_to
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack import mission_pack
from assessor.parcel.pack.mission_pack import MissionPack, RosterEntry, make_pack, read_pack
from tests.support.parcel.age_files import closed
from tests.support.store.laptops import Laptop

RECIPIENT = str(pyrage.x25519.Identity.generate().to_public())
FORM = FormSource("<form/>", attachments={"photo.png": b"\x89PNG"}).pack()
PLAIN = MissionPack("San Verano", "HQ", FORM, (RECIPIENT,), 1_700_000_000_000)
DATA = Path(__file__).parent.parent.parent / "data"


@pytest.fixture
def headquarters(tmp_path):
    return load_identity(tmp_path / "hq", "HQ")


def test_a_pack_is_read_as_it_was_written(tmp_path, headquarters):
    from assessor.parcel.pack.parcel_pack import pack_parcel

    ana = Laptop(tmp_path, "Ana")
    ana.say("/d/q1", "1")
    before = pack_parcel(ana.mission, ["ab" * 16], signer=ana.identity)
    full = replace(
        PLAIN,
        roster={"ab" * 32: RosterEntry("Ana"), "cd" * 32: RosterEntry("Ben", 5)},
        previous=before,
        country="XSV",
        language="French (fr)",
        expires_at=1_800_000_000_000,
    )
    read = read_pack(make_pack(full, headquarters))
    assert replace(read, public="", fingerprint="") == full
    assert read.public == headquarters.public.hex()
    assert FormSource.unpack(read.form).attachments == {"photo.png": b"\x89PNG"}


def test_a_pack_of_version_1_is_readable():
    pack = read_pack((DATA / "pack-1.pack").read_bytes())
    assert (pack.title, pack.headquarters, pack.country) == ("San Verano", "Headquarters", "XSV")
    assert {one.name for one in pack.roster.values()} == {"Headquarters", "Ana", "Ben"}


def test_no_byte_of_a_pack_can_be_changed(headquarters):
    data = make_pack(PLAIN, headquarters)
    for place in range(len(data)):
        broken = bytearray(data)
        broken[place] ^= 1
        with pytest.raises(ParcelError):
            read_pack(bytes(broken))
    for length in range(0, len(data), 7):
        with pytest.raises(ParcelError):
            read_pack(data[:length])


def test_a_passphrase_seals_it_as_age_does(headquarters):
    """Files of other programs open; tests/cli/setup/test_packs.py tests the other direction."""
    data = closed(make_pack(PLAIN, headquarters), "orange tram")
    assert read_pack(data, passphrase="orange tram").title == "San Verano"
    for wrong in (None, "", "orange"):
        with pytest.raises(WrongPassphrase):
            read_pack(data, passphrase=wrong)
    with pytest.raises(WrongPassphrase):
        read_pack(seal_to(data, [RECIPIENT]), passphrase="orange tram")


def packed(**changes):
    """Return the content of a pack as a stranger's program would write it."""
    said = {
        "title": "t", "headquarters": "HQ", "made_at": 1, "expires_at": 0, "form": FORM,
        "country": "", "language": "", "recipients": [RECIPIENT], "roster": {}, "previous": b"",
    }  # fmt: skip
    return msgspec.msgpack.encode(said | changes)


def wrapped(content, signer, **more):
    return mission_pack.PACK_ENVELOPE.wrap(zlib.compress(content, 1), signer)


@pytest.mark.parametrize(
    "changes",
    [
        {"headquarters": ""},
        {"headquarters": "HQ\nroot"},
        {"title": "\u202etitle"},
        {"title": "x" * 121},
        {"made_at": -1},
        {"expires_at": 2**60},
        {"form": b"nothing"},
        {"form": FORM[:-3]},
        {"recipients": []},
        {"recipients": ["age1nothing"]},
        {"recipients": [RECIPIENT] * 33},
        {"roster": {"zz" * 32: {"name": "x", "revoked_at": 0}}},
        {"roster": {"ab" * 32: {"name": "\x1b[2J", "revoked_at": 0}}},
        {"roster": {"ab" * 32: {"name": "x", "revoked_at": -1}}},
        {"roster": {f"{n:064x}": {"name": "x", "revoked_at": 0} for n in range(10_001)}},
        {"previous": b"not a parcel"},
        {"previous": seal_to(b"x", [RECIPIENT])},
        {"path": "../../etc/passwd"},
        {"made_at": "1"},
        {"title": 5},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_signed_pack_is_verified_too(headquarters, changes):
    with pytest.raises(ParcelError):
        read_pack(wrapped(packed(**changes), headquarters))


def test_a_valid_pack_of_the_same_builder_is_read(headquarters):
    assert read_pack(wrapped(packed(), headquarters)).headquarters == "HQ"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "its content"),
        (b"\xc0", "its content"),
        (b"\x91" * 100_000, "its content"),
        (bytes(128 * 2**20 + 1), "more than 128 MB"),
    ],
    ids=["empty", "nothing", "deep", "bomb"],
)
def test_bombs_and_nonsense_are_refused(headquarters, content, says):
    with pytest.raises(ParcelError) as refused:
        read_pack(wrapped(content, headquarters))
    assert says in str(refused.value)


def test_an_unsigned_pack_is_refused(headquarters):
    with pytest.raises(ParcelError):
        read_pack(wrapped(packed(), None))
    with pytest.raises(ParcelError):
        read_pack(make_pack(PLAIN, headquarters).replace(b"PACK 1", b"PACK 2"))
    with pytest.raises(ParcelError):
        read_pack(bytes(64 * 2**20 + 1))


def test_an_unreadable_pack_is_not_made(headquarters):
    with pytest.raises(ParcelError):
        make_pack(replace(PLAIN, headquarters="a\nb"), headquarters)


@given(data=st.binary(max_size=400))
def test_random_bytes_are_no_pack(data):
    for start in (b"", b"ASSESSOR PACK 1\n", b"age-encryption.org/v1\n"):
        with pytest.raises(AssessorError):
            read_pack(start + data, passphrase="x")
