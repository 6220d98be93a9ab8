"""What is sealed to headquarters opens only there."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from assessor.errors import KeyUnusable, ParcelError
from assessor.parcel.keys.age_sealing import (
    HEADQUARTERS_FILE,
    create_headquarters_key,
    headquarters_keys,
    headquarters_public,
    read_recipients,
    seal_to,
)
from assessor.parcel.pack.parcel_pack import pack_parcel, unpack_parcel
from assessor.parcel.pdf.report_pdf import embed_parcel
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.parcel.sample_pdf import pages
from tests.support.store.laptops import ASSESSMENT, Laptop


def test_only_headquarters_opens_it(tmp_path: Path) -> None:
    public = create_headquarters_key(tmp_path / "hq")
    other = create_headquarters_key(tmp_path / "other")
    keys = headquarters_keys(tmp_path / "hq")
    assert headquarters_public(tmp_path / "hq") == (public,)
    ana = Laptop(tmp_path, "Ana")
    ana.say("/d/q", "canary7")
    parcel = pack_parcel(ana.mission, [ASSESSMENT], signer=ana.identity)
    sealed = seal_to(parcel, [public])
    assert unpack_parcel(sealed, identities=keys).changesets == unpack_parcel(parcel).changesets
    for wrong in ((), headquarters_keys(tmp_path / "other")):
        with pytest.raises(ParcelError, match="sealed"):
            unpack_parcel(sealed, identities=wrong)
    both = seal_to(parcel, [public, other])
    assert unpack_parcel(both, identities=headquarters_keys(tmp_path / "other")).entries == 1
    path = tmp_path / "sealed.pdf"
    path.write_bytes(embed_parcel(pages(), sealed, title="San Verano"))
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        assert receive(registry, [path])[0].status == "refused"
        assert len(registry.quarantine()) == 1
        assert receive(registry, [path], identities=keys)[0].new == 1
        assert registry.quarantine() == ()
        assert registry.check() == ()


def test_one_changed_byte_is_refused(tmp_path: Path) -> None:
    public = create_headquarters_key(tmp_path)
    ana = Laptop(tmp_path, "Ana")
    ana.say("/d/q", "1")
    sealed = seal_to(pack_parcel(ana.mission, [ASSESSMENT], signer=ana.identity), [public])
    for place in range(0, len(sealed), 3):
        broken = bytearray(sealed)
        broken[place] ^= 1
        with pytest.raises(ParcelError):
            unpack_parcel(bytes(broken), identities=headquarters_keys(tmp_path))


def test_the_secret_key_is_private_and_never_replaced(tmp_path: Path) -> None:
    create_headquarters_key(tmp_path)
    before = (tmp_path / HEADQUARTERS_FILE).read_bytes()
    with pytest.raises(KeyUnusable, match="already"):
        create_headquarters_key(tmp_path)
    assert (tmp_path / HEADQUARTERS_FILE).read_bytes() == before
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / HEADQUARTERS_FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "hello", "age1xyz", "AGE-SECRET-KEY-1", "é"])
def test_what_is_no_public_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "HQ.pub"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KeyUnusable) as raised:
        read_recipients(path)
    assert str(raised.value).endswith(".")
    with pytest.raises(KeyUnusable):
        read_recipients(tmp_path / "none.pub")


def test_a_public_key_file_may_have_comments(tmp_path: Path) -> None:
    public = create_headquarters_key(tmp_path)
    (tmp_path / "HQ.pub").write_text(f"# the unit's key\n\n{public}\n")
    assert read_recipients(tmp_path / "HQ.pub") == (public,)
    with pytest.raises(KeyUnusable):
        seal_to(b"x", [])
