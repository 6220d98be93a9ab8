"""The change token of a registry changes with every action, and with nothing else."""

from __future__ import annotations

import pytest

from assessor.parcel.pack.parcel_pack import pack_parcel
from assessor.registry.receive.receiver import receive_parcel
from assessor.store.write.mission import Mission
from tests.support.store.laptops import ASSESSMENT, Laptop


@pytest.fixture(scope="module")
def parcel(tmp_path_factory):
    ana = Laptop(tmp_path_factory.mktemp("sent"), "Ana")
    ana.say("/d/q", "1")
    with ana.mission as mission:
        return pack_parcel(mission, [ASSESSMENT], signer=ana.identity)


def check_pulse(mission, parcel):
    seen = [mission.change_token()]
    assert mission.change_token() == seen[0] and seen[0].receipts == 0

    def moved():
        seen.append(mission.change_token())
        return seen[-1] not in seen[:-1]

    receipt = receive_parcel(mission, parcel, "a.pdf")
    assert moved() and seen[-1].receipts == 1
    mission.undo(receipt.id)
    assert moved()
    mission.set_setting("parked", "[]")
    assert moved()
    mission.heads(ASSESSMENT)
    assert mission.change_token() == seen[-1]


def test_of_a_file(parcel):
    with Mission.in_memory() as mission:
        check_pulse(mission, parcel)


def test_of_a_database(parcel, postgres):
    with Mission.create(postgres.database(), role="registry") as mission:
        check_pulse(mission, parcel)
