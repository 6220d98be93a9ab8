"""A parcel comes back as it was packed, or is refused."""

from __future__ import annotations

import hashlib
import random
import zlib
from pathlib import Path

import pytest

from assessor.errors import ParcelError, Refused
from assessor.parcel.pack.parcel_pack import (
    MAX_CONTENT_SIZE,
    PARCEL_ENVELOPE,
    pack_parcel,
    unpack_parcel,
)
from assessor.parcel.pack.sidecars import make_sidecar, plan_sidecars
from assessor.registry.receive.receiver import receive_parcel
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.parcel.bombs import zeros
from tests.support.store.laptops import ASSESSMENT, Laptop


@pytest.fixture
def ana(tmp_path: Path) -> Laptop:
    laptop = Laptop(tmp_path, "Ana")
    form = b"a form"
    digest = hashlib.sha256(form).hexdigest()
    laptop.mission.put_form(digest, form)
    laptop.mission.add_assessment(ASSESSMENT, digest)
    for number in range(20):
        laptop.say(f"/d/q{number}", str(number), evidence="2", note="é\u202e\n")
    laptop.say("/d/q1", None)
    laptop.seal()
    laptop.say("/d/q2", "again")
    laptop.seal()
    return laptop


def test_everything_comes_back(ana: Laptop, tmp_path: Path) -> None:
    contents = unpack_parcel(pack_parcel(ana.mission, [ASSESSMENT], signer=ana.identity))
    assert contents.changesets == tuple(ana.mission.changesets())
    assert contents.entries == 22 and contents.withheld == 0
    assert contents.sender == ana.identity.public.hex()
    assert contents.signers == {ana.identity.public.hex(): ("Ana",)}
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        registry.add(contents.changesets)
        assert registry.entries(ASSESSMENT) == ana.mission.entries(ASSESSMENT)
        assert registry.check() == ()


def test_drafts_are_sealed_with_a_signer_and_refused_without(ana: Laptop) -> None:
    ana.say("/d/q3", "late")
    with pytest.raises(Refused):
        pack_parcel(ana.mission, [ASSESSMENT])
    assert unpack_parcel(pack_parcel(ana.mission, [ASSESSMENT], signer=ana.identity)).entries == 23


def test_withheld_bodies_stay_behind_and_everything_still_verifies(
    ana: Laptop, tmp_path: Path
) -> None:
    parcel = pack_parcel(
        ana.mission, [ASSESSMENT], profile="public", withhold=lambda entry: entry.key == "/d/q2"
    )
    contents = unpack_parcel(parcel)
    assert contents.withheld == 2
    assert {one.id for one in contents.changesets} == {one.id for one in ana.mission.changesets()}
    full = unpack_parcel(pack_parcel(ana.mission, [ASSESSMENT]))
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        assert registry.add(contents.changesets).new == 22
        head = registry.heads(ASSESSMENT)["answer", "/d/q2"][0]
        assert head.withheld and head.commitment and not head.is_tombstone
        assert registry.check() == ()
        assert registry.add(contents.changesets).new == 0
        assert registry.add(full.changesets).new == 2  # the bodies come later
        assert registry.add(contents.changesets).new == 0
        assert set(registry.entries(ASSESSMENT)) == set(ana.mission.entries(ASSESSMENT))
        assert registry.check() == ()


@pytest.mark.parametrize("signed", [True, False])
def test_one_changed_byte_anywhere_is_refused(ana: Laptop, signed: bool) -> None:
    parcel = pack_parcel(ana.mission, [ASSESSMENT], signer=ana.identity if signed else None)
    dice = random.Random(7)
    for place in range(len(parcel)):
        broken = bytearray(parcel)
        broken[place] ^= 1 << dice.randrange(8)
        with pytest.raises(ParcelError) as raised:
            unpack_parcel(bytes(broken))
        assert "\n" not in str(raised.value) and str(raised.value).endswith(".")


def test_a_changed_content_with_a_new_digest_is_refused_by_the_signatures(ana: Laptop) -> None:
    parcel = pack_parcel(ana.mission, [ASSESSMENT])
    content = zlib.decompress(parcel[len(PARCEL_ENVELOPE.header) + 128 :])
    dice, intact = random.Random(11), 0
    wanted = {one.id: one for one in ana.mission.changesets()}
    for _ in range(1500):
        broken = bytearray(content)
        broken[dice.randrange(len(broken))] ^= 1 << dice.randrange(8)
        try:
            contents = unpack_parcel(PARCEL_ENVELOPE.wrap(zlib.compress(bytes(broken), 1), None))
        except ParcelError:
            continue
        intact += 1  # the profile's name or the time, which no laptop signs
        assert all(wanted[one.id] == one for one in contents.changesets)
    assert intact < 150


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        PARCEL_ENVELOPE.header,
        PARCEL_ENVELOPE.header + bytes(32),
        PARCEL_ENVELOPE.header[:-2] + b"9\n" + bytes(200),
        PARCEL_ENVELOPE.wrap(b"", None),
        PARCEL_ENVELOPE.wrap(zlib.compress(b""), None),
        PARCEL_ENVELOPE.wrap(zlib.compress(b"\xc0"), None),
        PARCEL_ENVELOPE.wrap(zeros(MAX_CONTENT_SIZE + 1), None),
        PARCEL_ENVELOPE.wrap(zlib.compress(b"\x91" * 100_000), None),
        PARCEL_ENVELOPE.wrap(zlib.compress(b"\x80") + b"more", None),
        b"age-encryption.org/v1\n-> X25519 abc\n",
    ],
)
def test_nonsense_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(ParcelError) as raised:
        unpack_parcel(data)
    assert "\n" not in str(raised.value) and str(raised.value).endswith(".")


def test_large_evidence_comes_as_a_sidecar(ana: Laptop, tmp_path: Path) -> None:
    files = {hashlib.sha256(data).hexdigest(): data for data in (b"small", bytes(5000))}
    for number, (digest, data) in enumerate(files.items()):
        ana.mission.put_evidence(digest, data)
        body = {"sha256": digest, "name": "minutes.pdf"}
        draft = Draft("evidence", f"e{number}", body, (), 1)
        ana.mission.write(ASSESSMENT, [draft], "Ana")
    [group] = plan_sidecars(ana.mission, [ASSESSMENT], above=1000)
    parcel = pack_parcel(ana.mission, [ASSESSMENT], signer=ana.identity, left=group)
    beside = make_sidecar(ana.mission, [ASSESSMENT], group, ana.identity)
    assert plan_sidecars(ana.mission, [ASSESSMENT], above=5000) == ()
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive_parcel(registry, parcel, "a.pdf")
        [waiting] = registry.missing_files([ASSESSMENT])
        assert files[waiting] == bytes(5000) and registry.check() == ()
        receive_parcel(registry, beside, "a.sidecar.assessor")
        assert registry.missing_files([ASSESSMENT]) == {}
        assert all(registry.evidence(digest) == data for digest, data in files.items())
        assert registry.check() == ()


def test_a_recovery_file_travels_in_the_parcel(ana: Laptop) -> None:
    assert unpack_parcel(pack_parcel(ana.mission, [ASSESSMENT])).recovery == b""
    assert unpack_parcel(pack_parcel(ana.mission, [ASSESSMENT], recovery=b"x")).recovery == b"x"
