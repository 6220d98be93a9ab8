"""A laptop's key is created once, kept private, and identifies its signatures."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from assessor.errors import KeyUnusable
from assessor.parcel.keys.identity import KEY_FILE, load_identity, renew_identity, verify_signature
from assessor.parcel.keys.profile_location import profile_folder


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = load_identity(tmp_path / "home", "Ana")
    again = load_identity(tmp_path / "home")
    assert (again.name, again.public) == ("Ana", first.public)
    renamed = load_identity(tmp_path / "home", "Ana María")
    assert load_identity(tmp_path / "home").name == "Ana María"
    assert renamed.public == first.public
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "home" / KEY_FILE).stat().st_mode) == 0o600
    assert verify_signature(first.public, again.sign(b"x"), b"x")
    assert not verify_signature(first.public, again.sign(b"x"), b"y")
    assert not verify_signature(b"short", again.sign(b"x"), b"x")


def test_words_and_fingerprint_are_stable_and_differ(tmp_path: Path) -> None:
    ana, ben = load_identity(tmp_path / "a", "Ana"), load_identity(tmp_path / "b", "Ben")
    assert len(ana.words.split()) == 6 and ana.words != ben.words
    assert len(ana.fingerprint) == 19 and ana.fingerprint != ben.fingerprint
    assert "_key" not in repr(ana)


def test_the_environment_chooses_the_profile_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSESSOR_HOME", str(tmp_path))
    assert profile_folder() == tmp_path


@pytest.mark.parametrize("text", ["", "{}", '{"name": "x", "private": "zz"}', "[]"])
def test_a_damaged_key_is_never_replaced_silently(tmp_path: Path, text: str) -> None:
    (tmp_path / KEY_FILE).write_text(text)
    with pytest.raises(KeyUnusable):
        load_identity(tmp_path, "Ana")
    assert (tmp_path / KEY_FILE).read_text() == text


def test_a_copied_computer_gets_a_key_of_its_own_and_keeps_the_old_one(tmp_path: Path) -> None:
    old = load_identity(tmp_path, "Ana")
    fresh = renew_identity(tmp_path)
    assert fresh.name == "Ana" and fresh.public != old.public
    assert load_identity(tmp_path).public == fresh.public
    [kept] = tmp_path.glob("identity-*.json")
    assert old.public.hex()[:16] in kept.name
    kept.replace(tmp_path / KEY_FILE)
    assert load_identity(tmp_path).public == old.public
