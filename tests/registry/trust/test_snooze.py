"""A snoozed conflict stays open, can be found, and is forgotten once it is resolved."""

from __future__ import annotations

from assessor.registry.receive.receiver import receive_parcel
from assessor.registry.trust.snooze import resume_conflicts, snooze_conflicts, snoozed_conflicts
from tests.support.registry.registry_laptops import parcel


def test_a_snoozed_conflict_can_be_resumed(registry, ana, ben):
    ben.say("/d/q1", "2")
    for laptop in (ana, ben):
        receive_parcel(registry, parcel(laptop), f"{laptop.identity.name}.pdf")
    [conflict] = registry.conflicts()
    assert snoozed_conflicts(registry) == frozenset()
    snooze_conflicts(registry, [conflict.id, "no such conflict"])
    assert snoozed_conflicts(registry) == {conflict.id} and len(registry.conflicts()) == 1
    resume_conflicts(registry, [conflict.id])
    assert snoozed_conflicts(registry) == frozenset()


def test_a_conflict_that_changed_waits_again(registry, ana, ben):
    ben.say("/d/q1", "2")
    for laptop in (ana, ben):
        receive_parcel(registry, parcel(laptop), f"{laptop.identity.name}.pdf")
    snooze_conflicts(registry, [one.id for one in registry.conflicts()])
    ana.say("/d/q1", "3")
    receive_parcel(registry, parcel(ana), "Ana.pdf")
    [fresh] = registry.conflicts()
    assert fresh.id not in snoozed_conflicts(registry)
