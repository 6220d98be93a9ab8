"""A waiting package names its signers and comes in by one decision; a revoked key stays revoked."""

from __future__ import annotations

import pytest

from assessor.errors import Refused
from assessor.registry.receive.quarantine_review import (
    retry_package,
    trust_and_receive,
    waiting_signers,
)
from assessor.registry.receive.receiver import receive_parcel
from assessor.registry.trust.trust_roster import (
    REVOKED,
    UNKNOWN,
    key_standing,
    read_roster,
    revoke_key,
    trust_key,
)
from tests.support.registry.registry_laptops import key, parcel
from tests.support.store.laptops import ASSESSMENT


def told(registry, receipt):
    return [
        (one.author, one.entries, one.standing) for one in waiting_signers(registry, receipt.id)
    ]


def test_a_stranger_is_named_and_nobody_else(registry, ana, ben):
    trust_key(registry, key(ana), "Ana")
    receive_parcel(ana.mission, parcel(ben), "b.pdf")
    both = receive_parcel(registry, parcel(ana), "a.pdf")
    assert told(registry, both) == [("Ben", 2, UNKNOWN)]
    assert registry.quarantined_ids() == {both.id}
    trust_and_receive(registry, key(ben), "Ben")
    assert waiting_signers(registry, both.id) == () and registry.quarantined_ids() == frozenset()


def test_late_entries_of_a_revoked_key_come_in_once(registry, ana):
    trust_key(registry, key(ana), "Ana")
    receive_parcel(registry, parcel(ana), "a.pdf")
    revoke_key(registry, key(ana), 5)
    ana.say("/d/q1", "late")
    late = receive_parcel(registry, parcel(ana), "late.pdf")
    assert told(registry, late) == [("Ana", 1, REVOKED)]
    taken = retry_package(registry, late.id, regardless=True)
    assert (taken.status, taken.new) == ("new", 1)
    assert key_standing(read_roster(registry), key(ana)) == REVOKED
    assert len(registry.entries(ASSESSMENT)) == 2 and registry.quarantine() == ()
    ana.say("/d/q1", "later still")
    assert receive_parcel(registry, parcel(ana), "again.pdf").status == "quarantined"


def test_a_refused_package_waits_for_nobody(registry, ana):
    refused = receive_parcel(registry, parcel(ana)[:-1], "cut.pdf")
    assert refused.status == "refused" and waiting_signers(registry, refused.id) == ()
    assert waiting_signers(registry, "99") == ()
    with pytest.raises(Refused):
        retry_package(registry, "99", regardless=True)
