"""What the owner of another key can do to somebody's entries: nothing, with a reason."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace

import msgspec
import pytest

from assessor.parcel.pack import parcel_pack as parcels
from assessor.parcel.pack.parcel_pack import PARCEL_ENVELOPE
from assessor.registry.receive.quarantine_review import trust_and_receive
from assessor.registry.receive.receiver import receive_parcel
from assessor.registry.trust.trust_roster import UNVERIFIED, key_standing, revoke_key, trust_key
from assessor.store.model.changeset import Changeset
from assessor.store.model.changeset_core import read_core, write_core
from tests.support.registry.registry_laptops import key, parcel
from tests.support.store.laptops import ASSESSMENT, FORM, Laptop

OTHER = "ef" * 16


@pytest.fixture
def eve(tmp_path):
    return Laptop(tmp_path, "Eve")


def content(data):
    """Return the content of a parcel, as values."""
    return msgspec.msgpack.decode(zlib.decompress(data[len(PARCEL_ENVELOPE.header) + 128 :]))


def packed(said, signer):
    """Return a parcel of that content, formally valid, signed by `signer`."""
    return PARCEL_ENVELOPE.wrap(zlib.compress(msgspec.msgpack.encode(said), 1), signer)


def recored(part, by=None, **changes):
    """Return a changeset with other content, signed `by` somebody or with its old signature."""
    if changes.keys() & {"author", "sequence"}:
        name, number = changes.pop("author", "Ana"), changes.pop("sequence", 1)
        part = part | {"author": bytes(16) + number.to_bytes(8, "big") + name.encode()}
        changes["commitment"] = hashlib.sha256(part["author"]).hexdigest()
    core = write_core(replace(read_core(part["core"]), **changes))
    payloads = tuple(line or None for line in part["bodies"].split("\n"))
    salts = tuple(part["proofs"][at : at + 20] for at in range(0, len(part["proofs"]), 20))
    fresh = Changeset(core, part["signature"], payloads, salts, part["author"])
    signature = by.sign(fresh.signed_bytes) if by else part["signature"]
    return part | {"core": core, "signature": signature}


def refused(registry, data, says):
    """Check that it is refused with that sentence, quarantined, and changed nothing."""
    before = len(registry.entries(ASSESSMENT))
    receipt = receive_parcel(registry, data, "x.assessor")
    assert receipt.status == "refused" and says in receipt.reason, receipt.reason
    assert [kept.id for kept, _ in registry.quarantine()] == [receipt.id]
    assert len(registry.entries(ASSESSMENT)) == before and registry.check() == ()


def test_a_parcel_signed_anew_by_a_stranger_is_still_its_authors(registry, ana, eve):
    stolen = packed(content(parcel(ana)), eve.identity)
    receipt = receive_parcel(registry, stolen, "stolen.assessor")
    assert receipt.status == "new"
    assert [one.signer for one in receipt.signers] == [key(ana)]
    assert {one.signer for one in registry.entries(ASSESSMENT)} == {key(ana)}
    receive_parcel(registry, parcel(ana), "own.assessor")
    assert len(registry.entries(ASSESSMENT)) == 1  # the same, not again


def test_a_stranger_gets_nothing_past_a_roster_by_wrapping_it_in_a_known_parcel(registry, ana, eve):
    trust_key(registry, key(ana), "Ana")
    eve.say("/d/q1", "forged")
    said = content(parcel(ana))
    said["changesets"] += content(parcel(eve))["changesets"]
    receipt = receive_parcel(registry, packed(said, eve.identity), "x.assessor")
    assert (receipt.new, receipt.status) == (1, "new") and "Eve" in receipt.reason
    assert {one.signer for one in registry.entries(ASSESSMENT)} == {key(ana)}


def test_words_in_anothers_name_are_marked_by_the_key_that_signed_them(registry, ana, eve):
    eve.identity = replace(eve.identity, name="Ana")
    eve.say("/d/q1", "forged")
    receipt = receive_parcel(registry, parcel(eve), "x.assessor")
    assert [(one.author, one.signer) for one in receipt.signers] == [("Ana", key(eve))]
    assert key_standing({}, key(eve), known={key(ana)}) == UNVERIFIED
    trust_key(registry, key(ana), "Ana")
    eve.say("/d/q1", "forged again")
    late = receive_parcel(registry, parcel(eve), "y.assessor")
    assert late.status == "quarantined"
    assert eve.identity.fingerprint in late.reason and "not on the roster" in late.reason


@pytest.mark.parametrize("resigned", [False, True])
def test_a_changeset_said_to_be_of_another_key_is_refused(registry, ana, eve, resigned):
    eve.say("/d/q1", "forged")
    said = content(parcel(eve))
    by = eve.identity if resigned else None
    said["changesets"] = [
        recored(each, by, signer=key(ana), author="Ana") for each in said["changesets"]
    ]
    refused(registry, packed(said, eve.identity), "the signature of Ana")


@pytest.mark.parametrize(
    "changes",
    [{"author": "Eve"}, {"sequence": 99}, {"form": "99" * 32}, {"at": (1_600_000_000_000,)},
     {"topics": (("answer", "/d/q9"),)}],
    ids=lambda changes: next(iter(changes)),
)  # fmt: skip
def test_no_part_of_a_changeset_can_be_changed(registry, ana, eve, changes):
    said = content(parcel(ana))
    said["changesets"] = [recored(each, **changes) for each in said["changesets"]]
    refused(registry, packed(said, eve.identity), "the signature of")


def test_a_parcel_cannot_be_addressed_to_another_mission(registry, ana, eve):
    said = content(parcel(ana))
    moved = said | {"assessments": {OTHER: FORM}}
    refused(registry, packed(moved, eve.identity), "its list of assessments")
    moved["changesets"] = [recored(each, assessment=OTHER) for each in said["changesets"]]
    refused_too = receive_parcel(registry, packed(moved, eve.identity), "y.assessor")
    assert refused_too.status == "refused" and "the signature of Ana" in refused_too.reason
    assert OTHER not in {row.uuid for row in registry.assessments()}


def test_a_parcel_sent_again_changes_nothing_and_cannot_undo_later_work(registry, ana):
    old = parcel(ana)
    receive_parcel(registry, old, "old.assessor")
    ana.say("/d/q1", "2")
    receive_parcel(registry, parcel(ana), "new.assessor")
    for again in (old, packed(content(old), ana.identity)):
        receipt = receive_parcel(registry, again, "replayed.assessor")
        assert (receipt.status, receipt.new) == ("known", 0)
    [head] = registry.heads(ASSESSMENT)["answer", "/d/q1"]
    assert head.body == {"value": "2"} and registry.conflicts() == ()


def test_a_replay_does_not_restore_a_revoked_key(registry, ana, eve):
    trust_key(registry, key(ana), "Ana")
    kept_back = parcel(ana)
    revoke_key(registry, key(ana), 5)
    trust_key(registry, key(eve), "Eve")
    for sender in (ana.identity, eve.identity):
        receipt = receive_parcel(registry, packed(content(kept_back), sender), "x.assessor")
        assert receipt.status == "quarantined" and "revoked" in receipt.reason
    assert registry.entries(ASSESSMENT) == ()
    trust_and_receive(registry, key(eve), "Eve")  # trusting one does not admit the other
    assert registry.entries(ASSESSMENT) == ()


def test_entries_of_one_changeset_cannot_be_left_out_or_reordered(registry, ana, eve):
    ana.say("/d/q2", "2")
    ana.say("/d/q3", "3")
    said = content(parcel(ana))
    part = said["changesets"][-1]
    lines = part["bodies"].split("\n")
    swapped = part | {"bodies": "\n".join(reversed(lines))}
    said["changesets"] = [swapped]
    receipt = receive_parcel(registry, packed(said, eve.identity), "x.assessor")
    assert receipt.status == "refused" and "changed after it was made" in receipt.reason
    said["changesets"] = [part | {"bodies": "\n".join(lines[:-1])}]
    receipt = receive_parcel(registry, packed(said, eve.identity), "y.assessor")
    assert receipt.status == "refused" and registry.entries(ASSESSMENT) == ()


def test_the_content_is_what_a_reader_decodes():
    """The keys must equal those of the product, or these tests prove nothing."""
    assert {field.name for field in msgspec.structs.fields(parcels.ParcelData)} == {
        "profile", "made_at", "forms", "assessments", "changesets", "evidence", "recovery",
    }  # fmt: skip
