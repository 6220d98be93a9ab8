"""A conflict that is put by stays open, is found again, and is forgotten once it is decided."""

from __future__ import annotations

from assessor.registry.parking import park, parked, take_up
from assessor.registry.receive import take_parcel
from tests.registry.laptops import parcel


def test_what_is_put_by_is_kept_and_taken_up_again(registry, ana, ben):
    ben.say("/d/q1", "2")
    for laptop in (ana, ben):
        take_parcel(registry, parcel(laptop), f"{laptop.identity.name}.pdf")
    [conflict] = registry.conflicts()
    assert parked(registry) == frozenset()
    park(registry, [conflict.id, "no such conflict"])
    assert parked(registry) == {conflict.id} and len(registry.conflicts()) == 1
    take_up(registry, [conflict.id])
    assert parked(registry) == frozenset()


def test_a_conflict_that_changed_waits_again(registry, ana, ben):
    ben.say("/d/q1", "2")
    for laptop in (ana, ben):
        take_parcel(registry, parcel(laptop), f"{laptop.identity.name}.pdf")
    park(registry, [one.id for one in registry.conflicts()])
    ana.say("/d/q1", "3")
    take_parcel(registry, parcel(ana), "Ana.pdf")
    [fresh] = registry.conflicts()
    assert fresh.id not in parked(registry)
