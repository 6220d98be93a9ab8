"""Redaction reaches quarantine; what waits there still verifies and comes in complete."""

from __future__ import annotations

import hashlib

import pytest

from assessor.parcel.keys.age_sealing import (
    create_headquarters_key,
    headquarters_keys,
    headquarters_public,
    seal_to,
)
from assessor.parcel.pack.parcel_pack import pack_parcel, unpack_parcel
from assessor.registry.receive.quarantine_redaction import redact_quarantine
from assessor.registry.receive.quarantine_review import retry_package, trust_and_receive
from assessor.registry.receive.receiver import receive, receive_parcel
from assessor.registry.trust.trust_roster import trust_key
from assessor.store.model.published_answers import publication_key
from tests.support.registry.registry_laptops import key, parcel
from tests.support.store.laptops import ASSESSMENT

SECRET = "the name of an informant"
SCAN = b"a scan of a passport"


@pytest.fixture
def both(ana, ben):
    """Ben's parcel with Ana's entry, which is SECRET, and a file; and the names of these two."""
    ana.say("/d/secret", SECRET)
    digest = hashlib.sha256(SCAN).hexdigest()
    ana.mission.put_evidence(digest, SCAN)
    file = ana.say("e1", None, kind="evidence")
    ana.say_over("e1", "", (file,), kind="evidence", sha256=digest)
    receive_parcel(ben.mission, parcel(ana), "a.pdf")
    names = [entry.name for entry in ben.mission.entries(ASSESSMENT) if said_by(ana, entry)]
    return parcel(ben), names


def said_by(laptop, entry) -> bool:
    return entry.body is not None and (entry.key == "/d/secret" or "sha256" in entry.body)


def kept(registry) -> list[bytes]:
    return [content for _, content in registry.quarantine()]


def holds(parcel: bytes, identities=()) -> tuple[bool, bool]:
    """Return whether a parcel still has the secret, and the file."""
    contents = unpack_parcel(parcel, identities=identities)
    said = any(SECRET in (body or "") for one in contents.changesets for body in one.payloads)
    return said, SCAN in contents.evidence.values()


def redact(laptop, names) -> None:
    for name in names:
        laptop.mission.redact(name, "named a person", laptop.identity)


def test_an_order_reaches_quarantine(registry, ana, ben, both, tmp_path):
    package, names = both
    trust_key(registry, key(ana), "Ana")
    waits = receive_parcel(registry, package, "b.pdf")
    assert [holds(content) for content in kept(registry)] == [(True, True)]
    redact(ana, names)
    (tmp_path / "order.assessor").write_bytes(parcel(ana))
    receive(registry, [tmp_path / "order.assessor"])
    assert [holds(content) for content in kept(registry)] == [(False, False)]
    [receipt] = trust_and_receive(registry, key(ben), "Ben")
    assert receipt.status == "new" and registry.quarantine() == ()
    assert registry.find_receipt(waits.fingerprint) is not None and registry.check() == ()
    assert len(registry.entries(ASSESSMENT)) == len(ben.mission.entries(ASSESSMENT)) + len(names)


def test_published_answers_in_quarantine_are_redacted(registry, ana, ben):
    entry = ana.say("/d/secret", SECRET)
    ana.seal()
    name = ana.mission.entry(entry.name).name
    receive_parcel(registry, parcel(ana), "a.pdf")
    trust_key(registry, key(ana), "Ana")
    ben.say(publication_key("government", name, key(ben)), SECRET, kind="published")
    ben.say(
        publication_key("government", "f" * 64 + ":0", key(ben)),
        "of something else",
        kind="published",
    )
    receive_parcel(registry, parcel(ben), "b.pdf")
    assert [holds(content)[0] for content in kept(registry)] == [True]
    registry.redact(name, "named a person", ana.identity)
    redact_quarantine(registry)
    [content] = kept(registry)
    assert not holds(content)[0] and unpack_parcel(content).withheld == 1


def test_later_quarantined_packages_are_redacted_too(registry, ana, both, tmp_path):
    package, names = both
    trust_key(registry, key(ana), "Ana")
    redact(ana, names)
    receive_parcel(registry, parcel(ana), "order.pdf")
    for _ in range(2):  # the same file is the same package
        (tmp_path / "b.assessor").write_bytes(package)
        receive(registry, [tmp_path / "b.assessor"])
        assert [holds(content) for content in kept(registry)] == [(False, False)]


def test_an_order_of_anybody_else_is_not_obeyed(registry, ana, ben, both):
    package, names = both
    trust_key(registry, key(ana), "Ana")
    receive_parcel(registry, package, "b.pdf")
    registry.redact(names[0], "I would rather not", ben.identity)
    redact_quarantine(registry)
    assert [holds(content) for content in kept(registry)] == [(True, True)]
    registry.allow_redactions(key(ben))
    redact_quarantine(registry)
    assert [holds(content) for content in kept(registry)] == [(False, True)]


def test_sealed_packages_stay_sealed_and_unreadable_ones_stay(registry, ana, both, tmp_path):
    package, names = both
    create_headquarters_key(tmp_path / "hq")
    create_headquarters_key(tmp_path / "other")
    ours = headquarters_keys(tmp_path / "hq")
    trust_key(registry, key(ana), "Ana")
    receive_parcel(
        registry, seal_to(package, headquarters_public(tmp_path / "hq")), "b", identities=ours
    )
    strange = seal_to(package, headquarters_public(tmp_path / "other"))
    refused = receive_parcel(registry, strange, "c", identities=ours)
    redact(ana, names)
    receive_parcel(registry, parcel(ana), "order.pdf")
    redact_quarantine(registry)
    assert holds(kept(registry)[0], ours) == (True, True)  # impossible without the key
    redact_quarantine(registry, identities=ours)
    assert holds(kept(registry)[0], ours) == (False, False) and kept(registry)[1] == strange
    assert retry_package(registry, refused.id, identities=ours).status == "refused"
    assert len(pack_parcel(registry, [ASSESSMENT]))


def test_a_new_order_is_applied_after_another_was_set_aside(registry, ana, ben, both, tmp_path):
    """The number of orders is the same, the orders are not."""
    package, names = both
    trust_key(registry, key(ana), "Ana")
    receive_parcel(registry, parcel(ana), "a.pdf")
    receive_parcel(registry, package, "b.pdf")
    [other] = [each for each in ben.mission.entries(ASSESSMENT) if each.key == "/d/q1"]
    ana.mission.redact(other.name, "of something else", ana.identity)
    first = receive_parcel(registry, parcel(ana), "order.pdf")
    redact_quarantine(registry)
    assert [holds(content) for content in kept(registry)] == [(True, True)]
    registry.undo(first.id)
    registry.redact(names[0], "named a person", ana.identity)
    redact_quarantine(registry)
    assert [holds(content)[0] for content in kept(registry)] == [False]


def test_a_package_received_meanwhile_does_not_return_to_quarantine(registry, ana, ben):
    """In a shared registry one user may redact what another one has just received."""
    trust_key(registry, key(ana), "Ana")
    receive_parcel(registry, parcel(ben), "b.pdf")
    [(waits, content)] = registry.quarantine()
    registry.drop_quarantined(waits.id)
    registry.replace_quarantined({waits.id: content})
    assert registry.quarantine() == ()
