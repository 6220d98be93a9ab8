"""Hundreds of strangers send parcels about one mission."""

from __future__ import annotations

import cProfile
import pstats
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.parcel.pack.parcel_pack import build_parcel, pack_parcel
from assessor.registry.receive.receiver import receive_parcel
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.store.world import identity

STAGE = "/data/police/stage"
QUESTIONS = [STAGE, *(f"/data/police/q{number}" for number in range(60))]


def flood(elena: Assessment, count: int, values: int = 0) -> list[bytes]:
    """Return parcels of strangers with keys of their own, each with an answer to every question;
    `values` is how many different answers they give (0: each another)."""
    parcels = []
    with Mission.in_memory() as memory:
        memory.put_form(elena.source.digest, elena.source.pack())
        memory.add_assessment(elena.uuid, elena.source.digest)
        for number in range(count):
            stranger, value = (
                identity(f"Person {number}", number),
                str(number % (values or count) + 1),
            )
            drafts = [Draft("answer", key, {"value": value}, (), 1) for key in QUESTIONS]
            memory.write(elena.uuid, drafts, stranger.name)
            [name] = memory.seal(None, stranger)
            sealed = [one for one in memory.changesets() if one.id == name]
            parcels.append(build_parcel(sealed, {elena.uuid: elena.source.digest}, {}))
    return parcels


def elena_with_answers(tmp_path: Path) -> Assessment:
    mission = laptop(tmp_path, "Elena").create(small_form(tmp_path))
    drafts = [Draft("answer", key, {"value": "1"}, (), 1) for key in QUESTIONS]
    mission.mission.write(mission.uuid, drafts, "Elena")
    mission.seal()
    return mission


def calls_of(mission: Mission, parcel: bytes) -> int:
    """Return how many functions are called while a parcel is received."""
    profile = cProfile.Profile()
    profile.enable()
    receive_parcel(mission, parcel, "a.assessor")
    profile.disable()
    return int(pstats.Stats(profile).total_calls)


def test_the_last_of_many_strangers_costs_no_more_than_the_first(tmp_path):
    """Each parcel was compared with all that came before: 300 took six minutes."""
    with elena_with_answers(tmp_path) as elena, Mission.in_memory() as registry:
        receive_parcel(registry, pack_parcel(elena.mission, [elena.uuid]), "elena.assessor")
        calls = [calls_of(registry, parcel) for parcel in flood(elena, 40)]
        assert sum(calls[-5:]) < 2 * sum(calls[5:10])
        assert registry.receipts()[0].conflicts == len(QUESTIONS) == len(registry.conflicts())
