"""The verbs on mission packs, from headquarters' key to a sealed report and back."""

from __future__ import annotations

import json

import pytest

from assessor.parcel.keys.identity import six_words
from assessor.store.write.mission import Mission
from tests.support.cli.results import check, fill
from tests.support.parcel.age_files import closed


@pytest.fixture
def pack(run, tmp_path):
    """A pack of headquarters, whose roster knows Ana; and headquarters' six words."""
    run("keys", "card", "-o", "ana.card", "--name", "Ana", home="ana")
    run("keys", "card", "-o", "hq.card", "--name", "Headquarters", home="hq")
    run("keys", "new", "--headquarters", home="hq")
    run("receive", "hq.registry", "--preview", "ana.card", home="hq")
    run("new", "small.md", "-o", "old.mission", "--assessor", "Old", home="old")
    run("fill", "old.mission", fill(tmp_path, "reference,value\nreports,7\n"), home="old")
    run("receive", "hq.registry", "old.mission", home="hq")
    check(run("keys", "trust", "hq.registry", "ana.card", home="hq"), 0)
    made = run(
        "pack", "small.md", "-o", "a.pack", "--title", "San Verano", "--registry", "hq.registry",
        "--previous", "old.mission", "--expires", "2999-12-31", home="hq",
    )  # fmt: skip
    words = json.loads(run("keys", "show", "--json", home="hq")[1])["words"]
    check(made, 0, "San Verano, 2 keys on its roster", words)
    return words


def test_a_pack_begins_a_mission_that_seals_by_itself(run, tmp_path, pack):
    begun = run("new", "a.pack", "-o", "a.mission", "--assessor", "Ana", home="ana")
    check(begun, 0, "Sealed to Headquarters", "unverified", pack, "5 questions")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,120\n"), home="ana")
    _, out, _ = run("show", "a.mission", "--reference", "reports", "--json", home="ana")
    assert (json.loads(out)["value"], json.loads(out)["previous"]) == ("120", "7")
    check(run("export", "a.mission", "-o", "a.pdf", home="ana"), 0, "identical")
    check(run("inspect", "a.pdf", home="ana"), 1, "sealed")
    check(run("receive", "hq.registry", "a.pdf", home="hq"), 0, "new")
    check(run("export", "a.mission", "-o", "open.pdf", "--unsealed", home="ana"), 0)
    check(run("inspect", "open.pdf", home="ben"), 0, "Ana")


def test_the_words_of_the_letter_are_compared_before_anything(run, tmp_path, pack):
    begin = ("new", "a.pack", "-o", "a.mission", "--assessor", "Ana", "--words")
    check(run(*begin, "baba " * 6, home="ana"), 2, "not the six words")
    assert not (tmp_path / "a.mission").exists()
    code, out, _ = run(*begin, pack, home="ana")
    assert code == 0 and "unverified" not in out
    check(run("keys", "contacts", home="ana"), 0, "Headquarters")
    with Mission.open(tmp_path / "a.mission", read_only=True) as mission:
        [row] = mission.assessments()
        authority = mission.authority(row.uuid)
        assert {six_words(bytes.fromhex(each)) for each in authority.members} > {pack}


def test_inspect_says_what_a_pack_carries(run, pack):
    check(run("inspect", "a.pack", home="ana"), 0, "San Verano", "age1", "Ana", "unverified")
    _, out, _ = run("inspect", "a.pack", "--json", home="ana")
    facts = json.loads(out)
    assert (facts["words"], facts["previous"], len(facts["recipients"])) == (pack, True, 1)


def test_a_passphrase_told_apart_closes_a_pack(run, tmp_path, pack):
    told = fill(tmp_path, "orange tram\n", "told.txt")
    check(run("pack", "small.md", "-o", "b.pack", "--pack-passphrase-file", told, home="hq"), 0)
    assert (tmp_path / "b.pack").read_bytes().startswith(b"age-encryption.org/v1\n-> scrypt ")
    data = (tmp_path / "a.pack").read_bytes()
    (tmp_path / "c.pack").write_bytes(closed(data, "orange tram"))  # opened in less than a second
    new = ("new", "c.pack", "-o", "c.mission", "--assessor", "Ana")
    check(run(*new, home="ana"), 1, "protected")
    check(run(*new, "--pack-passphrase-file", told, home="ana"), 2, "c.mission has no passphrase")
    check(run(*new, "--pack-passphrase-file", told, "--plain", home="ana"), 0, "Sealed to")


def test_a_newer_pack_brings_the_roster_up_to_date(run, pack):
    run("new", "a.pack", "-o", "a.mission", "--assessor", "Ana", home="ana")
    check(run("keys", "update", "a.mission", "a.pack", home="ana"), 2, "newer one already")
    run("keys", "trust", "hq.registry", "ab" * 32, "--name", "Ben", home="hq")
    run("pack", "small.md", "-o", "new.pack", "--registry", "hq.registry", home="hq")
    check(run("keys", "update", "a.mission", "new.pack", home="ana"), 0, "Headquarters: 3")
    check(run("keys", "list", "a.mission", home="ana"), 0, "Ben")


def test_what_cannot_be_packed_is_said(run, tmp_path, pack):
    check(run("pack", "small.md", "-o", "a.pack", home="hq"), 2, "exists already")
    check(run("pack", "small.md", "-o", "b.pack", home="ana"), 2, "keys new --headquarters")
    check(run("pack", "small.md", "-o", "b.zip", home="hq"), 2, "ends in .pack")
    check(run("pack", "small.md", "-o", "b.pack", "--expires", "soon", home="hq"), 2, "not a date")
    check(run("pack", "small.md", "-o", "b.pack", "--previous", "none.pdf", home="hq"), 2, "none")
    fill(tmp_path, "not a pack", "junk.pack")
    check(run("new", "junk.pack", "-o", "x.mission", "--assessor", "A"), 1, "not a mission pack")
    assert not (tmp_path / "x.mission").exists()
    both = ("export", "old.mission", "-o", "x.pdf", "--to", "HQ.pub", "--unsealed")
    check(run(*both, home="old"), 2, "either")
