"""What waits for trust says for whom, and comes in by one decision; a revoked key stays revoked."""

from __future__ import annotations

import pytest

from assessor.errors import Refused
from assessor.registry.receive import take_in, take_parcel
from assessor.registry.trust import REVOKED, UNKNOWN, revoke, roster, standing, trust
from assessor.registry.waiting import take_in_once, waiting
from tests.registry.laptops import key, parcel
from tests.store.people import ASSESSMENT


def told(registry, receipt):
    return [(one.author, one.entries, one.standing) for one in waiting(registry, receipt.id)]


def test_a_stranger_is_named_and_nobody_else(registry, ana, ben):
    trust(registry, key(ana), "Ana")
    take_parcel(ana.mission, parcel(ben), "b.pdf")
    both = take_parcel(registry, parcel(ana), "a.pdf")
    assert told(registry, both) == [("Ben", 2, UNKNOWN)]
    assert registry.held() == {both.id}
    take_in(registry, key(ben), "Ben")
    assert waiting(registry, both.id) == () and registry.held() == frozenset()


def test_what_a_revoked_key_signed_late_comes_in_once(registry, ana):
    trust(registry, key(ana), "Ana")
    take_parcel(registry, parcel(ana), "a.pdf")
    revoke(registry, key(ana), 5)
    ana.say("/d/q1", "late")
    late = take_parcel(registry, parcel(ana), "late.pdf")
    assert told(registry, late) == [("Ana", 1, REVOKED)]
    taken = take_in_once(registry, late.id)
    assert (taken.status, taken.new) == ("new", 1)
    assert standing(roster(registry), key(ana)) == REVOKED
    assert len(registry.entries(ASSESSMENT)) == 2 and registry.quarantine() == ()
    ana.say("/d/q1", "later still")
    assert take_parcel(registry, parcel(ana), "again.pdf").status == "quarantined"


def test_what_was_refused_waits_for_nobody(registry, ana):
    refused = take_parcel(registry, parcel(ana)[:-1], "cut.pdf")
    assert refused.status == "refused" and waiting(registry, refused.id) == ()
    assert waiting(registry, "99") == ()
    with pytest.raises(Refused):
        take_in_once(registry, "99")
