"""Without a roster everybody is taken in; with one, strangers wait, visibly, for one click."""

from __future__ import annotations

import pytest

from assessor.errors import Refused
from assessor.registry.receive import receive, retry, take_in, take_parcel
from assessor.registry.trust import admitted, revoke, roster, standing, trust
from assessor.store.mission import Mission
from tests.registry.laptops import key, parcel
from tests.store.people import ASSESSMENT, Laptop


def test_without_a_roster_everybody_is_taken_in_unverified(registry: Mission, ana: Laptop) -> None:
    assert take_parcel(registry, parcel(ana), "a.pdf").status == "new"
    assert roster(registry) == {} and standing({}, key(ana)) == "unverified"


def test_a_stranger_waits_and_one_click_takes_them_in(
    registry: Mission, ana: Laptop, ben: Laptop
) -> None:
    trust(registry, key(ana), "Ana")
    assert take_parcel(registry, parcel(ana), "a.pdf").status == "new"
    waiting = take_parcel(registry, parcel(ben), "b.pdf")
    assert (waiting.status, waiting.new) == ("quarantined", 0)
    assert (
        waiting.reason.startswith("2 entries wait: Ben")
        and ben.identity.fingerprint in waiting.reason
    )
    assert len(registry.entries(ASSESSMENT)) == 1
    assert retry(registry, waiting.id).status == "quarantined"  # still nobody knows Ben
    assert len(registry.quarantine()) == 1
    [taken] = take_in(registry, key(ben), "Ben")
    assert (taken.status, taken.new) == ("new", 2)
    assert registry.quarantine() == () and registry.check() == ()
    assert standing(roster(registry), key(ben)) == "verified"


def test_what_a_known_person_carries_for_a_stranger_waits_alone(
    registry: Mission, ana: Laptop, ben: Laptop
) -> None:
    trust(registry, key(ana), "Ana")
    take_parcel(ana.mission, parcel(ben), "b.pdf")
    both = parcel(ana)
    preview = take_parcel(registry, both, "a.pdf", preview=True)
    assert preview.new == 1 and "wait" in preview.reason and registry.quarantine() == ()
    receipt = take_parcel(registry, both, "a.pdf")
    assert (receipt.status, receipt.new) == ("new", 1) and "Ben" in receipt.reason
    assert [one.new for one in take_in(registry, key(ben), "Ben")] == [2]
    again = take_parcel(registry, both, "a.pdf")
    assert (again.status, again.new) == ("known", 0)


def test_a_revoked_key_brings_nothing_new_but_what_is_here_stays(
    registry: Mission, ana: Laptop
) -> None:
    trust(registry, key(ana), "Ana")
    take_parcel(registry, parcel(ana), "a.pdf")
    revoke(registry, key(ana), 5)
    ana.say("/d/q1", "late")
    late = take_parcel(registry, parcel(ana), "late.pdf")
    assert (late.status, late.new) == ("quarantined", 0) and "revoked" in late.reason
    assert len(registry.entries(ASSESSMENT)) == 1
    assert standing(roster(registry), key(ana)) == "revoked"


def test_strangers_in_a_mission_file_wait_too(registry: Mission, ana: Laptop, ben: Laptop) -> None:
    trust(registry, key(ana), "Ana")
    ben.seal()
    [receipt] = receive(registry, [ben.mission.path])
    assert receipt.status == "quarantined" and registry.assessments() == ()
    assert [one.new for one in take_in(registry, key(ben), "Ben")] == [2]
    assert admitted(registry, list(ben.mission.changesets()))[1] == []


def test_only_keys_are_trusted_and_only_members_revoked(registry: Mission) -> None:
    for wrong in ("", "zz" * 32, "ab"):
        with pytest.raises(Refused):
            trust(registry, wrong, "x")
    with pytest.raises(Refused):
        revoke(registry, "ab" * 32, 1)
