"""Without a roster everybody is accepted; with one, strangers wait for one click."""

from __future__ import annotations

import pytest

from assessor.errors import Refused
from assessor.registry.receive.quarantine_review import retry_package, trust_and_receive
from assessor.registry.receive.receiver import receive, receive_parcel
from assessor.registry.trust.trust_roster import (
    admit_changesets,
    key_standing,
    read_roster,
    revoke_key,
    trust_key,
    trust_person,
)
from assessor.store.write.mission import Mission
from tests.support.registry.registry_laptops import key, parcel
from tests.support.store.laptops import ASSESSMENT, Laptop


def test_without_a_roster_everybody_is_taken_in_unverified(registry: Mission, ana: Laptop) -> None:
    assert receive_parcel(registry, parcel(ana), "a.pdf").status == "new"
    assert read_roster(registry) == {} and key_standing({}, key(ana)) == "unverified"


def test_a_stranger_waits_and_one_click_takes_them_in(
    registry: Mission, ana: Laptop, ben: Laptop
) -> None:
    trust_key(registry, key(ana), "Ana")
    assert receive_parcel(registry, parcel(ana), "a.pdf").status == "new"
    waiting = receive_parcel(registry, parcel(ben), "b.pdf")
    assert (waiting.status, waiting.new) == ("quarantined", 0)
    assert (
        waiting.reason.startswith("2 entries wait: Ben")
        and ben.identity.fingerprint in waiting.reason
    )
    assert len(registry.entries(ASSESSMENT)) == 1
    assert retry_package(registry, waiting.id).status == "quarantined"  # nobody knows Ben yet
    assert len(registry.quarantine()) == 1
    [taken] = trust_and_receive(registry, key(ben), "Ben")
    assert (taken.status, taken.new) == ("new", 2)
    assert registry.quarantine() == () and registry.check() == ()
    assert key_standing(read_roster(registry), key(ben)) == "verified"


def test_what_a_known_person_carries_for_a_stranger_waits_alone(
    registry: Mission, ana: Laptop, ben: Laptop
) -> None:
    trust_key(registry, key(ana), "Ana")
    receive_parcel(ana.mission, parcel(ben), "b.pdf")
    both = parcel(ana)
    preview = receive_parcel(registry, both, "a.pdf", preview=True)
    assert preview.new == 1 and "wait" in preview.reason and registry.quarantine() == ()
    receipt = receive_parcel(registry, both, "a.pdf")
    assert (receipt.status, receipt.new) == ("new", 1) and "Ben" in receipt.reason
    assert [one.new for one in trust_and_receive(registry, key(ben), "Ben")] == [2]
    again = receive_parcel(registry, both, "a.pdf")
    assert (again.status, again.new) == ("known", 0)


def test_a_revoked_key_brings_nothing_new_but_what_is_here_stays(
    registry: Mission, ana: Laptop
) -> None:
    trust_key(registry, key(ana), "Ana")
    receive_parcel(registry, parcel(ana), "a.pdf")
    revoke_key(registry, key(ana), 5)
    ana.say("/d/q1", "late")
    late = receive_parcel(registry, parcel(ana), "late.pdf")
    assert (late.status, late.new) == ("quarantined", 0) and "revoked" in late.reason
    assert len(registry.entries(ASSESSMENT)) == 1
    assert key_standing(read_roster(registry), key(ana)) == "revoked"


def test_strangers_in_a_mission_file_wait_too(registry: Mission, ana: Laptop, ben: Laptop) -> None:
    trust_key(registry, key(ana), "Ana")
    ben.seal()
    [receipt] = receive(registry, [ben.mission.path])
    assert receipt.status == "quarantined" and registry.assessments() == ()
    assert [one.new for one in trust_and_receive(registry, key(ben), "Ben")] == [2]
    assert admit_changesets(registry, list(ben.mission.changesets()))[1] == []


def test_only_keys_are_trusted_and_only_members_revoked(registry: Mission) -> None:
    for wrong in ("", "zz" * 32, "ab"):
        with pytest.raises(Refused):
            trust_key(registry, wrong, "x")
    with pytest.raises(Refused):
        revoke_key(registry, "ab" * 32, 1)


def test_who_begins_a_roster_stands_on_it(registry: Mission, ana: Laptop, ben: Laptop) -> None:
    """After one colleague was put on it, one's own reports waited."""
    trust_person(registry, ana.identity, key(ben), "Ben")
    assert {each.name for each in read_roster(registry).values()} == {"Ana", "Ben"}
    assert receive_parcel(registry, parcel(ana), "a.pdf").status == "new"
    revoke_key(registry, key(ana), 1)
    trust_person(registry, ana.identity, key(ben), "Ben")
    assert key_standing(read_roster(registry), key(ana)) == "revoked"
    with pytest.raises(Refused):
        trust_person(registry, ana.identity, "no key", "Ben")
