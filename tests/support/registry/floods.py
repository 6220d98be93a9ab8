"""Parcels of many strangers about one mission."""

from __future__ import annotations

from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.parcel.pack.parcel_pack import build_parcel
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.store.world import identity

STAGE = "/data/police/stage"
QUESTIONS = [STAGE, *(f"/data/police/q{number}" for number in range(60))]


def flood(elena: Assessment, count: int, questions: int = len(QUESTIONS)) -> list[bytes]:
    """Return parcels of strangers with keys of their own, each with another answer to so many
    questions."""
    parcels = []
    with Mission.in_memory() as memory:
        memory.put_form(elena.source.digest, elena.source.pack())
        memory.add_assessment(elena.uuid, elena.source.digest)
        for number in range(count):
            stranger, value = (
                identity(f"Person {number}", number),
                str(number + 1),
            )
            drafts = [
                Draft("answer", key, {"value": value}, (), 1) for key in QUESTIONS[:questions]
            ]
            memory.write(elena.uuid, drafts, stranger.name)
            [name] = memory.seal(None, stranger)
            sealed = [one for one in memory.changesets() if one.id == name]
            parcels.append(build_parcel(sealed, {elena.uuid: elena.source.digest}, {}))
    return parcels


def elena_with_answers(tmp_path: Path, count: int = len(QUESTIONS)) -> Assessment:
    """Return the mission of Elena, with the answer 1 to so many questions."""
    mission = laptop(tmp_path, "Elena").create(small_form(tmp_path))
    drafts = [Draft("answer", key, {"value": "1"}, (), 1) for key in QUESTIONS[:count]]
    mission.mission.write(mission.uuid, drafts, "Elena")
    mission.seal()
    return mission
